//! Which ledger is in use: the user's, or while the sample is shown the sample's; and what becomes of one that
//! cannot be opened.

use std::{mem, path::PathBuf};

use invitations::ledger::{Ledger, LedgerError};

use super::{Desk, blocking, lock, sample::Sample};
use crate::{
    error::{CommandError, ErrorCode},
    events::DeskEvent,
};

/// The user's ledger, and beside it, out of its way, the sample's.
pub(super) struct Books {
    pub(super) ledger: Result<Ledger, CommandError>,
    /// The page knows why the ledger cannot be used: when it asks again, the user wants another try.
    problem_told: bool,
    pub(super) sample: Option<Sample>,
}

impl Books {
    pub(super) fn of(ledger: Result<Ledger, LedgerError>) -> Self {
        Self {
            ledger: ledger.map_err(CommandError::from),
            problem_told: false,
            sample: None,
        }
    }
}

impl Desk {
    /// The ledger in use: the sample's while the sample is shown.
    pub fn ledger(&self) -> Result<Ledger, CommandError> {
        let books = lock(&self.books);
        match &books.sample {
            Some(sample) => Ok(sample.ledger.clone()),
            None => books.ledger.clone(),
        }
    }

    pub(super) async fn on_ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let ledger = self.ledger()?;
        Ok(blocking(move || work(&ledger)).await??)
    }

    pub(super) fn shows_sample(&self) -> bool {
        lock(&self.books).sample.is_some()
    }

    /// Of the service that the account in use belongs to.
    pub(super) fn endpoint(&self) -> String {
        match &lock(&self.books).sample {
            Some(sample) => sample.endpoint.to_string(),
            None => self.config.endpoint.to_string(),
        }
    }

    /// Why there is no ledger to use. From the second time on, it is opened again first: a disk may have been
    /// emptied, and the program that kept the file locked may be gone.
    pub(super) async fn ledger_problem(&self) -> Option<CommandError> {
        self.ledger().err()?;
        let _turn = self.turn.lock().await;
        // Another turn may have mended it meanwhile.
        let problem = self.ledger().err()?;
        if !mem::replace(&mut lock(&self.books).problem_told, true) {
            return Some(problem);
        }
        let ledger = self.open_ledger().await;
        let problem = ledger.as_ref().err().cloned();
        lock(&self.books).ledger = ledger;
        problem
    }

    /// Moves a ledger that cannot be used out of the way, whole, and starts an empty one. Only what waiting cannot
    /// mend: a file that is merely busy may be written by another process at this moment.
    pub async fn set_ledger_aside(&self) -> Result<PathBuf, CommandError> {
        let _turn = self.turn.lock().await;
        let problem = lock(&self.books).ledger.as_ref().err().map(|it| it.code);
        if !matches!(
            problem,
            Some(ErrorCode::LedgerDamaged | ErrorCode::LedgerNewer)
        ) {
            return Err(CommandError::new(
                ErrorCode::InvalidInput,
                "only a damaged or a newer ledger is set aside",
            ));
        }
        let (path, now) = (self.config.paths.ledger(), self.now());
        let kept = blocking(move || Ledger::set_aside(&path, now)).await??;
        lock(&self.books).ledger = self.open_ledger().await;
        self.tell(DeskEvent::DeskChanged);
        Ok(kept)
    }

    pub(super) async fn open_ledger(&self) -> Result<Ledger, CommandError> {
        let (path, seed, now) = (self.config.paths.ledger(), self.config.seed, self.now());
        Ok(blocking(move || Ledger::open(&path, seed, now)).await??)
    }
}
