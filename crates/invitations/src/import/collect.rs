//! Every record of a text becomes tokens, a duplicate, a refused line, a header, or a blank line.

use crate::token::is_blank;

use super::{
    DuplicateLine, Import, ImportedToken, MAX_NOTE_CHARS,
    header::Header,
    row::{Found, Row, cut, flat},
    seen::Seen,
    table::{Cell, Record, Records},
};

/// A title or two may stand above the header.
const HEADER_WITHIN_RECORDS: u32 = 10;
pub(super) fn collect(text: &str) -> Import {
    let mut collector = Collector {
        seen: Seen::for_text(text.len()),
        ..Collector::default()
    };
    let (mut records, mut cells) = (Records::new(text), Vec::new());
    while let Some(record) = records.next(&mut cells) {
        collector.record(&record, &cells);
    }
    Import {
        tokens: collector.seen.tokens,
        ..collector.import
    }
}

#[derive(Default)]
struct Collector {
    import: Import,
    seen: Seen,
    header: Option<Header>,
    records: u32,
    row: Row,
}

impl Collector {
    fn record<'a>(&mut self, record: &Record<'a>, cells: &[Cell<'a>]) {
        if cells
            .iter()
            .all(|cell| cell.text.trim_matches(is_blank).is_empty())
        {
            self.import.blank_lines += 1;
            return;
        }
        self.records += 1;
        self.row.tokens.clear();
        self.row.refused.clear();
        match &self.header {
            Some(header) if header.is_repeated_by(cells) => return,
            Some(header) => self.row.take_named(header, cells),
            None => self.row.search_all(cells),
        }
        if self.row.tokens.is_empty() && self.row.refused.is_empty() {
            if self.is_header(cells) {
                return;
            }
            self.row.take_unnamed(record, cells);
        }
        let note = self.note(cells);
        self.keep(note);
    }

    /// Whether this row names the columns; its names hold from here.
    fn is_header(&mut self, cells: &[Cell<'_>]) -> bool {
        let is_near_top = self.seen.tokens.is_empty() && self.records <= HEADER_WITHIN_RECORDS;
        if self.header.is_none() && is_near_top {
            self.header = Header::read(cells);
            return self.header.is_some();
        }
        false
    }

    /// The row's other cells, when it is about one token.
    fn note(&self, cells: &[Cell<'_>]) -> Option<String> {
        let (first, others) = self.row.tokens.split_first()?;
        if cells.len() == 1 || others.iter().any(|other| other.token != first.token) {
            return None;
        }
        if let Some(column) = self.header.as_ref().and_then(|header| header.note_column) {
            let note = flat(&cells.get(column)?.text);
            return some(cut(crate::export::unprotected(&note), MAX_NOTE_CHARS));
        }
        // They were found from left to right.
        let holds_token = |column: usize| {
            let tokens = &self.row.tokens;
            tokens
                .binary_search_by_key(&column, |found| found.column)
                .is_ok()
        };
        let rest = cells
            .iter()
            .enumerate()
            .filter(|&(column, _)| !holds_token(column));
        let rest: Vec<String> = rest
            .map(|(_, cell)| flat(&cell.text))
            .filter(|text| !text.is_empty())
            .collect();
        some(cut(&rest.join(" · "), MAX_NOTE_CHARS))
    }

    fn keep(&mut self, mut note: Option<String>) {
        self.import.refused.append(&mut self.row.refused);
        for Found { token, line, .. } in self.row.tokens.drain(..) {
            let new = ImportedToken {
                token,
                line,
                note: note.take(),
            };
            let Some((token, first_line)) = self.seen.keep(new) else {
                continue;
            };
            let duplicate = DuplicateLine {
                line,
                first_line,
                token,
            };
            // A row may hold its token bare and as a link, and that is no second invitation.
            let is_told = self.import.duplicates.last() == Some(&duplicate);
            if line != first_line && !is_told {
                self.import.duplicates.push(duplicate);
            }
        }
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
