//! What is still to be asked, in portions.

use std::{collections::VecDeque, sync::Arc, vec};

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
    /// Batches that are to be asked about at once, though not for the first time.
    again: VecDeque<Batch>,
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
            size: MAX_TOKENS_PER_QUERY,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.again.is_empty() && self.ahead.is_empty() && self.unread.as_slice().is_empty()
    }

    pub(super) async fn next(&mut self) -> Result<Option<Batch>, LedgerError> {
        if let Some(batch) = self.again.pop_front() {
            return Ok(Some(batch));
        }
        if self.ahead.is_empty() {
            let ids: Vec<_> = self.unread.by_ref().take(READ_AHEAD).collect();
            if ids.is_empty() {
                return Ok(None);
            }
            let ledger = self.ledger.clone();
            let tokens = blocking(move || {
                let tokens = ledger.tokens(&ids)?;
                Ok(ids.into_iter().zip(tokens).collect())
            });
            self.ahead = tokens.await?;
        }
        let size = self.size.min(self.ahead.len());
        Ok(Some(Batch::new(
            self.ahead.drain(..size).collect::<Vec<_>>(),
        )))
    }

    /// Next, and as it is.
    pub(super) fn ask_again(&mut self, batch: Batch) {
        self.again.push_front(batch);
    }

    /// Next, in two halves: if one token spoils the batch, it ends up alone.
    pub(super) fn ask_in_halves(&mut self, batch: &Batch) {
        let (first, second) = batch.tokens.split_at(batch.tokens.len() / 2);
        self.again.push_front(Batch::new(second));
        self.again.push_front(Batch::new(first));
    }

    /// From now on no batch is as large as this one was.
    pub(super) fn stay_below(&mut self, tokens: usize) {
        self.size = self.size.min(tokens / 2).max(1);
    }
}
