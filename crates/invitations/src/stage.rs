//! What an invitation's standing means today.

use serde::{Deserialize, Serialize};

/// Where an invitation stands. Marks such as "expiring" and "archived" stand beside it, see [`Reading`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "types.gen.ts"))]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Never answered for by the service.
    Unchecked,
    /// Status 1, and not surely older than 30 days.
    Unused,
    /// Status 1, and older than 30 days in every plausible zone.
    Expired,
    /// Status 2 without a bind time: the customer has applied, the binding is pending.
    Used,
    /// Status 2 with a bind time.
    Bound,
    /// Asked for, absent from the answer, and nothing known from before.
    NotReturned,
    /// A status that is none of the documented ones, or none at all.
    Unrecognized,
}

/// A standing read at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub stage: Stage,
    /// Unused, and its last day is near.
    pub expiring: bool,
    /// Shown from the local record: older than 60 days in every plausible zone, or no longer returned.
    pub archived: bool,
    /// Whole days until the link dies, in the account's zone; `None` where that has no meaning.
    pub days_left: Option<i64>,
}
