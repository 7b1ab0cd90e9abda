//! Tokens from a workbook, without trusting anything that the file says of itself.
//!
//! A library that reads whole workbooks was tried first. A file of 800 bytes made it ask for 900 TB of memory, and that ends
//! the program where a panic could still be caught. So the format is read here, part by part and row by row: what is kept is
//! no more than what was unpacked, and that has a limit.

mod limits;
mod ods;
mod package;
mod relationships;
mod rows;
mod sheet;
mod strings;
mod styles;
mod value;
mod xlsx;
mod xml;

use memchr::memmem;

use super::{Import, ImportError};
use crate::visible::visible_beginning;
use limits::Limits;
use package::Package;

const ZIP: &[u8] = b"PK\x03\x04";
/// Microsoft's older container: `.xls`, and whatever is protected by a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether a file with this beginning may be a workbook, and is no text.
pub(super) fn is_archive(beginning: &[u8]) -> bool {
    beginning.starts_with(ZIP) || beginning.starts_with(COMPOUND)
}

/// Reads the visible sheets of an archive that is a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Import, ImportError> {
    if bytes.starts_with(COMPOUND) {
        return Err(refuse_compound(bytes));
    }
    read_within(bytes, Limits::USUAL)
}

fn read_within(bytes: &[u8], limits: Limits) -> Result<Import, ImportError> {
    let package = Package::open(bytes, limits)?;
    if package.has("mimetype") {
        ods::read(&package)
    } else {
        xlsx::read(&package)
    }
}

/// Within limits that are reached in no time.
#[cfg(fuzzing)]
pub(super) fn read_a_little(bytes: &[u8]) -> Result<Import, ImportError> {
    read_within(bytes, Limits::TINY)
}

fn refuse_compound(bytes: &[u8]) -> ImportError {
    // Its table of contents has names in UTF-16.
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    if holds("EncryptedPackage") {
        ImportError::Protected
    } else if holds("Workbook") || holds("WORKBOOK") || holds("Book") {
        ImportError::Workbook
    } else {
        ImportError::NotText
    }
}

/// Told in a few words, though some of them may be the file's.
fn damaged(reason: impl ToString) -> ImportError {
    const MAX_CHARS: usize = 200;
    ImportError::Damaged(visible_beginning(&reason.to_string(), MAX_CHARS))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    const ROWS: u32 = 100;
    const TEXT: &str = "the same text in every cell";

    fn read_with(change: impl FnOnce(&mut Limits)) -> Result<Import, ImportError> {
        let mut workbook = Workbook::new();
        for _ in 0..2 {
            let sheet = workbook.add_worksheet();
            for row in 0..ROWS / 2 {
                sheet.write_string(row * 3, 7, TEXT).unwrap();
            }
        }
        let mut limits = Limits::USUAL;
        change(&mut limits);
        read_within(&workbook.save_to_buffer().unwrap(), limits)
    }

    fn is_over(result: Result<Import, ImportError>) -> Option<&'static str> {
        match result {
            Ok(_) => None,
            Err(ImportError::WorkbookTooLarge { of, .. }) => Some(of),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn rows_and_text_are_counted_over_all_sheets() {
        let (rows, text) = (u64::from(ROWS), u64::from(ROWS) * TEXT.len() as u64);
        assert_eq!(is_over(read_with(|limits| limits.rows = rows)), None);
        let result = read_with(|limits| limits.rows = rows - 1);
        assert_eq!(is_over(result), Some("rows"));
        assert_eq!(is_over(read_with(|limits| limits.text = text)), None);
        let result = read_with(|limits| limits.text = text - 1);
        assert_eq!(is_over(result), Some("bytes of text"));
    }

    #[test]
    fn what_is_unpacked_is_counted_over_all_parts() {
        // Each sheet alone would fit.
        let result = read_with(|limits| limits.unpacked = 6 * 1024);
        assert_eq!(is_over(result), Some("bytes unpacked"));
        assert_eq!(
            is_over(read_with(|limits| limits.unpacked = 32 * 1024)),
            None
        );
    }
}
