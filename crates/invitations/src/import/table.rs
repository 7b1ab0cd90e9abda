//! Lines and cells of a text, whatever separates them.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::token::UsualText;

use super::delimiter::delimiter;

/// A quoted cell that has not ended after this much text is prose that begins with a quotation mark.
const MAX_QUOTED_BYTES: usize = 64 * 1024;

/// What stands in tokens, links or around quoted cells separates nothing: a line of blanks or quotation marks would be read
/// to its end once for each of them.
const MAY_BE_NAMED: &[u8] = b",;\t|^~";

/// One row of a table, or one line of prose.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// The physical line it begins on, or the row of a sheet, counted from 1.
    pub line: u32,
    /// As it stands in a text; a row of a sheet is nothing but its cells.
    pub text: Option<&'a str>,
    /// Whether there are no columns: this is an entry of a list, or a line of prose.
    pub is_alone: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    /// Without its quotes. In a text it may hold line breaks, in a sheet it does not.
    pub text: Cow<'a, str>,
    /// The physical line it begins on.
    pub line: u32,
    /// Counted from 0. The rows of a sheet leave their empty cells out.
    pub column: u32,
    pub kind: Kind,
    /// Where a click on a sheet's cell leads.
    pub link: Option<Cow<'a, str>>,
}

/// What a spreadsheet takes a cell for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    /// A date, a time, a truth value or an error.
    Other,
}

impl<'a> Cell<'a> {
    /// A cell of a text, in which everything is text.
    pub(super) fn of_text(text: impl Into<Cow<'a, str>>, line: u32, column: usize) -> Self {
        Self {
            text: text.into(),
            line,
            column: u32::try_from(column).unwrap_or(u32::MAX),
            kind: Kind::Text,
            link: None,
        }
    }
}

/// The row's cell in that column, if it has one.
pub(super) fn in_column<'c, 'a>(cells: &'c [Cell<'a>], column: u32) -> Option<&'c Cell<'a>> {
    let at = cells.binary_search_by_key(&column, |cell| cell.column);
    cells.get(at.ok()?)
}

#[derive(Debug)]
pub(super) struct Records<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: Option<u8>,
}

impl<'a> Records<'a> {
    /// Takes Excel's `sep=;` at its word, else looks at the text.
    pub(super) fn new(text: &'a str) -> Self {
        let first = &text[..line_end(text, 0)];
        if let Some(&[delimiter]) = strip_prefix_ignoring_case(first, "sep=").map(str::as_bytes)
            && MAY_BE_NAMED.contains(&delimiter)
        {
            let at = after_break(text, first.len());
            return Self {
                text,
                at,
                line: 2,
                delimiter: Some(delimiter),
            };
        }
        Self::with_delimiter(text, delimiter(text))
    }

    pub(super) fn with_delimiter(text: &'a str, delimiter: Option<u8>) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            delimiter,
        }
    }

    /// The next record, when it is a usual token and nothing else, and its line. Most texts are lists of such.
    pub(super) fn next_usual(&mut self) -> Option<(UsualText<'a>, u32)> {
        let rest = &self.text.as_bytes()[self.at..];
        let (digits, rest) = rest.split_first_chunk()?;
        if !matches!(rest, [] | [b'\n' | b'\r', ..]) {
            return None;
        }
        let token = UsualText::of(digits)?;
        let line = self.line;
        self.at = after_break(self.text, self.at + digits.len());
        self.line += 1;
        Some((token, line))
    }

    /// Puts the next record's cells into `cells`, which is reused so that a million rows need no million allocations.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell<'a>>) -> Option<Record<'a>> {
        cells.clear();
        if self.at >= self.text.len() {
            return None;
        }
        let (start, line) = (self.at, self.line);
        let end = line_end(self.text, start);
        let end = match self.delimiter {
            None => {
                cells.push(Cell::of_text(&self.text[start..end], line, 0));
                end
            }
            Some(delimiter) if memchr(b'"', &self.text.as_bytes()[start..end]).is_none() => {
                let pieces = self.text[start..end].split(char::from(delimiter));
                let pieces = pieces.enumerate();
                cells.extend(pieces.map(|(column, piece)| Cell::of_text(piece, line, column)));
                end
            }
            Some(delimiter) => self.quoted(delimiter, cells),
        };
        self.at = after_break(self.text, end);
        self.line += 1;
        Some(Record {
            line,
            text: Some(&self.text[start..end]),
            is_alone: cells.len() == 1,
        })
    }

    /// RFC 4180, where it is kept to: a quotation mark inside a cell, or one that is never closed, is a mere character.
    fn quoted(&mut self, delimiter: u8, cells: &mut Vec<Cell<'a>>) -> usize {
        let mut at = self.at;
        loop {
            let line = self.line;
            let end = if let Some((text, end)) = quoted_cell(self.text, at, delimiter) {
                self.line += breaks(&self.text[at..end]);
                cells.push(Cell::of_text(text, line, cells.len()));
                end
            } else {
                let line_end = line_end(self.text, at);
                let end = memchr(delimiter, &self.text.as_bytes()[at..line_end])
                    .map_or(line_end, |length| at + length);
                cells.push(Cell::of_text(&self.text[at..end], line, cells.len()));
                end
            };
            if self.text.as_bytes().get(end) != Some(&delimiter) {
                return end;
            }
            at = end + 1;
        }
    }
}

/// The cell that begins at `at`, if it is a well-formed quoted one, and where it ends.
fn quoted_cell(text: &str, at: usize, delimiter: u8) -> Option<(Cow<'_, str>, usize)> {
    let bytes = text.as_bytes();
    let opening = at + bytes[at..].iter().position(|&byte| byte != b' ')?;
    if bytes[opening] != b'"' {
        return None;
    }
    let (start, mut at, mut escapes) = (opening + 1, opening + 1, false);
    let window = text.len().min(start + MAX_QUOTED_BYTES);
    let closing = loop {
        let quote = at + memchr(b'"', &bytes[at..window])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            break quote;
        }
        escapes = true;
        at = (quote + 2).min(window);
    };
    let rest = &bytes[closing + 1..];
    let end = closing
        + 1
        + rest
            .iter()
            .position(|&byte| byte != b' ')
            .unwrap_or(rest.len());
    let ends_cell = matches!(bytes.get(end), None | Some(b'\n' | b'\r')) || bytes[end] == delimiter;
    let inner = &text[start..closing];
    let inner = if escapes {
        Cow::Owned(inner.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inner)
    };
    ends_cell.then_some((inner, end))
}

fn line_end(text: &str, from: usize) -> usize {
    memchr2(b'\n', b'\r', &text.as_bytes()[from..]).map_or(text.len(), |length| from + length)
}

/// A line ends with LF, CR LF, or the lone CR of old Macs.
fn after_break(text: &str, end: usize) -> usize {
    match &text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [] => end,
        _ => end + 1,
    }
}

fn breaks(text: &str) -> u32 {
    let (mut at, mut count) = (0, 0);
    while let Some(length) = memchr2(b'\n', b'\r', &text.as_bytes()[at..]) {
        at = after_break(text, at + length);
        count += 1;
    }
    count
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The physical lines of a cell.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        let end = line_end(text, start);
        at = (end < text.len()).then(|| after_break(text, end));
        Some(&text[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, Vec<(u32, String)>)> {
        let (mut records, mut cells, mut rows) = (Records::new(text), Vec::new(), Vec::new());
        while let Some(record) = records.next(&mut cells) {
            rows.push((
                record.line,
                cells
                    .drain(..)
                    .map(|cell| (cell.line, cell.text.into_owned()))
                    .collect(),
            ));
        }
        rows
    }

    fn texts(text: &str) -> Vec<Vec<String>> {
        read(text)
            .into_iter()
            .map(|(_, cells)| cells.into_iter().map(|(_, text)| text).collect())
            .collect()
    }

    #[test]
    fn excel_may_name_the_delimiter_in_the_first_line() {
        assert_eq!(
            read("SEP=;\r\na;b"),
            [(2, vec![(2, "a".into()), (2, "b".into())])]
        );
    }

    #[test]
    fn what_tokens_links_and_quotes_are_made_of_is_no_delimiter() {
        for name in ["sep=\"", "sep= ", "sep==", "sep=%", "sep=_", "sep=a"] {
            assert_eq!(read(name), [(1, vec![(1, name.into())])]);
        }
    }

    #[test]
    fn quoted_cells_may_hold_delimiters_quotes_and_line_breaks() {
        let text = "a,\"b, \"\"c\"\"\r\nd\",e\r\nf,\"\ng\",\"h\"\r\n";
        assert_eq!(
            read(text),
            [
                (
                    1,
                    vec![
                        (1, "a".into()),
                        (1, "b, \"c\"\r\nd".into()),
                        (2, "e".into())
                    ]
                ),
                (3, vec![(3, "f".into()), (3, "\ng".into()), (4, "h".into())]),
            ]
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_nothing() {
        assert_eq!(
            texts("\"a,b\nc,d\ne,f"),
            [["\"a", "b"], ["c", "d"], ["e", "f"]]
        );
        assert_eq!(texts("\"a\" x,b\nc,d"), [["\"a\" x", "b"], ["c", "d"]]);
        assert_eq!(texts("5\" disk,b\nc,d"), [["5\" disk", "b"], ["c", "d"]]);
    }

    #[test]
    fn every_line_break_counts() {
        let lines: Vec<u32> = read("a\nb\r\nc\rd\n\ne")
            .iter()
            .map(|(line, _)| *line)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6]);
        assert_eq!(
            super::lines("a\r\nb\n\rc").collect::<Vec<_>>(),
            ["a", "b", "", "c"]
        );
        assert_eq!(super::lines("a\n").collect::<Vec<_>>(), ["a", ""]);
    }
}
