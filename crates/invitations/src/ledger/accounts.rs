//! Accounts, without their keys.

use chrono::{DateTime, Utc};
use rusqlite::{ErrorCode, Row, named_params, params};

use super::{Ledger, LedgerError, columns::At, require_found};
use crate::{
    account::{Account, AccountSettings, KeyPlace},
    ids::AccountId,
};

pub(super) const SETTINGS: &str = "utc_offset_minutes, expiring_days, requests_per_second";

pub(super) fn read_settings(row: &Row<'_>, first: usize) -> rusqlite::Result<AccountSettings> {
    Ok(AccountSettings {
        utc_offset_minutes: row.get(first)?,
        expiring_days: row.get(first + 1)?,
        requests_per_second: row.get(first + 2)?,
    })
}

impl Ledger {
    /// In the order in which they were added.
    pub fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.read(|ledger| {
            let sql = format!(
                "SELECT id, key_name, label, secret_id_masked, key_place, {SETTINGS} FROM account ORDER BY id"
            );
            let mut accounts = ledger.prepare_cached(&sql)?;
            let accounts = accounts.query_map([], |row| {
                Ok(Account {
                    id: row.get(0)?,
                    key_name: row.get(1)?,
                    label: row.get(2)?,
                    secret_id_masked: row.get(3)?,
                    key_place: row.get(4)?,
                    settings: read_settings(row, 5)?,
                })
            })?;
            Ok(accounts.collect::<Result<_, _>>()?)
        })
    }

    pub fn account_settings(&self, id: AccountId) -> Result<AccountSettings, LedgerError> {
        self.read(|ledger| {
            let sql = format!("SELECT {SETTINGS} FROM account WHERE id = ?");
            Ok(ledger.query_row(&sql, [id], |row| read_settings(row, 0))?)
        })
    }

    /// With the default settings.
    pub fn add_account(
        &self,
        label: &str,
        key_name: &str,
        secret_id_masked: &str,
        key_place: KeyPlace,
        now: DateTime<Utc>,
    ) -> Result<AccountId, LedgerError> {
        let settings = AccountSettings::default();
        self.write(|ledger| {
            ledger
                .execute(
                    "INSERT INTO account (label, key_name, secret_id_masked, key_place,
                         utc_offset_minutes, expiring_days, requests_per_second, added_at)
                     VALUES (:label, :key_name, :masked, :place, :offset, :expiring, :requests, :now)",
                    named_params! {
                        ":label": label,
                        ":key_name": key_name,
                        ":masked": secret_id_masked,
                        ":place": key_place,
                        ":offset": settings.utc_offset_minutes,
                        ":expiring": settings.expiring_days,
                        ":requests": settings.requests_per_second,
                        ":now": At(now),
                    },
                )
                .map_err(label_taken)?;
            Ok(AccountId(ledger.last_insert_rowid()))
        })
    }

    pub fn update_account(
        &self,
        id: AccountId,
        label: &str,
        settings: &AccountSettings,
    ) -> Result<(), LedgerError> {
        self.write(|ledger| {
            let changed = ledger
                .execute(
                    "UPDATE account SET label = :label, utc_offset_minutes = :offset,
                         expiring_days = :expiring, requests_per_second = :requests WHERE id = :id",
                    named_params! {
                        ":label": label,
                        ":offset": settings.utc_offset_minutes,
                        ":expiring": settings.expiring_days,
                        ":requests": settings.requests_per_second,
                        ":id": id,
                    },
                )
                .map_err(label_taken)?;
            require_found(changed)
        })
    }

    /// After the account's keys have been replaced or moved.
    pub fn set_key(
        &self,
        id: AccountId,
        secret_id_masked: &str,
        key_place: KeyPlace,
    ) -> Result<(), LedgerError> {
        self.write(|ledger| {
            require_found(ledger.execute(
                "UPDATE account SET secret_id_masked = ?, key_place = ? WHERE id = ?",
                params![secret_id_masked, key_place, id],
            )?)
        })
    }

    /// Removes the account and everything learnt under it. Its number is not used again.
    pub fn remove_account(&self, id: AccountId) -> Result<(), LedgerError> {
        self.write(|ledger| {
            // Results are found as the consecutive rows of each query; no index leads to them.
            for (results, answered) in [("observation", "IS NULL"), ("failure", "IS NOT NULL")] {
                let mut ranges = ledger.prepare(&format!(
                    "SELECT first_result, first_result + returned + not_returned + failed
                     FROM query JOIN check_run ON check_run.id = query.check_run
                     WHERE check_run.account = ? AND query.error_class {answered}"
                ))?;
                let mut delete =
                    ledger.prepare(&format!("DELETE FROM {results} WHERE id >= ? AND id < ?"))?;
                let mut ranges = ranges.query([id])?;
                while let Some(range) = ranges.next()? {
                    delete.execute([range.get::<_, i64>(0)?, range.get(1)?])?;
                }
            }
            for sql in [
                "DELETE FROM query WHERE check_run IN (SELECT id FROM check_run WHERE account = ?)",
                "DELETE FROM standing WHERE invitation IN (SELECT id FROM invitation WHERE account = ?)",
            ] {
                ledger.execute(sql, [id])?;
            }
            // Lists, their entries, invitations and checks go with it.
            require_found(ledger.execute("DELETE FROM account WHERE id = ?", [id])?)
        })
    }
}

/// `key_name` is unique too, but made up anew for each account.
fn label_taken(error: rusqlite::Error) -> LedgerError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => LedgerError::LabelTaken,
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::fixture;

    #[test]
    fn an_account_comes_back_as_it_was_added_and_changed() {
        let ledger = fixture::in_memory();
        let now = fixture::now();
        let id = ledger
            .add_account("Acme", "key-1", "AKID••••••••MPLE", KeyPlace::Keychain, now)
            .unwrap();
        let settings = AccountSettings {
            utc_offset_minutes: -90,
            expiring_days: 3,
            requests_per_second: 5,
        };
        ledger.update_account(id, "Acme East", &settings).unwrap();
        ledger
            .set_key(id, "AKID••••••••NEW1", KeyPlace::Session)
            .unwrap();
        assert_eq!(
            ledger.accounts().unwrap(),
            [Account {
                id,
                key_name: "key-1".into(),
                label: "Acme East".into(),
                secret_id_masked: "AKID••••••••NEW1".into(),
                key_place: KeyPlace::Session,
                settings,
            }]
        );
    }

    #[test]
    fn a_label_is_taken_whatever_its_case_but_may_be_kept() {
        let ledger = fixture::in_memory();
        let acme = fixture::account(&ledger, "Acme");
        let other = fixture::account(&ledger, "Other");
        let settings = AccountSettings::default();
        let add = ledger.add_account("ACME", "key", "AKID", KeyPlace::Missing, fixture::now());
        assert!(matches!(add, Err(LedgerError::LabelTaken)));
        let rename = ledger.update_account(other, "acme", &settings);
        assert!(matches!(rename, Err(LedgerError::LabelTaken)));
        ledger.update_account(acme, "ACME", &settings).unwrap();
    }

    #[test]
    fn a_removed_account_leaves_nothing_and_its_number_is_not_used_again() {
        let ledger = fixture::in_memory();
        let (keep, remove) = (
            fixture::account(&ledger, "Keep"),
            fixture::account(&ledger, "Remove"),
        );
        let kept = fixture::checked_list(&ledger, keep, 5);
        fixture::checked_list(&ledger, remove, 7);
        ledger.remove_account(remove).unwrap();

        let left = |table: &str| -> usize {
            ledger
                .read(|ledger| {
                    Ok(
                        ledger.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                            row.get(0)
                        })?,
                    )
                })
                .unwrap()
        };
        for (table, rows) in [
            ("account", 1),
            ("list", 1),
            ("list_entry", 5),
            ("invitation", 5),
            ("check_run", 1),
            ("query", 2),
            ("observation", 4),
            ("failure", 1),
            ("standing", 5),
        ] {
            assert_eq!(left(table), rows, "{table}");
        }
        for id in &kept[..4] {
            assert_eq!(ledger.observations(*id).unwrap().len(), 1);
        }
        assert!(matches!(
            ledger.remove_account(remove),
            Err(LedgerError::Gone)
        ));
        assert!(fixture::account(&ledger, "Remove") > remove);
    }
}
