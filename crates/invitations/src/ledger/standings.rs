//! Where each invitation stands: its newest observation, which holds what all of them add up to.

use rusqlite::Transaction;

use super::{
    LedgerError,
    columns::{FIELDS, field_bits, read_fields_except, read_reached},
};
use crate::{ids::InvitationId, observation::InvitationFields, reached::Reached};

/// Between neighbours that are farther apart, a search for the next is cheaper than reading what lies in between.
const NEAR: i64 = 64;

/// What the newest observation so far hands on to the next one.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    /// The row number of that observation.
    pub(super) observation: Option<i64>,
    pub(super) ever_returned: bool,
    pub(super) reached: Reached,
    /// What it knows and the new answer does not say.
    pub(super) inherited: InvitationFields,
}

impl Before {
    /// How far the customer has come by an answer that says this.
    pub(super) fn reached_with(&self, said: &InvitationFields) -> Reached {
        let has_bind_time = said.bind_time.is_some() || self.inherited.bind_time.is_some();
        Reached::by(said.status.or(self.inherited.status), has_bind_time)
    }
}

/// In the order of `observed`, in which each invitation stands once. All default where nothing has been observed.
pub(super) fn before(
    transaction: &Transaction<'_>,
    observed: &[(InvitationId, Option<InvitationFields>)],
) -> Result<Vec<Before>, LedgerError> {
    let mut places: Vec<_> = (observed.iter().enumerate())
        .map(|(place, (id, _))| (*id, place))
        .collect();
    places.sort_unstable();
    let mut find = transaction.prepare_cached(&format!(
        "SELECT standing.invitation, observation.id, ever_returned, {FIELDS}
         FROM standing JOIN observation ON observation.id = last_observation
         WHERE standing.invitation BETWEEN ? AND ?"
    ))?;
    let mut before = vec![Before::default(); observed.len()];
    for neighbours in places.chunk_by(|(one, _), (next, _)| next.0 - one.0 <= NEAR) {
        let (first, last) = (neighbours[0].0, neighbours[neighbours.len() - 1].0);
        let mut found = find.query([first, last])?;
        while let Some(row) = found.next()? {
            let id: InvitationId = row.get(0)?;
            let Ok(at) = neighbours.binary_search_by_key(&id, |(id, _)| *id) else {
                continue;
            };
            let place = neighbours[at].1;
            let said = observed[place].1.as_ref().map_or(0, field_bits);
            before[place] = Before {
                observation: row.get(1)?,
                ever_returned: row.get(2)?,
                reached: read_reached(row, 3)?,
                inherited: read_fields_except(said, row, 3)?,
            };
        }
    }
    Ok(before)
}

/// Moves the standings on to the observations from this number on.
pub(super) fn advance(
    transaction: &Transaction<'_>,
    first_observation: i64,
) -> Result<(), LedgerError> {
    let mut advance = transaction.prepare_cached(
        "INSERT OR REPLACE INTO standing (invitation, last_observation)
         SELECT invitation, id FROM observation WHERE id >= ?",
    )?;
    advance.execute([first_observation])?;
    Ok(())
}

/// Marks those of the failures from this number on.
pub(super) fn mark_failed(
    transaction: &Transaction<'_>,
    first_failure: i64,
) -> Result<(), LedgerError> {
    let mut mark = transaction.prepare_cached(
        "INSERT INTO standing (invitation, failed_by) SELECT invitation, query FROM failure WHERE id >= ?
         ON CONFLICT DO UPDATE SET failed_by = excluded.failed_by",
    )?;
    mark.execute([first_failure])?;
    Ok(())
}

pub(super) fn last_observation(
    transaction: &Transaction<'_>,
    invitation: InvitationId,
) -> Result<Option<i64>, LedgerError> {
    let mut find =
        transaction.prepare_cached("SELECT last_observation FROM standing WHERE invitation = ?")?;
    let mut found = find.query([invitation])?;
    Ok(match found.next()? {
        Some(row) => row.get(0)?,
        None => None,
    })
}
