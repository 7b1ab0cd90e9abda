//! Numbers and dates as a spreadsheet shows them.

use chrono::{Datelike, Days, NaiveDate};

/// How many significant digits a spreadsheet keeps and shows.
const DIGITS: usize = 15;
const SECONDS_OF_DAY: f64 = 86_400.0;

/// In full up to 15 digits, else as `1.23457E+31`.
pub(super) fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    let is_short = (1e-5..1e15).contains(&rounded.abs());
    if rounded == 0.0 || is_short || !rounded.is_finite() {
        // Minus zero is a zero.
        return (rounded + 0.0).to_string();
    }
    let scientific = format!("{rounded:E}");
    match scientific.split_once('E') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}E+{exponent}"),
        _ => scientific,
    }
}

/// A date, a time of day, or both, from the number of days since the beginning of 1900 or 1904.
pub(super) fn date(serial: f64, is_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was looked at"
    )]
    let (days, seconds) = {
        let seconds = (serial.fract() * SECONDS_OF_DAY).round() as u64;
        (serial as u64 + seconds / 86_400, seconds % 86_400)
    };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let time = match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    };
    if days == 0 {
        return Some(time);
    }
    let first = match is_1904 {
        true => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // Excel believes that there was a 29 February 1900.
        false if days < 60 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        false => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let day = first.checked_add_days(Days::new(days))?;
    let date = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
    Some(match (hours, minutes, seconds) {
        (0, 0, 0) => date,
        _ => format!("{date} {time}"),
    })
}

/// From `2026-05-04T00:00:00`.
pub(super) fn iso_date(text: &str) -> String {
    match text.split_once('T') {
        Some((date, "00:00:00")) => date.to_owned(),
        Some((date, time)) => format!("{date} {time}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_in_a_cell() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (12.0, "12"),
            (-3.5, "-3.5"),
            (0.1 + 0.2, "0.3"),
            (200_012_345_678.0, "200012345678"),
            (999_999_999_999_999.0, "999999999999999"),
            (1e15, "1E+15"),
            (1.234_567_890_123_457e31, "1.23456789012346E+31"),
            (9.2e-7, "9.2E-7"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn dates_are_shown_without_a_time_that_they_do_not_have() {
        let shown = |serial| date(serial, false);
        assert_eq!(shown(46_146.0).as_deref(), Some("2026-05-04"));
        assert_eq!(shown(46_146.562_5).as_deref(), Some("2026-05-04 13:30"));
        assert_eq!(shown(0.999_999_9).as_deref(), Some("1900-01-01"));
        assert_eq!(shown(0.5).as_deref(), Some("12:00"));
        assert_eq!(shown(1.0).as_deref(), Some("1900-01-01"));
        assert_eq!(shown(61.0).as_deref(), Some("1900-03-01"));
        assert_eq!(date(44_684.0, true).as_deref(), Some("2026-05-04"));
        for none in [-1.0, 3e6, f64::NAN, f64::INFINITY] {
            assert_eq!(shown(none), None);
        }
        assert_eq!(iso_date("2026-05-04T00:00:00"), "2026-05-04");
        assert_eq!(iso_date("2026-05-04T13:30:00"), "2026-05-04 13:30:00");
    }
}
