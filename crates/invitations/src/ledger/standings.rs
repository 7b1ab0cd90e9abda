//! The standing of each invitation, kept beside the observations that it is derived from.

use rusqlite::{CachedStatement, Row, Transaction, params};

use super::{
    LedgerError,
    columns::{FIELDS, read_fields},
    rows::QueryNumber,
};
use crate::{ids::InvitationId, standing::Standing};

/// A row of `standing`.
#[derive(Debug, Default)]
pub(super) struct StandingRow {
    /// The row number of the newest observation.
    pub(super) last_observation: Option<i64>,
    pub(super) answered_by: Option<QueryNumber>,
    /// `None` once an answer has come after the failure.
    pub(super) failed_by: Option<QueryNumber>,
    /// When it was answered and under which RequestId stands with the query, so both are `None` here.
    pub(super) standing: Standing,
}

pub(super) const COLUMNS: &str = "last_observation, answered_by, failed_by, outcome, ever_returned";

impl StandingRow {
    /// From [`COLUMNS`] and [`FIELDS`], from the column `first` on.
    pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            last_observation: row.get(first)?,
            answered_by: row.get(first + 1)?,
            failed_by: row.get(first + 2)?,
            standing: Standing {
                outcome: row.get(first + 3)?,
                ever_returned: row.get(first + 4)?,
                fields: read_fields(row, first + 5)?,
                ..Standing::default()
            },
        })
    }
}

/// Reading and writing standings within a transaction.
pub(super) struct Standings<'l> {
    find: CachedStatement<'l>,
    save: CachedStatement<'l>,
}

impl<'l> Standings<'l> {
    pub(super) fn of(transaction: &'l Transaction<'_>) -> Result<Self, LedgerError> {
        Ok(Self {
            find: transaction.prepare_cached(&format!(
                "SELECT {COLUMNS}, {FIELDS} FROM standing WHERE invitation = ?"
            ))?,
            save: transaction.prepare_cached(&format!(
                "INSERT OR REPLACE INTO standing (invitation, {COLUMNS}, {FIELDS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ))?,
        })
    }

    /// Of an invitation never asked about: all default.
    pub(super) fn find(&mut self, invitation: InvitationId) -> Result<StandingRow, LedgerError> {
        let mut found = self.find.query([invitation])?;
        match found.next()? {
            Some(row) => Ok(StandingRow::read(row, 0)?),
            None => Ok(StandingRow::default()),
        }
    }

    pub(super) fn save(
        &mut self,
        invitation: InvitationId,
        row: &StandingRow,
    ) -> Result<(), LedgerError> {
        let fields = &row.standing.fields;
        self.save.execute(params![
            invitation,
            row.last_observation,
            row.answered_by,
            row.failed_by,
            row.standing.outcome,
            row.standing.ever_returned,
            fields.create_time,
            fields.status,
            fields.use_time,
            fields.client_uin,
            fields.client_mail,
            fields.client_type,
            fields.bind_time,
        ])?;
        Ok(())
    }
}
