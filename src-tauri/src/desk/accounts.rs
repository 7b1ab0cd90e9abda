//! Adding, changing and removing accounts.

use intlpartners::Credentials;
use invitations::{
    account::{AccountSettings, KeyPlace},
    ids::AccountId,
    visible::visible,
};
use serde::{Deserialize, Serialize};
use uuid::Builder;
use zeroize::Zeroizing;

use super::{Desk, lock};
use crate::{
    error::{CommandError, ErrorCode},
    keychain::{KeychainError, StoredKeys},
};

/// Keys on their way in. They never travel the other way: no `Serialize`.
#[derive(Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    pub secret_id: String,
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub secret_key: Zeroizing<String>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(redacted)")
    }
}

impl Keys {
    /// The credentials, and whether blanks around them were taken off.
    pub(super) fn into_credentials(self) -> Result<(Credentials, bool), CommandError> {
        Credentials::new(&self.secret_id, &self.secret_key)
            .map_err(|error| CommandError::new(ErrorCode::InvalidInput, error.to_string()))
    }
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct AddedAccount {
    pub id: AccountId,
    pub key_place: KeyPlace,
    /// Blanks around the keys were taken off.
    pub trimmed: bool,
}

/// What becomes of keys that no keychain takes.
#[derive(Debug, Clone, Copy)]
enum WithoutKeychain {
    KeepInMemory,
    Refuse,
}

impl Desk {
    pub async fn add_account(
        &self,
        label: String,
        keys: Keys,
    ) -> Result<AddedAccount, CommandError> {
        let settings = AccountSettings::default();
        self.add(label, keys, settings, WithoutKeychain::KeepInMemory)
            .await
    }

    /// For a program that ends when it has done so: an account whose keys would end with it is not added.
    pub async fn add_lasting_account(
        &self,
        label: String,
        keys: Keys,
        settings: AccountSettings,
    ) -> Result<AddedAccount, CommandError> {
        self.add(label, keys, settings, WithoutKeychain::Refuse)
            .await
    }

    async fn add(
        &self,
        label: String,
        keys: Keys,
        settings: AccountSettings,
        without_keychain: WithoutKeychain,
    ) -> Result<AddedAccount, CommandError> {
        let label = valid_name(&label)?;
        require_within_bounds(&settings)?;
        let (credentials, trimmed) = keys.into_credentials()?;
        let _turn = self.turn.lock().await;
        self.refuse_in_sample()?;
        let key_name = self.new_key_name();
        let (masked, now) = (credentials.masked_id(), self.now());
        // The row first: a label that is taken must not leave a key behind.
        let id = {
            let (key_name, masked) = (key_name.clone(), masked.clone());
            self.on_ledger(move |ledger| {
                let id = ledger.add_account(&label, &key_name, &masked, KeyPlace::Missing, now)?;
                if settings != AccountSettings::default() {
                    ledger.update_account(id, &label, &settings)?;
                }
                Ok(id)
            })
            .await?
        };
        let key_place = match (
            self.store_keys(&key_name, &credentials).await,
            without_keychain,
        ) {
            (Ok(()), _) => KeyPlace::Keychain,
            (Err(_), WithoutKeychain::KeepInMemory) => self.keep_in_memory(&key_name, credentials),
            (Err(error), WithoutKeychain::Refuse) => {
                self.take_back(id, &key_name).await;
                return Err(error.into());
            }
        };
        let noted = self
            .on_ledger(move |ledger| ledger.set_key(id, &masked, key_place))
            .await;
        if let Err(error) = noted {
            self.take_back(id, &key_name).await;
            return Err(error);
        }
        self.changed().await;
        Ok(AddedAccount {
            id,
            key_place,
            trimmed,
        })
    }

    /// An account whose keys could not be noted was not added: as far as the disk still lets us, nothing of it stays.
    async fn take_back(&self, id: AccountId, key_name: &str) {
        lock(&self.session_keys).remove(key_name);
        let _ = self.keychain.delete(key_name).await;
        let _ = self
            .on_ledger(move |ledger| ledger.remove_account(id))
            .await;
    }

    pub async fn replace_keys(
        &self,
        id: AccountId,
        keys: Keys,
    ) -> Result<AddedAccount, CommandError> {
        let (credentials, trimmed) = keys.into_credentials()?;
        let _turn = self.turn.lock().await;
        self.refuse_in_sample()?;
        let account = self.account(id).await?;
        let masked = credentials.masked_id();
        let key_place = self.keep_keys(&account.key_name, credentials).await;
        self.on_ledger(move |ledger| ledger.set_key(id, &masked, key_place))
            .await?;
        self.forget_client(&account);
        self.changed().await;
        Ok(AddedAccount {
            id,
            key_place,
            trimmed,
        })
    }

    pub async fn update_account(
        &self,
        id: AccountId,
        label: String,
        settings: AccountSettings,
    ) -> Result<(), CommandError> {
        let label = valid_name(&label)?;
        require_within_bounds(&settings)?;
        let _turn = self.turn.lock().await;
        let account = self.account(id).await?;
        self.on_ledger(move |ledger| ledger.update_account(id, &label, &settings))
            .await?;
        // The same client, which may be asking: two of them would ask twice as fast as either is allowed.
        if let Some(client) = lock(&self.clients).get(&account.key_name) {
            client.set_requests_per_second(settings.requests_per_second);
        }
        self.changed().await;
        Ok(())
    }

    /// Deletes the key, then the account's part of the ledger: a key without an account would be out of reach. Only with
    /// `leave_key` does the account go also when its keychain does not let go of the key.
    pub async fn remove_account(&self, id: AccountId, leave_key: bool) -> Result<(), CommandError> {
        let _turn = self.turn.lock().await;
        self.refuse_while_checking()?;
        let account = self.account(id).await?;
        if account.key_place == KeyPlace::Keychain {
            let deleted = self.keychain.delete_kept(&account.key_name).await;
            if let (Err(error), false) = (deleted, leave_key) {
                return Err(error.into());
            }
        } else {
            // Best effort: an earlier one may be there.
            let _ = self.keychain.delete(&account.key_name).await;
        }
        lock(&self.session_keys).remove(&account.key_name);
        self.forget_client(&account);
        self.on_ledger(move |ledger| ledger.remove_account(id))
            .await?;
        self.changed().await;
        Ok(())
    }

    /// The sample's ledger ends with the sample: keys of the user's own would be out of reach then.
    fn refuse_in_sample(&self) -> Result<(), CommandError> {
        if self.shows_sample() {
            return Err(CommandError::new(
                ErrorCode::InvalidInput,
                "the sample takes no keys; leave it first",
            ));
        }
        Ok(())
    }

    /// In the keychain, or else in memory until the program ends; never in a file.
    async fn keep_keys(&self, key_name: &str, credentials: Credentials) -> KeyPlace {
        match self.store_keys(key_name, &credentials).await {
            Ok(()) => KeyPlace::Keychain,
            Err(_) => self.keep_in_memory(key_name, credentials),
        }
    }

    async fn store_keys(
        &self,
        key_name: &str,
        credentials: &Credentials,
    ) -> Result<(), KeychainError> {
        let stored = StoredKeys {
            secret_id: credentials.secret_id.clone(),
            secret_key: credentials.secret_key.expose().to_owned(),
        };
        self.keychain.store(key_name, &stored).await?;
        lock(&self.session_keys).remove(key_name);
        Ok(())
    }

    fn keep_in_memory(&self, key_name: &str, credentials: Credentials) -> KeyPlace {
        lock(&self.session_keys).insert(key_name.to_owned(), credentials);
        KeyPlace::Session
    }

    /// Accounts are told apart in the keychain by this name, whatever they are called and whichever ledger they are in.
    fn new_key_name(&self) -> String {
        let mut random = [0; 10];
        lock(&self.random).fill(&mut random);
        let milliseconds = self.now().timestamp_millis().unsigned_abs();
        Builder::from_unix_timestamp_millis(milliseconds, &random)
            .into_uuid()
            .to_string()
    }
}

fn require_within_bounds(settings: &AccountSettings) -> Result<(), CommandError> {
    match settings.are_within_bounds() {
        true => Ok(()),
        false => Err(CommandError::new(
            ErrorCode::InvalidInput,
            format!("no account can be set so: {settings:?}"),
        )),
    }
}

/// A name for people: all of it is seen, it is not blank, and short enough to be shown.
pub(super) fn valid_name(name: &str) -> Result<String, CommandError> {
    const MAX_CHARS: usize = 80;
    let name = visible(name);
    if name.is_empty() || name.chars().count() > MAX_CHARS {
        return Err(CommandError::new(
            ErrorCode::InvalidInput,
            format!("a name has 1 to {MAX_CHARS} characters"),
        ));
    }
    Ok(name)
}
