//! What the ledger has, held against what the service has sent.

use std::collections::HashMap;

use serde_json::Value;

use super::*;
use crate::{
    account::AccountSettings,
    observation::InvitationFields,
    stage::{Reading, Stage},
};

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
            } => Some((request_id, (exchange.tokens, rows_in(&body)))),
            _ => None,
        })
        .collect();
    let (mut returned, mut not_returned, mut failed, mut unasked) = (0, 0, 0, 0);
    let (mut used, mut bound) = (0, 0);
    for id in scene.ledger.scope(scene.account, None).unwrap() {
        let record = scene.ledger.invitation(id).unwrap();
        let observations = scene.ledger.observations(id).unwrap();
        assert!(observations.len() <= 1, "{observations:?}");
        // Nothing was known of any before.
        let reading = Reading::at(
            &record.standing,
            &AccountSettings::default(),
            fixture::now(),
        );
        match reading.stage {
            Stage::Used => used += 1,
            Stage::Bound => bound += 1,
            _ => {}
        }
        match (observations.first(), &record.failure) {
            (Some(observation), None) => {
                let (asked, sent) = &sent[&observation.request_id];
                assert!(asked.iter().any(|token| **token == record.token));
                match &observation.fields {
                    Some(_) => returned += 1,
                    None => not_returned += 1,
                }
                let rows = sent.get(&record.token);
                let is_as_sent = match &observation.fields {
                    Some(fields) => rows.is_some_and(|rows| rows.contains(fields)),
                    None => rows.is_none(),
                };
                assert!(is_as_sent, "{id:?}: {observation:?} of {rows:?}");
            }
            (None, Some(_)) => failed += 1,
            (None, None) => unasked += 1,
            (Some(_), Some(_)) => panic!("{id:?} is answered and failed"),
        }
    }
    assert_eq!((returned, not_returned, failed, unasked), counts(report));
    assert_eq!((used, bound), (report.newly_used, report.newly_bound));
    let grouped: usize = report.failures.iter().map(|group| group.tokens).sum();
    assert_eq!(grouped, failed);
    let unanswered = scene.ledger.unanswered(report.check).unwrap();
    assert_eq!(unanswered.len(), failed + unasked);
}

/// As the service has sent them, by their tokens. Read without any code of ours.
fn rows_in(body: &[u8]) -> HashMap<String, Vec<InvitationFields>> {
    let answer: Value = serde_json::from_slice(body).unwrap();
    let mut rows: HashMap<_, Vec<_>> = HashMap::new();
    for row in answer["Response"]["InvitationInfo"].as_array().unwrap() {
        let text = |name| said(&row[name]);
        let number = |name| said(&row[name]).map(|digits| digits.parse().unwrap());
        let fields = InvitationFields {
            create_time: text("CreateTime"),
            status: number("Status"),
            use_time: text("UseTime"),
            client_uin: text("ClientUin"),
            client_mail: text("ClientMail"),
            client_type: number("ClientType"),
            bind_time: text("BindTime"),
        };
        let token = row["InvitationToken"].as_str().unwrap();
        rows.entry(token.to_owned()).or_default().push(fields);
    }
    rows
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
