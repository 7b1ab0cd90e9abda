use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use fastrand::Rng;

use crate::invitation::{ClientKind, Invitation, Use};

/// A partner's invitations as they might be at `now`: `n` of them, over all stages, in no order. The same
/// arguments give the same invitations.
///
/// Most change no more; one in ten will be used or bound in the days after `now`. None changes within the
/// first ten minutes, so that a test knows what it gets.
#[must_use]
pub fn population(seed: u64, n: usize, now: DateTime<Utc>) -> Vec<Invitation> {
    let mut invitations: Vec<_> = (0..n)
        .map(|index| invitation(Life::of(index * 100 / n.max(1)), seed, index, now))
        .collect();
    Rng::with_seed(seed).shuffle(&mut invitations);
    invitations
}

/// What has become of an invitation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Bound,
    Waiting,
    Expired,
    NearItsEnd,
    Applied,
    AppliesSoon,
    Forgotten,
    Odd,
}

impl Life {
    fn of(percentile: usize) -> Self {
        match percentile {
            0..36 => Self::Bound,
            36..56 => Self::Waiting,
            56..70 => Self::Expired,
            70..78 => Self::NearItsEnd,
            78..88 => Self::Applied,
            88..92 => Self::AppliesSoon,
            92..98 => Self::Forgotten,
            _ => Self::Odd,
        }
    }

    /// How many days ago the link was created, least and most. Clear of the hours around days 30 and 60, where
    /// the time zone decides.
    const fn age(self) -> (f64, f64) {
        match self {
            Self::Bound => (3.0, 58.0),
            Self::Waiting | Self::Odd => (0.2, 21.5),
            Self::Expired => (30.5, 58.5),
            Self::NearItsEnd => (23.5, 29.5),
            Self::Applied => (1.0, 26.0),
            Self::AppliesSoon => (0.2, 18.0),
            Self::Forgotten => (61.0, 120.0),
        }
    }
}

fn invitation(life: Life, seed: u64, index: usize, now: DateTime<Utc>) -> Invitation {
    // An own source for each, so that a larger population begins with different lives, not different luck.
    let random = &mut Rng::with_seed(seed ^ (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let created_at = creation(life.age(), now, random);
    let mut invitation = Invitation::unused(format!("{:032x}", random.u128(..)), created_at);
    match life {
        Life::Waiting | Life::Expired | Life::NearItsEnd => {}
        Life::Bound => {
            let at = between(created_at, now - TimeDelta::days(1), random);
            let bound_at = between(at, now.min(at + TimeDelta::days(6)), random);
            invitation.used = Some(customer(at, Some(bound_at), random));
        }
        Life::Applied => {
            let recently = created_at.max(now - TimeDelta::days(9));
            let at = between(recently, now, random);
            let bound_at = random.bool().then(|| later(now, 5.0, random));
            invitation.used = Some(customer(at, bound_at, random));
        }
        Life::AppliesSoon => {
            let at = later(now, 8.0, random);
            let bound_at = later(at, 4.0, random);
            invitation.used = Some(customer(at, Some(bound_at), random));
        }
        Life::Forgotten => {
            let at = created_at + TimeDelta::days(4);
            invitation.used = random
                .bool()
                .then(|| customer(at, Some(at + TimeDelta::days(1)), random));
        }
        Life::Odd => invitation.odd_status = Some(random.choice([0, 3, 4]).expect("not empty")),
    }
    invitation
}

/// A moment of that age, at a partner's desk where that is possible: 9 to 18 o'clock from Monday to Friday, UTC+08:00.
fn creation((least, most): (f64, f64), now: DateTime<Utc>, random: &mut Rng) -> DateTime<Utc> {
    let age = days(least + random.f64() * (most - least));
    let any = now - age;
    let desk_hours = TimeDelta::seconds(random.i64(3600..10 * 3600));
    let mut day = any.date_naive();
    if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day -= TimeDelta::days(2);
    }
    let at_desk = day.and_time(chrono::NaiveTime::MIN).and_utc() + desk_hours;
    let is_that_old = (now - days(most)..=now - days(least)).contains(&at_desk);
    if is_that_old {
        at_desk
    } else {
        whole_seconds(any)
    }
}

/// A moment between the two, sooner rather than later, as customers are.
fn between(from: DateTime<Utc>, to: DateTime<Utc>, random: &mut Rng) -> DateTime<Utc> {
    let sooner = random.f64().powi(2).clamp(0.02, 0.98);
    let seconds = (to - from).as_seconds_f64() * sooner;
    whole_seconds(from + days(seconds / 86_400.0))
}

fn later(than: DateTime<Utc>, within_days: f64, random: &mut Rng) -> DateTime<Utc> {
    whole_seconds(than + TimeDelta::minutes(10) + days(random.f64() * within_days))
}

fn days(days: f64) -> TimeDelta {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a float's cast to an integer saturates, and these are months at most"
    )]
    TimeDelta::seconds((days * 86_400.0) as i64)
}

fn whole_seconds(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp(), 0).expect("less precise is still a time")
}

fn customer(at: DateTime<Utc>, bound_at: Option<DateTime<Utc>>, random: &mut Rng) -> Use {
    let name = random.choice(NAMES).expect("not empty");
    let domain = random.choice(DOMAINS).expect("not empty");
    let kind = if random.u8(..5) == 0 {
        ClientKind::SecondLevelReseller
    } else {
        ClientKind::SubCustomer
    };
    Use {
        at,
        client_uin: 200_000_000_000 + random.u64(10_000_000..49_999_999_999),
        client_mail: format!("{}****@{domain}", &name[..2]).into(),
        kind,
        bound_at,
    }
}

const NAMES: [&str; 32] = [
    "aisha", "akira", "anna", "arjun", "bianca", "carlos", "chen", "daniel", "devi", "elena",
    "fatima", "finance", "gabriel", "hana", "hello", "info", "ivan", "james", "joao", "kavya",
    "lina", "marie", "mei", "minh", "nadia", "ops", "priya", "rafael", "siti", "sofia", "thanh",
    "wei",
];

/// Under `.example`, which belongs to nobody.
const DOMAINS: [&str; 32] = [
    "alpinefreight.example",
    "amberlane.example",
    "andamandata.example",
    "bluecrane.example",
    "borealgames.example",
    "brightharbor.example",
    "cedarline.example",
    "cloudmeadow.example",
    "cobaltworks.example",
    "coralbay-foods.example",
    "deltamotors.example",
    "eastgate-retail.example",
    "evergreen-media.example",
    "farpoint.example",
    "golden-kiln.example",
    "harborline.example",
    "jadegarden.example",
    "kestrel-labs.example",
    "lakeside-health.example",
    "lotusbank.example",
    "mangrove.example",
    "mekongtrade.example",
    "monsoon-studio.example",
    "northwind-travel.example",
    "orchidsoft.example",
    "palmcove.example",
    "redcliff.example",
    "saffron-apps.example",
    "silverfern.example",
    "straitsshipping.example",
    "tidewater.example",
    "wavecrest.example",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_000_000, 0).expect("a time")
    }

    /// `(unused, expired, used, bound, gone, odd)` at a time.
    fn census(invitations: &[Invitation], now: DateTime<Utc>) -> [usize; 6] {
        let mut counts = [0; 6];
        for invitation in invitations {
            let used = invitation.used.as_ref().filter(|used| used.at <= now);
            let stage = match used {
                _ if !invitation.is_kept(now) => 4,
                _ if invitation.odd_status.is_some() => 5,
                None if now - invitation.created_at > TimeDelta::days(30) => 1,
                None => 0,
                Some(used) if used.bound_at.is_some_and(|at| at <= now) => 3,
                Some(_) => 2,
            };
            counts[stage] += 1;
        }
        counts
    }

    #[test]
    fn two_hundred_and_forty_invitations_show_every_stage() {
        let invitations = population(7, 240, now());
        assert_eq!(census(&invitations, now()), [77, 33, 24, 87, 15, 4]);
        let soon = now() + TimeDelta::minutes(9);
        assert_eq!(census(&invitations, soon), census(&invitations, now()));
        let in_ten_days = census(&invitations, now() + TimeDelta::days(10));
        assert!(in_ten_days[3] > 87, "{in_ten_days:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_invitations_and_another_seed_others() {
        assert_eq!(population(7, 50, now()), population(7, 50, now()));
        let tokens: HashSet<_> = [population(7, 5000, now()), population(8, 5000, now())]
            .concat()
            .into_iter()
            .map(|it| it.token)
            .collect();
        assert_eq!(tokens.len(), 10_000);
    }

    #[test]
    fn every_invitation_is_plausible() {
        for invitation in population(3, 3000, now()) {
            let token = &invitation.token;
            assert_eq!(token.len(), 32);
            assert!(
                token
                    .bytes()
                    .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            );
            assert!(invitation.created_at < now(), "{invitation:?}");
            let Some(used) = &invitation.used else {
                continue;
            };
            assert_eq!(used.client_uin.to_string().len(), 12);
            assert!(used.client_mail.contains("****@"));
            let life = used.at - invitation.created_at;
            assert!(life > TimeDelta::zero(), "{invitation:?}");
            assert!(
                used.bound_at.is_none_or(|bound| bound > used.at),
                "{invitation:?}"
            );
        }
    }
}
