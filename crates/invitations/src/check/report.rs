//! What became of a check.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::ids::{AccountId, CheckId, ListId};

/// Accounts for every token: `returned + not_returned + failed + unasked` is `total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    pub check: CheckId,
    pub account: AccountId,
    /// `None`: over the whole account. The list may have been deleted since.
    pub list: Option<ListId>,
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub started_at: DateTime<Utc>,
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub ended_at: Option<DateTime<Utc>>,
    pub end: CheckEnd,
    /// What stopped it.
    #[cfg_attr(feature = "typescript", ts(type = "CommandError | null"))]
    pub error: Option<CheckError>,
    /// A check that continues another counts what that one got answered too.
    pub total: usize,
    pub returned: usize,
    /// Asked for, and left out of the answer.
    pub not_returned: usize,
    /// Of those returned: used, and not known to be so before.
    pub newly_used: usize,
    /// Of those returned: bound, and not known to be so before.
    pub newly_bound: usize,
    pub failed: usize,
    pub unasked: usize,
    /// Largest first.
    pub failures: Vec<FailureGroup>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum CheckEnd {
    /// Every token was asked about; some may have failed.
    Completed,
    Cancelled,
    /// By an error that no further request would have been spared.
    Stopped,
    /// The program ended before the check did.
    Interrupted,
}

/// Why a check stopped, in the shape of every error that crosses to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckError {
    /// The error's class as a stable word, such as `clock_off`.
    pub code: String,
    pub message: String,
    pub request_id: Option<String>,
    pub retryable: bool,
}

/// Tokens that failed for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct FailureGroup {
    /// The error's class as a stable word, such as `service_busy`.
    pub class: String,
    /// The service's own code, when it answered.
    pub code: Option<String>,
    /// Of the last request that failed so, as is the RequestId.
    pub message: String,
    pub request_id: Option<String>,
    pub tokens: usize,
}
