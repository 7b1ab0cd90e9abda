//! One line of the grid and of an export.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    account::AccountSettings,
    ids::InvitationId,
    observation::InvitationFields,
    stage::{Reading, Stage, expires_at},
    standing::{Outcome, Standing},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
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
    /// When an unused or expired link dies, as a wall time of the account's zone, like `fields.create_time`.
    pub expires_at: Option<String>,
    pub outcome: Outcome,
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub last_answered_at: Option<DateTime<Utc>>,
    pub request_id: Option<String>,
    /// The last check that asked for this token got no answer, for this reason.
    pub failure: Option<Failure>,
}

impl Row {
    /// What is known of a token, as it is to be read `now`.
    pub fn new(
        id: InvitationId,
        token: String,
        note: Option<String>,
        standing: &Standing,
        failure: Option<Failure>,
        settings: &AccountSettings,
        now: DateTime<Utc>,
    ) -> Self {
        let reading = Reading::at(standing, settings, now);
        Self {
            id,
            token,
            note,
            stage: reading.stage,
            expiring: reading.expiring,
            archived: reading.archived,
            days_left: reading.days_left,
            fields: standing.fields.clone(),
            expires_at: expires_at(standing),
            outcome: standing.outcome,
            last_answered_at: standing.last_answered_at,
            request_id: standing.request_id.clone(),
            failure,
        }
    }
}

/// Why no answer came for a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The error's class as a stable word, such as `service_busy`.
    pub class: String,
    /// The service's own code, when it answered.
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_row_crosses_to_the_page_flat_and_in_camel_case() {
        let standing = Standing {
            fields: InvitationFields {
                create_time: Some("2026-01-01 12:00:00".into()),
                status: Some(1),
                ..InvitationFields::default()
            },
            outcome: Outcome::Returned,
            last_answered_at: DateTime::from_timestamp(1_767_240_000, 0),
            request_id: Some("b46a8f01".into()),
            ever_returned: true,
        };
        let now = DateTime::from_timestamp(1_767_240_000, 0).unwrap();
        let row = Row::new(
            InvitationId(7),
            "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b".into(),
            Some("Contoso".into()),
            &standing,
            None,
            &AccountSettings::default(),
            now,
        );
        let expected = serde_json::json!({
            "id": 7, "token": "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b", "note": "Contoso", "stage": "unused",
            "expiring": false, "archived": false, "daysLeft": 30, "expiresAt": "2026-01-31 12:00:00",
            "outcome": "returned", "lastAnsweredAt": "2026-01-01T04:00:00Z", "requestId": "b46a8f01", "failure": null,
            "createTime": "2026-01-01 12:00:00", "status": 1, "useTime": null, "clientUin": null, "clientMail": null,
            "clientType": null, "bindTime": null,
        });
        assert_eq!(serde_json::to_value(&row).unwrap(), expected);
    }
}
