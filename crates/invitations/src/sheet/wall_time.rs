//! The service's times in four bytes each, and back to the very text that came.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::interned::Interned;

/// A time of [`WallTimes`], or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WallTime(u32);

const NONE: WallTime = WallTime(0);
/// From here on, numbers of texts that are not written as documented.
const ODD: u32 = 1 << 31;

/// Knows the texts that are no `YYYY-MM-DD hh:mm:ss` from 2000 to 2067: the zone is unstated and nothing is
/// guaranteed, so what came is what is shown.
#[derive(Debug, Default)]
pub(super) struct WallTimes {
    odd: Interned<String>,
}

impl WallTimes {
    pub(super) fn pack(&mut self, text: Option<&str>) -> WallTime {
        match text {
            None => NONE,
            Some(text) => match seconds(text) {
                Some(seconds) => WallTime(seconds + 1),
                None => WallTime(ODD | self.odd.number(text)),
            },
        }
    }

    pub(super) fn text(&self, time: WallTime) -> Option<String> {
        match time.0 {
            0 => None,
            odd if odd >= ODD => Some(self.odd.value(odd & !ODD).clone()),
            packed => {
                // `{}` is `YYYY-MM-DD hh:mm:ss`, in a third of the time that a format string takes.
                let time = epoch() + TimeDelta::seconds(i64::from(packed - 1));
                Some(time.to_string())
            }
        }
    }

    /// Gives each time a number to sort by: odd texts after all others, in their own order.
    pub(super) fn sort_keys(&self) -> impl Fn(WallTime) -> Option<u64> + use<> {
        let mut odd: Vec<_> = self.odd.values().iter().zip(0_usize..).collect();
        odd.sort_unstable();
        let mut rank = vec![0; odd.len()];
        for ((_, number), place) in odd.into_iter().zip(0_u64..) {
            rank[number] = place;
        }
        move |time| match time.0 {
            0 => None,
            odd if odd >= ODD => Some(u64::from(ODD) + rank[(odd & !ODD) as usize]),
            packed => Some(u64::from(packed)),
        }
    }
}

impl WallTime {
    /// Whether it is written as documented, so that something can be reckoned from it.
    pub(super) fn is_regular(self) -> bool {
        (1..ODD).contains(&self.0)
    }
}

fn epoch() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2000, 1, 1)
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .expect("2000 had a first of January")
}

/// Only for texts that `text` will write in the same way.
fn seconds(text: &str) -> Option<u32> {
    let bytes: &[u8; 19] = text.as_bytes().try_into().ok()?;
    let punctuation = [4, 7, 10, 13, 16].map(|at| bytes[at]);
    if punctuation != *b"-- ::" {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let year = i32::try_from(number(0..4)?).ok()?;
    let time = NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)?.and_hms_opt(
        number(11..13)?,
        number(14..16)?,
        number(17..19)?,
    )?;
    let seconds = (time - epoch()).num_seconds();
    u32::try_from(seconds)
        .ok()
        .filter(|seconds| *seconds < ODD - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(text in "[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9]|\\PC{0,20}") {
            let mut times = WallTimes::default();
            let time = times.pack(Some(&text));
            prop_assert_eq!(times.text(time), Some(text));
        }
    }

    #[test]
    fn times_sort_by_time_and_odd_texts_after_them() {
        let mut times = WallTimes::default();
        let in_order = [
            "2000-01-01 00:00:00",
            "2026-11-22 20:42:10",
            "2067-12-31 23:59:59",
            "1999-12-31 23:59:59",
            "2026-02-30 00:00:00",
            "2026-11-22T20:42:10Z",
            "soon",
        ];
        let packed: Vec<_> = in_order
            .iter()
            .rev()
            .map(|text| times.pack(Some(text)))
            .collect();
        let key = times.sort_keys();
        let keys: Vec<_> = packed.iter().rev().map(|time| key(*time)).collect();
        assert!(keys.is_sorted() && keys[0] > None, "{keys:?}");
        assert_eq!(times.text(NONE), None);
        assert_eq!(times.pack(None), NONE);
        assert_eq!(key(NONE), None);
        let regular: Vec<_> = packed.iter().rev().map(|time| time.is_regular()).collect();
        assert_eq!(regular, [true, true, true, false, false, false, false]);
    }
}
