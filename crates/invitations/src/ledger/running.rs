//! Which checks are running now, in this process or another one with the same ledger.
//!
//! A check without an end in the ledger either runs or was killed. A file lock tells the two apart: the system lets
//! go of it when the process ends, however it ends.

use std::{
    collections::HashSet,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::set_aside::companion;
use crate::ids::CheckId;

#[derive(Debug, Default)]
pub(super) struct Running {
    here: Mutex<HashSet<CheckId>>,
    /// `None` for a ledger in memory, which no other process can see.
    ledger_path: Option<PathBuf>,
}

/// Says that a check is running, until it is dropped.
#[derive(Debug)]
pub struct RunningMark {
    running: Arc<Running>,
    check: CheckId,
    /// Locked. `None` where the file system knows no locks: then only this process knows.
    lock: Option<File>,
}

impl Running {
    pub(super) fn of_file(ledger_path: &Path) -> Self {
        Self {
            ledger_path: Some(ledger_path.to_owned()),
            ..Self::default()
        }
    }

    pub(super) fn mark(self: &Arc<Self>, check: CheckId) -> RunningMark {
        self.here().insert(check);
        let lock = self
            .lock_path(check)
            .and_then(|path| File::create(path).ok())
            .filter(|file| file.try_lock().is_ok());
        RunningMark {
            running: Arc::clone(self),
            check,
            lock,
        }
    }

    pub(super) fn contains(&self, check: CheckId) -> bool {
        if self.here().contains(&check) {
            return true;
        }
        let Some(path) = self.lock_path(check) else {
            return false;
        };
        match File::open(&path).map(|file| file.try_lock()) {
            Ok(Err(TryLockError::WouldBlock)) => true,
            Ok(Ok(())) => {
                // Left behind by a process that was killed.
                _ = fs::remove_file(&path);
                false
            }
            Ok(Err(TryLockError::Error(_))) | Err(_) => false,
        }
    }

    fn here(&self) -> MutexGuard<'_, HashSet<CheckId>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_path(&self, check: CheckId) -> Option<PathBuf> {
        let path = self.ledger_path.as_ref()?;
        Some(companion(path, &format!("-check-{}", check.0)))
    }
}

impl Drop for RunningMark {
    fn drop(&mut self) {
        if let (Some(_), Some(path)) = (&self.lock, self.running.lock_path(self.check)) {
            // Removed before it is let go, so that nobody finds it unlocked and wonders.
            _ = fs::remove_file(path);
        }
        self.running.here().remove(&self.check);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_process_sees_a_check_run_and_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (here, elsewhere) = (
            Arc::new(Running::of_file(&path)),
            Arc::new(Running::of_file(&path)),
        );
        assert!(!elsewhere.contains(CheckId(7)));
        let mark = here.mark(CheckId(7));
        assert!(here.contains(CheckId(7)) && elsewhere.contains(CheckId(7)));
        assert!(!elsewhere.contains(CheckId(8)));
        drop(mark);
        assert!(!here.contains(CheckId(7)) && !elsewhere.contains(CheckId(7)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_lock_file_that_nobody_holds_is_a_killed_check_and_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        fs::write(companion(&path, "-check-7"), b"").unwrap();
        assert!(!Running::of_file(&path).contains(CheckId(7)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
