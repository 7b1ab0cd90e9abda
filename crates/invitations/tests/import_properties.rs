//! What holds for every text, however messy.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use invitations::import::{read_file, read_text};
use proptest::{collection::vec, prelude::*, sample::select};

/// Pieces of mails, tables and chats. None makes what follows it a part of a link.
const MESS: &[&str] = &[
    "",
    " ",
    "Dear all, ",
    "“",
    "”，",
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "\t",
    "|",
    " | ",
    "，",
    "；",
    "：",
    "。",
    "(",
    ")",
    "<b>",
    "</b>",
    "Contoso Ltd, ",
    "客户",
    "a@b.example ",
    "1.23457E+31 ",
    "92b6****6a7b ",
    "5\" ",
    "https://t.example/a?b=c&d=%41 ",
    "=",
    ":",
    "RegisterToken ",
    "\u{feff}",
    "\u{a0}",
    "👍",
    "-- ",
    "\0",
];

/// How a token is written.
const FORMS: &[(&str, &str)] = &[
    ("", " "),
    ("\"", "\""),
    (
        " https://www.tencentcloud.com/reseller-customer/invitation?RegisterToken=",
        " ",
    ),
    (" https://t.example/#/x?registertoken=", "&lang=en "),
    (" https://t.example/?a=b&amp;REGISTERTOKEN=", "&amp;c=d "),
    (
        " https://gate.example/?url=https%3A%2F%2Ft.example%2F%3FRegisterToken%3D",
        "%26x%3D1&data=0 ",
    ),
    (
        " https://gate.example/?url=https%253A%252F%252Ft.example%252F%253FRegisterToken%253D",
        "%2526x ",
    ),
];

const BREAKS: &[&str] = &["\n", "\r\n", "\r"];

/// What files of several kinds begin with.
const MARKS: &[&[u8]] = &[
    b"",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"PK\x03\x04",
];

#[derive(Debug, Clone)]
struct Line {
    before: Vec<&'static str>,
    form: Option<(&'static str, &'static str)>,
    after: Vec<&'static str>,
}

fn line() -> impl Strategy<Value = Line> {
    let mess = || vec(select(MESS), 0..5);
    (mess(), proptest::option::of(select(FORMS)), mess()).prop_map(|(before, form, after)| Line {
        before,
        form,
        after,
    })
}

/// The text, and the line of each planted token.
fn write(lines: &[Line], line_break: &str) -> (String, BTreeMap<String, u32>) {
    let (mut text, mut planted) = (String::new(), BTreeMap::new());
    for (number, line) in (1..).zip(lines) {
        text.push_str(&line.before.concat());
        if let Some((open, close)) = line.form {
            let token = format!(
                "{:032x}",
                (0xabcd_ef01_2345_6789_u128 * (u128::from(number) + 3)) << 40
            );
            text.push_str(&format!("{open}{token}{close}"));
            planted.insert(token, number);
        }
        text.push_str(&line.after.concat());
        text.push_str(line_break);
    }
    (text, planted)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_planted_token_is_found_once_on_its_line(lines in vec(line(), 0..30), line_break in select(BREAKS)) {
        let (text, planted) = write(&lines, line_break);
        let import = read_text(&text);
        let usual = import.tokens.iter().filter(|imported| imported.token.is_usual());
        let found: BTreeMap<String, u32> = usual.map(|imported| (imported.token.to_string(), imported.line)).collect();
        prop_assert_eq!(found, planted, "{:?}", text);
        prop_assert!(import.duplicates.is_empty());
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), tail in "[\"',;|\t=%0-9a-fA-FRegisterToken*.\r\n令牌+-]{0,200}") {
        read_text(&text);
        read_text(&format!("{tail}{text}{tail}"));
    }

    #[test]
    fn every_line_is_accounted_for(lines in vec("[a-z0-9 ]{0,40}", 0..20)) {
        let import = read_text(&lines.join("\n"));
        let mut told: Vec<u32> = import.tokens.iter().map(|imported| imported.line).collect();
        told.extend(import.refused.iter().map(|refused| refused.line));
        told.extend(import.duplicates.iter().map(|duplicate| duplicate.line));
        told.sort_unstable();
        told.dedup();
        let names = ["token", "link", "links", "tokens", "url", "id", "no", "name", "note", "date", "time", "type", "uin", "mail"];
        let silent = lines.iter().filter(|line| {
            let name: String = line.split(' ').collect();
            !name.is_empty() && !names.contains(&name.as_str())
        });
        prop_assert!(told.len() >= silent.count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_file_makes_it_panic(head in select(MARKS), bytes in vec(any::<u8>(), 0..300)) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), [head, &bytes].concat()).unwrap();
        let _ = read_file(file.path());
    }
}
