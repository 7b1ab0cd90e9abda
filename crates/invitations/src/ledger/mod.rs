//! The book itself: accounts, lists, tokens, checks and every answer, in one SQLite file.
//!
//! Calls block while they read or write: callers on an async runtime go through `spawn_blocking`. Writing is one
//! short transaction per call, on disk before the call returns; reading has a connection of its own and waits for no
//! writer. The same file may be open in two processes, the window and the headless program.

mod accounts;
mod answers;
mod checks;
mod columns;
mod erase;
mod error;
mod history;
mod imports;
mod lists;
mod open;
mod report;
mod rows;
mod running;
mod scope;
mod set_aside;
mod standings;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod kept;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

pub(crate) use self::rows::{LedgerRow, QueryFacts, QueryNumber};
use self::running::Running;
pub use self::{
    answers::{Answered, Query, QueryOutcome, Saved},
    error::LedgerError,
    history::InvitationRecord,
    imports::{ImportTarget, StoredImport},
    lists::ListView,
    running::RunningMark,
};
use crate::account::AccountKey;

/// An open ledger. Clones share the file.
#[derive(Debug, Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// `None` in memory, where there is only one connection. Closed before the writer, which then empties the log.
    reader: Option<Mutex<Connection>>,
    writer: Mutex<Connection>,
    random: Mutex<fastrand::Rng>,
    running: Arc<Running>,
}

impl Ledger {
    /// Opens the file, or creates it. A damaged or newer one is refused and left as it is.
    ///
    /// `seed` and `now` make the random part of the observations' UUIDs.
    pub fn open(path: &Path, seed: u64, now: DateTime<Utc>) -> Result<Self, LedgerError> {
        let (writer, reader) = open::open(path)?;
        let running = Running::of_file(path);
        Ok(Self::new(writer, Some(reader), running, seed, now))
    }

    pub fn open_in_memory(seed: u64, now: DateTime<Utc>) -> Result<Self, LedgerError> {
        let writer = open::open_in_memory()?;
        Ok(Self::new(writer, None, Running::default(), seed, now))
    }

    /// Closes the file, with the log emptied into it. While a clone is in use, the ledger comes back.
    pub fn close(self) -> Result<(), Self> {
        Arc::try_unwrap(self.shared)
            .map(drop)
            .map_err(|shared| Self { shared })
    }

    /// Moves the file and its log out of the way, whole, and answers where the file is now.
    /// Every ledger on this file must have been dropped before.
    pub fn set_aside(path: &Path, now: DateTime<Utc>) -> Result<PathBuf, LedgerError> {
        Ok(set_aside::set_aside(path, now)?)
    }

    /// Deletes the file, its log, and those that were set aside. One that another program has open stays, whole.
    /// Every ledger on this file must have been dropped before.
    pub fn erase(path: &Path) -> Result<(), LedgerError> {
        erase::erase(path)
    }

    /// The ledgers that [`Ledger::set_aside`] has made of earlier ones.
    pub fn set_aside_before(path: &Path) -> Result<Vec<PathBuf>, LedgerError> {
        erase::set_aside_before(path)
    }

    /// Whose keys are kept, by a file that need not be of this version's format.
    pub fn keys(path: &Path) -> Result<Vec<AccountKey>, LedgerError> {
        erase::keys(path)
    }

    /// Whether there is anything that [`Ledger::erase`] would delete.
    pub fn exists(path: &Path) -> bool {
        erase::exists(path)
    }

    fn new(
        writer: Connection,
        reader: Option<Connection>,
        running: Running,
        seed: u64,
        now: DateTime<Utc>,
    ) -> Self {
        let seed = seed ^ now.timestamp_micros().cast_unsigned();
        Self {
            shared: Arc::new(Shared {
                writer: Mutex::new(writer),
                reader: reader.map(Mutex::new),
                random: Mutex::new(fastrand::Rng::with_seed(seed)),
                running: Arc::new(running),
            }),
        }
    }

    /// Reads one state of the ledger, whatever is written meanwhile.
    fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut connection = lock(self.shared.reader.as_ref().unwrap_or(&self.shared.writer));
        work(&connection.transaction()?)
    }

    /// All of `work`, or nothing. On disk when this returns.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut connection = lock(&self.shared.writer);
        // Locks at once: a transaction that first reads and then finds the lock taken could not be repeated.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    fn new_uuid(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        lock(&self.shared.random).fill(&mut random);
        let millis = at.timestamp_millis().try_into().unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// A panic under the lock has rolled its transaction back, so the connection is as good as before.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An update that named its row by id must have found it.
fn require_found(rows_changed: usize) -> Result<(), LedgerError> {
    match rows_changed {
        0 => Err(LedgerError::Gone),
        _ => Ok(()),
    }
}
