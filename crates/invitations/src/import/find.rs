//! Tokens in the middle of other text.

use std::borrow::Cow;

use memchr::memchr_iter;
use percent_encoding::percent_decode_str;

use crate::token::{InvitationToken, TokenError, USUAL_TOKEN_LENGTH, is_mask, is_token_byte};

const PARAMETER: &str = "RegisterToken";
/// A link inside a mail gateway's link inside another one's; nobody nests deeper.
const MAX_NESTING: usize = 4;

/// A `RegisterToken` that does not name a token.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadLink<'a> {
    /// The word that holds it.
    pub text: &'a str,
    pub reason: TokenError,
}

/// Reports each token in one line of text, in order: the value of every `RegisterToken` of whatever link, and every word
/// of 32 hex digits.
///
/// Hex digits inside a link are not taken for a token: mail gateways put the ids of tenants and messages there.
pub(super) fn find<'a>(
    text: &'a str,
    mut report: impl FnMut(Result<InvitationToken, BadLink<'a>>),
) {
    for word in text.split(|character| !is_word(character)) {
        if is_link(word) {
            for rest in parameters(&unescape(word)) {
                report(value(rest).map_err(|reason| BadLink { text: word, reason }));
            }
        } else if word.len() >= USUAL_TOKEN_LENGTH {
            let runs = word.split(|character| !u8::try_from(character).is_ok_and(is_token_byte));
            runs.filter(|run| is_hex_token(run))
                .filter_map(|run| run.parse().ok())
                .for_each(|token| report(Ok(token)));
        }
    }
}

/// ASCII without what surrounds links in prose, tables, HTML and JSON; masks too, so that they stay with what they hide.
fn is_word(character: char) -> bool {
    (character.is_ascii_graphic() && !matches!(character, '"' | '\'' | '`' | '<' | '>' | ',' | ';'))
        || is_mask(character)
}

/// What is left of a link's end counts as one too: `x%7C92b6…` and `RegisterToken=92b6…`.
fn is_link(word: &str) -> bool {
    parameters(word).next().is_some() || word.contains('%') || word.contains("://")
}

/// Percent escapes undone as often as they were done.
fn unescape(word: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(word);
    for _ in 0..MAX_NESTING {
        match percent_decode_str(&text).decode_utf8_lossy() {
            Cow::Borrowed(_) => break,
            Cow::Owned(decoded) => text = Cow::Owned(decoded),
        }
    }
    text
}

/// What follows each `RegisterToken=`, whatever its case.
fn parameters(link: &str) -> impl Iterator<Item = &str> {
    memchr_iter(b'=', link.as_bytes()).filter_map(|end| {
        let name = &link.as_bytes()[end.checked_sub(PARAMETER.len())?..end];
        let is_parameter = name.eq_ignore_ascii_case(PARAMETER.as_bytes());
        is_parameter.then(|| &link[end + 1..])
    })
}

fn value(rest: &str) -> Result<InvitationToken, TokenError> {
    let strict = take(rest, |character| {
        u8::try_from(character).is_ok_and(is_token_byte)
    });
    if is_hex_token(strict) {
        return strict.parse();
    }
    // Not the usual token, so what follows it may be a part of it that is hidden, or of the number it was turned into.
    let wide = take(rest, |character| {
        is_mask(character)
            || matches!(character, '.' | '+')
            || u8::try_from(character).is_ok_and(is_token_byte)
    });
    let wide = match wide.strip_suffix('.') {
        Some(sentence) if !sentence.ends_with('.') => sentence,
        _ => wide,
    };
    match wide.parse::<InvitationToken>() {
        Err(reason @ (TokenError::Masked | TokenError::Damaged)) => Err(reason),
        _ => strict.parse(),
    }
}

fn take(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    &text[..text
        .find(|character| !belongs(character))
        .unwrap_or(text.len())]
}

fn is_hex_token(run: &str) -> bool {
    run.len() == USUAL_TOKEN_LENGTH && run.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";
    const B: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    fn found(text: &str) -> Vec<Result<String, TokenError>> {
        let mut all = Vec::new();
        find(text, |one| {
            all.push(one.map(|token| token.to_string()).map_err(|bad| bad.reason));
        });
        all
    }

    fn ok(tokens: &[&str]) -> Vec<Result<String, TokenError>> {
        tokens.iter().map(|&token| Ok(token.to_owned())).collect()
    }

    #[test]
    fn a_link_gives_its_token_whatever_the_case_and_place_of_the_parameter() {
        let base = "https://www.tencentcloud.com/reseller-customer/invitation";
        for link in [
            format!("{base}?RegisterToken={A}"),
            format!("{base}?registertoken={A}"),
            format!("{base}?REGISTERTOKEN={A}&lang=en"),
            format!("{base}?lang=en&amp;RegisterToken={A}&amp;x=1"),
            format!("{base}#/?RegisterToken={A}"),
            format!("{base}#RegisterToken={A}"),
            format!("www.tencentcloud.com/invitation?RegisterToken={A}"),
            format!("RegisterToken={A}"),
            format!("{base}?RegisterToken={A}."),
            format!("{base}?RegisterToken={A}.Please"),
            format!("({base}?RegisterToken={A})"),
            format!("**{base}?RegisterToken={A}**"),
            format!("<a href=\"{base}?RegisterToken={A}\">here</a>"),
            format!("请打开链接：{base}?RegisterToken={A}，谢谢。"),
            format!("“{base}?RegisterToken={A}”；"),
            format!("{{\"link\":\"{base}?RegisterToken={A}\"}}"),
        ] {
            assert_eq!(found(&link), ok(&[A]), "{link}");
        }
    }

    #[test]
    fn a_link_inside_another_link_is_unescaped_as_often_as_needed() {
        let link = format!(
            "https%3A%2F%2Fwww.tencentcloud.com%2Finvitation%3FRegisterToken%3D{A}%26lang%3Den"
        );
        for escapes in 0..4 {
            let inner = (0..escapes).fold(link.clone(), |inner, _| inner.replace('%', "%25"));
            assert_eq!(
                found(&format!("https://gateway.example/?url={inner}&x=1")),
                ok(&[A]),
                "{escapes}"
            );
        }
    }

    #[test]
    fn the_ids_that_a_mail_gateway_adds_are_no_tokens() {
        let link = format!(
            "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.tencentcloud.com%2Finvitation%3FRegisterToken\
             %3D{A}&amp;data=05%7C02%7Cann%40contoso.com%7C{B}%7C{B}%7C0%7C0%7C638&amp;sdata=x%3D&amp;reserved=0"
        );
        assert_eq!(found(&link), ok(&[A]));
        assert_eq!(
            found(&format!("https://track.example/{B}/click?id={B}")),
            []
        );
    }

    #[test]
    fn thirty_two_hex_digits_are_a_token_among_other_words() {
        for text in [
            format!("the token is {A}, as agreed"),
            format!("令牌：{A}。"),
            format!("Token={A};"),
            format!("[{A}]"),
            format!("“{A}”"),
            format!("{{\"InvitationToken\":\"{A}\"}}"),
            format!("Contoso|{A}|2026"),
            format!("{A}……"),
            format!("客户{A}客户"),
        ] {
            assert_eq!(found(&text), ok(&[A]), "{text}");
        }
        assert_eq!(found(&A.to_uppercase()), ok(&[&A.to_uppercase()]));
        assert_eq!(found(&format!("{A} {B}/{A}")), ok(&[A, B, A]));
    }

    #[test]
    fn ordinary_words_and_other_ids_are_no_tokens() {
        for text in [
            "please find the invitation attached",
            "6f1c9a52-5d1e-4b8f-9c61-1f0a2b3c4d5e",
            "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b",
            "ann.lee@contoso.com",
            "what is a RegisterToken?",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn several_links_of_one_line_are_all_found_in_order() {
        let text = format!(
            "1) https://t.example/?RegisterToken={A}, 2) https://t.example/?RegisterToken={B} and {A}"
        );
        assert_eq!(found(&text), ok(&[A, B, A]));
    }

    #[test]
    fn a_link_takes_other_tokens_too_when_they_are_whole() {
        assert_eq!(
            found("https://t.example/?RegisterToken=tok_live-12345678&x=1"),
            ok(&["tok_live-12345678"])
        );
        assert_eq!(
            found(&format!("https://t.example/?RegisterToken={A}{A}")),
            ok(&[&format!("{A}{A}")])
        );
    }

    #[test]
    fn a_link_without_a_whole_token_says_why() {
        let table = [
            ("", TokenError::Empty),
            ("&lang=en", TokenError::Empty),
            ("{token}", TokenError::Empty),
            ("92b6****6a7b", TokenError::Masked),
            ("92b6e1a4••••••••", TokenError::Masked),
            ("92b6e1a4...", TokenError::Masked),
            ("92b6e1a4…", TokenError::Masked),
            ("1.23457E+31", TokenError::Damaged),
            ("12345678901234500000000000000000", TokenError::Damaged),
            ("abc", TokenError::NoToken),
            ("abc.", TokenError::NoToken),
        ];
        for (value, reason) in table {
            let text = format!("see https://t.example/?RegisterToken={value} now");
            assert_eq!(found(&text), [Err(reason)], "{value}");
        }
        assert_eq!(
            found(&format!(
                "https://t.example/?RegisterToken={}",
                "x".repeat(200)
            )),
            [Err(TokenError::TooLong)]
        );
    }
}
