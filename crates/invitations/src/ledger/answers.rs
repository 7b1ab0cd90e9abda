//! What came of the calls of a check, kept as it came.

use chrono::{DateTime, Utc};
use rusqlite::{CachedStatement, Transaction, named_params, params};

use super::{
    Ledger, LedgerError,
    columns::{At, FIELDS},
    rows::QueryNumber,
    standings::{StandingRow, Standings},
};
use crate::{
    ids::{CheckId, InvitationId},
    observation::{InvitationFields, Observation},
    row::Failure,
};

/// One call of the API.
#[derive(Debug, Clone)]
pub struct Query {
    /// By the corrected clock.
    pub asked_at: DateTime<Utc>,
    pub outcome: QueryOutcome,
}

#[derive(Debug, Clone)]
pub enum QueryOutcome {
    Answered(Answered),
    Failed {
        failure: Failure,
        /// Those without an answer now. Empty when they are asked about again, in smaller batches.
        invitations: Vec<InvitationId>,
    },
}

#[derive(Debug, Clone)]
pub struct Answered {
    pub request_id: String,
    /// Each token that was asked for, and its row of the answer if it had one.
    pub observed: Vec<(InvitationId, Option<InvitationFields>)>,
    /// Rows of the answer that nobody had asked for.
    pub foreign_rows: usize,
    /// Rows of the answer beyond the first of a token.
    pub doubled_rows: usize,
}

/// How many tokens the queries just saved were about, by what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    pub returned: usize,
    pub not_returned: usize,
    pub failed: usize,
}

impl Ledger {
    /// Keeps them all, or none. On disk when this returns.
    pub fn save(&self, check: CheckId, queries: &[Query]) -> Result<Saved, LedgerError> {
        self.write(|transaction| {
            let mut saver = Saver::new(self, transaction, check)?;
            for Query { asked_at, outcome } in queries {
                match outcome {
                    QueryOutcome::Answered(answered) => saver.answered(*asked_at, answered)?,
                    QueryOutcome::Failed {
                        failure,
                        invitations,
                    } => saver.failed(*asked_at, failure, invitations)?,
                }
            }
            Ok(saver.saved)
        })
    }
}

/// The statements of a transaction, found once and used for each of its thousands of rows.
struct Saver<'l> {
    ledger: &'l Ledger,
    transaction: &'l Transaction<'l>,
    check: CheckId,
    standings: Standings<'l>,
    append_observation: CachedStatement<'l>,
    append_failure: CachedStatement<'l>,
    saved: Saved,
}

impl<'l> Saver<'l> {
    fn new(
        ledger: &'l Ledger,
        transaction: &'l Transaction<'l>,
        check: CheckId,
    ) -> Result<Self, LedgerError> {
        Ok(Self {
            ledger,
            transaction,
            check,
            standings: Standings::of(transaction)?,
            append_observation: transaction.prepare_cached(&format!(
                "INSERT INTO observation (uuid, invitation, query, previous, returned, {FIELDS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ))?,
            append_failure: transaction
                .prepare_cached("INSERT INTO failure (query, invitation) VALUES (?, ?)")?,
            saved: Saved::default(),
        })
    }

    fn answered(
        &mut self,
        asked_at: DateTime<Utc>,
        answered: &Answered,
    ) -> Result<(), LedgerError> {
        let observed = &answered.observed;
        let is_returned = |(_, fields): &&(_, Option<_>)| fields.is_some();
        let returned = observed.iter().filter(is_returned).count();
        let not_returned = observed.len() - returned;
        let query = QueryNumber::new(
            self.transaction
                .prepare_cached(
                    "INSERT INTO query (check_run, asked_at, request_id, first_result, returned, not_returned,
                         foreign_rows, doubled_rows)
                     VALUES (:check, :asked_at, :request_id, :first, :returned, :not_returned, :foreign, :doubled)",
                )?
                .insert(named_params! {
                    ":check": self.check,
                    ":asked_at": At(asked_at),
                    ":request_id": answered.request_id,
                    ":first": next_number(self.transaction, "observation")?,
                    ":returned": returned,
                    ":not_returned": not_returned,
                    ":foreign": answered.foreign_rows,
                    ":doubled": answered.doubled_rows,
                })?,
        );
        for (invitation, fields) in observed {
            let observation = Observation {
                id: self.ledger.new_uuid(asked_at),
                check: self.check,
                asked_at,
                request_id: answered.request_id.clone(),
                fields: fields.clone(),
            };
            let mut row = self.standings.find(*invitation)?;
            let number = self.append(*invitation, query, &row, &observation)?;
            row.last_observation = Some(number);
            row.answered_by = Some(query);
            row.failed_by = None;
            row.standing.learn(&observation);
            self.standings.save(*invitation, &row)?;
        }
        self.saved.returned += returned;
        self.saved.not_returned += not_returned;
        Ok(())
    }

    /// The observation's row number.
    fn append(
        &mut self,
        invitation: InvitationId,
        query: QueryNumber,
        before: &StandingRow,
        observation: &Observation,
    ) -> Result<i64, LedgerError> {
        let fields = observation.fields.as_ref();
        Ok(self.append_observation.insert(params![
            observation.id.as_bytes(),
            invitation,
            query,
            before.last_observation,
            fields.is_some(),
            fields.and_then(|fields| fields.create_time.as_ref()),
            fields.and_then(|fields| fields.status),
            fields.and_then(|fields| fields.use_time.as_ref()),
            fields.and_then(|fields| fields.client_uin.as_ref()),
            fields.and_then(|fields| fields.client_mail.as_ref()),
            fields.and_then(|fields| fields.client_type),
            fields.and_then(|fields| fields.bind_time.as_ref()),
        ])?)
    }

    fn failed(
        &mut self,
        asked_at: DateTime<Utc>,
        failure: &Failure,
        invitations: &[InvitationId],
    ) -> Result<(), LedgerError> {
        let query = QueryNumber::new(
            self.transaction
                .prepare_cached(
                    "INSERT INTO query (check_run, asked_at, request_id, first_result, failed,
                         error_class, error_code, error_message)
                     VALUES (:check, :asked_at, :request_id, :first, :failed, :class, :code, :message)",
                )?
                .insert(named_params! {
                    ":check": self.check,
                    ":asked_at": At(asked_at),
                    ":request_id": failure.request_id,
                    ":first": next_number(self.transaction, "failure")?,
                    ":failed": invitations.len(),
                    ":class": failure.class,
                    ":code": failure.code,
                    ":message": failure.message,
                })?,
        );
        for invitation in invitations {
            self.append_failure.execute(params![query, invitation])?;
            let mut row = self.standings.find(*invitation)?;
            row.failed_by = Some(query);
            self.standings.save(*invitation, &row)?;
        }
        self.saved.failed += invitations.len();
        Ok(())
    }
}

/// The number that the table's next row will get, as AUTOINCREMENT gives it: one more than any before.
fn next_number(transaction: &Transaction<'_>, table: &str) -> Result<i64, LedgerError> {
    let mut last = transaction.prepare_cached(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) + 1",
    )?;
    Ok(last.query_row([table], |row| row.get(0))?)
}
