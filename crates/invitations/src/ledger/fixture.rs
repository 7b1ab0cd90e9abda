//! Ledgers for tests, and what goes into them.

use std::{path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Answered, ImportTarget, Ledger, Query, QueryOutcome};
use crate::{
    account::KeyPlace,
    ids::{AccountId, InvitationId, ListId},
    import::{Import, read_text},
    observation::InvitationFields,
    row::Failure,
};

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-22T20:42:10Z".parse().unwrap()
}

pub(crate) fn in_memory() -> Ledger {
    Ledger::open_in_memory(1, now()).unwrap()
}

pub(crate) fn open(path: &Path) -> Ledger {
    Ledger::open(path, 1, now()).unwrap()
}

/// Finds the ledger busy when it has been locked for so long.
pub(crate) fn impatient(path: &Path, wait: Duration) -> Ledger {
    let ledger = open(path);
    super::lock(&ledger.shared.writer)
        .busy_timeout(wait)
        .unwrap();
    ledger
}

pub(crate) fn account(ledger: &Ledger, label: &str) -> AccountId {
    let key_name = format!("key of {label}");
    ledger
        .add_account(
            label,
            &key_name,
            "AKID••••••••MPLE",
            KeyPlace::Keychain,
            now(),
        )
        .unwrap()
}

pub(crate) fn import(tokens: &[(&str, Option<&str>)]) -> Import {
    // As links: by themselves, some of the tests' names are words.
    let link = |start| format!("https://x.example/?RegisterToken={}", token(start));
    let lines: Vec<_> = tokens.iter().map(|(start, _)| link(start)).collect();
    let mut import = read_text(&lines.join("\n"));
    assert_eq!(import.tokens.len(), tokens.len());
    for (imported, (_, note)) in import.tokens.iter_mut().zip(tokens) {
        imported.note = note.map(str::to_owned);
    }
    import
}

/// Long enough to be one.
pub(crate) fn token(start: &str) -> String {
    format!("{start}-fixture")
}

pub(crate) fn list(ledger: &Ledger, account: AccountId, name: &str, tokens: &[&str]) -> ListId {
    let tokens: Vec<_> = tokens.iter().map(|token| (*token, None)).collect();
    let target = ImportTarget::NewList(name.to_owned());
    ledger
        .store_import(account, &target, &import(&tokens), now())
        .unwrap()
        .list
}

pub(crate) fn answered(
    request_id: &str,
    after: TimeDelta,
    observed: Vec<(InvitationId, Option<InvitationFields>)>,
) -> Query {
    Query {
        asked_at: now() + after,
        outcome: QueryOutcome::Answered(Answered {
            request_id: request_id.to_owned(),
            observed,
            foreign_rows: 0,
            doubled_rows: 0,
        }),
    }
}

pub(crate) fn failed(class: &str, after: TimeDelta, invitations: Vec<InvitationId>) -> Query {
    Query {
        asked_at: now() + after,
        outcome: QueryOutcome::Failed {
            failure: failure(class),
            invitations,
        },
    }
}

pub(crate) fn failure(class: &str) -> Failure {
    Failure {
        class: class.to_owned(),
        code: Some(format!("Code.{class}")),
        message: format!("it failed: {class}"),
        request_id: Some(format!("request of {class}")),
    }
}

pub(crate) fn unused() -> InvitationFields {
    InvitationFields {
        create_time: Some("2026-11-10 08:00:00".into()),
        status: Some(1),
        ..InvitationFields::default()
    }
}

/// A list of `tokens` tokens, all of them answered for but the last, which has failed.
pub(crate) fn checked_list(
    ledger: &Ledger,
    account: AccountId,
    tokens: usize,
) -> Vec<InvitationId> {
    let tokens: Vec<_> = (0..tokens).map(|n| format!("{n}")).collect();
    let tokens: Vec<_> = tokens.iter().map(String::as_str).collect();
    let list = list(ledger, account, "Checked", &tokens);
    let ids = ledger.scope(account, Some(list)).unwrap();
    let check = ledger
        .begin_check(account, Some(list), &ids, now())
        .unwrap();
    let (last, others) = ids.split_last().unwrap();
    let others = others.iter().map(|id| (*id, Some(unused()))).collect();
    let queries = [
        answered("request", TimeDelta::zero(), others),
        failed("service_busy", TimeDelta::zero(), vec![*last]),
    ];
    ledger.save(check, &queries).unwrap();
    ids
}
