use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use crate::row::{Field, Row};

/// A link's data is deleted so many days after its creation.
const KEPT_DAYS: i64 = 60;
/// The zone of the times on the wire.
const WIRE_ZONE_HOURS: i64 = 8;

/// One invitation link and its whole life. What the service tells of it depends on the invitations' clock:
/// what lies ahead is not told yet, and 60 days after its creation nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub token: Arc<str>,
    pub created_at: DateTime<Utc>,
    /// When and by whom it is used; none when it never is.
    pub used: Option<Use>,
    /// A Status to tell in place of the one that follows from the rest.
    pub odd_status: Option<i64>,
}

/// A customer's answer to an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub at: DateTime<Utc>,
    /// 12 digits.
    pub client_uin: u64,
    /// Masked, as the service sends it.
    pub client_mail: Box<str>,
    pub kind: ClientKind,
    /// When the customer is bound to the partner; none when that never happens.
    pub bound_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientKind {
    SecondLevelReseller,
    SubCustomer,
}

/// How a field that has no value yet is written; the documentation does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnusedFields {
    /// One of the others for each invitation, always the same for the same token.
    #[default]
    Mixed,
    /// The field is not there.
    Absent,
    /// `null`
    Null,
    /// `""`, and 0 for numbers.
    Empty,
    /// As `Empty`, but times are `0000-00-00 00:00:00`.
    ZeroTime,
}

impl Invitation {
    /// A link that nobody uses.
    pub fn unused(token: impl Into<Arc<str>>, created_at: DateTime<Utc>) -> Self {
        Self {
            token: token.into(),
            created_at,
            used: None,
            odd_status: None,
        }
    }

    /// Whether the service tells anything of it at `now`.
    #[must_use]
    pub fn is_kept(&self, now: DateTime<Utc>) -> bool {
        self.created_at <= now && now - self.created_at < TimeDelta::days(KEPT_DAYS)
    }

    pub(crate) fn row(&self, now: DateTime<Utc>, unused: UnusedFields) -> Row<'_> {
        let style = unused.of(&self.token);
        let used = self.used.as_ref().filter(|used| used.at <= now);
        let bound_at = used.and_then(|used| used.bound_at).filter(|at| *at <= now);
        let time = |at| Field::Text(Cow::Owned(wire_time(at)));
        let number = |value: u64| Field::Number(value.cast_signed());
        let status = self
            .odd_status
            .unwrap_or(if used.is_some() { 2 } else { 1 });
        Row {
            invitation_token: Cow::Borrowed(&self.token),
            create_time: time(self.created_at),
            status: Field::Number(status),
            use_time: used.map_or_else(|| style.no_time(), |used| time(used.at)),
            client_uin: used.map_or_else(|| style.no_number(), |used| number(used.client_uin)),
            client_mail: used.map_or_else(
                || style.no_text(),
                |used| Field::Text(Cow::Borrowed(&used.client_mail)),
            ),
            client_type: used.map_or_else(
                || style.no_number(),
                |used| {
                    Field::Number(match used.kind {
                        ClientKind::SecondLevelReseller => 1,
                        ClientKind::SubCustomer => 2,
                    })
                },
            ),
            bind_time: bound_at.map_or_else(|| style.no_time(), time),
        }
    }
}

impl UnusedFields {
    fn of(self, token: &str) -> Self {
        if self != Self::Mixed {
            return self;
        }
        match token
            .bytes()
            .fold(0_u8, |sum, byte| sum.wrapping_mul(31) ^ byte)
            % 4
        {
            0 => Self::Absent,
            1 => Self::Null,
            2 => Self::Empty,
            _ => Self::ZeroTime,
        }
    }

    fn no_time<'a>(self) -> Field<'a> {
        match self {
            Self::ZeroTime => Field::Text(Cow::Borrowed("0000-00-00 00:00:00")),
            other => other.no_text(),
        }
    }

    fn no_text<'a>(self) -> Field<'a> {
        match self {
            Self::Mixed | Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Empty | Self::ZeroTime => Field::Text(Cow::Borrowed("")),
        }
    }

    fn no_number<'a>(self) -> Field<'a> {
        match self {
            Self::Empty | Self::ZeroTime => Field::Number(0),
            other => other.no_text(),
        }
    }
}

/// `YYYY-MM-DD hh:mm:ss` in UTC+08:00. By hand: chrono's formatter took most of the time of an answer.
fn wire_time(at: DateTime<Utc>) -> String {
    let wall = at.naive_utc() + TimeDelta::hours(WIRE_ZONE_HOURS);
    let year = wall.year().clamp(0, 9999).unsigned_abs();
    let mut text = String::with_capacity(19);
    let mut push = |value: u32, digits: u32, before: &str| {
        text.push_str(before);
        for place in (0..digits).rev() {
            let digit = value / 10_u32.pow(place) % 10;
            text.push(char::from_digit(digit, 10).expect("a remainder of 10 is a digit"));
        }
    };
    push(year, 4, "");
    push(wall.month(), 2, "-");
    push(wall.day(), 2, "-");
    push(wall.hour(), 2, " ");
    push(wall.minute(), 2, ":");
    push(wall.second(), 2, ":");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
    }

    fn json(invitation: &Invitation, now: &str, unused: UnusedFields) -> String {
        serde_json::to_string(&invitation.row(at(now), unused)).expect("a row is JSON")
    }

    fn used() -> Invitation {
        Invitation {
            used: Some(Use {
                at: at("2026-03-04T17:00:00Z"),
                client_uin: 200_012_345_678,
                client_mail: "li**@lakeside.example".into(),
                kind: ClientKind::SubCustomer,
                bound_at: Some(at("2026-03-06T00:00:00Z")),
            }),
            ..Invitation::unused("t", at("2026-03-01T16:30:05Z"))
        }
    }

    #[test]
    fn an_invitation_is_unused_then_used_then_bound_then_gone() {
        let invitation = used();
        assert_eq!(
            json(&invitation, "2026-03-04T16:59:59Z", UnusedFields::Absent),
            r#"{"InvitationToken":"t","CreateTime":"2026-03-02 00:30:05","Status":1}"#
        );
        assert_eq!(
            json(&invitation, "2026-03-04T17:00:00Z", UnusedFields::Absent),
            r#"{"InvitationToken":"t","CreateTime":"2026-03-02 00:30:05","Status":2,"UseTime":"2026-03-05 01:00:00","ClientUin":200012345678,"ClientMail":"li**@lakeside.example","ClientType":2}"#
        );
        assert!(
            json(&invitation, "2026-03-06T00:00:00Z", UnusedFields::Absent)
                .ends_with(r#""BindTime":"2026-03-06 08:00:00"}"#)
        );
        assert!(!invitation.is_kept(at("2026-03-01T16:30:04Z")));
        assert!(invitation.is_kept(at("2026-04-30T16:30:04Z")));
        assert!(!invitation.is_kept(at("2026-04-30T16:30:05Z")));
    }

    #[test]
    fn an_unused_link_is_still_status_1_when_it_is_dead() {
        let invitation = Invitation::unused("t", at("2026-03-01T00:00:00Z"));
        assert!(
            json(&invitation, "2026-04-29T00:00:00Z", UnusedFields::Null)
                .contains(r#""Status":1,"UseTime":null,"ClientUin":null"#)
        );
    }

    #[test]
    fn each_way_of_writing_nothing_is_met() {
        let created = at("2026-03-01T00:00:00Z");
        let now = "2026-03-02T00:00:00Z";
        let invitation = Invitation::unused("t", created);
        assert!(json(&invitation, now, UnusedFields::Empty).ends_with(
            r#""UseTime":"","ClientUin":0,"ClientMail":"","ClientType":0,"BindTime":""}"#
        ));
        assert!(
            json(&invitation, now, UnusedFields::ZeroTime)
                .contains(r#""UseTime":"0000-00-00 00:00:00","ClientUin":0,"ClientMail":"""#)
        );
        let mut met = [0; 4];
        for n in 0..400_u32 {
            met[UnusedFields::Mixed.of(&format!("{n:032x}")) as usize - 1] += 1;
        }
        assert!(met.iter().all(|times| *times > 40), "{met:?}");
    }
}
