//! The desk at rest, for whatever replaces the program: no check runs, nothing is changed, and the ledger is closed.

use std::{mem, time::Duration};

use tokio::sync::MutexGuard;

use super::{Desk, blocking, lock};
use crate::{
    error::{CommandError, ErrorCode},
    events::DeskEvent,
};

/// Reading a ledger of a million rows takes less.
const CLOSING_TAKES: Duration = Duration::from_secs(10);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Nobody begins a check or changes anything while this is held.
pub struct Quiet<'a> {
    desk: &'a Desk,
    _turn: MutexGuard<'a, ()>,
}

impl Desk {
    pub fn is_checking(&self) -> bool {
        lock(&self.running).is_some()
    }

    /// Waits for a check to end, as long as that takes.
    pub async fn quiet(&self) -> Quiet<'_> {
        loop {
            let ended = lock(&self.running).as_ref().map(|it| it.ended.clone());
            if let Some(ended) = ended {
                ended.cancelled().await;
            }
            let turn = self.turn.lock().await;
            // The next may have begun meanwhile.
            if !self.is_checking() {
                return Quiet {
                    desk: self,
                    _turn: turn,
                };
            }
        }
    }

    /// Waits for whoever reads in it at this moment. False when none was open.
    async fn close_ledger(&self) -> Result<bool, CommandError> {
        self.forget_sheet().await;
        let closed = CommandError::new(ErrorCode::LedgerBusy, "closed for an update");
        let open = mem::replace(&mut lock(&self.books).ledger, Err(closed));
        let mut ledger = match open {
            Ok(ledger) => ledger,
            Err(problem) => {
                lock(&self.books).ledger = Err(problem);
                return Ok(false);
            }
        };
        for _ in 0..CLOSING_TAKES.as_millis() / BETWEEN_TRIES.as_millis() {
            match blocking(move || ledger.close()).await? {
                Ok(()) => return Ok(true),
                Err(still_open) => ledger = still_open,
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
        lock(&self.books).ledger = Ok(ledger);
        Err(CommandError::new(
            ErrorCode::LedgerBusy,
            "the ledger is still being read",
        ))
    }
}

impl Quiet<'_> {
    /// Should this program still be there afterwards because `work` failed, so is its ledger.
    pub async fn with_ledger_closed(
        self,
        work: impl FnOnce() -> Result<(), CommandError> + Send + 'static,
    ) -> Result<(), CommandError> {
        let closed = self.desk.close_ledger().await?;
        let outcome = blocking(work).await.flatten();
        if outcome.is_err() && closed {
            let ledger = self.desk.open_ledger().await;
            lock(&self.desk.books).ledger = ledger;
            self.desk.tell(DeskEvent::DeskChanged);
        }
        outcome
    }
}
