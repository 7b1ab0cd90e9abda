//! What an invitation's standing means today.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountSettings,
    reached::Reached,
    standing::{Outcome, Standing},
};

/// A link can be used for this long after its creation.
const VALID_FOR: TimeDelta = TimeDelta::days(30);
/// The service forgets a link this long after its creation.
const REMEMBERED_FOR: TimeDelta = TimeDelta::days(60);
/// The service does not state the zone of its times, so the one in the settings may be this far off. Nothing is called
/// expired or archived before it is so in every zone this near.
const ZONE_DOUBT: TimeDelta = TimeDelta::hours(8);
/// How the service writes times.
const TIME_FORMAT: &str = "%Y-%m-%d %H:%M:%S";

const STATUS_UNUSED: i64 = 1;

/// Where an invitation stands. Marks such as "expiring" and "archived" stand beside it, see [`Reading`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
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
    /// Days until the link's last one, as a calendar of the account's zone counts them; 0 is that day itself, and the
    /// hours after it until the time is up in every plausible zone. `None` where that has no meaning.
    pub days_left: Option<i64>,
}

impl Reading {
    pub fn at(standing: &Standing, settings: &AccountSettings, now: DateTime<Utc>) -> Self {
        let age = age(standing, settings, now);
        let stage = stage(standing, age);
        let days_left = match stage {
            Stage::Unused => calendar_days_left(standing, settings, now),
            _ => None,
        };
        let no_longer_returned = standing.ever_returned && standing.outcome == Outcome::NotReturned;
        Self {
            stage,
            expiring: days_left.is_some_and(|days| days <= i64::from(settings.expiring_days)),
            archived: no_longer_returned || age.is_some_and(|age| surely_over(REMEMBERED_FOR, age)),
            days_left,
        }
    }
}

/// When an unused or expired link dies, as a wall time of the same unstated zone as its `CreateTime`.
pub fn expires_at(standing: &Standing) -> Option<String> {
    if standing.fields.status != Some(STATUS_UNUSED) {
        return None;
    }
    let end = created(standing)?.checked_add_signed(VALID_FOR)?;
    Some(end.format(TIME_FORMAT).to_string())
}

fn stage(standing: &Standing, age: Option<TimeDelta>) -> Stage {
    if !standing.ever_returned {
        return match standing.outcome {
            Outcome::NotReturned => Stage::NotReturned,
            Outcome::Unasked | Outcome::Returned => Stage::Unchecked,
        };
    }
    let fields = &standing.fields;
    match Reached::by(fields.status, fields.bind_time.is_some()) {
        Reached::Bound => Stage::Bound,
        Reached::Used => Stage::Used,
        Reached::Nowhere if fields.status != Some(STATUS_UNUSED) => Stage::Unrecognized,
        Reached::Nowhere if age.is_some_and(|age| surely_over(VALID_FOR, age)) => Stage::Expired,
        Reached::Nowhere => Stage::Unused,
    }
}

/// How long ago the link was created, if the account's zone is right; negative for a time yet to come.
fn age(standing: &Standing, settings: &AccountSettings, now: DateTime<Utc>) -> Option<TimeDelta> {
    let offset = TimeDelta::minutes(settings.utc_offset_minutes.into());
    let created = created(standing)?.checked_sub_signed(offset)?;
    Some(now.naive_utc() - created)
}

/// `None` for a time that is not written as documented: what cannot be read cannot expire.
fn created(standing: &Standing) -> Option<NaiveDateTime> {
    let text = standing.fields.create_time.as_deref()?;
    NaiveDateTime::parse_from_str(text.trim(), TIME_FORMAT).ok()
}

fn surely_over(term: TimeDelta, age: TimeDelta) -> bool {
    age >= term + ZONE_DOUBT
}

/// From today to the last day as a calendar counts, so that the same date is always as far away.
fn calendar_days_left(
    standing: &Standing,
    settings: &AccountSettings,
    now: DateTime<Utc>,
) -> Option<i64> {
    let offset = TimeDelta::minutes(settings.utc_offset_minutes.into());
    let today = now.naive_utc().checked_add_signed(offset)?.date();
    let last_day = created(standing)?.checked_add_signed(VALID_FOR)?.date();
    Some((last_day - today).num_days().max(0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::observation::InvitationFields;

    /// The account's zone is UTC+08:00, so this is 2026-01-01 04:00:00 UTC.
    const CREATED: &str = "2026-01-01 12:00:00";
    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;
    /// From the hour of creation to midnight, where a calendar turns its page.
    const NOON: i64 = 12 * HOUR;

    fn standing(create_time: &str, status: i64) -> Standing {
        Standing {
            fields: InvitationFields {
                create_time: Some(create_time.into()),
                status: Some(status),
                ..InvitationFields::default()
            },
            outcome: Outcome::Returned,
            ever_returned: true,
            ..Standing::default()
        }
    }

    fn seconds_after_creation(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_240_000 + seconds, 0).unwrap()
    }

    fn read(standing: &Standing, seconds: i64) -> Reading {
        Reading::at(
            standing,
            &AccountSettings::default(),
            seconds_after_creation(seconds),
        )
    }

    #[test]
    fn an_unused_link_nears_its_end_and_expires_once_every_plausible_zone_agrees() {
        let unused = standing(CREATED, 1);
        let table = [
            // seconds after creation, stage, expiring, archived, days left
            (0, Stage::Unused, false, false, Some(30)),
            (NOON - 1, Stage::Unused, false, false, Some(30)),
            (NOON, Stage::Unused, false, false, Some(29)),
            (23 * DAY - NOON - 1, Stage::Unused, false, false, Some(8)),
            (23 * DAY - NOON, Stage::Unused, true, false, Some(7)),
            (30 * DAY - NOON - 1, Stage::Unused, true, false, Some(1)),
            (30 * DAY - NOON, Stage::Unused, true, false, Some(0)),
            (30 * DAY, Stage::Unused, true, false, Some(0)),
            (30 * DAY + 8 * HOUR - 1, Stage::Unused, true, false, Some(0)),
            (30 * DAY + 8 * HOUR, Stage::Expired, false, false, None),
            (60 * DAY + 8 * HOUR - 1, Stage::Expired, false, false, None),
            (60 * DAY + 8 * HOUR, Stage::Expired, false, true, None),
        ];
        for (seconds, stage, expiring, archived, days_left) in table {
            let expected = Reading {
                stage,
                expiring,
                archived,
                days_left,
            };
            assert_eq!(
                read(&unused, seconds),
                expected,
                "{seconds} s after creation"
            );
        }
    }

    #[test]
    fn the_zone_setting_moves_every_boundary() {
        let unused = standing(CREATED, 1);
        for (minutes, shift) in [
            (480, 0),
            (0, 8 * HOUR),
            (-480, 16 * HOUR),
            (330, 150 * 60),
            (840, -6 * HOUR),
        ] {
            let settings = AccountSettings {
                utc_offset_minutes: minutes,
                ..AccountSettings::default()
            };
            let end = 30 * DAY + 8 * HOUR + shift;
            let before = Reading::at(&unused, &settings, seconds_after_creation(end - 1));
            let after = Reading::at(&unused, &settings, seconds_after_creation(end));
            assert_eq!(
                (before.stage, after.stage),
                (Stage::Unused, Stage::Expired),
                "{minutes} min"
            );
        }
    }

    #[test]
    fn the_user_says_how_near_the_end_is_expiring() {
        let unused = standing(CREATED, 1);
        for days in [0, 1, 14, 30] {
            let settings = AccountSettings {
                expiring_days: days,
                ..AccountSettings::default()
            };
            let begins = (30 - i64::from(days)) * DAY - NOON;
            assert!(
                !Reading::at(&unused, &settings, seconds_after_creation(begins - 1)).expiring,
                "{days}"
            );
            assert!(
                Reading::at(&unused, &settings, seconds_after_creation(begins)).expiring,
                "{days}"
            );
        }
    }

    #[test]
    fn a_used_link_is_bound_once_it_has_a_bind_time_and_never_expires() {
        let mut used = standing(CREATED, 2);
        assert_eq!(
            read(&used, 0),
            Reading {
                stage: Stage::Used,
                expiring: false,
                archived: false,
                days_left: None
            }
        );
        assert_eq!(read(&used, 45 * DAY).stage, Stage::Used);
        used.fields.bind_time = Some("2026-01-03 09:00:00".into());
        assert_eq!(read(&used, 45 * DAY).stage, Stage::Bound);
        assert!(!read(&used, 60 * DAY + 8 * HOUR - 1).archived);
        assert!(read(&used, 60 * DAY + 8 * HOUR).archived);
    }

    #[test]
    fn a_bind_time_alone_does_not_make_an_unused_link_bound() {
        let mut odd = standing(CREATED, 1);
        odd.fields.bind_time = Some("2026-01-03 09:00:00".into());
        assert_eq!(read(&odd, 0).stage, Stage::Unused);
    }

    #[test]
    fn an_unknown_status_and_a_missing_one_are_unrecognized() {
        for status in [Some(0), Some(3), Some(7), Some(-1), None] {
            let mut odd = standing(CREATED, 1);
            odd.fields.status = status;
            let expected = Reading {
                stage: Stage::Unrecognized,
                expiring: false,
                archived: false,
                days_left: None,
            };
            assert_eq!(read(&odd, 29 * DAY), expected, "{status:?}");
        }
    }

    #[test]
    fn a_token_is_unchecked_until_the_service_answers_for_it() {
        let mut standing = Standing::default();
        assert_eq!(read(&standing, 0).stage, Stage::Unchecked);
        standing.outcome = Outcome::NotReturned;
        assert_eq!(
            read(&standing, 0),
            Reading {
                stage: Stage::NotReturned,
                expiring: false,
                archived: false,
                days_left: None
            }
        );
    }

    #[test]
    fn a_link_no_longer_returned_keeps_its_stage_and_is_archived() {
        let mut bound = standing(CREATED, 2);
        bound.fields.bind_time = Some("2026-01-03 09:00:00".into());
        bound.outcome = Outcome::NotReturned;
        let reading = read(&bound, 2 * DAY);
        assert_eq!((reading.stage, reading.archived), (Stage::Bound, true));

        let mut unused = standing(CREATED, 1);
        unused.outcome = Outcome::NotReturned;
        let reading = read(&unused, 2 * DAY);
        assert_eq!((reading.stage, reading.archived), (Stage::Unused, true));
    }

    #[test]
    fn a_time_that_cannot_be_read_never_expires() {
        for text in [
            "",
            "soon",
            "2026-13-01 00:00:00",
            "2026-02-30 12:00:00",
            "2026-01-01",
            "1767240000",
        ] {
            let unreadable = standing(text, 1);
            let expected = Reading {
                stage: Stage::Unused,
                expiring: false,
                archived: false,
                days_left: None,
            };
            assert_eq!(read(&unreadable, 400 * DAY), expected, "{text}");
            assert_eq!(expires_at(&unreadable), None);
        }
    }

    #[test]
    fn a_time_yet_to_come_has_more_than_thirty_days_left() {
        let reading = read(&standing("2026-01-02 12:00:00", 1), 0);
        assert_eq!(
            (reading.stage, reading.expiring, reading.days_left),
            (Stage::Unused, false, Some(31))
        );
    }

    #[test]
    fn times_at_the_edge_of_the_calendar_are_no_trouble() {
        for text in [
            "0000-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "+262142-12-31 23:59:59",
            "-262143-01-01 00:00:00",
        ] {
            let edge = standing(text, 1);
            read(&edge, 0);
            expires_at(&edge);
        }
        let settings = AccountSettings {
            utc_offset_minutes: i32::MIN,
            expiring_days: u32::MAX,
            ..AccountSettings::default()
        };
        Reading::at(&standing(CREATED, 1), &settings, DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn a_link_dies_thirty_days_after_creation_in_the_zone_it_was_written_in() {
        assert_eq!(
            expires_at(&standing(CREATED, 1)).as_deref(),
            Some("2026-01-31 12:00:00")
        );
        assert_eq!(
            expires_at(&standing("2028-02-01 00:00:00", 1)).as_deref(),
            Some("2028-03-02 00:00:00")
        );
        assert_eq!(
            expires_at(&standing(CREATED, 2)),
            None,
            "a used link has no end"
        );
        assert_eq!(expires_at(&Standing::default()), None);
    }
}
