//! Storing what an import has read.

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, named_params, params};
use serde::{Deserialize, Serialize};

use super::{Ledger, LedgerError, columns::At, lists::require_list};
use crate::{
    ids::{AccountId, InvitationId, ListId},
    import::{Import, ImportedToken},
};

/// Where imported tokens go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum ImportTarget {
    List(ListId),
    NewList(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct StoredImport {
    pub list: ListId,
    /// Tokens that the account's ledger did not have.
    pub added: usize,
    /// Tokens that it had; they are in the list now too.
    pub known: usize,
}

impl Ledger {
    /// How many of these the account's ledger has already.
    pub fn count_known(
        &self,
        account: AccountId,
        tokens: &[ImportedToken],
    ) -> Result<usize, LedgerError> {
        self.read(|ledger| {
            let mut find = ledger
                .prepare_cached("SELECT 1 FROM invitation WHERE account = ? AND token = ?")?;
            // In the index's order, so that a million look-ups read each of its pages once.
            let mut tokens: Vec<&str> = tokens.iter().map(|it| it.token.as_str()).collect();
            tokens.sort_unstable();
            let mut known = 0;
            for token in tokens {
                known += usize::from(find.exists(params![account, token])?);
            }
            Ok(known)
        })
    }

    /// Puts the tokens into the list, all or none. A note fills an empty one and overwrites none.
    pub fn store_import(
        &self,
        account: AccountId,
        target: &ImportTarget,
        import: &Import,
        now: DateTime<Utc>,
    ) -> Result<StoredImport, LedgerError> {
        self.write(|ledger| {
            let list = match target {
                ImportTarget::List(list) => {
                    require_list(ledger, account, *list)?;
                    *list
                }
                ImportTarget::NewList(name) => {
                    ledger.execute(
                        "INSERT INTO list (account, name, created_at) VALUES (?, ?, ?)",
                        params![account, name, At(now)],
                    )?;
                    ListId(ledger.last_insert_rowid())
                }
            };
            let added = store_tokens(ledger, account, list, &import.tokens, now)?;
            Ok(StoredImport {
                list,
                added,
                known: import.tokens.len() - added,
            })
        })
    }
}

/// How many were new.
fn store_tokens(
    ledger: &Transaction<'_>,
    account: AccountId,
    list: ListId,
    tokens: &[ImportedToken],
    now: DateTime<Utc>,
) -> Result<usize, LedgerError> {
    let mut add = ledger.prepare_cached(
        "INSERT INTO invitation (account, token, note, added_at) VALUES (:account, :token, :note, :now)
         ON CONFLICT (account, token) DO NOTHING",
    )?;
    let mut find = ledger.prepare_cached(
        "SELECT id, note IS NULL FROM invitation WHERE account = ? AND token = ?",
    )?;
    let mut annotate = ledger.prepare_cached("UPDATE invitation SET note = ? WHERE id = ?")?;
    let mut enter = ledger
        .prepare_cached("INSERT OR IGNORE INTO list_entry (list, invitation) VALUES (?, ?)")?;
    let mut added = 0;
    for ImportedToken { token, note, .. } in tokens {
        let token = token.as_str();
        let inserted = add.execute(named_params! {
            ":account": account,
            ":token": token,
            ":note": note,
            ":now": At(now),
        })?;
        added += inserted;
        let id = match inserted {
            0 => {
                let (id, lacks_note): (InvitationId, bool) = find
                    .query_row(params![account, token], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?;
                if lacks_note && note.is_some() {
                    annotate.execute(params![note, id])?;
                }
                id
            }
            _ => InvitationId(ledger.last_insert_rowid()),
        };
        enter.execute(params![list, id])?;
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::fixture;

    #[test]
    fn known_tokens_are_counted_per_account_and_join_the_list() {
        let ledger = fixture::in_memory();
        let (acme, other) = (
            fixture::account(&ledger, "Acme"),
            fixture::account(&ledger, "Other"),
        );
        fixture::list(&ledger, acme, "First", &["a", "b"]);
        let import = fixture::import(&[("b", None), ("c", None), ("d", None)]);
        assert_eq!(ledger.count_known(acme, &import.tokens).unwrap(), 1);
        assert_eq!(ledger.count_known(other, &import.tokens).unwrap(), 0);

        let target = ImportTarget::NewList("Second".into());
        let stored = ledger
            .store_import(acme, &target, &import, fixture::now())
            .unwrap();
        assert_eq!((stored.added, stored.known), (2, 1));
        let again = ledger
            .store_import(
                acme,
                &ImportTarget::List(stored.list),
                &import,
                fixture::now(),
            )
            .unwrap();
        assert_eq!((again.added, again.known), (0, 3));
        assert_eq!(ledger.scope(acme, Some(stored.list)).unwrap().len(), 3);
        assert_eq!(ledger.invitations_count(acme).unwrap(), 4);
    }

    #[test]
    fn a_later_note_fills_an_empty_one_and_overwrites_none() {
        let ledger = fixture::in_memory();
        let account = fixture::account(&ledger, "Acme");
        let target = ImportTarget::NewList("L".into());
        let mut notes = Vec::new();
        for pass in [
            [("a", Some("first")), ("b", None)],
            [("a", Some("second")), ("b", Some("late"))],
            [("a", None), ("b", None)],
        ] {
            ledger
                .store_import(account, &target, &fixture::import(&pass), fixture::now())
                .unwrap();
        }
        for id in ledger.scope(account, None).unwrap() {
            notes.push(ledger.invitation(id).unwrap().note);
        }
        assert_eq!(notes, [Some("first".to_owned()), Some("late".to_owned())]);
    }

    #[test]
    fn an_import_for_what_is_gone_stores_nothing() {
        let ledger = fixture::in_memory();
        let (acme, other) = (
            fixture::account(&ledger, "Acme"),
            fixture::account(&ledger, "Other"),
        );
        let theirs = fixture::list(&ledger, other, "Theirs", &["x"]);
        let import = fixture::import(&[("a", None)]);
        for (account, target) in [
            (acme, ImportTarget::List(theirs)),
            (AccountId(99), ImportTarget::NewList("L".into())),
        ] {
            let stored = ledger.store_import(account, &target, &import, fixture::now());
            assert!(matches!(stored, Err(LedgerError::Gone)), "{stored:?}");
        }
        assert_eq!(ledger.invitations_count(acme).unwrap(), 0);
    }
}
