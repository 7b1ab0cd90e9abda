//! How the domain's types are written in columns.

use chrono::{DateTime, Utc};
use rusqlite::{
    Row, ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};

use crate::{
    account::KeyPlace,
    check::CheckEnd,
    ids::{AccountId, CheckId, InvitationId, ListId},
    observation::InvitationFields,
    standing::Outcome,
};

/// The columns of [`InvitationFields`], in the order in which [`read_fields`] takes them.
pub(super) const FIELDS: &str =
    "create_time, status, use_time, client_uin, client_mail, client_type, bind_time";

/// The seven columns from `first` on.
pub(super) fn read_fields(row: &Row<'_>, first: usize) -> rusqlite::Result<InvitationFields> {
    Ok(InvitationFields {
        create_time: row.get(first)?,
        status: row.get(first + 1)?,
        use_time: row.get(first + 2)?,
        client_uin: row.get(first + 3)?,
        client_mail: row.get(first + 4)?,
        client_type: row.get(first + 5)?,
        bind_time: row.get(first + 6)?,
    })
}

/// A time in a column: milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct At(pub(super) DateTime<Utc>);

impl ToSql for At {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.timestamp_millis().into())
    }
}

impl FromSql for At {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let millis = value.as_i64()?;
        DateTime::from_timestamp_millis(millis)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(millis))
    }
}

macro_rules! row_number_columns {
    ($($id:ident),+) => {$(
        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }
        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }
    )+};
}
row_number_columns!(AccountId, ListId, InvitationId, CheckId);

macro_rules! word_columns {
    ($($kind:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl ToSql for $kind {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(match self { $(Self::$variant => $word),+ }.into())
            }
        }
        impl FromSql for $kind {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($word => Ok(Self::$variant),)+
                    other => Err(FromSqlError::other(UnknownWord(other.to_owned()))),
                }
            }
        }
    )+};
}
word_columns! {
    KeyPlace { Keychain = "keychain", Session = "session", Missing = "missing" }
    CheckEnd {
        Completed = "completed",
        Cancelled = "cancelled",
        Stopped = "stopped",
        Interrupted = "interrupted",
    }
}

#[derive(Debug, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is none of the known words")]
struct UnknownWord(String);

// A number, since there is one of these for each of a million rows.
impl ToSql for Outcome {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Unasked => 0_i64,
            Self::Returned => 1,
            Self::NotReturned => 2,
        }
        .into())
    }
}

impl FromSql for Outcome {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_i64()? {
            0 => Ok(Self::Unasked),
            1 => Ok(Self::Returned),
            2 => Ok(Self::NotReturned),
            other => Err(FromSqlError::OutOfRange(other)),
        }
    }
}
