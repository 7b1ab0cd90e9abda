//! What one answer says about each token of its batch.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use intlpartners::{Answer, Error, ErrorClass, InvitationInfo};

use crate::{
    ids::InvitationId,
    ledger::{Answered, Query, QueryOutcome},
    observation::InvitationFields,
    row::Failure,
};

/// Rows are matched to tokens by the token, whatever their order, and where that leaves a token over, by the token in
/// whatever case and with whatever blanks around it: better than to say of a token that the service does not know it.
/// Rows that nobody asked for are only counted.
///
/// Of several rows for one token the fullest counts, and among equals the first: each is the service's word, and the
/// one that says more is the one that teaches more.
pub(super) fn account_for(batch: &[(InvitationId, String)], answer: Answer) -> Vec<Query> {
    let Answer {
        request_id,
        asked_at,
        invitations,
        unreadable_rows,
    } = answer;
    let mut found: HashMap<&str, Option<InvitationFields>> = batch
        .iter()
        .map(|(_, token)| (token.as_str(), None))
        .collect();
    let (mut strangers, mut foreign_rows, mut doubled_rows) = (Vec::new(), 0, 0);
    let mut illegible_rows = unreadable_rows;
    for mut info in invitations {
        let Some(token) = info.invitation_token.take() else {
            illegible_rows += 1;
            continue;
        };
        let fields = InvitationFields::from(info);
        match found.get_mut(token.as_str()) {
            None => strangers.push((token, fields)),
            Some(said) => doubled_rows += usize::from(!keep_fuller(said, fields)),
        }
    }
    let left_over = found.iter().filter(|(_, said)| said.is_none());
    let left_over: Vec<&str> = left_over.map(|(token, _)| *token).collect();
    for (written, fields) in strangers {
        let is_meant = |token: &&&str| token.eq_ignore_ascii_case(written.trim());
        let mut meant = left_over.iter().filter(is_meant);
        // Of two that differ in case only, it may be either.
        match (meant.next(), meant.next()) {
            (Some(token), None) => {
                let said = found.get_mut(token).expect("it was found there");
                doubled_rows += usize::from(!keep_fuller(said, fields));
            }
            _ => foreign_rows += 1,
        }
    }
    let (mut observed, mut doubtful) = (Vec::with_capacity(batch.len()), Vec::new());
    for (id, token) in batch {
        match found.remove(token.as_str()).flatten() {
            // It may be in one of the rows that nobody can read.
            None if illegible_rows > 0 => doubtful.push(*id),
            fields => observed.push((*id, fields)),
        }
    }
    let mut queries = Vec::new();
    if !doubtful.is_empty() {
        let failure = Failure {
            class: ErrorClass::ServiceRefused.as_str().to_owned(),
            code: None,
            message: format!("{illegible_rows} of the answer's rows cannot be read"),
            request_id: Some(request_id.clone()),
        };
        queries.push(Query {
            asked_at,
            outcome: QueryOutcome::Failed {
                failure,
                invitations: doubtful,
            },
        });
    }
    queries.push(Query {
        asked_at,
        outcome: QueryOutcome::Answered(Answered {
            request_id,
            observed,
            foreign_rows,
            doubled_rows,
        }),
    });
    queries
}

/// None of the batch has an answer.
pub(super) fn all_failed(
    batch: &[(InvitationId, String)],
    error: &Error,
    asked_at: DateTime<Utc>,
) -> Query {
    Query {
        asked_at,
        outcome: QueryOutcome::Failed {
            failure: failure_of(error),
            invitations: batch.iter().map(|(id, _)| *id).collect(),
        },
    }
}

/// The batch is asked about again in parts; the refusal is kept for its RequestId.
pub(super) fn refused_whole(error: &Error, asked_at: DateTime<Utc>) -> Query {
    all_failed(&[], error, asked_at)
}

fn failure_of(error: &Error) -> Failure {
    Failure {
        class: error.class().as_str().to_owned(),
        code: error.code().map(str::to_owned),
        message: error.to_string(),
        request_id: error.request_id().map(str::to_owned),
    }
}

/// Whether it is the first.
fn keep_fuller(said: &mut Option<InvitationFields>, fields: InvitationFields) -> bool {
    let before = said.as_ref().map(fullness);
    if before.is_none_or(|before| fullness(&fields) > before) {
        *said = Some(fields);
    }
    before.is_none()
}

fn fullness(fields: &InvitationFields) -> usize {
    [
        fields.create_time.is_some(),
        fields.status.is_some(),
        fields.use_time.is_some(),
        fields.client_uin.is_some(),
        fields.client_mail.is_some(),
        fields.client_type.is_some(),
        fields.bind_time.is_some(),
    ]
    .map(usize::from)
    .iter()
    .sum()
}

impl From<InvitationInfo> for InvitationFields {
    fn from(info: InvitationInfo) -> Self {
        Self {
            create_time: info.create_time,
            status: info.status,
            use_time: info.use_time,
            client_uin: info.client_uin,
            client_mail: info.client_mail,
            client_type: info.client_type,
            bind_time: info.bind_time,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Vec<(InvitationId, String)> {
        ["a", "b", "c"]
            .iter()
            .zip(1..)
            .map(|(token, id)| (InvitationId(id), (*token).to_owned()))
            .collect()
    }

    fn row(token: &str, status: Option<i64>, mail: Option<&str>) -> InvitationInfo {
        InvitationInfo {
            invitation_token: Some(token.to_owned()),
            status,
            client_mail: mail.map(str::to_owned),
            ..InvitationInfo::default()
        }
    }

    fn answer(invitations: Vec<InvitationInfo>, unreadable_rows: u32) -> Answer {
        Answer {
            request_id: "request".to_owned(),
            asked_at: DateTime::UNIX_EPOCH,
            invitations,
            unreadable_rows,
        }
    }

    /// Ids with their status, `None` for those left out.
    type Observed = Vec<(i64, Option<Option<i64>>)>;

    /// And how many rows were foreign and doubled.
    fn observed(query: &Query) -> (Observed, usize, usize) {
        match &query.outcome {
            QueryOutcome::Answered(answered) => (
                answered
                    .observed
                    .iter()
                    .map(|(id, fields)| (id.0, fields.as_ref().map(|it| it.status)))
                    .collect(),
                answered.foreign_rows,
                answered.doubled_rows,
            ),
            QueryOutcome::Failed { .. } => panic!("{query:?}"),
        }
    }

    #[test]
    fn rows_find_their_tokens_in_any_order_and_foreign_ones_are_only_counted() {
        let rows = vec![
            row("c", Some(2), None),
            row("x", Some(1), None),
            row("a", Some(1), None),
        ];
        let queries = account_for(&batch(), answer(rows, 0));
        assert_eq!(queries.len(), 1);
        let expected = vec![(1, Some(Some(1))), (2, None), (3, Some(Some(2)))];
        assert_eq!(observed(&queries[0]), (expected, 1, 0));
    }

    #[test]
    fn of_several_rows_for_a_token_the_fullest_counts_and_then_the_first() {
        let rows = vec![
            row("a", Some(1), None),
            row("a", Some(2), Some("m@x")),
            row("a", Some(3), Some("n@x")),
            row("b", Some(1), None),
            row("b", Some(2), None),
        ];
        let queries = account_for(&batch(), answer(rows, 0));
        let expected = vec![(1, Some(Some(2))), (2, Some(Some(1))), (3, None)];
        assert_eq!(observed(&queries[0]), (expected, 0, 3));
    }

    #[test]
    fn a_token_that_the_service_writes_otherwise_is_still_the_one_that_was_asked_for() {
        let tokens = ["Ab1", "cd2", "EF3", "ef3", "gh4"];
        let batch: Vec<_> = (1..)
            .zip(tokens)
            .map(|(id, token)| (InvitationId(id), token.to_owned()))
            .collect();
        let rows = vec![
            row("aB1 ", Some(1), None),
            row("\tAB1", Some(2), Some("m@x")),
            row("cd2", Some(1), None),
            row("CD2", Some(2), Some("n@x")),
            row("Ef3", Some(1), None),
            row("gh", Some(1), None),
        ];
        let queries = account_for(&batch, answer(rows, 0));
        let expected = vec![
            (1, Some(Some(2))),
            (2, Some(Some(1))),
            (3, None),
            (4, None),
            (5, None),
        ];
        assert_eq!(observed(&queries[0]), (expected, 3, 1));
    }

    #[test]
    fn a_token_is_not_called_left_out_while_a_row_cannot_be_read() {
        let nameless = InvitationInfo::default();
        for answer in [
            answer(vec![row("a", Some(1), None), nameless], 0),
            answer(vec![row("a", Some(1), None)], 1),
        ] {
            let queries = account_for(&batch(), answer);
            let QueryOutcome::Failed {
                invitations,
                failure,
            } = &queries[0].outcome
            else {
                panic!("{queries:?}");
            };
            assert_eq!(invitations, &[InvitationId(2), InvitationId(3)]);
            assert_eq!(failure.class, "service_refused");
            assert_eq!(observed(&queries[1]).0, [(1, Some(Some(1)))]);
        }
    }
}
