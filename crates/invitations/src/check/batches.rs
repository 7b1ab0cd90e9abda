//! What is still to be asked, in portions.

use std::{collections::VecDeque, mem, sync::Arc, vec};

use intlpartners::MAX_TOKENS_PER_QUERY;

use super::{retries::History, waiting::blocking};
use crate::{
    ids::InvitationId,
    ledger::{Ledger, LedgerError},
};

/// Shared with the request that is on its way.
pub(super) type Tokens = Arc<[(InvitationId, String)]>;

/// Asked about in one request.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) tokens: Tokens,
    pub(super) history: History,
}

impl Batch {
    pub(super) fn new(tokens: impl Into<Tokens>) -> Self {
        Self {
            tokens: tokens.into(),
            history: History::default(),
        }
    }
}

/// Tokens are read so many at a time: a check of a million does not hold a million.
const READ_AHEAD: usize = 40 * MAX_TOKENS_PER_QUERY;

#[derive(Debug)]
pub(super) struct Batches {
    ledger: Ledger,
    unread: vec::IntoIter<InvitationId>,
    ahead: VecDeque<(InvitationId, String)>,
    /// To be asked about next, though not for the first time.
    again: VecDeque<Batch>,
    /// Of batches that were refused, the latest last.
    halves: Vec<Batch>,
    half_is_next: bool,
    /// As long as the service takes so many at once.
    size: usize,
}

impl Batches {
    pub(super) fn new(ledger: Ledger, ids: Vec<InvitationId>) -> Self {
        Self {
            ledger,
            unread: ids.into_iter(),
            ahead: VecDeque::new(),
            again: VecDeque::new(),
            halves: Vec::new(),
            half_is_next: true,
            size: MAX_TOKENS_PER_QUERY,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let nothing_again = self.again.is_empty() && self.halves.is_empty();
        nothing_again && self.ahead.is_empty() && self.unread.as_slice().is_empty()
    }

    /// Every other one is new as long as there are halves: however many bad tokens stand together, the good ones
    /// behind them get their turn, and tell that the service is not what is bad.
    pub(super) async fn next(&mut self) -> Result<Option<Batch>, LedgerError> {
        if let Some(batch) = self.again.pop_front() {
            return Ok(Some(batch));
        }
        self.read_ahead().await?;
        let nothing_new = self.ahead.is_empty();
        if (nothing_new || mem::take(&mut self.half_is_next))
            && let Some(half) = self.halves.pop()
        {
            return Ok(Some(half));
        }
        self.half_is_next = true;
        let size = self.size.min(self.ahead.len());
        let new = self.ahead.drain(..size).collect::<Vec<_>>();
        Ok((!nothing_new).then(|| Batch::new(new)))
    }

    async fn read_ahead(&mut self) -> Result<(), LedgerError> {
        let ids: Vec<_> = match self.ahead.is_empty() {
            true => self.unread.by_ref().take(READ_AHEAD).collect(),
            false => Vec::new(),
        };
        if !ids.is_empty() {
            let ledger = self.ledger.clone();
            let tokens = blocking(move || {
                let tokens = ledger.tokens(&ids)?;
                Ok(ids.into_iter().zip(tokens).collect())
            });
            self.ahead = tokens.await?;
        }
        Ok(())
    }

    /// Next, and as it is.
    pub(super) fn ask_again(&mut self, batch: Batch) {
        self.again.push_front(batch);
    }

    /// In two halves: if one token spoils the batch, it ends up alone.
    pub(super) fn ask_in_halves(&mut self, batch: &Batch) {
        let (first, second) = batch.tokens.split_at(batch.tokens.len() / 2);
        self.halves.extend([second, first].map(Batch::new));
    }

    /// From now on no batch is as large as this one was.
    pub(super) fn stay_below(&mut self, tokens: usize) {
        self.size = self.size.min(tokens / 2).max(1);
    }
}
