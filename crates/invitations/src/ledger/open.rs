//! Opening the file: looked at before it is touched, and brought up to date only when it is sound.

use std::{
    fs::{DirBuilder, File},
    io::{self, ErrorKind, Read},
    path::Path,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{LedgerError, set_aside::companion};

/// One file per step, and `user_version` counts the steps taken. A released step is never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_news.sql"),
];

/// "InvL": marks the file as ours for `file(1)`, and for us.
const APPLICATION_ID: i32 = 0x496e_764c;

/// The headless program and the window may write at the same time, in transactions of milliseconds; an import of
/// a million tokens holds the lock for seconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);

/// Files up to this size are checked in full each time they are opened (0.1 s), …
const ALWAYS_CHECKED_BYTES: u64 = 32 << 20;
/// … and up to this size when the program did not close it (1 s). What a larger one costs is felt at each start; damage
/// that goes unseen here is still found, and told as such, where it is read.
const CHECKED_AFTER_A_CRASH_BYTES: u64 = 512 << 20;

/// A large import leaves a large log; it is cut to this size once its contents are in the file.
const LOG_BYTES: i64 = 16 << 20;

/// A page cache that holds the index over a million tokens, so that imports do not go to disk for each.
const CACHE_KIB: i64 = 96 << 10;

/// The connection that writes, and one that reads without waiting for it.
pub(super) fn open(path: &Path) -> Result<(Connection, Connection), LedgerError> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    // Where SQLite says only that it cannot, the system says why.
    match File::options().append(true).open(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => look(path)?,
    }
    // An empty file becomes a ledger.
    File::options().append(true).create(true).open(path)?;
    let mut writer = connect(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    // SQLite would open it all the same, and refuse the first change.
    if writer.is_readonly("main")? {
        return Err(LedgerError::ReadOnly);
    }
    migrate(&mut writer)?;
    let reader = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok((writer, reader))
}

pub(super) fn open_in_memory() -> Result<Connection, LedgerError> {
    let mut connection = Connection::open_in_memory()?;
    configure(&connection)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// Of whatever format it is; nothing where there is no ledger yet.
pub(super) fn for_reading(path: &Path) -> Result<Option<Connection>, LedgerError> {
    if is_new(path)? {
        return Ok(None);
    }
    Header::read(path)?.require_ours()?;
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map(Some)
}

/// For this user only, where it is new: a ledger names the partner's customers.
fn create_folder(folder: &Path) -> Result<(), LedgerError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, LedgerError> {
    // Each connection is behind a mutex of ours.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    configure(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), LedgerError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Without it, macOS keeps what it calls synchronized in the drive's cache.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    Ok(())
}

/// Finds what must not be opened for writing. Changes nothing, so that a damaged or newer file stays as it was.
fn look(path: &Path) -> Result<(), LedgerError> {
    if is_new(path)? {
        return Ok(());
    }
    if bytes_of(&companion(path, "-journal"))? > 0 {
        // Killed while it was being created; SQLite takes that back when it opens the file for writing.
        return Ok(());
    }
    let log_bytes = bytes_of(&companion(path, "-wal"))?;
    let file_bytes = bytes_of(path)?;
    Header::read(path)?.require_sound(file_bytes, log_bytes)?;

    // The log may be ahead of the header.
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    require_supported(version(&connection)?)?;
    let checked_up_to = match log_bytes {
        0 => ALWAYS_CHECKED_BYTES,
        _ => CHECKED_AFTER_A_CRASH_BYTES,
    };
    if file_bytes <= checked_up_to {
        let finding: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if finding != "ok" {
            return Err(LedgerError::Damaged { detail: finding });
        }
    }
    Ok(())
}

/// SQLite would take any empty file for a new one, and throw its log away.
fn is_new(path: &Path) -> Result<bool, LedgerError> {
    match (bytes_of(path)?, bytes_of(&companion(path, "-wal"))?) {
        (0, 0) => Ok(true),
        (0, _) => Err(LedgerError::damaged("the file is empty, its log is not")),
        _ => Ok(false),
    }
}

fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    if version(connection)? < supported() {
        // A new file gets its tables before it gets a log, so that its header is ours from the first commit on.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        let found = version(&transaction)?;
        require_supported(found)?;
        for step in MIGRATIONS.iter().skip(found as usize) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", supported())?;
        transaction.commit()?;
    }
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode == "delete" {
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    }
    require_supported(version(connection)?)
}

fn version(connection: &Connection) -> Result<u32, LedgerError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn supported() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("migrations are few")
}

fn require_supported(found: u32) -> Result<(), LedgerError> {
    match supported() {
        supported if found > supported => Err(LedgerError::Newer { found, supported }),
        _ => Ok(()),
    }
}

fn bytes_of(path: &Path) -> Result<u64, LedgerError> {
    match path.metadata() {
        // Of one, Windows says that it has no bytes.
        Ok(metadata) if metadata.is_dir() => Err(io::Error::from(ErrorKind::IsADirectory).into()),
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// What an SQLite file's first hundred bytes say (<https://sqlite.org/fileformat2.html>).
struct Header([u8; 100]);

impl Header {
    fn read(path: &Path) -> Result<Self, LedgerError> {
        let mut bytes = [0; 100];
        match File::open(path)?.read_exact(&mut bytes) {
            Ok(()) => Ok(Self(bytes)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                Err(LedgerError::damaged("the file is cut short"))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn require_ours(&self) -> Result<(), LedgerError> {
        if self.0.starts_with(b"SQLite format 3\0") && self.number(68) == APPLICATION_ID as u32 {
            return Ok(());
        }
        Err(LedgerError::damaged("this is not a ledger"))
    }

    fn require_sound(&self, file_bytes: u64, log_bytes: u64) -> Result<(), LedgerError> {
        self.require_ours()?;
        require_supported(self.number(60))?;
        // A checkpoint that was killed may leave the file shorter than it is to be; the log has the rest then.
        if log_bytes == 0 && file_bytes < self.page_bytes() * u64::from(self.number(28)) {
            return Err(LedgerError::damaged("the file is cut short"));
        }
        Ok(())
    }

    fn page_bytes(&self) -> u64 {
        match u16::from_be_bytes([self.0[16], self.0[17]]) {
            1 => 65_536,
            bytes => bytes.into(),
        }
    }

    fn number(&self, at: usize) -> u32 {
        let bytes = self.0[at..at + 4].try_into().expect("four bytes");
        u32::from_be_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::DateTime;

    use super::*;
    use crate::{
        ids::AccountId,
        ledger::{Ledger, fixture},
    };

    #[test]
    fn a_new_ledger_is_a_write_ahead_logged_database_that_carries_our_mark() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (writer, _reader) = open(&path).unwrap();
        let text = |pragma: &str| -> String {
            writer
                .query_row(&format!("PRAGMA {pragma}"), [], |row| {
                    row.get_ref(0).map(|value| format!("{value:?}"))
                })
                .unwrap()
        };
        assert!(text("journal_mode").contains("Text([119, 97, 108])"));
        assert_eq!(text("synchronous"), "Integer(2)");
        assert_eq!(text("foreign_keys"), "Integer(1)");
        let header = Header::read(&path).unwrap();
        assert_eq!(header.number(68), APPLICATION_ID as u32);
        assert_eq!(header.number(60), supported());
    }

    #[test]
    fn the_folder_is_made_when_it_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("newer").join("ledger.db");
        fixture::open(&path).accounts().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = path
                .parent()
                .unwrap()
                .metadata()
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[test]
    fn a_ledger_of_an_earlier_version_keeps_what_it_has_and_gets_what_it_lacks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let early = Connection::open(&path).unwrap();
        early.execute_batch(MIGRATIONS[0]).unwrap();
        early
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        early.pragma_update(None, "user_version", 1).unwrap();
        early
            .execute_batch(
                "INSERT INTO account VALUES (1, 'Acme', 'key', 'AKID', 'keychain', 480, 7, 20, 0);
                 INSERT INTO check_run (id, account, started_at, scope, tokens) VALUES (1, 1, 0, x'', 0);",
            )
            .unwrap();
        drop(early);
        let ledger = fixture::open(&path);
        assert_eq!(ledger.accounts().unwrap()[0].label, "Acme");
        let check = ledger.last_check(AccountId(1), None).unwrap().unwrap();
        assert_eq!((check.newly_used, check.newly_bound), (0, 0));
        let other = fixture::account(&ledger, "Contoso");
        fixture::checked_list(&ledger, other, 3);
    }

    #[test]
    fn an_empty_file_becomes_a_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        fs::write(&path, b"").unwrap();
        fixture::open(&path).accounts().unwrap();
    }

    #[test]
    fn garbage_a_torn_file_and_another_programs_database_are_damaged_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let sound = sound_file(&folder.path().join("sound.db"));
        let mut torn_inside = sound.clone();
        torn_inside[4096..8192].fill(0x5a);
        let other = folder.path().join("other.db");
        Connection::open(&other)
            .unwrap()
            .execute_batch("CREATE TABLE theirs (a)")
            .unwrap();
        for bytes in [
            b"garbage".to_vec(),
            vec![0; 8192],
            sound[..50].to_vec(),
            sound[..sound.len() - 4096].to_vec(),
            torn_inside,
            fs::read(other).unwrap(),
        ] {
            let path = folder.path().join("ledger.db");
            fs::write(&path, &bytes).unwrap();
            let refused = Ledger::open(&path, 1, DateTime::UNIX_EPOCH);
            assert!(
                matches!(refused, Err(LedgerError::Damaged { .. })),
                "{refused:?}"
            );
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn an_emptied_file_does_not_cost_the_log_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let log = companion(&path, "-wal");
        fs::write(&path, b"").unwrap();
        fs::write(&log, b"what the file has lost").unwrap();
        let refused = Ledger::open(&path, 1, DateTime::UNIX_EPOCH);
        assert!(matches!(refused, Err(LedgerError::Damaged { .. })));
        assert_eq!(fs::read(&log).unwrap(), b"what the file has lost");
    }

    #[test]
    fn a_newer_ledger_is_refused_and_left_alone_even_when_only_its_log_is_newer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (writer, reader) = open(&path).unwrap();
        writer.pragma_update(None, "user_version", 99).unwrap();
        // As if killed: the log stays behind.
        let copy = folder.path().join("copy.db");
        for suffix in ["", "-wal"] {
            fs::copy(companion(&path, suffix), companion(&copy, suffix)).unwrap();
        }
        drop((writer, reader));
        for path in [path, copy] {
            let before = contents(&path);
            let refused = Ledger::open(&path, 1, DateTime::UNIX_EPOCH);
            assert!(
                matches!(refused, Err(LedgerError::Newer { found: 99, supported }) if supported == super::supported()),
                "{refused:?}"
            );
            assert_eq!(contents(&path), before);
        }
    }

    fn contents(path: &Path) -> [Option<Vec<u8>>; 2] {
        [path.to_owned(), companion(path, "-wal")]
            .map(|path| fs::read(path).ok().filter(|bytes| !bytes.is_empty()))
    }

    fn sound_file(path: &Path) -> Vec<u8> {
        let ledger = fixture::open(path);
        fixture::account(&ledger, "Sound");
        drop(ledger);
        fs::read(path).unwrap()
    }
}
