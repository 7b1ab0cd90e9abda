//! Deleting a ledger, with all that belongs to it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{LedgerError, open, set_aside};
use crate::account::{AccountKey, KeyPlace};

/// A program that is just ending may hold it still.
const PATIENCE: Duration = Duration::from_secs(2);

/// The file itself first: while it is there, nothing is lost that belongs to it.
pub(super) fn erase(path: &Path) -> Result<(), LedgerError> {
    if path.exists() {
        require_unused(path)?;
        fs::remove_file(path)?;
    }
    for entry in entries(path)? {
        let entry = entry?;
        if set_aside::belongs_to(path, &entry.file_name()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether there is anything of it.
pub(super) fn exists(path: &Path) -> bool {
    let mut entries = entries(path).into_iter().flatten().flatten();
    entries.any(|entry| set_aside::belongs_to(path, &entry.file_name()))
}

/// The ledgers that were set aside earlier, the oldest first.
pub(super) fn set_aside_before(path: &Path) -> Result<Vec<PathBuf>, LedgerError> {
    let mut files = Vec::new();
    for entry in entries(path)? {
        let entry = entry?;
        if set_aside::is_earlier(path, &entry.file_name()) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Of any format that has these columns: a newer one, which was set aside for that, has keys in the keychain, too.
pub(super) fn keys(path: &Path) -> Result<Vec<AccountKey>, LedgerError> {
    let Some(ledger) = open::for_reading(path)? else {
        return Ok(Vec::new());
    };
    let mut accounts = ledger
        .prepare("SELECT key_name, label, secret_id_masked, key_place FROM account ORDER BY id")?;
    let keys = accounts.query_map([], |row| {
        Ok(AccountKey {
            key_name: row.get(0)?,
            label: row.get(1)?,
            secret_id_masked: row.get(2)?,
            // A place that we do not know may be the keychain, too.
            key_place: row.get(3).unwrap_or(KeyPlace::Keychain),
        })
    })?;
    Ok(keys.collect::<Result<_, _>>()?)
}

fn entries(path: &Path) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    match fs::read_dir(folder) {
        Ok(entries) => Ok(Some(entries).into_iter().flatten()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        Err(error) => Err(error),
    }
}

/// Where files can be deleted that are open, a window would go on writing into one that nobody finds again.
fn require_unused(path: &Path) -> Result<(), LedgerError> {
    match take_alone(path) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
            Err(LedgerError::Busy)
        }
        // One that cannot be opened is no reason to keep it.
        _ => Ok(()),
    }
}

/// SQLite leaves its log behind only for a connection that is the only one.
fn take_alone(path: &Path) -> rusqlite::Result<()> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Ledger, fixture};

    #[test]
    fn everything_of_the_ledger_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        for _ in 0..2 {
            drop(fixture::open(&path));
            Ledger::set_aside(&path, fixture::now()).unwrap();
        }
        drop(fixture::open(&path));
        for name in [
            "ledger.db-wal",
            "ledger.db-check-7",
            "ledger.csv",
            "my ledger.db",
        ] {
            fs::write(folder.path().join(name), b"").unwrap();
        }
        assert!(Ledger::exists(&path));
        Ledger::erase(&path).unwrap();
        assert!(!Ledger::exists(&path));
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["ledger.csv", "my ledger.db"]);
        Ledger::erase(&path).unwrap();
        Ledger::erase(&folder.path().join("gone").join("ledger.db")).unwrap();
    }

    #[test]
    fn a_ledger_that_is_open_elsewhere_stays_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let ledger = fixture::open(&path);
        fixture::account(&ledger, "Acme");
        let refused = Ledger::erase(&path);
        assert!(matches!(refused, Err(LedgerError::Busy)), "{refused:?}");
        assert_eq!(ledger.accounts().unwrap().len(), 1);
        drop(ledger);
        Ledger::erase(&path).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn those_that_were_set_aside_tell_whose_keys_are_kept_whatever_their_format() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        for (label, format) in [("Acme", 1), ("Newer", 99)] {
            let ledger = fixture::open(&path);
            fixture::account(&ledger, label);
            drop(ledger);
            let connection = Connection::open(&path).unwrap();
            connection
                .pragma_update(None, "user_version", format)
                .unwrap();
            drop(connection);
            Ledger::set_aside(&path, fixture::now()).unwrap();
        }
        fs::write(folder.path().join("ledger (set aside by me).txt"), "").unwrap();
        let found = Ledger::set_aside_before(&path).unwrap();
        let keys = found.iter().flat_map(|file| Ledger::keys(file).unwrap());
        let names: Vec<_> = keys.map(|it| it.key_name).collect();
        assert_eq!(names, ["key of Acme", "key of Newer"]);
    }

    #[test]
    fn what_is_no_ledger_is_damaged_and_what_was_never_one_has_no_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        assert_eq!(Ledger::keys(&path).unwrap(), []);
        fs::write(&path, "").unwrap();
        assert_eq!(Ledger::keys(&path).unwrap(), []);
        let longer = "and longer than a header ".repeat(9);
        for text in ["no ledger at all", &longer] {
            fs::write(&path, text).unwrap();
            let refused = Ledger::keys(&path);
            assert!(
                matches!(refused, Err(LedgerError::Damaged { .. })),
                "{refused:?}"
            );
        }
        // Something else may be there tomorrow.
        let refused = Ledger::keys(folder.path());
        assert!(matches!(refused, Err(LedgerError::Io(_))), "{refused:?}");
    }

    #[test]
    fn a_damaged_ledger_goes_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        fs::write(&path, b"no ledger at all").unwrap();
        Ledger::erase(&path).unwrap();
        assert!(!path.exists());
    }
}
