//! One line of a CSV file (RFC 4180). Nothing but numbers goes without quotes: LibreOffice proposes to split at semicolons
//! and tabs as well.

use std::io::{self, Write};

use memchr::memchr;

use super::cell::{self, Guarded};

/// The line under way, reused for each: a million lines need no million allocations.
#[derive(Debug, Default)]
pub(super) struct Line {
    bytes: Vec<u8>,
}

impl Line {
    /// A word of this program: no number, and without quotation marks.
    pub(super) fn word(&mut self, word: &str) {
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(word.as_bytes());
        self.bytes.extend_from_slice(b"\",");
    }

    pub(super) fn guarded(&mut self, cell: &Guarded<'_>) {
        self.cell(cell.guard, &cell.text);
    }

    /// Text of the user or the service, protected; an empty cell where there is none.
    pub(super) fn service_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.guarded(&cell::text(text)),
            None => self.word(""),
        }
    }

    pub(super) fn number(&mut self, number: Option<i64>) {
        match number {
            Some(number) => {
                write!(self.bytes, "{number},").expect("writing to memory does not fail");
            }
            None => self.word(""),
        }
    }

    /// Writes the line, and begins the next one.
    pub(super) fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        // The last comma separates nothing.
        self.bytes.pop();
        self.bytes.extend_from_slice(b"\r\n");
        let written = out.write_all(&self.bytes);
        self.bytes.clear();
        written
    }

    fn cell(&mut self, guard: &str, text: &str) {
        let bytes = &mut self.bytes;
        if guard.is_empty() && is_number(text) {
            bytes.extend_from_slice(text.as_bytes());
            bytes.push(b',');
            return;
        }
        bytes.push(b'"');
        bytes.extend_from_slice(guard.as_bytes());
        let mut rest = text.as_bytes();
        while let Some(end) = memchr(b'"', rest) {
            let (piece, after) = rest.split_at(end + 1);
            bytes.extend_from_slice(piece);
            bytes.push(b'"');
            rest = after;
        }
        bytes.extend_from_slice(rest);
        bytes.extend_from_slice(b"\",");
    }
}

/// Whether a spreadsheet would read it as a number anyway. Few texts need the closer look.
fn is_number(text: &str) -> bool {
    let may_be = |first: &u8| {
        matches!(
            first,
            b'0'..=b'9' | b'+' | b'-' | b'.' | b'i' | b'I' | b'n' | b'N'
        )
    };
    text.as_bytes().first().is_some_and(may_be) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use csv::{QuoteStyle, Terminator, WriterBuilder};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_texts_are_quoted_as_the_csv_crate_does(texts in prop::collection::vec("[ -~\"0-9e.+\\-\u{80}-\u{20ff}]{0,12}", 1..5)) {
            let mut theirs = WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .quote_style(QuoteStyle::NonNumeric)
                .from_writer(Vec::new());
            theirs.write_record(&texts).unwrap();
            let (mut line, mut ours) = (Line::default(), Vec::new());
            for text in &texts {
                line.cell("", text);
            }
            line.end(&mut ours).unwrap();
            prop_assert_eq!(ours, theirs.into_inner().unwrap());
        }
    }

    #[test]
    fn what_reads_as_a_number_has_no_quotes() {
        let (mut line, mut out) = (Line::default(), Vec::new());
        for text in [
            "12", "1e5", "-3.5", "inf", "NaN", "12 a", "", "\"", "a\"b\"",
        ] {
            line.cell("", text);
        }
        line.number(Some(-7));
        line.number(None);
        line.end(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "12,1e5,-3.5,inf,NaN,\"12 a\",\"\",\"\"\"\",\"a\"\"b\"\"\",-7,\"\"\r\n"
        );
    }
}
