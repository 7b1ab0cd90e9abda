//! Handing rows to a spreadsheet.

mod cell;
mod csv;
mod line;
mod replace;
mod words;

use std::io;

use thiserror::Error;

pub(crate) use cell::unprotected;
pub use csv::write_csv;
pub use replace::{replace, require_replaceable};
pub use words::ExportLanguage;

/// Why there is no new file. Whatever stood at its place before is as it was.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Most often because it is open in Excel.
    #[error("another program has the file open: {0}")]
    Busy(#[source] io::Error),
    #[error("the disk is full: {0}")]
    DiskFull(#[source] io::Error),
    /// The folder, the disk or the old file may not be written to.
    #[error("this place may not be written to: {0}")]
    ReadOnly(#[source] io::Error),
    #[error("the file cannot be written: {0}")]
    Io(#[source] io::Error),
}
