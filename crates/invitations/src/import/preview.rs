//! What the page shows of an import before anything is stored.

use serde::Serialize;

use crate::token::{InvitationToken, TokenError};

use super::ImportedToken;

/// A line, or a cell of it, with something other than a token where a token should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct RefusedLine {
    /// Which of the import's sheets; 0 in a text.
    pub sheet: u16,
    /// In a sheet, its row.
    pub line: u32,
    /// Counted from 1; `None` when the line as a whole is refused.
    pub column: Option<u32>,
    /// The beginning of what was refused.
    pub excerpt: String,
    pub reason: TokenError,
}

/// A line with a token that an earlier line had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateLine {
    pub sheet: u16,
    pub line: u32,
    pub first_sheet: u16,
    pub first_line: u32,
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub token: InvitationToken,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct PreviewToken {
    pub sheet: u16,
    pub line: u32,
    pub token: String,
    pub note: Option<String>,
    /// Not 32 lower-case hex digits.
    pub unusual: bool,
}

impl From<&ImportedToken> for PreviewToken {
    fn from(imported: &ImportedToken) -> Self {
        Self {
            sheet: imported.sheet,
            line: imported.line,
            token: imported.token.to_string(),
            note: imported.note.clone(),
            unusual: !imported.token.is_usual(),
        }
    }
}
