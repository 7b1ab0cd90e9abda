//! Why the ledger could not do it.

use std::io::{self, ErrorKind};

use rusqlite::{ErrorCode, ffi};

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the ledger's file is damaged: {detail}")]
    Damaged { detail: String },
    #[error(
        "the ledger is of format {found}, and this version of the program reads up to format {supported}"
    )]
    Newer { found: u32, supported: u32 },
    #[error("another program has kept the ledger locked for too long")]
    Busy,
    #[error("the disk with the ledger is full")]
    DiskFull,
    #[error("the ledger cannot be written: its file or folder is read-only")]
    ReadOnly,
    #[error("another account has this label already")]
    LabelTaken,
    #[error("this is no longer in the ledger")]
    Gone,
    #[error("the ledger's file cannot be used: {0}")]
    Io(#[source] io::Error),
    #[error("the disk with the ledger cannot be used: {0}")]
    DiskFailed(#[source] rusqlite::Error),
    #[error("the ledger's database failed: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl LedgerError {
    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged {
            detail: detail.into(),
        }
    }
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        match &error {
            Error::QueryReturnedNoRows => Self::Gone,
            // A row refers to what has been removed meanwhile.
            Error::SqliteFailure(failure, _)
                if failure.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY =>
            {
                Self::Gone
            }
            Error::SqliteFailure(failure, detail) => match (failure.code, failure.extended_code) {
                (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _)
                | (
                    _,
                    ffi::SQLITE_IOERR_SHORT_READ
                    | ffi::SQLITE_IOERR_CORRUPTFS
                    | ffi::SQLITE_IOERR_DATA,
                ) => Self::damaged(detail.clone().unwrap_or_else(|| error.to_string())),
                (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy,
                // The shared-memory file cannot be made larger: no other cause is known.
                (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => Self::DiskFull,
                (ErrorCode::ReadOnly, _) => Self::ReadOnly,
                (ErrorCode::SystemIoFailure | ErrorCode::CannotOpen, _) => Self::DiskFailed(error),
                _ => Self::Sqlite(error),
            },
            // Only this program writes here, so a value that it cannot read is not what it wrote.
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..) => Self::damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
