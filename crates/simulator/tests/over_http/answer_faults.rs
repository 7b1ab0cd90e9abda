use serde_json::Value;
use simulator::{Faults, Outcome, When};

use crate::raw::Request;
use crate::with;

const TOKENS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

async fn rows(faults: Faults) -> Vec<Value> {
    let simulator = with(&TOKENS, faults).await;
    Request::of(&TOKENS).send(&simulator).await.rows()
}

async fn tokens(faults: Faults) -> String {
    let rows = rows(faults).await;
    rows.iter()
        .map(|row| row["InvitationToken"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn rows_are_left_out() {
    let faults = Faults {
        left_out: When::every(3),
        ..Faults::default()
    };
    assert_eq!(tokens(faults).await, "abde");
}

#[tokio::test]
async fn rows_come_twice() {
    let faults = Faults {
        doubled: When::Next(2),
        ..Faults::default()
    };
    assert_eq!(tokens(faults).await, "aabbcdef");
}

#[tokio::test]
async fn rows_come_in_another_order() {
    let faults = Faults {
        shuffled: When::Always,
        ..Faults::default()
    };
    let shuffled = tokens(faults).await;
    assert_ne!(shuffled, "abcdef");
    let mut letters: Vec<char> = shuffled.chars().collect();
    letters.sort_unstable();
    assert_eq!(letters, ['a', 'b', 'c', 'd', 'e', 'f']);
}

#[tokio::test]
async fn a_row_comes_that_nobody_asked_for() {
    let faults = Faults {
        unasked: When::Always,
        ..Faults::default()
    };
    let answered = tokens(faults).await;
    assert_eq!(answered.len(), 6 + 32);
}

#[tokio::test]
async fn a_status_comes_that_is_not_documented() {
    let faults = Faults {
        unknown_status: When::every(2),
        ..Faults::default()
    };
    let rows = rows(faults).await;
    let statuses: Vec<_> = rows
        .iter()
        .map(|row| row["Status"].as_i64().unwrap())
        .collect();
    assert_eq!(statuses, [1, 7, 1, 7, 1, 7]);
}

#[tokio::test]
async fn fields_come_as_null_and_the_token_never_does() {
    let faults = Faults {
        null_fields: When::Always,
        ..Faults::default()
    };
    let rows = rows(faults).await;
    for name in ["CreateTime", "Status"] {
        let nulls = rows
            .iter()
            .filter(|row| row.get(name) == Some(&Value::Null));
        assert!((1..6).contains(&nulls.count()), "{name}");
    }
    assert!(rows.iter().all(|row| row["InvitationToken"].is_string()));
}

#[tokio::test]
async fn numbers_come_as_strings() {
    let faults = Faults {
        text_numbers: When::Next(1),
        ..Faults::default()
    };
    let rows = rows(faults).await;
    assert_eq!(rows[0]["Status"], "1");
    assert_eq!(rows[1]["Status"], 1);
}

#[tokio::test]
async fn each_refusal_comes_as_often_as_it_was_asked_for() {
    let faults = Faults {
        busy: When::Next(1),
        internal_error: When::Next(1),
        over_limit: When::Next(1),
        refused: When::Next(1),
        refused_with: "IpNotInWhitelist".to_owned(),
        ..Faults::default()
    };
    let simulator = with(&TOKENS, faults).await;
    let mut codes = Vec::new();
    for _ in 0..5 {
        codes.push(Request::of(&TOKENS).send(&simulator).await.code());
    }
    assert_eq!(
        codes,
        [
            "RequestLimitExceeded",
            "OperationDenied.ServiceBusy",
            "InternalError",
            "IpNotInWhitelist",
            "none"
        ]
    );
    assert_eq!(simulator.faults().busy, When::Next(0));
    let recorded = simulator.record();
    let recorded: Vec<_> = recorded
        .iter()
        .filter_map(|exchange| exchange.code())
        .collect();
    assert_eq!(recorded, &codes[..4]);
}

#[tokio::test]
async fn a_poison_token_spoils_its_whole_request_and_no_other() {
    let faults = Faults {
        poison_tokens: ["c".to_owned()].into(),
        ..Faults::default()
    };
    let simulator = with(&TOKENS, faults).await;
    let spoilt = Request::of(&TOKENS).send(&simulator).await;
    assert_eq!(spoilt.code(), "InvalidParameterValue");
    let others = Request::of(&["a", "b"]).send(&simulator).await;
    assert_eq!(others.tokens(), ["a", "b"]);
}

#[tokio::test]
async fn more_tokens_than_the_size_limit_are_too_large() {
    let faults = Faults {
        size_limit: Some(3),
        ..Faults::default()
    };
    let simulator = with(&TOKENS, faults).await;
    let large = Request::of(&TOKENS[..4]).send(&simulator).await;
    assert_eq!(large.code(), "RequestSizeLimitExceeded");
    assert_eq!(
        Request::of(&TOKENS[..3]).send(&simulator).await.code(),
        "none"
    );
}

#[tokio::test]
async fn the_record_holds_what_was_sent_after_all_faults() {
    let faults = Faults {
        left_out: When::Next(4),
        doubled: When::Always,
        ..Faults::default()
    };
    let simulator = with(&TOKENS, faults).await;
    let reply = Request::of(&TOKENS).send(&simulator).await;
    let record = simulator.record();
    let Outcome::Answered { tokens, body, .. } = &record[0].outcome else {
        panic!("{record:?}");
    };
    let tokens: Vec<&str> = tokens.iter().map(|token| &**token).collect();
    assert_eq!(tokens, ["e", "e", "f", "f"]);
    assert_eq!(*body, reply.body);
}
