//! What a sheet reads: every row of a list in one go, and who answered for it.

use std::num::NonZeroI64;

use chrono::{DateTime, Utc};
use rusqlite::{
    Row, ToSql, Transaction,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};

use super::{
    Ledger, LedgerError,
    columns::{At, FIELDS, read_fields_into, read_text},
};
use crate::{
    ids::{AccountId, InvitationId, ListId},
    row::Failure,
    standing::{Outcome, Standing},
};

/// The row number of one call of the API. Never zero, so that "none" takes no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct QueryNumber(NonZeroI64);

impl ToSql for QueryNumber {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.get().into())
    }
}

impl FromSql for QueryNumber {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        NonZeroI64::new(value.as_i64()?)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(0))
    }
}

/// An invitation with its standing. The queries are shared by a hundred rows each, and read apart from them.
#[derive(Debug)]
pub(crate) struct LedgerRow {
    pub(crate) id: InvitationId,
    pub(crate) token: String,
    pub(crate) note: Option<String>,
    pub(crate) answered_by: Option<QueryNumber>,
    pub(crate) failed_by: Option<QueryNumber>,
    /// Without `last_answered_at` and `request_id`.
    pub(crate) standing: Standing,
}

/// What a query lends to the rows that it was about. It never changes.
#[derive(Debug, Clone)]
pub(crate) struct QueryFacts {
    pub(crate) asked_at: DateTime<Utc>,
    pub(crate) request_id: Option<String>,
    pub(crate) failure: Option<Failure>,
}

impl Ledger {
    /// Every row of the list, or of the account, in the order of import.
    pub(crate) fn each_row(
        &self,
        account: AccountId,
        list: Option<ListId>,
        mut take: impl FnMut(&LedgerRow),
    ) -> Result<(), LedgerError> {
        // The account's unique index would give its rows in the tokens' order.
        let (from, which) = match list {
            Some(_) => (
                "list_entry JOIN invitation ON invitation.id = list_entry.invitation",
                "account = ?1 AND list = ?2 ORDER BY list_entry.invitation",
            ),
            None => (
                "invitation NOT INDEXED",
                "account = ?1 AND ?2 IS NULL ORDER BY invitation.id",
            ),
        };
        self.read(|ledger| {
            let mut rows = ledger.prepare_cached(&select_rows(from, which))?;
            let mut rows = rows.query((account, list))?;
            let mut read = LedgerRow::nothing();
            while let Some(row) = rows.next()? {
                read.read(row)?;
                take(&read);
            }
            Ok(())
        })
    }

    pub(crate) fn each_row_of(
        &self,
        ids: &[InvitationId],
        mut take: impl FnMut(&LedgerRow),
    ) -> Result<(), LedgerError> {
        self.read(|ledger| {
            for id in ids {
                take(&row_of(ledger, *id)?);
            }
            Ok(())
        })
    }

    pub(crate) fn query_facts(
        &self,
        numbers: impl Iterator<Item = QueryNumber>,
        mut take: impl FnMut(QueryNumber, QueryFacts),
    ) -> Result<(), LedgerError> {
        self.read(|ledger| {
            for number in numbers {
                take(number, facts(ledger, number)?);
            }
            Ok(())
        })
    }

    /// The tokens, in the order of `ids`.
    pub(crate) fn tokens(&self, ids: &[InvitationId]) -> Result<Vec<String>, LedgerError> {
        self.read(|ledger| {
            let mut find = ledger.prepare_cached("SELECT token FROM invitation WHERE id = ?")?;
            ids.iter()
                .map(|id| Ok(find.query_row([id], |row| row.get(0))?))
                .collect()
        })
    }
}

pub(super) fn row_of(ledger: &Transaction<'_>, id: InvitationId) -> Result<LedgerRow, LedgerError> {
    let mut find = ledger.prepare_cached(&select_rows("invitation", "invitation.id = ?"))?;
    let mut read = LedgerRow::nothing();
    find.query_row([id], |row| read.read(row))?;
    Ok(read)
}

pub(super) fn facts(
    ledger: &Transaction<'_>,
    number: QueryNumber,
) -> Result<QueryFacts, LedgerError> {
    let mut find = ledger.prepare_cached(
        "SELECT asked_at, request_id, error_class, error_code, error_message FROM query WHERE id = ?",
    )?;
    Ok(find.query_row([number], |row| {
        let At(asked_at) = row.get(0)?;
        let request_id: Option<String> = row.get(1)?;
        let class: Option<String> = row.get(2)?;
        let failure = match class {
            Some(class) => Some(Failure {
                class,
                code: row.get(3)?,
                message: row.get(4)?,
                request_id: request_id.clone(),
            }),
            None => None,
        };
        Ok(QueryFacts {
            asked_at,
            request_id,
            failure,
        })
    })?)
}

/// An invitation never asked about has no standing, and one that has only failed no observation.
fn select_rows(from: &str, which: &str) -> String {
    format!(
        "SELECT invitation.id, token, note, failed_by, last_observation, query, returned, ever_returned, {FIELDS}
         FROM {from} LEFT JOIN standing ON standing.invitation = invitation.id
             LEFT JOIN observation ON observation.id = last_observation
         WHERE {which}"
    )
}

impl LedgerRow {
    /// To be read into.
    fn nothing() -> Self {
        Self {
            id: InvitationId(0),
            token: String::new(),
            note: None,
            answered_by: None,
            failed_by: None,
            standing: Standing::default(),
        }
    }

    /// From [`select_rows`].
    fn read(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        self.id = row.get(0)?;
        row.get_ref(1)?.as_str()?.clone_into(&mut self.token);
        read_text(&mut self.note, row, 2)?;
        self.failed_by = row.get(3)?;
        let standing = &mut self.standing;
        if row.get::<_, Option<i64>>(4)?.is_some() {
            self.answered_by = Some(row.get(5)?);
            standing.outcome = match row.get(6)? {
                true => Outcome::Returned,
                false => Outcome::NotReturned,
            };
            standing.ever_returned = row.get(7)?;
            read_fields_into(&mut standing.fields, row, 8)
        } else {
            (self.answered_by, *standing) = (None, Standing::default());
            Ok(())
        }
    }
}
