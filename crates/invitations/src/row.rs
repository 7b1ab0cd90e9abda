//! One line of the grid and of an export.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    ids::InvitationId,
    observation::InvitationFields,
    stage::Stage,
    standing::Outcome,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "types.gen.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub id: InvitationId,
    pub token: String,
    /// What stood beside the token in the user's file, such as a customer's name.
    pub note: Option<String>,
    pub stage: Stage,
    pub expiring: bool,
    pub archived: bool,
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub days_left: Option<i64>,
    #[serde(flatten)]
    pub fields: InvitationFields,
    /// The last day of the link, as a wall time of the account's zone, like `fields.create_time`.
    pub expires_at: Option<String>,
    pub outcome: Outcome,
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub last_answered_at: Option<DateTime<Utc>>,
    pub request_id: Option<String>,
    /// The last check that asked for this token got no answer, for this reason.
    pub failure: Option<Failure>,
}

/// Why no answer came for a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "types.gen.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The error's class as a stable word, such as `service_busy`.
    pub class: String,
    /// The service's own code, when it answered.
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
}
