//! What the grid shows: rows, order, filter and counts are worked out here; the page asks for windows of rows.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use invitations::{
    check::CheckReport,
    ids::{AccountId, InvitationId, ListId},
    observation::Observation,
    row::Row,
    sheet::{Counts, Sheet, ViewQuery},
};
use serde::{Deserialize, Serialize};

use super::{Desk, blocking, lock};
use crate::error::{CommandError, ErrorCode};

/// The page never needs more rows than a tall window shows.
const MAX_ROWS_PER_CALL: usize = 1_000;

/// The rows in memory, for as long as nothing but a check changes them.
pub(super) struct OpenSheet {
    sheet: Sheet,
    /// Names the current order of rows.
    view: u32,
    query: ViewQuery,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Names this order of rows; rows are asked for by it.
    pub id: u32,
    /// Rows that match search and facet.
    pub rows: usize,
    pub counts: Counts,
    /// Rows of the list with neither search nor facet.
    pub total: usize,
    pub last_check: Option<CheckReport>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct CheckScope {
    pub account: AccountId,
    pub list: Option<ListId>,
    pub what: ScopeWhat,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum ScopeWhat {
    All,
    /// The rows that the view shows now.
    Shown,
    /// What the last check left without an answer.
    Unanswered,
}

/// One invitation with its whole history.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct InvitationDetail {
    pub row: Row,
    /// The names of the lists that it is in.
    pub lists: Vec<String>,
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub added_at: DateTime<Utc>,
    /// Newest first.
    pub observations: Vec<Observation>,
}

impl Desk {
    /// Puts the rows of `query` in order and counts them; `rows` then hands them out.
    pub async fn look(self: &Arc<Self>, query: ViewQuery) -> Result<View, CommandError> {
        let (account, list) = (query.account, query.list);
        let desk = Arc::clone(self);
        let mut view = blocking(move || desk.arrange(query)).await??;
        view.last_check = self
            .on_ledger(move |ledger| ledger.last_check(account, list))
            .await?;
        Ok(view)
    }

    fn arrange(&self, query: ViewQuery) -> Result<View, CommandError> {
        let (ledger, now) = (self.ledger()?, self.reading_time());
        let mut open = lock(&self.sheet);
        let id = self.new_number();
        let mut sheet = match open.take() {
            Some(previous) if previous.is_of(&query) => previous.sheet,
            _ => Sheet::load(&ledger, query.account, query.list, now)?,
        };
        let found = sheet.look(&query, now);
        let view = View {
            id,
            rows: found.rows,
            counts: found.counts,
            total: found.total,
            last_check: None,
        };
        *open = Some(OpenSheet {
            sheet,
            view: id,
            query,
        });
        Ok(view)
    }

    /// Empty when `view` is no longer the last one looked at.
    pub async fn rows(
        self: &Arc<Self>,
        view: u32,
        start: usize,
        count: usize,
    ) -> Result<Vec<Row>, CommandError> {
        let window = start..start.saturating_add(count.min(MAX_ROWS_PER_CALL));
        let desk = Arc::clone(self);
        // The lock may be held for as long as it takes to read a million rows.
        blocking(move || match &*lock(&desk.sheet) {
            Some(open) if open.view == view => open.sheet.rows(window),
            _ => Vec::new(),
        })
        .await
    }

    pub async fn invitation(&self, id: InvitationId) -> Result<InvitationDetail, CommandError> {
        let now = self.reading_time();
        self.on_ledger(move |ledger| {
            let record = ledger.invitation(id)?;
            let observations = ledger.observations(id)?;
            Ok(InvitationDetail {
                row: record.row(now),
                lists: record.lists,
                added_at: record.added_at,
                observations,
            })
        })
        .await
    }

    /// A check has learnt something about these: the open sheet follows, if it is there.
    pub(super) fn learnt(&self, changed: &[InvitationId]) {
        let Ok(ledger) = self.ledger() else { return };
        let now = self.reading_time();
        let mut open = lock(&self.sheet);
        if let Some(sheet) = &mut *open
            && sheet.sheet.refresh(&ledger, changed, now).is_err()
        {
            // Better read anew than shown stale.
            *open = None;
        }
    }

    pub(super) fn shown_ids(
        &self,
        account: AccountId,
        list: Option<ListId>,
    ) -> Result<Vec<InvitationId>, CommandError> {
        match &*lock(&self.sheet) {
            Some(open) if open.query.account == account && open.query.list == list => {
                Ok(open.sheet.shown_ids())
            }
            _ => Err(CommandError::new(
                ErrorCode::Gone,
                "the rows shown have changed since",
            )),
        }
    }
}

impl OpenSheet {
    fn is_of(&self, query: &ViewQuery) -> bool {
        self.query.account == query.account && self.query.list == query.list
    }
}
