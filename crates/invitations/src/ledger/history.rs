//! One invitation and everything that was ever answered about it.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::{
    Ledger, LedgerError,
    accounts::{SETTINGS, read_settings},
    columns::{At, FIELDS, read_fields_except},
    rows::{facts, row_of},
    standings,
};
use crate::{
    account::AccountSettings,
    ids::InvitationId,
    observation::Observation,
    row::{Failure, Row},
    standing::Standing,
};

/// An invitation as the ledger has it.
#[derive(Debug, Clone)]
pub struct InvitationRecord {
    pub id: InvitationId,
    pub token: String,
    pub note: Option<String>,
    pub added_at: DateTime<Utc>,
    /// The names of the lists that it is in.
    pub lists: Vec<String>,
    pub standing: Standing,
    /// Why the last check that asked got no answer.
    pub failure: Option<Failure>,
    /// Its account's.
    pub settings: AccountSettings,
}

impl InvitationRecord {
    pub fn row(&self, now: DateTime<Utc>) -> Row {
        Row::new(
            self.id,
            self.token.clone(),
            self.note.clone(),
            &self.standing,
            self.failure.clone(),
            &self.settings,
            now,
        )
    }
}

impl Ledger {
    pub fn invitation(&self, id: InvitationId) -> Result<InvitationRecord, LedgerError> {
        self.read(|ledger| {
            let row = row_of(ledger, id)?;
            let mut standing = row.standing;
            if let Some(query) = row.answered_by {
                let answered = facts(ledger, query)?;
                standing.last_answered_at = Some(answered.asked_at);
                standing.request_id = answered.request_id;
            }
            let failure = match row.failed_by {
                Some(query) => facts(ledger, query)?.failure,
                None => None,
            };
            let sql = format!(
                "SELECT invitation.added_at, {SETTINGS} FROM invitation
                 JOIN account ON account.id = invitation.account WHERE invitation.id = ?"
            );
            let (At(added_at), settings) =
                ledger.query_row(&sql, [id], |row| Ok((row.get(0)?, read_settings(row, 1)?)))?;
            // An account has few lists, and each is looked into by its key.
            let mut lists = ledger.prepare_cached(
                "SELECT name FROM list
                 WHERE account = (SELECT account FROM invitation WHERE id = ?1)
                     AND EXISTS (SELECT 1 FROM list_entry WHERE list = list.id AND invitation = ?1)
                 ORDER BY id",
            )?;
            let lists = lists.query_map([id], |row| row.get(0))?;
            Ok(InvitationRecord {
                id,
                token: row.token,
                note: row.note,
                added_at,
                lists: lists.collect::<Result<_, _>>()?,
                standing,
                failure,
                settings,
            })
        })
    }

    /// Newest first. Each observation names the one before it, so this takes as long as the history is, however
    /// many observations of others there are.
    pub fn observations(&self, id: InvitationId) -> Result<Vec<Observation>, LedgerError> {
        self.read(|ledger| {
            let mut find = ledger.prepare_cached(&format!(
                "SELECT previous, uuid, observation.id - first_result, check_run, asked_at, request_id,
                     observation.returned, inherited, {FIELDS}
                 FROM observation JOIN query ON query.id = observation.query
                 WHERE observation.id = ? AND observation.invitation = ?"
            ))?;
            let mut observations = Vec::new();
            let mut next = standings::last_observation(ledger, id)?;
            while let Some(number) = next {
                let found = find.query_row((number, id), |row| {
                    let At(asked_at) = row.get(4)?;
                    let returned: bool = row.get(6)?;
                    let observation = Observation {
                        id: counted_up(Uuid::from_bytes(row.get(1)?), row.get(2)?),
                        check: row.get(3)?,
                        asked_at,
                        request_id: row.get(5)?,
                        fields: match returned {
                            true => Some(read_fields_except(row.get(7)?, row, 8)?),
                            false => None,
                        },
                    };
                    Ok((row.get(0)?, observation))
                });
                let (previous, observation): (Option<i64>, _) = found.optional()?.ok_or_else(|| {
                    LedgerError::damaged(format!("observation {number} is missing"))
                })?;
                // A damaged chain must not lead in circles.
                if previous.is_some_and(|previous| previous >= number) {
                    return Err(LedgerError::damaged("an observation precedes itself"));
                }
                observations.push(observation);
                next = previous;
            }
            Ok(observations)
        })
    }
}

/// The UUID so many after the first of its query. What is counted is the random part; time and version stay.
fn counted_up(first: Uuid, by: u32) -> Uuid {
    const RANDOM: u128 = (1 << 62) - 1;
    let first = first.as_u128();
    Uuid::from_u128(first & !RANDOM | (first + u128::from(by)) & RANDOM)
}
