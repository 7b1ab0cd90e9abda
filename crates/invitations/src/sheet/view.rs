//! What the page asks a sheet for, and how many of each it is told.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{AccountId, ListId},
    stage::Stage,
};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct ViewQuery {
    pub account: AccountId,
    /// `None`: every invitation of the account.
    pub list: Option<ListId>,
    pub facet: Facet,
    /// Part of a token, note, UIN or mail address, in any case; blank for all.
    pub search: String,
    pub sort: Sort,
}

impl ViewQuery {
    /// All rows, in the order of import.
    pub fn everything(account: AccountId, list: Option<ListId>) -> Self {
        Self {
            account,
            list,
            facet: Facet::All,
            search: String::new(),
            sort: Sort {
                column: SortColumn::Imported,
                descending: false,
            },
        }
    }
}

/// A stage, or a mark that cuts across stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum Facet {
    All,
    Unchecked,
    Unused,
    Expired,
    Used,
    Bound,
    NotReturned,
    Unrecognized,
    /// Unused, and the last day is near.
    Expiring,
    /// Shown from the local record.
    Archived,
    /// Without an answer from the last check that asked.
    Failed,
}

/// Rows without a value come last in both directions; equals stay in the order of import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    pub column: SortColumn,
    pub descending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum SortColumn {
    Imported,
    Token,
    Note,
    Stage,
    CreateTime,
    ExpiresAt,
    UseTime,
    ClientUin,
    ClientMail,
    ClientType,
    BindTime,
    LastAnsweredAt,
}

/// How many rows each facet holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub all: usize,
    pub unchecked: usize,
    pub unused: usize,
    pub expired: usize,
    pub used: usize,
    pub bound: usize,
    pub not_returned: usize,
    pub unrecognized: usize,
    pub expiring: usize,
    pub archived: usize,
    pub failed: usize,
}

/// What decides which facets a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) stage: Stage,
    pub(super) expiring: bool,
    pub(super) archived: bool,
    pub(super) failed: bool,
}

impl Facet {
    pub(super) fn holds(self, marks: Marks) -> bool {
        match self {
            Self::All => true,
            Self::Unchecked => marks.stage == Stage::Unchecked,
            Self::Unused => marks.stage == Stage::Unused,
            Self::Expired => marks.stage == Stage::Expired,
            Self::Used => marks.stage == Stage::Used,
            Self::Bound => marks.stage == Stage::Bound,
            Self::NotReturned => marks.stage == Stage::NotReturned,
            Self::Unrecognized => marks.stage == Stage::Unrecognized,
            Self::Expiring => marks.expiring,
            Self::Archived => marks.archived,
            Self::Failed => marks.failed,
        }
    }
}

impl Counts {
    pub(super) fn add(&mut self, marks: Marks) {
        self.all += 1;
        *match marks.stage {
            Stage::Unchecked => &mut self.unchecked,
            Stage::Unused => &mut self.unused,
            Stage::Expired => &mut self.expired,
            Stage::Used => &mut self.used,
            Stage::Bound => &mut self.bound,
            Stage::NotReturned => &mut self.not_returned,
            Stage::Unrecognized => &mut self.unrecognized,
        } += 1;
        self.expiring += usize::from(marks.expiring);
        self.archived += usize::from(marks.archived);
        self.failed += usize::from(marks.failed);
    }
}
