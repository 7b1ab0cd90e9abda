//! What holds for every import: each line is accounted for, and no token is made up, lost or doubled.

use std::collections::{BTreeSet, HashMap};

use invitations::{
    import::{Import, MAX_EXCERPT_CHARS, MAX_NOTE_CHARS, fuzzing::find, read_text},
    token::{InvitationToken, MAX_TOKEN_LENGTH, MIN_TOKEN_LENGTH},
};

/// A pasted text.
pub fn text(text: &str) -> Import {
    let import = read_text(text);
    let lines = lines(text.strip_prefix('\u{feff}').unwrap_or(text));
    check(&import, lines.len());
    let places: Vec<u32> = import.tokens.iter().map(|one| one.line).collect();
    assert!(places.is_sorted(), "in the order of the lines");
    if !text.contains('"') {
        no_line_is_passed_over(&import, &lines);
    }
    listed_again(&import);
    import
}

pub fn check(import: &Import, lines: usize) {
    let is_line = |line: u32| (1..=lines).contains(&(line as usize));
    let mut places = HashMap::new();
    for one in &import.tokens {
        is_whole(&one.token);
        assert!(is_line(one.line), "line {} of {lines}", one.line);
        let known = places.insert(&one.token, (one.sheet, one.line));
        assert_eq!(known, None, "{} is there twice", one.token);
        if let Some(note) = &one.note {
            assert!(is_shown_well(note, MAX_NOTE_CHARS), "{note:?}");
            assert!(!note.is_empty());
        }
    }
    for one in &import.duplicates {
        let first = (one.first_sheet, one.first_line);
        assert_eq!(places.get(&one.token), Some(&first));
        assert_ne!(
            (one.sheet, one.line),
            first,
            "a line is no duplicate of itself"
        );
        assert!(is_line(one.line));
    }
    for one in &import.refused {
        assert!(is_line(one.line), "line {} of {lines}", one.line);
        assert_ne!(one.column, Some(0), "counted from 1");
        assert!(
            is_shown_well(&one.excerpt, MAX_EXCERPT_CHARS),
            "{:?}",
            one.excerpt
        );
    }
    if lines != usize::MAX {
        assert!(import.blank_lines as usize <= lines);
    }
}

pub fn is_whole(token: &InvitationToken) {
    let text = token.to_string();
    assert_eq!(text.parse().as_ref(), Ok(token), "it reads itself");
    assert!((MIN_TOKEN_LENGTH..=MAX_TOKEN_LENGTH).contains(&text.len()));
    assert!(
        text.bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
    );
    let is_usual = text.len() == 32 && text.bytes().all(|it| b"0123456789abcdef".contains(&it));
    assert_eq!(token.is_usual(), is_usual);
}

fn is_shown_well(text: &str, chars: usize) -> bool {
    text.chars().count() <= chars && !text.contains(char::is_control)
}

/// A line of which nothing is told names the columns, and then it has no token.
fn no_line_is_passed_over(import: &Import, lines: &[&str]) {
    let mut told: BTreeSet<u32> = import.tokens.iter().map(|one| one.line).collect();
    told.extend(import.duplicates.iter().map(|one| one.line));
    told.extend(import.refused.iter().map(|one| one.line));
    assert!(told.len() + import.blank_lines as usize <= lines.len());
    for (number, line) in (1..).zip(lines) {
        if !told.contains(&number) {
            find(line, |found| {
                assert!(found.is_err(), "{line:?} is passed over")
            });
        }
    }
}

/// The usual tokens, one a line, are the same tokens.
fn listed_again(import: &Import) {
    let tokens = import.tokens.iter().map(|one| &one.token);
    let tokens: Vec<_> = tokens.filter(|token| token.is_usual()).collect();
    let list: String = tokens.iter().map(|token| format!("{token}\n")).collect();
    let again = read_text(&list);
    assert!(
        tokens
            .into_iter()
            .eq(again.tokens.iter().map(|one| &one.token))
    );
    assert!(again.duplicates.is_empty() && again.refused.is_empty());
}

fn lines(mut text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    while !text.is_empty() {
        let (line, rest) = text.split_at(text.find(['\n', '\r']).unwrap_or(text.len()));
        lines.push(line);
        let after = rest.strip_prefix("\r\n").or_else(|| rest.get(1..));
        text = after.unwrap_or_default();
    }
    lines
}
