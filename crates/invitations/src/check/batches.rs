//! What is still to be asked, in portions.

use std::{collections::VecDeque, vec};

use intlpartners::MAX_TOKENS_PER_QUERY;

use super::waiting::blocking;
use crate::{
    ids::InvitationId,
    ledger::{Ledger, LedgerError},
};

pub(super) type Batch = Vec<(InvitationId, String)>;

/// Tokens are read so many at a time: a check of a million does not hold a million.
const READ_AHEAD: usize = 40 * MAX_TOKENS_PER_QUERY;

#[derive(Debug)]
pub(super) struct Batches {
    ledger: Ledger,
    unread: vec::IntoIter<InvitationId>,
    ahead: VecDeque<(InvitationId, String)>,
    /// Batches that have been asked about before.
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
        Ok(Some(self.ahead.drain(..size).collect()))
    }

    /// Next, and as it is.
    pub(super) fn ask_again(&mut self, batch: Batch) {
        self.again.push_front(batch);
    }

    /// Next, in two halves: if one token spoils the batch, it ends up alone.
    pub(super) fn ask_in_halves(&mut self, mut batch: Batch) {
        let second = batch.split_off(batch.len() / 2);
        self.again.push_front(second);
        self.again.push_front(batch);
    }

    /// From now on no batch is as large as this one was.
    pub(super) fn stay_below(&mut self, tokens: usize) {
        self.size = self.size.min(tokens / 2).max(1);
    }
}
