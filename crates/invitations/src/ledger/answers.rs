//! What came of the calls of a check, kept as it came.

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, named_params, params};

use super::{
    Ledger, LedgerError,
    columns::{At, FIELDS, field_bits},
    standings::{self, Before},
};
use crate::{
    ids::{CheckId, InvitationId},
    observation::InvitationFields,
    reached::Reached,
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
    /// Each token that was asked for, once, and its row of the answer if it had one.
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
            let mut saved = Saved::default();
            for Query { asked_at, outcome } in queries {
                match outcome {
                    QueryOutcome::Answered(answered) => {
                        let returned = self.answered(transaction, check, *asked_at, answered)?;
                        saved.returned += returned;
                        saved.not_returned += answered.observed.len() - returned;
                    }
                    QueryOutcome::Failed {
                        failure,
                        invitations,
                    } => {
                        failed(transaction, check, *asked_at, failure, invitations)?;
                        saved.failed += invitations.len();
                    }
                }
            }
            Ok(saved)
        })
    }

    /// How many were returned.
    fn answered(
        &self,
        transaction: &Transaction<'_>,
        check: CheckId,
        asked_at: DateTime<Utc>,
        answered: &Answered,
    ) -> Result<usize, LedgerError> {
        let observed = &answered.observed;
        let is_returned = |(_, fields): &&(_, Option<_>)| fields.is_some();
        let returned = observed.iter().filter(is_returned).count();
        let before = standings::before(transaction, observed)?;
        let came = |to: Reached| {
            let has_come = |(now, before): &(&(_, Option<InvitationFields>), &Before)| {
                let said = now.1.as_ref();
                before.reached < to && said.is_some_and(|it| before.reached_with(it) == to)
            };
            observed.iter().zip(&before).filter(has_come).count()
        };
        let first = next_number(transaction, "observation")?;
        let query = transaction
            .prepare_cached(
                "INSERT INTO query (check_run, asked_at, request_id, uuid, first_result, returned, not_returned,
                     newly_used, newly_bound, foreign_rows, doubled_rows)
                 VALUES (:check, :asked_at, :request_id, :uuid, :first, :returned, :not_returned,
                     :newly_used, :newly_bound, :foreign, :doubled)",
            )?
            .insert(named_params! {
                ":check": check,
                ":asked_at": At(asked_at),
                ":request_id": answered.request_id,
                ":uuid": self.new_uuid(asked_at).as_bytes(),
                ":first": first,
                ":returned": returned,
                ":not_returned": observed.len() - returned,
                ":newly_used": came(Reached::Used),
                ":newly_bound": came(Reached::Bound),
                ":foreign": answered.foreign_rows,
                ":doubled": answered.doubled_rows,
            })?;
        append_observations(transaction, query, observed, before)?;
        standings::advance(transaction, first)?;
        Ok(returned)
    }
}

fn append_observations(
    transaction: &Transaction<'_>,
    query: i64,
    observed: &[(InvitationId, Option<InvitationFields>)],
    before: Vec<Before>,
) -> Result<(), LedgerError> {
    let mut append = transaction.prepare_cached(&format!(
        "INSERT INTO observation (invitation, query, previous, returned, ever_returned, inherited, {FIELDS})
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ))?;
    let nothing = InvitationFields::default();
    for ((invitation, fields), before) in observed.iter().zip(before) {
        let Before {
            observation: previous,
            ever_returned,
            inherited,
            ..
        } = before;
        let said = fields.as_ref().unwrap_or(&nothing);
        append.execute(params![
            invitation,
            query,
            previous,
            fields.is_some(),
            fields.is_some() || ever_returned,
            field_bits(&inherited),
            said.create_time.as_ref().or(inherited.create_time.as_ref()),
            said.status.or(inherited.status),
            said.use_time.as_ref().or(inherited.use_time.as_ref()),
            said.client_uin.as_ref().or(inherited.client_uin.as_ref()),
            said.client_mail.as_ref().or(inherited.client_mail.as_ref()),
            said.client_type.or(inherited.client_type),
            said.bind_time.as_ref().or(inherited.bind_time.as_ref()),
        ])?;
    }
    Ok(())
}

fn failed(
    transaction: &Transaction<'_>,
    check: CheckId,
    asked_at: DateTime<Utc>,
    failure: &Failure,
    invitations: &[InvitationId],
) -> Result<(), LedgerError> {
    let first = next_number(transaction, "failure")?;
    let query = transaction
        .prepare_cached(
            "INSERT INTO query (check_run, asked_at, request_id, first_result, failed,
                 error_class, error_code, error_message)
             VALUES (:check, :asked_at, :request_id, :first, :failed, :class, :code, :message)",
        )?
        .insert(named_params! {
            ":check": check,
            ":asked_at": At(asked_at),
            ":request_id": failure.request_id,
            ":first": first,
            ":failed": invitations.len(),
            ":class": failure.class,
            ":code": failure.code,
            ":message": failure.message,
        })?;
    let mut append =
        transaction.prepare_cached("INSERT INTO failure (query, invitation) VALUES (?, ?)")?;
    for invitation in invitations {
        append.execute(params![query, invitation])?;
    }
    standings::mark_failed(transaction, first)
}

/// The number that the table's next row will get: one more than any has.
fn next_number(transaction: &Transaction<'_>, table: &str) -> Result<i64, LedgerError> {
    let mut last =
        transaction.prepare_cached(&format!("SELECT coalesce(max(id), 0) + 1 FROM {table}"))?;
    Ok(last.query_row([], |row| row.get(0))?)
}
