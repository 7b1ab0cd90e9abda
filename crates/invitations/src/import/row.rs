//! What one record of a text or sheet holds: tokens, and what is refused.

use std::borrow::Cow;

use crate::{
    token::{InvitationToken, TokenError, USUAL_TOKEN_LENGTH, is_blank},
    visible::visible_beginning,
};

use super::{
    MAX_EXCERPT_CHARS, RefusedLine,
    find::find,
    header::Header,
    table::{Cell, Kind, Record, in_column, lines},
};

/// Among other cells, a text without the usual shape has to be this long to be taken for a token: dates, order numbers and
/// user names are shorter.
const MIN_UNUSUAL_AMONG_CELLS: usize = 16;
/// Letters alone are a word, unless no word is so long.
const MIN_WITHOUT_DIGIT: usize = 24;

/// What one record holds; reused for each.
#[derive(Default)]
pub(super) struct Row {
    /// From left to right.
    pub tokens: Vec<Found>,
    pub refused: Vec<RefusedLine>,
}

pub(super) struct Found {
    pub token: InvitationToken,
    /// Counted from 0.
    pub column: u32,
    pub line: u32,
    /// Not in the text of the cell, but where a click on it leads.
    pub is_behind: bool,
}

impl Row {
    /// A column that says it holds tokens is believed; the others are looked at when it has none.
    pub(super) fn take_named(&mut self, record: &Record<'_>, header: &Header, cells: &[Cell<'_>]) {
        let named = header
            .token_columns
            .iter()
            .filter_map(|&column| in_column(cells, column));
        named.clone().for_each(|cell| self.search(cell));
        if self.tokens.is_empty() {
            named
                .clone()
                .for_each(|cell| self.take_whole(cell, |_| true));
        }
        if self.tokens.is_empty() {
            self.refused.clear();
            self.search_all(cells);
        }
        if self.tokens.is_empty() && self.refused.is_empty() {
            // An empty cell says less than what stands in the next such column.
            let reason = named
                .map(refuse_named)
                .min_by_key(|refused| refused.reason == TokenError::Empty);
            let left_out = header.token_columns.first();
            let left_out = left_out.filter(|_| record.text.is_none());
            let empty = |&column| refused(record.line, Some(column), "", TokenError::Empty);
            self.refused.extend(reason.or_else(|| left_out.map(empty)));
        }
    }

    pub(super) fn search_all(&mut self, cells: &[Cell<'_>]) {
        cells.iter().for_each(|cell| self.search(cell));
    }

    /// Takes links and words of 32 hex digits from wherever they stand in a cell, or from behind it.
    fn search(&mut self, cell: &Cell<'_>) {
        let (tokens, refused) = (self.tokens.len(), self.refused.len());
        if cell.kind == Kind::Text {
            self.search_text(cell);
        }
        if let Some(link) = &cell.link
            && self.tokens.len() == tokens
        {
            let spoilt = self.refused.split_off(refused);
            self.search_line(cell, cell.line, link, true);
            // What is only hinted at in the text is whole behind it.
            if self.tokens.len() == tokens && !spoilt.is_empty() {
                self.refused.truncate(refused);
                self.refused.extend(spoilt);
            }
        }
    }

    fn search_text(&mut self, cell: &Cell<'_>) {
        let whole = cell.text.trim_matches(is_blank);
        if whole.len() == USUAL_TOKEN_LENGTH
            && let Ok(token) = whole.parse::<InvitationToken>()
            && token.is_usual()
        {
            self.take(cell, token);
            return;
        }
        for (line, text) in (cell.line..).zip(lines(&cell.text)) {
            self.search_line(cell, line, text, false);
        }
    }

    fn search_line(&mut self, cell: &Cell<'_>, line: u32, text: &str, is_behind: bool) {
        let column = cell.column;
        find(text, |found| match found {
            Ok(token) => self.tokens.push(Found {
                token,
                column,
                line,
                is_behind,
            }),
            Err(bad) => self
                .refused
                .push(refused(line, Some(column), bad.text, bad.reason)),
        });
    }

    /// Takes a cell that is a token as a whole.
    fn take_whole(&mut self, cell: &Cell<'_>, is_plausible: impl Fn(&str) -> bool) {
        if cell.kind == Kind::Text
            && let Ok(token) = unwrapped(&cell.text).parse::<InvitationToken>()
            && is_plausible(token.as_str())
        {
            self.take(cell, token);
        }
    }

    fn take(&mut self, cell: &Cell<'_>, token: InvitationToken) {
        self.tokens.push(Found {
            token,
            column: cell.column,
            line: cell.line + leading_breaks(&cell.text),
            is_behind: false,
        });
    }

    /// Without a column that says it holds tokens: a cell with the look of one, else the reason why there is none.
    pub(super) fn take_unnamed(&mut self, record: &Record<'_>, cells: &[Cell<'_>]) {
        let shortest = if record.is_alone {
            0
        } else {
            MIN_UNUSUAL_AMONG_CELLS
        };
        for cell in cells {
            self.take_whole(cell, |token| {
                token.len() >= shortest && is_deliberate(token)
            });
        }
        if !self.tokens.is_empty() {
            return;
        }
        let spoilt = cells.iter().find_map(|cell| {
            let reason = spoilt(&cell.text, record.is_alone)?;
            let column = (!record.is_alone).then_some(cell.column);
            Some(refused(cell.line, column, &cell.text, reason))
        });
        self.refused.push(spoilt.unwrap_or_else(|| {
            let text = record.text.map_or_else(|| joined(cells), Cow::Borrowed);
            refused(record.line, None, &text, TokenError::NoToken)
        }));
    }
}

/// As much of a sheet's row as an excerpt has room for.
fn joined<'a>(cells: &[Cell<'_>]) -> Cow<'a, str> {
    let mut text = String::new();
    for cell in cells {
        if !text.is_empty() {
            text.push_str(" · ");
        }
        text.extend(cell.text.chars().take(MAX_EXCERPT_CHARS));
        if text.len() > 4 * MAX_EXCERPT_CHARS {
            break;
        }
    }
    text.into()
}

fn refuse_named(cell: &Cell<'_>) -> RefusedLine {
    let reason = match (cell.kind, unwrapped(&cell.text).parse::<InvitationToken>()) {
        // Numbers of any length: a column of tokens has no others.
        (Kind::Number, _) => TokenError::Damaged,
        (_, Err(reason)) => reason,
        (_, Ok(_)) => TokenError::NoToken,
    };
    refused(cell.line, Some(cell.column), &cell.text, reason)
}

/// Whether a token stood here before it was masked, or a spreadsheet or something else spoilt it.
fn spoilt(text: &str, is_alone: bool) -> Option<TokenError> {
    let reason = |text: &str| {
        text.parse::<InvitationToken>()
            .err()
            .filter(|error| !matches!(error, TokenError::NoToken | TokenError::Empty))
    };
    let whole = unwrapped(text);
    let among_others = |reason: &TokenError| match reason {
        // A customer's UIN or telephone number is all digits, too.
        TokenError::Damaged => whole.len() > 15 || !whole.bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    };
    if let Some(reason) = reason(whole).filter(|reason| is_alone || among_others(reason)) {
        return Some(reason);
    }
    let words = text.split(char::is_whitespace).map(unwrapped);
    let words =
        words.filter(|word| word.len() >= 8 && word.bytes().any(|byte| byte.is_ascii_digit()));
    words
        .filter_map(reason)
        .find(|&reason| reason == TokenError::Masked)
}

/// Whether somebody made this up to be a token: words and dates have no letters beside digits.
fn is_deliberate(text: &str) -> bool {
    let (letter, digit) = (
        text.bytes().any(|b| b.is_ascii_alphabetic()),
        text.bytes().any(|b| b.is_ascii_digit()),
    );
    letter && (digit || text.len() >= MIN_WITHOUT_DIGIT)
}

/// Without quotation marks, brackets and punctuation around it, and the `="…"` by which some programs keep Excel's hands off.
fn unwrapped(text: &str) -> &str {
    let text = text.trim_matches(is_blank).trim_start_matches(['=', '\'']);
    let is_around = |character: char| {
        is_blank(character)
            || "\"'`“”‘’「」『』()[]{}<>（）【】《》,;:，；：、。".contains(character)
    };
    let text = text.trim_matches(is_around);
    match text.strip_suffix('.') {
        Some(sentence) if !sentence.ends_with('.') => sentence,
        _ => text,
    }
}

fn refused(line: u32, column: Option<u32>, text: &str, reason: TokenError) -> RefusedLine {
    RefusedLine {
        sheet: 0,
        line,
        column: column.map(|column| column.saturating_add(1)),
        excerpt: visible_beginning(text, MAX_EXCERPT_CHARS),
        reason,
    }
}

/// How many lines of a cell are blank before its text begins.
fn leading_breaks(text: &str) -> u32 {
    let blank = lines(text)
        .take_while(|line| line.trim_matches(is_blank).is_empty())
        .count();
    u32::try_from(blank).unwrap_or(u32::MAX)
}
