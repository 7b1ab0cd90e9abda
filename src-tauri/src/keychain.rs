//! The OS keychain: Windows Credential Manager, macOS Keychain, Secret Service.
//!
//! One thread owns it, because stores want to be spoken to by one caller at a time, and because a store may
//! block for as long as its unlock prompt stays open.

use std::{collections::HashMap, sync::mpsc, thread, time::Duration};

use keyring_core::{Entry, Error as StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use zeroize::{Zeroize, Zeroizing};

/// An unlock prompt that nobody answers must not hold the program for ever.
const PATIENCE: Duration = Duration::from_secs(120);
/// The window is drawn after this look: it does not wait for a prompt that is open, nor for a store that hangs.
const GLANCE: Duration = Duration::from_secs(2);

/// What is kept for one account. Held as briefly as possible.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredKeys {
    pub secret_id: String,
    pub secret_key: String,
}

impl Drop for StoredKeys {
    fn drop(&mut self) {
        self.secret_key.zeroize();
    }
}

impl std::fmt::Debug for StoredKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredKeys(redacted)")
    }
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum KeychainError {
    /// Also what a locked or absent keychain answers: not a proof that there is no key.
    #[error("the keychain has no entry for this account, or is locked")]
    NoEntry,
    #[error("no keychain can be used on this computer: {0}")]
    Unavailable(String),
    #[error("the keychain's entry for this account cannot be read")]
    Unreadable,
}

type Job = Box<dyn FnOnce() + Send>;

#[derive(Debug, Clone)]
pub struct Keychain {
    jobs: mpsc::Sender<Job>,
}

impl Keychain {
    /// The name under which people find the entries in their keychain.
    pub const SERVICE: &str = "Invite Ledger";

    pub fn start() -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                for job in queue {
                    job();
                }
            })
            .expect("the system starts a thread");
        Self { jobs }
    }

    /// One whose thread has ended: as where there is none.
    #[cfg(test)]
    pub(crate) fn unavailable() -> Self {
        Self {
            jobs: mpsc::channel().0,
        }
    }

    /// Whether keys can be kept now, as far as a glance tells: a keychain that is busy is taken for one that works.
    /// Writes nothing.
    pub async fn is_available(&self) -> bool {
        let glance = tokio::time::timeout(GLANCE, self.on_owner_thread(connect));
        !matches!(glance.await, Ok(Err(_)))
    }

    /// Stores the keys and reads them back, so that "kept" is never said of a key that is not.
    pub async fn store(&self, key_name: &str, keys: &StoredKeys) -> Result<(), KeychainError> {
        let key_name = key_name.to_owned();
        let text =
            Zeroizing::new(serde_json::to_string(keys).map_err(|_| KeychainError::Unreadable)?);
        self.on_owner_thread(move || {
            let entry = entry(&key_name)?;
            entry.set_password(&text).map_err(describe)?;
            let kept = Zeroizing::new(entry.get_password().map_err(describe)?);
            if *kept == *text {
                Ok(())
            } else {
                Err(KeychainError::Unreadable)
            }
        })
        .await
    }

    pub async fn read(&self, key_name: &str) -> Result<StoredKeys, KeychainError> {
        let key_name = key_name.to_owned();
        self.on_owner_thread(move || {
            let text = Zeroizing::new(entry(&key_name)?.get_password().map_err(describe)?);
            // The parser's own message could quote the secret.
            serde_json::from_str(&text).map_err(|_| KeychainError::Unreadable)
        })
        .await
    }

    /// Deleting what is not there is no error.
    pub async fn delete(&self, key_name: &str) -> Result<(), KeychainError> {
        let key_name = key_name.to_owned();
        self.on_owner_thread(move || match entry(&key_name)?.delete_credential() {
            Ok(()) | Err(StoreError::NoEntry) => Ok(()),
            Err(error) => Err(describe(error)),
        })
        .await
    }

    /// As [`Self::delete`], for a key that is kept: a keychain that is locked must not pass for one without it.
    pub async fn delete_kept(&self, key_name: &str) -> Result<(), KeychainError> {
        let key_name = key_name.to_owned();
        self.on_owner_thread(move || {
            let entry = entry(&key_name)?;
            match entry.delete_credential() {
                Err(StoreError::NoEntry) => require_unlocked(&entry),
                done => done.map_err(describe),
            }
        })
        .await
    }

    async fn on_owner_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Who gave up waiting has told the user otherwise: a key "for this session" is not stored afterwards.
            if !reply.is_closed() {
                drop(reply.send(work()));
            }
        });
        let gone = || KeychainError::Unavailable("its thread has ended".into());
        self.jobs.send(job).map_err(|_| gone())?;
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(answer) => answer.map_err(|_| gone())?,
            Err(_) => Err(KeychainError::Unavailable("it does not answer".into())),
        }
    }
}

/// Local persistence: a roaming profile would carry the key to other computers. Ignored outside Windows.
fn entry(key_name: &str) -> Result<Entry, KeychainError> {
    connect()?;
    let modifiers = if cfg!(windows) {
        HashMap::from([("persistence", "Local")])
    } else {
        HashMap::new()
    };
    Entry::new_with_modifiers(Keychain::SERVICE, key_name, &modifiers).map_err(describe)
}

/// The Secret Service says of every key that it is not there while it is locked, but then takes none in either.
fn require_unlocked(entry: &Entry) -> Result<(), KeychainError> {
    if cfg!(target_os = "linux") {
        entry.set_password("").map_err(describe)?;
        entry.delete_credential().map_err(describe)?;
    }
    Ok(())
}

/// The facade tries once per process and remembers a failure; a keychain that starts later deserves another try.
fn connect() -> Result<(), KeychainError> {
    if keyring::Entry::store_status().is_ok() || keyring_core::get_default_store().is_some() {
        return Ok(());
    }
    #[cfg(target_os = "linux")]
    {
        let store = zbus_secret_service_keyring_store::Store::new().map_err(describe)?;
        keyring_core::set_default_store(store);
        Ok(())
    }
    #[cfg(not(target_os = "linux"))]
    Err(KeychainError::Unavailable("its store did not start".into()))
}

/// By hand, variant by variant: some of the store's errors print the secret.
fn describe(error: StoreError) -> KeychainError {
    match error {
        StoreError::NoEntry => KeychainError::NoEntry,
        StoreError::BadEncoding(mut bytes) | StoreError::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeychainError::Unreadable
        }
        StoreError::Ambiguous(_) => {
            KeychainError::Unavailable("several entries have this name".into())
        }
        other => KeychainError::Unavailable(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_begun() {
        let keychain = Keychain::start();
        let (answer_prompt, prompt) = mpsc::channel::<()>();
        let begun = Arc::new(AtomicBool::new(false));
        let begins = Arc::clone(&begun);
        let prompting = keychain.on_owner_thread(move || {
            let _ = prompt.recv();
            Ok(())
        });
        let impatient = async {
            let storing = keychain.on_owner_thread(move || {
                begins.store(true, Ordering::Relaxed);
                Ok(())
            });
            let gave_up = tokio::time::timeout(Duration::from_millis(20), storing).await;
            drop(answer_prompt);
            gave_up.is_err()
        };
        let (prompted, gave_up) = tokio::join!(prompting, impatient);
        keychain.on_owner_thread(|| Ok(())).await.unwrap();
        assert!(prompted.is_ok() && gave_up && !begun.load(Ordering::Relaxed));
    }
}
