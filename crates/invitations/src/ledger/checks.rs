//! Checks: begun, continued, ended.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction, named_params};

use super::{
    Ledger, LedgerError, RunningMark, columns::At, lists::require_list, require_found, scope,
};
use crate::{
    check::{CheckEnd, CheckError},
    ids::{AccountId, CheckId, InvitationId, ListId},
};

impl Ledger {
    /// Writes down what the check is to ask about, so that what is missing can be told whenever it ends.
    /// `list` is `None` for a check over the whole account.
    pub fn begin_check(
        &self,
        account: AccountId,
        list: Option<ListId>,
        ids: &[InvitationId],
        now: DateTime<Utc>,
    ) -> Result<CheckId, LedgerError> {
        self.write(|ledger| {
            if let Some(list) = list {
                require_list(ledger, account, list)?;
            }
            insert(ledger, account, list, ids, now)
        })
    }

    /// A new check over what an ended one left without an answer. It reports for both: the user has asked for one
    /// thing, and sees how far that is.
    pub fn continue_check(
        &self,
        check: CheckId,
        now: DateTime<Utc>,
    ) -> Result<CheckId, LedgerError> {
        let (report, missing) = (self.check_report(check)?, self.unanswered(check)?);
        self.write(|ledger| {
            let next = insert(ledger, report.account, report.list, &missing, now)?;
            ledger.execute(
                "UPDATE check_run SET continues = :check, earlier_returned = :returned,
                     earlier_not_returned = :not_returned, earlier_newly_used = :newly_used,
                     earlier_newly_bound = :newly_bound WHERE id = :id",
                named_params! {
                    ":check": check,
                    ":returned": report.returned,
                    ":not_returned": report.not_returned,
                    ":newly_used": report.newly_used,
                    ":newly_bound": report.newly_bound,
                    ":id": next,
                },
            )?;
            Ok(next)
        })
    }

    /// Which tokens of the check have no answer from it: those that it never asked about, and after them those that
    /// failed when they were last asked about. What is wrong with these must not keep the others waiting.
    pub fn unanswered(&self, check: CheckId) -> Result<Vec<InvitationId>, LedgerError> {
        self.read(|ledger| {
            let bytes: Vec<u8> =
                ledger.query_row("SELECT scope FROM check_run WHERE id = ?", [check], |row| {
                    row.get(0)
                })?;
            let answered = answered(ledger, check)?;
            let mut missing = scope::decode(&bytes)?;
            missing.retain(|id| answered.binary_search(id).is_err());
            let failed = failed(ledger)?;
            missing.sort_by_key(|id| failed.binary_search(id).is_ok());
            Ok(missing)
        })
    }

    /// A token of this account that the service has answered for, when it last answered.
    pub fn answered_last(
        &self,
        account: AccountId,
    ) -> Result<Option<(InvitationId, String)>, LedgerError> {
        self.read(|ledger| {
            let mut newest = ledger.prepare_cached(
                "SELECT invitation.id, invitation.token FROM check_run
                 JOIN query ON query.check_run = check_run.id
                 JOIN observation ON observation.id = query.first_result
                 JOIN invitation ON invitation.id = observation.invitation
                 WHERE check_run.account = ? AND query.error_class IS NULL
                     AND query.returned + query.not_returned > 0
                 ORDER BY query.id DESC LIMIT 1",
            )?;
            let found = newest.query_row([account], |row| Ok((row.get(0)?, row.get(1)?)));
            Ok(found.optional()?)
        })
    }

    pub fn end_check(
        &self,
        check: CheckId,
        end: CheckEnd,
        error: Option<&CheckError>,
        now: DateTime<Utc>,
    ) -> Result<(), LedgerError> {
        self.write(|ledger| {
            require_found(ledger.execute(
                "UPDATE check_run SET ended_at = :now, ending = :end, error_class = :class, error_message = :message,
                     error_request_id = :request_id, error_retryable = :retryable WHERE id = :id",
                named_params! {
                    ":now": At(now),
                    ":end": end,
                    ":class": error.map(|error| &error.code),
                    ":message": error.map(|error| &error.message),
                    ":request_id": error.and_then(|error| error.request_id.as_ref()),
                    ":retryable": error.map(|error| error.retryable),
                    ":id": check,
                },
            )?)
        })
    }

    /// Until the mark is dropped, no process takes the check for an interrupted one.
    pub fn mark_running(&self, check: CheckId) -> RunningMark {
        self.shared.running.mark(check)
    }
}

fn insert(
    ledger: &Transaction<'_>,
    account: AccountId,
    list: Option<ListId>,
    ids: &[InvitationId],
    now: DateTime<Utc>,
) -> Result<CheckId, LedgerError> {
    let scope = scope::encode(ids);
    let tokens = scope::decode(&scope)?.len();
    ledger.execute(
        "INSERT INTO check_run (account, list, started_at, scope, tokens)
         VALUES (:account, :list, :now, :scope, :tokens)",
        named_params! {
            ":account": account,
            ":list": list,
            ":now": At(now),
            ":scope": scope,
            ":tokens": tokens,
        },
    )?;
    Ok(CheckId(ledger.last_insert_rowid()))
}

/// Of the whole ledger, in ascending order.
fn failed(ledger: &Transaction<'_>) -> Result<Vec<InvitationId>, LedgerError> {
    let mut ids = ledger.prepare_cached(
        "SELECT invitation FROM standing WHERE failed_by IS NOT NULL ORDER BY invitation",
    )?;
    let ids = ids.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// In ascending order.
fn answered(ledger: &Transaction<'_>, check: CheckId) -> Result<Vec<InvitationId>, LedgerError> {
    let mut ids = ledger.prepare_cached(
        "SELECT observation.invitation FROM query
         JOIN observation ON observation.id >= first_result
             AND observation.id < first_result + query.returned + query.not_returned
         WHERE check_run = ? AND error_class IS NULL",
    )?;
    let ids = ids.query_map([check], |row| row.get(0))?;
    let mut ids = ids.collect::<Result<Vec<_>, _>>()?;
    ids.sort_unstable();
    Ok(ids)
}
