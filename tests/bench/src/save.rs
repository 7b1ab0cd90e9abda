//! Keeping the answers of a check, against SQLite appending the same observations and nothing else.

use std::{fmt::Write, path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use invitations::{
    account::KeyPlace,
    ids::{AccountId, CheckId, InvitationId},
    import::read_text,
    ledger::{Answered, ImportTarget, Ledger, Query, QueryOutcome},
    observation::InvitationFields,
};
use rusqlite::{CachedStatement, Connection, TransactionBehavior, params};

use crate::{
    measure::{Pair, cpu, wall},
    row::{Bar, Row},
};

const TOKENS_PER_QUERY: usize = 100;
const SAVES_PER_ROUND: usize = 50;

/// A check of everything, and another one of the same a week later.
pub(crate) fn rows(folder: &Path, queries: usize) -> Vec<Row> {
    let ledger = Ledger::open(&folder.join("saved.db"), 1, now()).expect("room for a ledger");
    let account = account(&ledger, queries * TOKENS_PER_QUERY);
    let ids = ledger.scope(account, None).expect("the ledger is whole");
    let mut raw = Raw::open(&folder.join("raw.db")).expect("room for a database");
    let mut check = |name: &str, at: DateTime<Utc>| {
        let check = ledger
            .begin_check(account, None, &ids, at)
            .expect("the ledger is whole");
        let (whole, computed) = measure(&ledger, &mut raw, check, &answers(&ids, at));
        let row = |what: &str, pair: Pair, judged| Row {
            name: format!("saving 100 answers, {name}{what}"),
            ours: shown(pair.ours),
            yardstick: shown(pair.yardstick),
            ratio: pair.ratio,
            bar: Bar::MostTimes(1.5),
            judged,
        };
        [row("", whole, true), row(", CPU alone", computed, false)]
    };
    let first = check("first check", now());
    let later = check("later check", now() + TimeDelta::days(7));
    first.into_iter().chain(later).collect()
}

/// Once with the waiting for the disk, once without.
fn measure(ledger: &Ledger, raw: &mut Raw, check: CheckId, answers: &[Query]) -> (Pair, Pair) {
    let saves = u32::try_from(SAVES_PER_ROUND).expect("few");
    let timed = |work: &mut dyn FnMut(&Query), part: &[Query]| {
        let (((), whole), computed) = cpu(|| wall(|| part.iter().for_each(work)));
        [whole / saves, computed / saves]
    };
    let mut ours = |query: &Query| {
        let saved = ledger.save(check, std::slice::from_ref(query));
        saved.expect("room for the answers");
    };
    let mut theirs = |query: &Query| raw.append(query).expect("room for the answers");
    let rounds: Vec<_> = answers
        .chunks(SAVES_PER_ROUND)
        .map(|part| (timed(&mut ours, part), timed(&mut theirs, part)))
        .skip(1) // warms up
        .collect();
    let pair = |which: usize| {
        let round = |(ours, theirs): &([Duration; 2], [Duration; 2])| (ours[which], theirs[which]);
        Pair::of(&rounds.iter().map(round).collect::<Vec<_>>())
    };
    (pair(0), pair(1))
}

fn shown(time: Duration) -> String {
    format!("{} µs", time.as_micros())
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
}

fn account(ledger: &Ledger, tokens: usize) -> AccountId {
    let account = ledger
        .add_account("Bench", "bench", "AKID…", KeyPlace::Session, now())
        .expect("a new ledger has no accounts");
    let mut random = fastrand::Rng::with_seed(3);
    let mut text = String::new();
    for _ in 0..tokens {
        _ = writeln!(text, "{:032x}", random.u128(..));
    }
    let target = ImportTarget::NewList("All".to_owned());
    ledger
        .store_import(account, &target, &read_text(&text), now())
        .expect("room for the tokens");
    account
}

/// As a service would answer: bound, used, unused, and one in twenty unknown to it.
fn answers(ids: &[InvitationId], at: DateTime<Utc>) -> Vec<Query> {
    let query = |ids: &[InvitationId]| Query {
        asked_at: at,
        outcome: QueryOutcome::Answered(Answered {
            request_id: format!("{:08x}-4c1d-4f5e-8a3b-9c2d1e0f6a7b", ids[0].0),
            observed: ids.iter().map(|id| (*id, fields(id.0))).collect(),
            foreign_rows: 0,
            doubled_rows: 0,
        }),
    };
    ids.chunks(TOKENS_PER_QUERY).map(query).collect()
}

fn fields(number: i64) -> Option<InvitationFields> {
    let time = |day: i64| {
        Some(format!(
            "2026-11-{:02} 09:{:02}:00",
            1 + day % 20,
            number % 60
        ))
    };
    let is_used = number % 20 < 11;
    let used = |text: Option<String>| text.filter(|_| is_used);
    (number % 20 > 0).then(|| InvitationFields {
        create_time: time(number % 7),
        status: Some(if is_used { 2 } else { 1 }),
        use_time: used(time(number % 7 + 2)),
        client_uin: used(Some(format!("2000{:08}", number % 100_000_000))),
        client_mail: used(Some(format!("a{}***@contoso.com", number % 1_000))),
        client_type: is_used.then_some(1 + number % 2),
        bind_time: used(time(number % 7 + 3)).filter(|_| number % 20 < 8),
    })
}

/// SQLite with the ledger's pragmas, one table and one statement.
struct Raw {
    connection: Connection,
    random: fastrand::Rng,
}

impl Raw {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -(96 << 10))?;
        connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
        connection.execute_batch(
            "CREATE TABLE observation (
                 id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, invitation INTEGER NOT NULL, query INTEGER NOT NULL,
                 previous INTEGER, returned INTEGER NOT NULL, create_time TEXT, status INTEGER, use_time TEXT,
                 client_uin TEXT, client_mail TEXT, client_type INTEGER, bind_time TEXT) STRICT",
        )?;
        let random = fastrand::Rng::with_seed(4);
        Ok(Self { connection, random })
    }

    fn append(&mut self, query: &Query) -> rusqlite::Result<()> {
        let QueryOutcome::Answered(answered) = &query.outcome else {
            return Ok(());
        };
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut insert: CachedStatement<'_> = transaction.prepare_cached(
                "INSERT INTO observation (uuid, invitation, query, previous, returned, create_time, status, use_time,
                     client_uin, client_mail, client_type, bind_time)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?;
            for (invitation, fields) in &answered.observed {
                let fields = fields.as_ref();
                insert.execute(params![
                    self.random.u128(..).to_le_bytes(),
                    invitation.0,
                    invitation.0 / 100,
                    invitation.0,
                    fields.is_some(),
                    fields.and_then(|it| it.create_time.as_ref()),
                    fields.and_then(|it| it.status),
                    fields.and_then(|it| it.use_time.as_ref()),
                    fields.and_then(|it| it.client_uin.as_ref()),
                    fields.and_then(|it| it.client_mail.as_ref()),
                    fields.and_then(|it| it.client_type),
                    fields.and_then(|it| it.bind_time.as_ref()),
                ])?;
            }
        }
        transaction.commit()
    }
}
