//! What the ledger has, held against what the service has sent.

use std::collections::HashMap;

use serde_json::Value;

use super::*;
use crate::{ids::InvitationId, observation::InvitationFields};

pub(super) fn steps_agree_with(report: &CheckReport, steps: &[Step], scene: &Scene) {
    for step in steps {
        let now = &step.progress;
        assert_eq!(now.done, now.returned + now.not_returned + now.failed);
        assert_eq!(
            now.next_try_in_seconds.is_some(),
            now.state == CheckState::Waiting
        );
        assert!(now.next_try_in_seconds <= Some(30), "{now:?}");
    }
    assert!(steps.is_sorted_by_key(|step| step.progress.done));
    let last = &steps.last().expect("the last step is always told").progress;
    assert_eq!(
        (last.returned, last.not_returned, last.failed),
        (report.returned, report.not_returned, report.failed)
    );
    let mut changed: Vec<_> = steps.iter().flat_map(|step| &step.changed).collect();
    let told = changed.len();
    changed.sort_unstable();
    changed.dedup();
    assert_eq!(told, changed.len(), "a change is told twice");
    assert_eq!(told, last.done);
    assert!(report.unasked > 0 || told == scene.ledger.scope(scene.account, None).unwrap().len());
}

pub(super) fn every_token_has_one_outcome(report: &CheckReport, scene: &Scene) {
    let sent: HashMap<String, _> = scene
        .world
        .record()
        .into_iter()
        .filter_map(|exchange| match exchange.outcome {
            Outcome::Answered {
                request_id, body, ..
            } => Some((request_id, (exchange.tokens, body))),
            _ => None,
        })
        .collect();
    let (mut returned, mut not_returned, mut failed, mut unasked) = (0, 0, 0, 0);
    for id in scene.ledger.scope(scene.account, None).unwrap() {
        let record = scene.ledger.invitation(id).unwrap();
        let observations = scene.ledger.observations(id).unwrap();
        assert!(observations.len() <= 1, "{observations:?}");
        match (observations.first(), &record.failure) {
            (Some(observation), None) => {
                let (asked, body) = &sent[&observation.request_id];
                assert!(asked.iter().any(|token| **token == record.token));
                match &observation.fields {
                    Some(_) => returned += 1,
                    None => not_returned += 1,
                }
                let rows = rows_for(&record.token, body);
                assert!(
                    rows.contains(&observation.fields),
                    "{id:?}: {observation:?} is none of {rows:?}"
                );
            }
            (None, Some(_)) => failed += 1,
            (None, None) => unasked += 1,
            (Some(_), Some(_)) => panic!("{id:?} is answered and failed"),
        }
    }
    assert_eq!((returned, not_returned, failed, unasked), counts(report));
    let grouped: usize = report.failures.iter().map(|group| group.tokens).sum();
    assert_eq!(grouped, failed);
    all_unanswered_are_known(report, scene, failed + unasked);
}

fn all_unanswered_are_known(report: &CheckReport, scene: &Scene, expected: usize) {
    let unanswered: Vec<InvitationId> = scene.ledger.unanswered(report.check).unwrap();
    assert_eq!(unanswered.len(), expected);
}

/// As the service has sent them; `None` alone when there is none. Read without any code of ours.
fn rows_for(token: &str, body: &[u8]) -> Vec<Option<InvitationFields>> {
    let answer: Value = serde_json::from_slice(body).unwrap();
    let rows = answer["Response"]["InvitationInfo"].as_array().unwrap();
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| row["InvitationToken"] == token)
        .map(|row| {
            let text = |name| said(&row[name]);
            let number = |name| said(&row[name]).map(|digits| digits.parse().unwrap());
            Some(InvitationFields {
                create_time: text("CreateTime"),
                status: number("Status"),
                use_time: text("UseTime"),
                client_uin: text("ClientUin"),
                client_mail: text("ClientMail"),
                client_type: number("ClientType"),
                bind_time: text("BindTime"),
            })
        })
        .collect();
    match rows.is_empty() {
        true => vec![None],
        false => rows,
    }
}

fn said(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let nothing = ["", "0", "0000-00-00 00:00:00"];
    (!nothing.contains(&text.as_str())).then_some(text)
}
