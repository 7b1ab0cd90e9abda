//! The standing of each invitation, kept beside the observations that it is derived from.

use rusqlite::{Row, Transaction, named_params};

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

    /// Of an invitation never asked about: all default.
    pub(super) fn of(
        ledger: &Transaction<'_>,
        invitation: InvitationId,
    ) -> Result<Self, LedgerError> {
        let mut find = ledger.prepare_cached(&format!(
            "SELECT {COLUMNS}, {FIELDS} FROM standing WHERE invitation = ?"
        ))?;
        let mut found = find.query([invitation])?;
        match found.next()? {
            Some(row) => Ok(Self::read(row, 0)?),
            None => Ok(Self::default()),
        }
    }

    pub(super) fn save(
        &self,
        ledger: &Transaction<'_>,
        invitation: InvitationId,
    ) -> Result<(), LedgerError> {
        let mut save = ledger.prepare_cached(&format!(
            "INSERT OR REPLACE INTO standing (invitation, {COLUMNS}, {FIELDS})
             VALUES (:invitation, :last, :answered_by, :failed_by, :outcome, :ever_returned,
                 :create_time, :status, :use_time, :client_uin, :client_mail, :client_type, :bind_time)"
        ))?;
        let fields = &self.standing.fields;
        save.execute(named_params! {
            ":invitation": invitation,
            ":last": self.last_observation,
            ":answered_by": self.answered_by,
            ":failed_by": self.failed_by,
            ":outcome": self.standing.outcome,
            ":ever_returned": self.standing.ever_returned,
            ":create_time": fields.create_time,
            ":status": fields.status,
            ":use_time": fields.use_time,
            ":client_uin": fields.client_uin,
            ":client_mail": fields.client_mail,
            ":client_type": fields.client_type,
            ":bind_time": fields.bind_time,
        })?;
        Ok(())
    }
}
