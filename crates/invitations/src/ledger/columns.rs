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
    reached::Reached,
};

/// The columns of [`InvitationFields`], in the order in which [`read_fields_into`] takes them.
pub(super) const FIELDS: &str =
    "create_time, status, use_time, client_uin, client_mail, client_type, bind_time";

/// The seven columns from `first` on, without those of the bits (see [`field_bits`]): what nobody looks at is not copied.
pub(super) fn read_fields_except(
    bits: u8,
    row: &Row<'_>,
    first: usize,
) -> rusqlite::Result<InvitationFields> {
    fn read<T: FromSql>(
        bits: u8,
        row: &Row<'_>,
        first: usize,
        at: usize,
    ) -> rusqlite::Result<Option<T>> {
        match bits >> at & 1 {
            0 => row.get(first + at),
            _ => Ok(None),
        }
    }
    Ok(InvitationFields {
        create_time: read(bits, row, first, 0)?,
        status: read(bits, row, first, 1)?,
        use_time: read(bits, row, first, 2)?,
        client_uin: read(bits, row, first, 3)?,
        client_mail: read(bits, row, first, 4)?,
        client_type: read(bits, row, first, 5)?,
        bind_time: read(bits, row, first, 6)?,
    })
}

/// Of the seven columns from `first` on.
pub(super) fn read_reached(row: &Row<'_>, first: usize) -> rusqlite::Result<Reached> {
    Ok(match Reached::by(row.get(first + 1)?, false) {
        // A text is not looked at for nothing: SQLite copies it.
        Reached::Used if row.get_ref(first + 6)? != ValueRef::Null => Reached::Bound,
        reached => reached,
    })
}

/// In the place of those of the row before: a million rows need not make and drop five texts each.
pub(super) fn read_fields_into(
    fields: &mut InvitationFields,
    row: &Row<'_>,
    first: usize,
) -> rusqlite::Result<()> {
    read_text(&mut fields.create_time, row, first)?;
    fields.status = row.get(first + 1)?;
    read_text(&mut fields.use_time, row, first + 2)?;
    read_text(&mut fields.client_uin, row, first + 3)?;
    read_text(&mut fields.client_mail, row, first + 4)?;
    fields.client_type = row.get(first + 5)?;
    read_text(&mut fields.bind_time, row, first + 6)
}

pub(super) fn read_text(
    text: &mut Option<String>,
    row: &Row<'_>,
    at: usize,
) -> rusqlite::Result<()> {
    match row.get_ref(at)?.as_str_or_null()? {
        Some(new) => new.clone_into(text.get_or_insert_default()),
        None => *text = None,
    }
    Ok(())
}

/// Which of them are there, as in `observation.inherited`.
pub(super) fn field_bits(fields: &InvitationFields) -> u8 {
    let present = [
        fields.create_time.is_some(),
        fields.status.is_some(),
        fields.use_time.is_some(),
        fields.client_uin.is_some(),
        fields.client_mail.is_some(),
        fields.client_type.is_some(),
        fields.bind_time.is_some(),
    ];
    (present.iter().enumerate()).fold(0, |bits, (at, present)| bits | u8::from(*present) << at)
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
