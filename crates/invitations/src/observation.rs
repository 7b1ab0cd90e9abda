//! What the service said about one token, once. Immutable.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::ids::CheckId;

/// One answer about one token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts", rename = "ObservationView")
)]
#[serde(rename_all = "camelCase")]
pub struct Observation {
    /// UUIDv7.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub id: Uuid,
    pub check: CheckId,
    /// By the corrected clock.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub asked_at: DateTime<Utc>,
    pub request_id: String,
    /// `None`: the token was asked for and the answer left it out.
    pub fields: Option<InvitationFields>,
}

/// The fields of one returned invitation as they came; `None` is any of the service's ways to say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct InvitationFields {
    /// `YYYY-MM-DD hh:mm:ss` in a zone the service does not state; kept as it came, even if it is something else.
    pub create_time: Option<String>,
    /// 1 unused, 2 used; others are kept.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub status: Option<i64>,
    pub use_time: Option<String>,
    /// An identifier, so text.
    pub client_uin: Option<String>,
    pub client_mail: Option<String>,
    /// 1 second-level reseller, 2 sub-customer; others are kept.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub client_type: Option<i64>,
    pub bind_time: Option<String>,
}
