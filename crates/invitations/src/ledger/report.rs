//! What became of a check, counted from what is on disk: so a check that was killed reports like one that ended.

use rusqlite::{OptionalExtension, Row, Transaction};

use super::{Ledger, LedgerError, columns::At};
use crate::{
    check::{CheckEnd, CheckError, CheckReport, FailureGroup},
    ids::{AccountId, CheckId, ListId},
};

impl Ledger {
    pub fn check_report(&self, check: CheckId) -> Result<CheckReport, LedgerError> {
        self.read(|ledger| report(ledger, check))
    }

    /// Of the newest check over this list, or with `None` over anything of the account, that does not run any more.
    pub fn last_check(
        &self,
        account: AccountId,
        list: Option<ListId>,
    ) -> Result<Option<CheckReport>, LedgerError> {
        self.read(|ledger| {
            let mut newest_first = ledger.prepare_cached(
                "SELECT id, ended_at IS NOT NULL FROM check_run WHERE account = ?1 AND (?2 IS NULL OR list = ?2)
                 ORDER BY id DESC",
            )?;
            let mut checks = newest_first.query((account, list))?;
            while let Some(row) = checks.next()? {
                let (check, ended): (CheckId, bool) = (row.get(0)?, row.get(1)?);
                if ended || !self.shared.running.contains(check) {
                    return Ok(Some(report(ledger, check)?));
                }
            }
            Ok(None)
        })
    }
}

fn report(ledger: &Transaction<'_>, check: CheckId) -> Result<CheckReport, LedgerError> {
    let mut counts = ledger.prepare_cached(
        "SELECT coalesce(sum(returned), 0), coalesce(sum(not_returned), 0), coalesce(sum(failed), 0),
             coalesce(sum(newly_used), 0), coalesce(sum(newly_bound), 0)
         FROM query WHERE check_run = ?",
    )?;
    let [returned, not_returned, failed, newly_used, newly_bound]: [usize; 5] =
        counts.query_row([check], |row| numbers(row, 0))?;
    let mut run = ledger.prepare_cached(
        "SELECT account, list, started_at, ended_at, ending, error_class, error_message, error_request_id,
             error_retryable, tokens, earlier_returned, earlier_not_returned, earlier_newly_used, earlier_newly_bound
         FROM check_run WHERE id = ?",
    )?;
    let found = run.query_row([check], |row| {
        let At(started_at) = row.get(2)?;
        let class: Option<String> = row.get(5)?;
        let error = match class {
            Some(code) => Some(CheckError {
                code,
                message: row.get(6)?,
                request_id: row.get(7)?,
                retryable: row.get(8)?,
            }),
            None => None,
        };
        let [
            tokens,
            earlier_returned,
            earlier_not_returned,
            earlier_used,
            earlier_bound,
        ] = numbers(row, 9)?;
        Ok(CheckReport {
            check,
            account: row.get(0)?,
            list: row.get(1)?,
            started_at,
            ended_at: row.get::<_, Option<At>>(3)?.map(|At(ended_at)| ended_at),
            end: row
                .get::<_, Option<CheckEnd>>(4)?
                .unwrap_or(CheckEnd::Interrupted),
            error,
            total: tokens + earlier_returned + earlier_not_returned,
            returned: returned + earlier_returned,
            not_returned: not_returned + earlier_not_returned,
            newly_used: newly_used + earlier_used,
            newly_bound: newly_bound + earlier_bound,
            failed,
            unasked: tokens.saturating_sub(returned + not_returned + failed),
            failures: Vec::new(),
        })
    });
    Ok(CheckReport {
        failures: failures(ledger, check)?,
        ..found.optional()?.ok_or(LedgerError::Gone)?
    })
}

/// Of the columns from `first` on.
fn numbers<const N: usize>(row: &Row<'_>, first: usize) -> rusqlite::Result<[usize; N]> {
    let mut numbers = [0; N];
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = row.get(first + at)?;
    }
    Ok(numbers)
}

/// Largest group first. Each carries the words of its last query: messages may differ, the reason does not.
fn failures(ledger: &Transaction<'_>, check: CheckId) -> Result<Vec<FailureGroup>, LedgerError> {
    let mut groups = ledger.prepare_cached(
        // With max(), SQLite takes the bare columns from the row that has the maximum.
        "SELECT error_class, error_code, error_message, request_id, sum(failed), max(id)
         FROM query WHERE check_run = ? AND failed > 0
         GROUP BY error_class, error_code ORDER BY sum(failed) DESC, max(id)",
    )?;
    let groups = groups.query_map([check], |row| {
        Ok(FailureGroup {
            class: row.get(0)?,
            code: row.get(1)?,
            message: row.get(2)?,
            request_id: row.get(3)?,
            tokens: row.get(4)?,
        })
    })?;
    Ok(groups.collect::<Result<_, _>>()?)
}
