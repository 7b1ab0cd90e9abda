//! Cells that a spreadsheet leaves as they are.
//!
//! Excel, WPS and LibreOffice guess the type of a cell when they open a CSV file, and quotation marks do not stop them. Two
//! characters do:
//!
//! - A leading **tab** keeps digits text in all three, shows nothing, and is dropped again by this program's import and by
//!   `TRIM`/`CLEAN`. `="…"` would be a formula, and an apostrophe would show.
//! - A leading **apostrophe** keeps a formula from being one. It shows, which is right for a cell that somebody rigged.

use std::{borrow::Cow, fmt};

use crate::visible::is_unseen;

/// A cell's text, and what stands in front of it for protection.
#[derive(Debug)]
pub(super) struct Guarded<'a> {
    pub(super) guard: &'static str,
    pub(super) text: Cow<'a, str>,
}

impl fmt::Display for Guarded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.guard)?;
        f.write_str(&self.text)
    }
}

/// Text of the user or the service: never a formula, never a rounded number, always on one line.
pub(super) fn text(text: &str) -> Guarded<'_> {
    let text = on_one_line(text);
    let guard = match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => "'",
        _ if loses_digits(&text) => "\t",
        _ => "",
    };
    Guarded { guard, text }
}

/// An identifier: text even where a number would be exact.
pub(super) fn identifier(identifier: &str) -> Guarded<'_> {
    if !may_be_number_or_date(identifier) {
        // Hex digits: neither a formula nor anything that breaks a line.
        let text = identifier.into();
        Guarded { guard: "", text }
    } else if identifier.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        let text = on_one_line(identifier);
        Guarded { guard: "\t", text }
    } else {
        text(identifier)
    }
}

/// What [`text`] was given.
pub(crate) fn unprotected(cell: &str) -> &str {
    match cell.trim_start().strip_prefix('\'') {
        Some(rest)
            if rest
                .trim_start()
                .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) =>
        {
            rest
        }
        _ => cell,
    }
}

/// Line breaks in cells are lawful, and yet break half the programs that read CSV. A tab or line break at the beginning hides
/// a formula, as does a mark that turns the direction of reading, and the other control characters serve nobody.
fn on_one_line(text: &str) -> Cow<'_, str> {
    // Nearly all cells are such, and looking at bytes is quicker than at characters.
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_plain && text.contains(is_unseen) {
        text.replace("\r\n", " ")
            .replace(char::is_control, " ")
            .replace(is_unseen, "")
            .trim()
            .to_owned()
            .into()
    } else {
        text.into()
    }
}

/// Whether a number would not show these digits: a leading zero, more than General shows, or an exponent.
fn loses_digits(text: &str) -> bool {
    let text = text.trim();
    let Some(rest) = text.strip_prefix(|first: char| first.is_ascii_digit()) else {
        return false;
    };
    let end = rest
        .bytes()
        .position(|byte| !byte.is_ascii_digit() && byte != b'.')
        .unwrap_or(rest.len());
    let (mantissa, rest) = rest.split_at(end);
    match rest.as_bytes() {
        [] => {
            let leading_zero = text.starts_with('0') && !mantissa.is_empty();
            !mantissa.contains('.') && (leading_zero || text.len() > 11)
        }
        [b'e' | b'E', exponent @ ..] => exponent
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-')),
        _ => false,
    }
}

/// The usual token, a hexadecimal number, is neither: it has other letters than the `e` of an exponent (and the `d` of an old
/// one), more than one, or both. Anything shorter might be: `123456789012`, `sep-2026`, `1e5`.
fn may_be_number_or_date(identifier: &str) -> bool {
    let letters = || identifier.bytes().filter(u8::is_ascii_alphabetic);
    let is_long_hex =
        identifier.len() >= 32 && identifier.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_no_exponent = letters().nth(1).is_some()
        || letters().any(|letter| !matches!(letter, b'e' | b'E' | b'd' | b'D'));
    !(is_long_hex && is_no_exponent)
}

#[cfg(test)]
mod tests {
    use super::unprotected;

    fn text(text: &str) -> String {
        super::text(text).to_string()
    }

    fn identifier(identifier: &str) -> String {
        super::identifier(identifier).to_string()
    }

    #[test]
    fn an_identifier_that_looks_like_a_number_or_a_date_is_kept_text_by_a_tab() {
        for risky in [
            "200012345678",
            "7",
            "12345678901234567890123456789012",
            "1234567890123456789012345678e012",
            "sep-2026",
            "00123456",
        ] {
            assert_eq!(identifier(risky), format!("\t{risky}"));
        }
    }

    #[test]
    fn the_usual_token_needs_no_protection_so_that_lookups_match() {
        for token in [
            "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b",
            "1234567890123456789012345678901a",
        ] {
            assert_eq!(identifier(token), token);
        }
    }

    #[test]
    fn a_formula_is_made_text_by_an_apostrophe_wherever_it_hides() {
        for (formula, harmless) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("\t=1", "'=1"),
            ("\r=1", "'=1"),
            ("\r\n =1", "'=1"),
            ("  =1", "'  =1"),
            ("\0=1", "'=1"),
            ("\u{202e}=1", "'=1"),
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
        ] {
            assert_eq!(text(formula), harmless);
            assert_eq!(identifier(formula), harmless);
        }
        assert_eq!(identifier("-abcdefgh"), "'-abcdefgh");
    }

    #[test]
    fn ordinary_text_stays_as_it_is_on_one_line() {
        for plain in [
            "Contoso",
            "a=b",
            "12",
            "2026-01-01 12:00:00",
            "客户 · 上海",
            "e5",
            "",
            "0",
        ] {
            assert_eq!(text(plain), plain);
        }
        assert_eq!(text("a\r\nb\nc\td"), "a b c d");
        assert_eq!(text("\u{2068}a\u{2069}\u{202e}b"), "ab");
    }

    #[test]
    fn text_whose_digits_a_number_would_lose_is_kept_by_a_tab() {
        for digits in ["00123", "123456789012", "1e5", "12E10", "1.5e3"] {
            assert_eq!(text(digits), format!("\t{digits}"));
        }
    }

    #[test]
    fn an_import_takes_the_protection_off_again() {
        for note in ["=1+1", "＠x", "plain", "'quoted'"] {
            assert_eq!(unprotected(&text(note)), note);
        }
    }
}
