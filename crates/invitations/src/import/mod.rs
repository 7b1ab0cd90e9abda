//! Tokens from whatever a user has: a workbook, a column of a spreadsheet saved as CSV, a mail, a chat, a list.

mod collect;
mod delimiter;
mod encoding;
mod find;
mod header;
mod preview;
mod row;
mod seen;
mod table;
mod workbook;

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use thiserror::Error;

use crate::{token::InvitationToken, visible::visible};

pub use preview::{DuplicateLine, PreviewToken, RefusedLine};

/// Room for a million links with a customer's name beside each.
pub const MAX_IMPORT_BYTES: u64 = 64 * 1024 * 1024;
/// A note is cut after this many characters.
pub const MAX_NOTE_CHARS: usize = 200;
/// An excerpt of a refused line is cut after this many characters.
pub const MAX_EXCERPT_CHARS: usize = 80;

/// What a text, file or workbook holds, every line of it accounted for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// `None` for pasted text.
    pub file_name: Option<String>,
    /// "Excel" or "OpenDocument" for a workbook.
    pub encoding: &'static str,
    /// The names of a workbook's sheets, when more than one has something in it. A place in this import is then a sheet, by
    /// its number in here, and a line.
    pub sheets: Vec<String>,
    /// Each token once, in the order of its first line.
    pub tokens: Vec<ImportedToken>,
    /// Later lines with a token that an earlier line had. A token twice on one line is none: it may stand there bare and as a
    /// link.
    pub duplicates: Vec<DuplicateLine>,
    /// Lines with something other than a token where a token should be.
    pub refused: Vec<RefusedLine>,
    pub blank_lines: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedToken {
    pub token: InvitationToken,
    /// Which of the import's sheets; 0 in a text.
    pub sheet: u16,
    /// The physical line of the file, or the row of the sheet, counted from 1.
    pub line: u32,
    /// What stood beside it in its row.
    pub note: Option<String>,
}

#[derive(Debug, Error)]
pub enum ImportError {
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("the file has {bytes} bytes; {limit} is the most that is read")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("the file is not text")]
    NotText,
    /// `.xls` or `.xlsb`.
    #[error("the file is a workbook of a kind that is not read; save it as .xlsx")]
    Workbook,
    #[error("the file is protected by a password")]
    Protected,
    #[error("the file is a damaged workbook: {0}")]
    Damaged(String),
    /// By what it unpacks to: a small file may hold anything.
    #[error("the workbook has more than {limit} {of}")]
    WorkbookTooLarge { limit: u64, of: &'static str },
}

impl Import {
    /// How many tokens are not 32 lower-case hex digits.
    pub fn unusual(&self) -> usize {
        self.tokens
            .iter()
            .filter(|imported| !imported.token.is_usual())
            .count()
    }
}

/// Reads pasted text. Whatever is in it, the worst that can happen is that its lines are refused.
pub fn read_text(text: &str) -> Import {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Import {
        encoding: "UTF-8",
        ..collect::collect(text)
    }
}

/// Reads a text or CSV file or a workbook. One that is too large or neither is refused before it is read.
pub fn read_file(path: &Path) -> Result<Import, ImportError> {
    let file = File::open(path)?;
    let too_large = |bytes| ImportError::TooLarge {
        bytes,
        limit: MAX_IMPORT_BYTES,
    };
    let bytes = file.metadata()?.len();
    if bytes > MAX_IMPORT_BYTES {
        return Err(too_large(bytes));
    }
    // The file may grow while it is read, or be a pipe that tells no length.
    let mut file = file.take(MAX_IMPORT_BYTES + 1);
    let mut contents = Vec::with_capacity(encoding::SNIFFED_BYTES);
    file.by_ref()
        .take(encoding::SNIFFED_BYTES as u64)
        .read_to_end(&mut contents)?;
    encoding::refuse_binary(&contents)?;
    file.read_to_end(&mut contents)?;
    if contents.len() as u64 > MAX_IMPORT_BYTES {
        return Err(too_large(contents.len() as u64));
    }
    let file_name = path
        .file_name()
        .map(|name| visible(&name.to_string_lossy()));
    Ok(Import {
        file_name,
        ..read_contents(contents)?
    })
}

fn read_contents(contents: Vec<u8>) -> Result<Import, ImportError> {
    if workbook::is_archive(&contents) {
        return workbook::read(&contents);
    }
    let (text, encoding) = encoding::decode(contents)?;
    Ok(Import {
        encoding,
        ..collect::collect(&text)
    })
}

/// Ways into the import that no program needs, for `tests/fuzz`.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing {
    use super::{Import, ImportError, encoding, find, workbook};
    use crate::token::{InvitationToken, TokenError};

    /// What [`read_file`](super::read_file) does with what is in the file.
    pub fn read_bytes(contents: Vec<u8>) -> Result<Import, ImportError> {
        encoding::refuse_binary(&contents[..contents.len().min(encoding::SNIFFED_BYTES)])?;
        super::read_contents(contents)
    }

    /// Within limits that are reached in no time.
    pub fn read_workbook(contents: &[u8]) -> Result<Import, ImportError> {
        workbook::read_a_little(contents)
    }

    /// The tokens in the middle of one line of text, and what stands where one should be.
    pub fn find(text: &str, mut report: impl FnMut(Result<InvitationToken, (&str, TokenError)>)) {
        find::find(text, |found| {
            report(found.map_err(|bad| (bad.text, bad.reason)));
        });
    }
}
