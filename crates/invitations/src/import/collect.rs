//! Every record of a text or sheet becomes tokens, a duplicate, a refused line, a header, or a blank line.

use std::{iter, mem, ops::Range};

use crate::{
    token::{InvitationToken, TokenError, is_blank},
    visible::{cut, visible, visible_beginning},
};

use super::{
    DuplicateLine, Import, ImportedToken, MAX_EXCERPT_CHARS, MAX_NOTE_CHARS, RefusedLine,
    header::Header,
    row::{Found, Row},
    seen::{AHEAD, Seen},
    table::{Cell, Record, Records, in_column},
};

/// A title or two may stand above the header.
const HEADER_WITHIN_RECORDS: u32 = 10;

pub(super) fn collect(text: &str) -> Import {
    let mut collector = Collector {
        seen: Seen::for_text(text.len()),
        ..Collector::default()
    };
    let (mut records, mut cells) = (Records::new(text), Vec::new());
    let mut usual = Vec::with_capacity(AHEAD);
    loop {
        // The same comes of it, whatever the header and the delimiter are, as when its cell is looked at.
        loop {
            usual.extend(iter::from_fn(|| records.next_usual()).take(AHEAD));
            if usual.is_empty() {
                break;
            }
            (collector.seen).look_ahead(usual.iter().map(|(token, _)| (*token).into()));
            for (token, line) in usual.drain(..) {
                collector.records += 1;
                collector.keep(token, line, None);
            }
        }
        let Some(record) = records.next(&mut cells) else {
            return collector.finish();
        };
        collector.record(&record, &cells);
    }
}

#[derive(Default)]
pub(super) struct Collector {
    import: Import,
    seen: Seen,
    header: Option<Header>,
    sheet: u16,
    /// Of this text or sheet, without blank ones.
    records: u32,
    /// How much the sheets before this one gave.
    earlier: Count,
    /// The refused lines of each sheet that is about something else.
    other_sheets: Vec<Range<usize>>,
    row: Row,
}

#[derive(Default)]
struct Count {
    tokens: usize,
    duplicates: usize,
    refused: usize,
}

impl Collector {
    /// What follows is another sheet: it has columns of its own.
    pub(super) fn begin_sheet(&mut self, sheet: u16) {
        self.header = None;
        self.sheet = sheet;
        self.records = 0;
        self.earlier = self.count();
    }

    /// Whether there was anything in it.
    pub(super) fn end_sheet(&mut self) -> bool {
        let (earlier, now) = (&self.earlier, self.count());
        let header = self.header.as_ref();
        let has_tokens = (now.tokens, now.duplicates) != (earlier.tokens, earlier.duplicates)
            || header.is_some_and(|header| !header.token_columns.is_empty());
        let is_other = |line: &RefusedLine| line.reason == TokenError::NoToken;
        let refused = earlier.refused..now.refused;
        if !has_tokens && self.import.refused[refused.clone()].iter().all(is_other) {
            self.other_sheets.push(refused);
        }
        self.records > 0
    }

    /// What several sheets gave. A sheet of customers beside one of links is refused as one, not row by row.
    pub(super) fn finish_sheets(mut self, names: Vec<String>) -> Import {
        let refused = &mut self.import.refused;
        for mut lines in self.other_sheets.drain(..).rev() {
            if let Some(first) = lines.next().map(|first| &mut refused[first]) {
                first.column = None;
                let name = &names[usize::from(first.sheet)];
                first.excerpt = visible_beginning(name, MAX_EXCERPT_CHARS);
                refused.drain(lines);
            }
        }
        self.import.sheets = names.iter().map(|name| visible(name)).collect();
        self.finish()
    }

    pub(super) fn blank_lines(&mut self, lines: u32) {
        self.import.blank_lines = self.import.blank_lines.saturating_add(lines);
    }

    fn count(&self) -> Count {
        Count {
            tokens: self.seen.tokens.len(),
            duplicates: self.import.duplicates.len(),
            refused: self.import.refused.len(),
        }
    }

    pub(super) fn finish(self) -> Import {
        Import {
            tokens: self.seen.tokens,
            ..self.import
        }
    }

    pub(super) fn record<'a>(&mut self, record: &Record<'a>, cells: &[Cell<'a>]) {
        let is_empty =
            |cell: &Cell<'_>| cell.link.is_none() && cell.text.trim_matches(is_blank).is_empty();
        if cells.iter().all(is_empty) {
            self.import.blank_lines += 1;
            return;
        }
        self.records += 1;
        self.row.tokens.clear();
        self.row.refused.clear();
        match &self.header {
            Some(header) if header.is_repeated_by(cells) => {
                // A customer's column may say "link" where the link is in another one.
                self.row.search_all(cells);
                if self.row.tokens.is_empty() && self.row.refused.is_empty() {
                    return;
                }
            }
            Some(header) => self.row.take_named(record, header, cells),
            None => self.row.search_all(cells),
        }
        if self.row.tokens.is_empty() && self.row.refused.is_empty() {
            if self.is_header(cells) {
                return;
            }
            self.row.take_unnamed(record, cells);
        }
        let note = self.note(cells);
        self.keep_row(note);
    }

    /// Whether this row names the columns; its names hold from here.
    fn is_header(&mut self, cells: &[Cell<'_>]) -> bool {
        let is_near_top =
            self.seen.tokens.len() == self.earlier.tokens && self.records <= HEADER_WITHIN_RECORDS;
        if self.header.is_none() && is_near_top {
            self.header = Header::read(cells);
            return self.header.is_some();
        }
        false
    }

    /// The row's other cells, when it is about one token.
    fn note(&self, cells: &[Cell<'_>]) -> Option<String> {
        let (first, others) = self.row.tokens.split_first()?;
        if others.iter().any(|other| other.token != first.token) {
            return None;
        }
        if let Some(column) = self.header.as_ref().and_then(|header| header.note_column) {
            let note = visible(&in_column(cells, column)?.text);
            return some(cut(crate::export::unprotected(&note), MAX_NOTE_CHARS));
        }
        // They were found from left to right.
        let shows_token = |cell: &&Cell<'_>| {
            let tokens = &self.row.tokens;
            tokens
                .binary_search_by_key(&cell.column, |found| found.column)
                .is_ok_and(|at| !tokens[at].is_behind)
        };
        let rest: Vec<String> = cells
            .iter()
            .filter(|cell| !shows_token(cell))
            .map(|cell| visible(&cell.text))
            .filter(|text| !text.is_empty())
            .collect();
        some(cut(&rest.join(" · "), MAX_NOTE_CHARS))
    }

    fn keep_row(&mut self, mut note: Option<String>) {
        for refused in &mut self.row.refused {
            refused.sheet = self.sheet;
        }
        self.import.refused.append(&mut self.row.refused);
        let mut tokens = mem::take(&mut self.row.tokens);
        for Found { token, line, .. } in tokens.drain(..) {
            self.keep(token, line, note.take());
        }
        self.row.tokens = tokens;
    }

    /// Inlined for the same reason as [`Seen::keep`].
    #[inline(always)]
    fn keep(&mut self, token: impl Into<InvitationToken>, line: u32, note: Option<String>) {
        let sheet = self.sheet;
        let new = ImportedToken {
            token: token.into(),
            sheet,
            line,
            note,
        };
        let Some((token, first)) = self.seen.keep(new) else {
            return;
        };
        let duplicate = DuplicateLine {
            sheet,
            line,
            first_sheet: first.sheet,
            first_line: first.line,
            token,
        };
        // A row may hold its token bare and as a link, and that is no second invitation.
        let is_same_row = (first.sheet, first.line) == (sheet, line);
        let is_told = self.import.duplicates.last() == Some(&duplicate);
        if !is_same_row && !is_told {
            self.import.duplicates.push(duplicate);
        }
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
