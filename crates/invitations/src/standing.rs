//! What all observations of one invitation add up to.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::observation::{InvitationFields, Observation};

/// The fold of an invitation's observations, oldest first.
///
/// Nothing that a later answer omits erases what an earlier one taught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// For each field the last value that was not "none".
    pub fields: InvitationFields,
    pub outcome: Outcome,
    /// When the service last answered about this token, returned or not.
    pub last_answered_at: Option<DateTime<Utc>>,
    /// The RequestId of that answer.
    pub request_id: Option<String>,
    /// Whether any answer ever returned this token.
    pub ever_returned: bool,
}

/// What the last answer said of the token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    #[default]
    Unasked,
    Returned,
    NotReturned,
}

impl Standing {
    pub fn learn(&mut self, observation: &Observation) {
        self.last_answered_at = Some(observation.asked_at);
        self.request_id = Some(observation.request_id.clone());
        let Some(new) = &observation.fields else {
            self.outcome = Outcome::NotReturned;
            return;
        };
        self.outcome = Outcome::Returned;
        self.ever_returned = true;
        let known = &mut self.fields;
        keep(&mut known.create_time, &new.create_time);
        keep(&mut known.status, &new.status);
        keep(&mut known.use_time, &new.use_time);
        keep(&mut known.client_uin, &new.client_uin);
        keep(&mut known.client_mail, &new.client_mail);
        keep(&mut known.client_type, &new.client_type);
        keep(&mut known.bind_time, &new.bind_time);
    }
}

fn keep<T: Clone>(known: &mut Option<T>, new: &Option<T>) {
    if new.is_some() {
        known.clone_from(new);
    }
}
