//! What an invitation token is.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Serialize, Serializer};
use thiserror::Error;

/// The only published token has this many lower-case hex digits.
pub const USUAL_TOKEN_LENGTH: usize = 32;
/// Shorter text is an ordinary word, not a token.
pub const MIN_TOKEN_LENGTH: usize = 8;
/// Longer text is something else: four times the only published token.
pub const MAX_TOKEN_LENGTH: usize = 128;

/// A token the service can be asked about, exactly as it was given.
///
/// Letter case is kept, and tokens that differ in nothing else are two tokens: whether the service tells them apart is
/// not documented, and asking twice costs less than asking for the wrong one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct InvitationToken(Text);

/// Usual tokens live in place: a million of them need no million allocations.
#[derive(Clone, PartialEq, Eq)]
enum Text {
    Usual([u8; USUAL_TOKEN_LENGTH]),
    Other(Box<str>),
}

/// As the bytes alone, and in one piece: which kind it is follows from them.
impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Usual(digits) => state.write(digits),
            Self::Other(text) => state.write(text.as_bytes()),
        }
    }
}

/// The text of a usual token, where it stands in a larger one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UsualText<'a>(&'a [u8; USUAL_TOKEN_LENGTH]);

/// Why a text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts", rename = "RefusedReason")
)]
#[serde(rename_all = "camelCase")]
pub enum TokenError {
    #[error("there is nothing where a token should be")]
    Empty,
    /// Part of it is hidden or cut off: `92b6****1f0c`, `92b6…`.
    #[error("part of the token is hidden")]
    Masked,
    /// A spreadsheet has read it as a number and rounded it: `1.23457E+31`.
    #[error("a spreadsheet has turned the token into a number")]
    Damaged,
    #[error("there is no token here")]
    NoToken,
    #[error("this is longer than any token ({MAX_TOKEN_LENGTH} characters)")]
    TooLong,
}

impl InvitationToken {
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Usual(digits) => std::str::from_utf8(digits).expect("hex digits are ASCII"),
            Text::Other(text) => text,
        }
    }

    /// Whether it is 32 lower-case hex digits, as the one published token is. Others are accepted, and flagged.
    pub fn is_usual(&self) -> bool {
        matches!(self.0, Text::Usual(_))
    }
}

impl<'a> UsualText<'a> {
    /// `None` when it is no usual token, or one that a spreadsheet has rounded.
    pub(crate) fn of(text: &'a [u8; USUAL_TOKEN_LENGTH]) -> Option<Self> {
        let kind = digits_and_letters(text)?;
        let is_damaged = || str::from_utf8(text).is_ok_and(is_rounded);
        (kind == Hex::WithLetters || !is_damaged()).then_some(Self(text))
    }
}

impl From<UsualText<'_>> for InvitationToken {
    fn from(text: UsualText<'_>) -> Self {
        Self(Text::Usual(*text.0))
    }
}

impl FromStr for InvitationToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let text = text.trim_matches(is_blank);
        if let Ok(digits) = text.as_bytes().try_into()
            && let Some(usual) = UsualText::of(digits)
        {
            return Ok(usual.into());
        }
        if is_number_of_a_spreadsheet(text) {
            return Err(TokenError::Damaged);
        }
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        if is_masked(text) {
            return Err(TokenError::Masked);
        }
        if text.len() < MIN_TOKEN_LENGTH || !text.bytes().all(is_token_byte) {
            return Err(TokenError::NoToken);
        }
        if text.len() > MAX_TOKEN_LENGTH {
            return Err(TokenError::TooLong);
        }
        Ok(Self(Text::Other(text.into())))
    }
}

impl fmt::Display for InvitationToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for InvitationToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "InvitationToken({})", self.as_str())
    }
}

impl Ord for InvitationToken {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for InvitationToken {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for InvitationToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

pub(crate) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// What stands for hidden characters.
pub(crate) fn is_mask(character: char) -> bool {
    matches!(character, '*' | '＊' | '•' | '●' | '…')
}

/// White space, and what web pages and mail programs leave around copied text without anybody seeing it.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[derive(Debug, PartialEq, Eq)]
enum Hex {
    DigitsOnly,
    WithLetters,
}

/// `None` unless all are lower-case hex digits. Eight at a time: an import looks at a million tokens first of all here.
fn digits_and_letters(text: &[u8; USUAL_TOKEN_LENGTH]) -> Option<Hex> {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const TOP: u64 = 0x80 * EACH;
    // Sets the top bit of each byte that is in the range. The sums do not carry over where no byte has that bit itself.
    let within = |bytes: u64, first: u8, last: u8| {
        (bytes + u64::from(0x80 - first) * EACH) & !(bytes + u64::from(0x7f - last) * EACH) & TOP
    };
    let (mut is_hex, mut letters) = (true, 0);
    for eight in text.as_chunks::<8>().0 {
        let bytes = u64::from_ne_bytes(*eight);
        let ascii = bytes & !TOP;
        let found = within(ascii, b'a', b'f');
        is_hex &= bytes == ascii && (found | within(ascii, b'0', b'9')) == TOP;
        letters |= found;
    }
    is_hex.then_some(match letters {
        0 => Hex::DigitsOnly,
        _ => Hex::WithLetters,
    })
}

fn is_masked(text: &str) -> bool {
    let dots = text.contains("..");
    let masks = text.chars().filter(|&character| is_mask(character)).count();
    let rest = |character: char| u8::try_from(character).is_ok_and(is_token_byte);
    if (masks == 0 && !dots)
        || !text
            .chars()
            .all(|character| is_mask(character) || character == '.' || rest(character))
    {
        return false;
    }
    // "Thanks…" is prose, "92b6…" a token cut off; asterisks and dots hide things wherever they stand beside a letter.
    if text.contains(['*', '＊', '•', '●']) {
        text.chars().any(rest) || masks >= 4
    } else {
        text.bytes().any(|byte| byte.is_ascii_digit())
    }
}

/// Whether this is what a spreadsheet leaves of a token that happens to look like a number.
///
/// That is: scientific notation (`1.23457E+31`), `#####`, or nothing but digits. One case is told apart: a token of the
/// usual length whose digits carry more than a number can hold was never a number, so it is whole. A spreadsheet keeps 15
/// significant digits, a double 17, and a plus sign or a decimal point always comes with the `e` of either.
fn is_number_of_a_spreadsheet(text: &str) -> bool {
    if text.len() >= 3 && text.bytes().all(|byte| byte == b'#') {
        return true;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = split_digits(unsigned);
    if whole.is_empty() {
        return false;
    }
    let (fraction, rest) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => {
            let (digits, rest) = split_digits(rest);
            (Some(digits), rest)
        }
        None => (None, rest),
    };
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let is_number = !digits.is_empty() && split_digits(digits).1.is_empty();
        let is_whole_token = text.len() == USUAL_TOKEN_LENGTH
            && fraction.is_none()
            && text.bytes().all(is_token_byte);
        return is_number && !is_whole_token;
    }
    if !rest.is_empty() {
        return false;
    }
    match fraction {
        Some(_) => whole.len() > SPREADSHEET_DIGITS,
        None if text.len() == USUAL_TOKEN_LENGTH => is_rounded(text),
        None => whole.len() >= MIN_TOKEN_LENGTH,
    }
}

/// How many significant digits a spreadsheet keeps of a number.
const SPREADSHEET_DIGITS: usize = 15;
/// How many digits tell any double from its neighbours.
const DOUBLE_DIGITS: usize = 17;

/// Whether 32 digits may have been through a number. Nothing that writes numbers puts a zero in front.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "losing precision is what is looked for"
)]
fn is_rounded(digits: &str) -> bool {
    if digits.starts_with('0') {
        return false;
    }
    let is_a_double = digits
        .parse()
        .is_ok_and(|number: u128| number as f64 as u128 == number);
    is_a_double || digits.trim_end_matches('0').len() <= DOUBLE_DIGITS
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const USUAL: &str = "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";

    fn parse(text: &str) -> Result<InvitationToken, TokenError> {
        text.parse()
    }

    #[test]
    fn the_published_shape_is_usual_and_others_are_flagged() {
        assert!(parse(USUAL).unwrap().is_usual());
        for other in [
            &USUAL.to_uppercase(),
            &USUAL[1..],
            "tok_live-12345678",
            "abcdefgh",
            &"x".repeat(128),
        ] {
            let token = parse(other).unwrap();
            assert!(!token.is_usual(), "{other}");
            assert_eq!(token.as_str(), other);
        }
    }

    #[test]
    fn every_character_in_every_place_decides_whether_a_token_is_usual() {
        for place in 0..USUAL_TOKEN_LENGTH {
            for byte in 0..=u8::MAX {
                let mut text = *b"92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";
                text[place] = byte;
                let is_hex = matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                let usual = UsualText::of(&text);
                assert_eq!(usual.is_some(), is_hex, "{byte} in {place}");
            }
        }
    }

    #[test]
    fn what_surrounds_a_token_unseen_is_dropped() {
        for text in [
            format!("  {USUAL}\r\n"),
            format!("\t{USUAL}"),
            format!("\u{feff}{USUAL}\u{200b}\u{a0}"),
        ] {
            assert_eq!(parse(&text).unwrap().as_str(), USUAL);
        }
    }

    #[test]
    fn letter_case_is_kept_and_tells_tokens_apart() {
        assert_ne!(parse(USUAL), parse(&USUAL.to_uppercase()));
    }

    #[test]
    fn a_hidden_or_cut_token_is_masked() {
        for text in [
            "92b6****6a7b",
            "92b6＊＊6a7b",
            "92b6••••6a7b",
            "92b6●●",
            "92b6…6a7b",
            "92b6e1a4...",
            "********",
            "*a",
        ] {
            assert_eq!(parse(text), Err(TokenError::Masked), "{text}");
        }
        for prose in [
            "Thanks…",
            "etc...",
            "…",
            "* item one",
            "ab***@example.com",
            "..",
            "***",
        ] {
            assert_eq!(parse(prose), Err(TokenError::NoToken), "{prose}");
        }
    }

    #[test]
    fn a_number_is_a_damaged_token() {
        for text in [
            "1.23457E+31",
            "1,23457E+31",
            "23457E+31",
            "1.2345678901234568e+31",
            "1.23456789012345E31",
            "9E+09",
            "12345678901234500000000000000000",
            "12345678901234567000000000000000",
            "12345678901234500000000000000000.00",
            "1234567890123456789012345678901",
            "123456789012345678901234567890123",
            "12345678",
            "########",
        ] {
            assert_eq!(parse(text), Err(TokenError::Damaged), "{text}");
        }
    }

    #[test]
    fn a_double_written_out_in_full_is_damaged() {
        // What int(float("12345678901234567890123456789012")) prints.
        assert_eq!(
            parse("12345678901234566802609541218304"),
            Err(TokenError::Damaged)
        );
    }

    #[test]
    fn digits_that_no_number_could_have_kept_are_a_whole_token() {
        for text in [
            "12345678901234567890123456789012",
            "00000000000000000000000000000001",
            "1234567890123456789012345678e012",
            "123456789012345678901234567890e1",
        ] {
            assert!(parse(text).unwrap().is_usual(), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_token() {
        assert_eq!(parse(" \t\u{feff} "), Err(TokenError::Empty));
        assert_eq!(parse(&"x".repeat(129)), Err(TokenError::TooLong));
        for text in [
            "Contoso",
            "Contoso Ltd",
            "12.50",
            "a@example.com",
            "令牌令牌令牌令牌",
            "1234567",
        ] {
            assert_eq!(parse(text), Err(TokenError::NoToken), "{text}");
        }
    }

    #[test]
    fn tokens_are_ordered_as_text() {
        let mut tokens: Vec<InvitationToken> = ["zzzzzzzz1", USUAL, "0AAAAAAA1"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        tokens.sort();
        let sorted: Vec<&str> = tokens.iter().map(InvitationToken::as_str).collect();
        assert_eq!(sorted, ["0AAAAAAA1", USUAL, "zzzzzzzz1"]);
    }
}
