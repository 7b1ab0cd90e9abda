//! What came of the calls of a check, kept as it came.

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, named_params, params};

use super::{
    Ledger, LedgerError,
    columns::{At, FIELDS},
    rows::QueryNumber,
    standings::StandingRow,
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
    Answered {
        request_id: String,
        /// Each token that was asked for, and its row of the answer if it had one.
        observed: Vec<(InvitationId, Option<InvitationFields>)>,
        /// Rows of the answer that nobody had asked for.
        foreign_rows: usize,
        /// Rows of the answer beyond the first of a token.
        doubled_rows: usize,
    },
    Failed {
        failure: Failure,
        /// Those without an answer now. Empty when they are asked about again, in smaller batches.
        invitations: Vec<InvitationId>,
    },
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
        self.write(|ledger| {
            let mut saved = Saved::default();
            for query in queries {
                match &query.outcome {
                    QueryOutcome::Answered { .. } => {
                        self.save_answer(ledger, check, query, &mut saved)?;
                    }
                    QueryOutcome::Failed {
                        failure,
                        invitations,
                    } => {
                        save_failure(ledger, check, query.asked_at, failure, invitations)?;
                        saved.failed += invitations.len();
                    }
                }
            }
            Ok(saved)
        })
    }

    fn save_answer(
        &self,
        ledger: &Transaction<'_>,
        check: CheckId,
        query: &Query,
        saved: &mut Saved,
    ) -> Result<(), LedgerError> {
        let QueryOutcome::Answered {
            request_id,
            observed,
            foreign_rows,
            doubled_rows,
        } = &query.outcome
        else {
            return Ok(());
        };
        let returned = observed
            .iter()
            .filter(|(_, fields)| fields.is_some())
            .count();
        let not_returned = observed.len() - returned;
        let number = QueryNumber::new(
            ledger
                .prepare_cached(
                    "INSERT INTO query (check_run, asked_at, request_id, first_result, returned, not_returned,
                         foreign_rows, doubled_rows)
                     VALUES (:check, :asked_at, :request_id, :first, :returned, :not_returned, :foreign, :doubled)",
                )?
                .insert(named_params! {
                    ":check": check,
                    ":asked_at": At(query.asked_at),
                    ":request_id": request_id,
                    ":first": next_number(ledger, "observation")?,
                    ":returned": returned,
                    ":not_returned": not_returned,
                    ":foreign": foreign_rows,
                    ":doubled": doubled_rows,
                })?,
        );
        for (invitation, fields) in observed {
            let observation = Observation {
                id: self.new_uuid(query.asked_at),
                check,
                asked_at: query.asked_at,
                request_id: request_id.clone(),
                fields: fields.clone(),
            };
            let mut row = StandingRow::of(ledger, *invitation)?;
            let previous = row.last_observation;
            row.last_observation =
                Some(append(ledger, *invitation, number, previous, &observation)?);
            row.answered_by = Some(number);
            row.failed_by = None;
            row.standing.learn(&observation);
            row.save(ledger, *invitation)?;
        }
        saved.returned += returned;
        saved.not_returned += not_returned;
        Ok(())
    }
}

/// The observation's row number.
fn append(
    ledger: &Transaction<'_>,
    invitation: InvitationId,
    query: QueryNumber,
    previous: Option<i64>,
    observation: &Observation,
) -> Result<i64, LedgerError> {
    let mut insert = ledger.prepare_cached(&format!(
        "INSERT INTO observation (uuid, invitation, query, previous, returned, {FIELDS})
         VALUES (:uuid, :invitation, :query, :previous, :returned,
             :create_time, :status, :use_time, :client_uin, :client_mail, :client_type, :bind_time)"
    ))?;
    let fields = observation.fields.as_ref();
    Ok(insert.insert(named_params! {
        ":uuid": observation.id.as_bytes(),
        ":invitation": invitation,
        ":query": query,
        ":previous": previous,
        ":returned": fields.is_some(),
        ":create_time": fields.and_then(|fields| fields.create_time.as_ref()),
        ":status": fields.and_then(|fields| fields.status),
        ":use_time": fields.and_then(|fields| fields.use_time.as_ref()),
        ":client_uin": fields.and_then(|fields| fields.client_uin.as_ref()),
        ":client_mail": fields.and_then(|fields| fields.client_mail.as_ref()),
        ":client_type": fields.and_then(|fields| fields.client_type),
        ":bind_time": fields.and_then(|fields| fields.bind_time.as_ref()),
    })?)
}

fn save_failure(
    ledger: &Transaction<'_>,
    check: CheckId,
    asked_at: DateTime<Utc>,
    failure: &Failure,
    invitations: &[InvitationId],
) -> Result<(), LedgerError> {
    let number = QueryNumber::new(
        ledger
            .prepare_cached(
                "INSERT INTO query (check_run, asked_at, request_id, first_result, failed,
                     error_class, error_code, error_message)
                 VALUES (:check, :asked_at, :request_id, :first, :failed, :class, :code, :message)",
            )?
            .insert(named_params! {
                ":check": check,
                ":asked_at": At(asked_at),
                ":request_id": failure.request_id,
                ":first": next_number(ledger, "failure")?,
                ":failed": invitations.len(),
                ":class": failure.class,
                ":code": failure.code,
                ":message": failure.message,
            })?,
    );
    let mut insert =
        ledger.prepare_cached("INSERT INTO failure (query, invitation) VALUES (?, ?)")?;
    for invitation in invitations {
        insert.execute(params![number, invitation])?;
        let mut row = StandingRow::of(ledger, *invitation)?;
        row.failed_by = Some(number);
        row.save(ledger, *invitation)?;
    }
    Ok(())
}

/// The number that the table's next row will get, as AUTOINCREMENT gives it: one more than any before.
fn next_number(ledger: &Transaction<'_>, table: &str) -> Result<i64, LedgerError> {
    let mut last = ledger.prepare_cached(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) + 1",
    )?;
    Ok(last.query_row([table], |row| row.get(0))?)
}
