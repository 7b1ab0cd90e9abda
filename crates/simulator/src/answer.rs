use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use serde::Serialize;

use crate::faults::Faults;
use crate::invitation::{Invitation, UnusedFields};
use crate::refusal::Refusal;
use crate::row::{Field, Row};

const UNDOCUMENTED_STATUS: i64 = 7;

/// The rows for `tokens`, after the faults of the answer.
pub(crate) fn rows<'a>(
    invitations: &'a HashMap<Arc<str>, Invitation>,
    tokens: &[Arc<str>],
    now: DateTime<Utc>,
    unused: UnusedFields,
    faults: &mut Faults,
    random: &mut Rng,
) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(tokens.len());
    let mut asked = HashSet::with_capacity(tokens.len());
    for token in tokens {
        let known = invitations.get(token).filter(|known| known.is_kept(now));
        let Some(invitation) = known.filter(|_| asked.insert(token)) else {
            continue;
        };
        if faults.left_out.strikes(random) {
            continue;
        }
        let row = damage(invitation.row(now, unused), faults, random);
        if faults.doubled.strikes(random) {
            rows.push(row.clone());
        }
        rows.push(row);
    }
    if faults.unasked.strikes(random) {
        let token = format!("{:032x}", random.u128(..));
        let stranger = Invitation::unused(token, now - TimeDelta::days(3));
        rows.push(stranger.row(now, unused).into_owned());
    }
    if faults.shuffled.strikes(random) {
        random.shuffle(&mut rows);
    }
    rows
}

fn damage<'a>(mut row: Row<'a>, faults: &mut Faults, random: &mut Rng) -> Row<'a> {
    if faults.unknown_status.strikes(random) {
        row.status = Field::Number(UNDOCUMENTED_STATUS);
    }
    if faults.null_fields.strikes(random) {
        for field in row.fields_mut() {
            if random.bool() {
                *field = Field::Null;
            }
        }
    }
    if faults.text_numbers.strikes(random) {
        row.write_numbers_as_text();
    }
    row
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<T> {
    response: T,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answered<'a> {
    invitation_info: &'a [Row<'a>],
    request_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failed<'a> {
    error: Failure<'a>,
    request_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failure<'a> {
    code: &'a str,
    message: &'a str,
}

pub(crate) fn envelope(rows: &[Row<'_>], request_id: &str) -> Bytes {
    body(&Answered {
        invitation_info: rows,
        request_id,
    })
}

pub(crate) fn error_envelope(refusal: &Refusal, request_id: &str) -> Bytes {
    body(&Failed {
        error: Failure {
            code: &refusal.code,
            message: &refusal.message,
        },
        request_id,
    })
}

fn body(response: &impl Serialize) -> Bytes {
    serde_json::to_vec(&Envelope { response })
        .expect("strings and numbers are JSON")
        .into()
}

/// A random UUID (version 4) as text.
pub(crate) fn request_id(random: &mut Rng) -> String {
    let bits = random.u128(..);
    let text = format!("{bits:032x}");
    let variant = ["8", "9", "a", "b"][random.usize(..4)];
    format!(
        "{}-{}-4{}-{variant}{}-{}",
        &text[..8],
        &text[8..12],
        &text[13..16],
        &text[17..20],
        &text[20..]
    )
}
