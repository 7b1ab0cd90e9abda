//! Lists: named sets of an account's invitations.

use rusqlite::{Transaction, params};
use serde::Serialize;

use super::{Ledger, LedgerError, require_found};
use crate::ids::{AccountId, InvitationId, ListId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct ListView {
    pub id: ListId,
    pub name: String,
    /// How many it holds.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub invitations: u64,
}

impl Ledger {
    /// In the order in which they were made.
    pub fn lists(&self, account: AccountId) -> Result<Vec<ListView>, LedgerError> {
        self.read(|ledger| {
            let mut lists = ledger.prepare_cached(
                "SELECT id, name, (SELECT count(*) FROM list_entry WHERE list = list.id)
                 FROM list WHERE account = ? ORDER BY id",
            )?;
            let lists = lists.query_map([account], |row| {
                Ok(ListView {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    invitations: row.get(2)?,
                })
            })?;
            Ok(lists.collect::<Result<_, _>>()?)
        })
    }

    /// Of all the account's lists, and of none.
    pub fn invitations_count(&self, account: AccountId) -> Result<u64, LedgerError> {
        self.read(|ledger| {
            let sql = "SELECT count(*) FROM invitation WHERE account = ?";
            Ok(ledger.query_row(sql, [account], |row| row.get(0))?)
        })
    }

    /// Every invitation of the list, or of the account, in the order of import.
    pub fn scope(
        &self,
        account: AccountId,
        list: Option<ListId>,
    ) -> Result<Vec<InvitationId>, LedgerError> {
        self.read(|ledger| {
            let mut ids = match list {
                Some(_) => ledger.prepare_cached(
                    "SELECT invitation FROM list_entry
                     WHERE list = (SELECT id FROM list WHERE account = ? AND id = ?) ORDER BY invitation",
                )?,
                None => ledger.prepare_cached(
                    "SELECT id FROM invitation NOT INDEXED WHERE account = ? AND ? IS NULL ORDER BY id",
                )?,
            };
            let ids = ids.query_map(params![account, list], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    pub fn rename_list(&self, list: ListId, name: &str) -> Result<(), LedgerError> {
        self.write(|ledger| {
            require_found(
                ledger.execute("UPDATE list SET name = ? WHERE id = ?", params![name, list])?,
            )
        })
    }

    /// The invitations stay, with all that is known of them.
    pub fn delete_list(&self, list: ListId) -> Result<(), LedgerError> {
        self.write(|ledger| require_found(ledger.execute("DELETE FROM list WHERE id = ?", [list])?))
    }
}

pub(super) fn require_list(
    ledger: &Transaction<'_>,
    account: AccountId,
    list: ListId,
) -> Result<(), LedgerError> {
    let sql = "SELECT 1 FROM list WHERE id = ? AND account = ?";
    Ok(ledger.query_row(sql, params![list, account], |_| Ok(()))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::fixture;

    #[test]
    fn a_deleted_list_leaves_its_invitations_in_the_ledger() {
        let ledger = fixture::in_memory();
        let account = fixture::account(&ledger, "Acme");
        let first = fixture::list(&ledger, account, "First", &["a", "b"]);
        let second = fixture::list(&ledger, account, "Second", &["b", "c"]);
        ledger.rename_list(second, "Renamed").unwrap();
        ledger.delete_list(first).unwrap();

        let lists = ledger.lists(account).unwrap();
        assert_eq!(lists.len(), 1);
        assert_eq!(
            (lists[0].name.as_str(), lists[0].invitations),
            ("Renamed", 2)
        );
        assert_eq!(ledger.invitations_count(account).unwrap(), 3);
        assert_eq!(ledger.scope(account, None).unwrap().len(), 3);
        assert_eq!(ledger.scope(account, Some(first)).unwrap(), []);
        assert!(matches!(ledger.delete_list(first), Err(LedgerError::Gone)));
        assert!(matches!(
            ledger.rename_list(first, "x"),
            Err(LedgerError::Gone)
        ));
    }

    #[test]
    fn a_list_is_out_of_reach_under_another_account() {
        let ledger = fixture::in_memory();
        let list = fixture::list(&ledger, fixture::account(&ledger, "Acme"), "L", &["a"]);
        let other = fixture::account(&ledger, "Other");
        assert_eq!(ledger.scope(other, Some(list)).unwrap(), []);
    }
}
