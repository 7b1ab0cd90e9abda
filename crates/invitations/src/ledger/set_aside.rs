//! Moving a ledger that cannot be used out of the way, whole.

use std::{
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

/// SQLite finds the log by the file's name, so they move together.
const SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Renames the file and what belongs to it, and answers the new name. Nothing is overwritten.
pub(super) fn set_aside(path: &Path, now: DateTime<Utc>) -> io::Result<PathBuf> {
    let kept = kept_prefix(path);
    let stamp = now.format("%Y-%m-%d %H%M");
    let free_name = (1..)
        .map(|attempt| match attempt {
            1 => format!("{kept}{stamp}).db"),
            _ => format!("{kept}{stamp}, {attempt}).db"),
        })
        .map(|name| path.with_file_name(name))
        .find(|target| {
            SUFFIXES
                .iter()
                .all(|suffix| !companion(target, suffix).exists())
        })
        .expect("some number is free");
    // The file itself last: as long as it is there, the whole can be told to be incomplete.
    for suffix in SUFFIXES.iter().rev() {
        match fs::rename(companion(path, suffix), companion(&free_name, suffix)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => done?,
        }
    }
    Ok(free_name)
}

/// Whether a file beside the ledger is the ledger, one of its companions, or an earlier one that was set aside.
pub(super) fn belongs_to(path: &Path, name: &OsStr) -> bool {
    let (file, name) = (path.file_name().unwrap_or_default(), name.to_string_lossy());
    let file = file.to_string_lossy();
    let is_companion = name
        .strip_prefix(&*file)
        .is_some_and(|suffix| suffix.is_empty() || suffix.starts_with('-'));
    is_companion || name.starts_with(&kept_prefix(path))
}

/// Whether a file beside the ledger is an earlier one, and not one of its companions.
pub(super) fn is_earlier(path: &Path, name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(&kept_prefix(path)) && name.ends_with(").db")
}

fn kept_prefix(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem} (set aside ")
}

/// `ledger.db` and `-wal` make `ledger.db-wal`.
pub(super) fn companion(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_and_its_log_move_together_and_overwrite_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let now = "2026-11-22T20:42:10Z".parse().unwrap();
        let mut kept = Vec::new();
        for content in ["first", "second"] {
            fs::write(&path, content).unwrap();
            fs::write(companion(&path, "-wal"), content).unwrap();
            kept.push(set_aside(&path, now).unwrap());
            assert!(!path.exists() && !companion(&path, "-wal").exists());
        }
        assert_eq!(
            kept[0].file_name().unwrap(),
            "ledger (set aside 2026-11-22 2042).db"
        );
        assert_eq!(
            kept[1].file_name().unwrap(),
            "ledger (set aside 2026-11-22 2042, 2).db"
        );
        for (kept, content) in kept.iter().zip(["first", "second"]) {
            assert_eq!(fs::read_to_string(kept).unwrap(), content);
            assert_eq!(
                fs::read_to_string(companion(kept, "-wal")).unwrap(),
                content
            );
        }
    }
}
