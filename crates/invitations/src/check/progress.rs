//! How far a running check is.

use intlpartners::ErrorClass;
use serde::Serialize;

use crate::ids::{AccountId, CheckId, InvitationId, ListId};

/// One of a few a second.
#[derive(Debug, Clone)]
pub struct Step {
    pub progress: CheckProgress,
    /// What has been learnt about since the step before, and is on disk.
    pub changed: Vec<InvitationId>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct CheckProgress {
    pub check: CheckId,
    pub account: AccountId,
    pub list: Option<ListId>,
    pub state: CheckState,
    /// Why it is throttled, retrying or waiting.
    #[cfg_attr(feature = "typescript", ts(type = "ErrorCode | null"))]
    pub reason: Option<ErrorClass>,
    /// While it is waiting; 0 when a request is on its way to see.
    pub next_try_in_seconds: Option<u32>,
    /// A check that continues another counts what that one got answered too.
    pub total: usize,
    /// On disk: returned, not returned, or failed.
    pub done: usize,
    pub returned: usize,
    pub not_returned: usize,
    pub failed: usize,
    pub tokens_per_second: f64,
    pub seconds_left: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum CheckState {
    Running,
    /// The service has asked for fewer requests.
    Throttled,
    /// No answer has come for a while, and requests are being sent again.
    Retrying,
    /// One request after another has failed: it asks now and then, and goes on by itself when an answer comes.
    Waiting,
    /// It asks nothing more, and waits for what is on its way.
    Stopping,
}

impl CheckProgress {
    /// Before the first step.
    pub fn starting(
        check: CheckId,
        account: AccountId,
        list: Option<ListId>,
        total: usize,
    ) -> Self {
        Self {
            check,
            account,
            list,
            state: CheckState::Running,
            reason: None,
            next_try_in_seconds: None,
            total,
            done: 0,
            returned: 0,
            not_returned: 0,
            failed: 0,
            tokens_per_second: 0.0,
            seconds_left: None,
        }
    }
}
