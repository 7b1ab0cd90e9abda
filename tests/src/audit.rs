//! A ledger compared with the service's own record: nothing lost, nothing made up.

use invitations::{
    check::CheckReport, ids::InvitationId, ledger::Ledger, observation::InvitationFields,
};
use serde_json::Value;
use simulator::{Outcome, Simulator};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

/// What a ledger holds.
#[derive(Debug, Default)]
pub struct Audit {
    /// Of the last check, if one has begun.
    pub last_check: Option<CheckReport>,
    /// Tokens that are imported.
    pub tokens: HashSet<String>,
    /// Those of them that the last check, and those it continues, have no answer for.
    pub missing: HashSet<String>,
}

/// Asserts that the ledger is sound, that it holds the answer for each invitation that `said` names as answered, and
/// that each of its answers is one that the service has sent, word for word.
pub fn audit(path: &Path, said: &str, simulator: &Simulator) -> Audit {
    let acknowledged = acknowledged(said);
    if !path.exists() {
        assert_eq!(acknowledged.len(), 0, "the ledger is not there");
        return Audit::default();
    }
    let ledger = Ledger::open(path, 1, simulator.now()).expect("a ledger that opens");
    let database = rusqlite::Connection::open(path).expect("a database");
    let text = |sql: &str| -> String {
        let first = |row: &rusqlite::Row<'_>| row.get(0);
        database.query_row(sql, [], first).expect("an answer")
    };
    assert_eq!(text("PRAGMA integrity_check"), "ok");

    let Some(account) = ledger.accounts().expect("accounts").pop() else {
        assert_eq!(acknowledged.len(), 0, "the account is not there");
        return Audit::default();
    };
    let sent = sent(simulator);
    let ids = ledger.scope(account.id, None).expect("the invitations");
    let (mut tokens, mut observations) = (HashMap::new(), 0);
    for id in ids {
        let token = ledger.invitation(id).expect("an invitation").token;
        let history = ledger.observations(id).expect("its history");
        observations += history.len();
        if acknowledged.contains(&id) {
            assert_ne!(history, [], "{token} was acknowledged, and is lost");
        }
        for observation in history {
            let request = sent
                .get(&observation.request_id)
                .unwrap_or_else(|| panic!("nobody sent {}", observation.request_id));
            assert!(request.asked.contains(&token), "{token} was not asked for");
            assert_eq!(observation.fields.as_ref(), request.rows.get(&token));
        }
        tokens.insert(id, token);
    }
    assert!(acknowledged.iter().all(|id| tokens.contains_key(id)));
    let stored = text("SELECT CAST(count(*) AS TEXT) FROM observation");
    assert_eq!(stored, observations.to_string(), "no history leads to some");

    let last_check = ledger.last_check(account.id, None).expect("a report");
    let missing = match &last_check {
        Some(report) => ledger.unanswered(report.check).expect("what is missing"),
        None => tokens.keys().copied().collect(),
    };
    Audit {
        missing: missing.iter().map(|id| tokens[id].clone()).collect(),
        tokens: tokens.into_values().collect(),
        last_check,
    }
}

/// A last line that was cut short names one that may be another.
fn acknowledged(said: &str) -> HashSet<InvitationId> {
    said.split_inclusive('\n')
        .filter_map(|line| line.strip_prefix("answered ")?.strip_suffix('\n'))
        .flat_map(str::split_whitespace)
        .map(|id| InvitationId(id.parse().expect("a number")))
        .collect()
}

struct Sent {
    asked: HashSet<String>,
    rows: HashMap<String, InvitationFields>,
}

/// By the RequestId.
fn sent(simulator: &Simulator) -> HashMap<String, Sent> {
    let mut sent = HashMap::new();
    for exchange in simulator.record() {
        if let Outcome::Answered {
            request_id, body, ..
        } = &exchange.outcome
        {
            let body: Value = serde_json::from_slice(body).expect("JSON");
            let rows = body["Response"]["InvitationInfo"].as_array();
            let row = |row: &Value| {
                let token = row["InvitationToken"].as_str().expect("a token");
                (token.to_owned(), fields(row))
            };
            let request = Sent {
                asked: exchange.tokens.iter().map(|it| it.to_string()).collect(),
                rows: rows.expect("rows").iter().map(row).collect(),
            };
            sent.insert(request_id.clone(), request);
        }
    }
    sent
}

/// Read without the client's code, so that a mistake of it shows.
fn fields(row: &Value) -> InvitationFields {
    let text = |name: &str| match &row[name] {
        Value::String(text) if !text.is_empty() && !text.starts_with("0000-") && text != "0" => {
            Some(text.clone())
        }
        Value::Number(number) if number.as_i64() != Some(0) => Some(number.to_string()),
        _ => None,
    };
    let number = |name: &str| text(name).map(|number| number.parse().expect("a number"));
    InvitationFields {
        create_time: text("CreateTime"),
        status: number("Status"),
        use_time: text("UseTime"),
        client_uin: text("ClientUin"),
        client_mail: text("ClientMail"),
        client_type: number("ClientType"),
        bind_time: text("BindTime"),
    }
}
