//! What a row means today: its times are any text, so the arithmetic must hold for each.

use chrono::DateTime;
use intlpartners::InvitationInfo;
use invitations::{
    account::AccountSettings,
    observation::InvitationFields,
    stage::{Reading, Stage, expires_at},
    standing::{Outcome, Standing},
};

pub fn check(row: &InvitationInfo) {
    let standing = Standing {
        fields: InvitationFields {
            create_time: row.create_time.clone(),
            status: row.status,
            use_time: row.use_time.clone(),
            client_uin: row.client_uin.clone(),
            client_mail: row.client_mail.clone(),
            client_type: row.client_type,
            bind_time: row.bind_time.clone(),
        },
        outcome: Outcome::Returned,
        ever_returned: true,
        ..Standing::default()
    };
    let now = DateTime::from_timestamp(1_777_777_777, 0).expect("a time in 2026");
    let reading = Reading::at(&standing, &AccountSettings::default(), now);
    assert!(!reading.expiring || reading.stage == Stage::Unused);
    assert!(reading.days_left.is_none_or(|days| days >= 0));
    expires_at(&standing);
}
