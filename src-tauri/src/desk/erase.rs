//! Everything that the program keeps of this user, and its removal.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use invitations::{
    account::{AccountKey, KeyPlace},
    ledger::{Ledger, LedgerError},
};

use super::{DeskConfig, blocking};
use crate::{
    error::{CommandError, ErrorCode},
    keychain::Keychain,
};

/// One thing that is kept, and that can be removed without the others.
#[derive(Debug, Clone)]
pub enum Kept {
    Key(AccountKey),
    /// Of accounts that nobody can name, because this ledger cannot be read.
    UnknownKeys(PathBuf, CommandError),
    Ledger(PathBuf),
    Preferences(PathBuf),
    /// Where the window was, and what the web view keeps.
    WindowFolder(PathBuf),
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(AccountKey {
                label,
                secret_id_masked,
                ..
            }) => write!(f, "the key of account “{label}” ({secret_id_masked})"),
            Self::UnknownKeys(path, _) => write!(f, "the accounts' keys of {}", path.display()),
            Self::Ledger(path) => write!(f, "the ledger {}", path.display()),
            Self::Preferences(path) => write!(f, "the preferences {}", path.display()),
            Self::WindowFolder(path) => write!(f, "the window's folder {}", path.display()),
        }
    }
}

/// All that is there, in the order in which it can be removed: the ledger knows where the keys are.
pub async fn kept(config: &DeskConfig) -> Result<Vec<Kept>, CommandError> {
    let (paths, seed, now) = (config.paths.clone(), config.seed, (config.clock)());
    blocking(move || {
        let mut kept = Vec::new();
        let ledger = paths.ledger();
        // Opening one that is not there would make it.
        if ledger.exists() {
            kept.extend(keys(&ledger, open_for_keys(&ledger, seed, now)));
        }
        match Ledger::set_aside_before(&ledger) {
            Ok(earlier) => kept.extend(earlier.iter().flat_map(|it| keys(it, Ledger::keys(it)))),
            Err(error) => kept.extend(keys(&paths.folder, Err(error))),
        }
        if Ledger::exists(&ledger) {
            kept.push(Kept::Ledger(ledger));
        }
        let preferences = [paths.preferences(), paths.updates()];
        let preferences = preferences.into_iter().filter(|path| path.exists());
        kept.extend(preferences.map(Kept::Preferences));
        let folders = paths.window.iter().filter(|path| path.exists());
        kept.extend(folders.cloned().map(Kept::WindowFolder));
        kept
    })
    .await
}

/// Removes all of it, and tells of each as it is done; one that cannot be removed does not spare the others, but for the
/// ledger: it alone knows which keys are left.
pub async fn erase(
    config: &DeskConfig,
    mut tell: impl FnMut(&Kept, Result<(), CommandError>),
) -> Result<(), CommandError> {
    let keychain = Keychain::start();
    let mut needed = false;
    for it in kept(config).await? {
        let result = match it {
            Kept::Ledger(_) if needed => Err(needed_for_keys()),
            _ => remove(&keychain, it.clone()).await,
        };
        needed |= result.is_err() && it.needs_ledger();
        tell(&it, result);
    }
    // What is in it still is told, or is somebody else's.
    let _ = fs::remove_dir(&config.paths.folder);
    Ok(())
}

impl Kept {
    /// To be removed another time. A damaged ledger will never tell of keys; one that is busy, or a newer program's, may.
    fn needs_ledger(&self) -> bool {
        match self {
            Self::Key(_) => true,
            Self::UnknownKeys(_, error) => error.code != ErrorCode::LedgerDamaged,
            Self::Ledger(_) | Self::Preferences(_) | Self::WindowFolder(_) => false,
        }
    }
}

/// Also where it is a newer program's, or where it can only be read.
fn open_for_keys(
    ledger: &Path,
    seed: u64,
    now: DateTime<Utc>,
) -> Result<Vec<AccountKey>, LedgerError> {
    let accounts = Ledger::open(ledger, seed, now).and_then(|ledger| ledger.accounts());
    match accounts {
        Ok(accounts) => Ok(accounts.into_iter().map(AccountKey::from).collect()),
        Err(error) => Ledger::keys(ledger).map_err(|_| error),
    }
}

fn keys(ledger: &Path, found: Result<Vec<AccountKey>, LedgerError>) -> Vec<Kept> {
    match found {
        Ok(keys) => keys.into_iter().map(Kept::Key).collect(),
        Err(error) => vec![Kept::UnknownKeys(ledger.to_owned(), error.into())],
    }
}

async fn remove(keychain: &Keychain, kept: Kept) -> Result<(), CommandError> {
    match kept {
        Kept::Key(account) => remove_key(keychain, &account).await,
        Kept::UnknownKeys(_, error) => Err(CommandError {
            message: format!(
                "{}; look for “{}” in this user's keychain",
                error.message,
                Keychain::SERVICE
            ),
            ..error
        }),
        Kept::Ledger(path) => Ok(blocking(move || Ledger::erase(&path)).await??),
        Kept::Preferences(path) => blocking(move || fs::remove_file(path))
            .await?
            .map_err(failed),
        Kept::WindowFolder(path) => blocking(move || fs::remove_dir_all(path))
            .await?
            .map_err(failed),
    }
}

/// Also where the key is not kept now: an earlier one may be.
async fn remove_key(keychain: &Keychain, account: &AccountKey) -> Result<(), CommandError> {
    if account.key_place != KeyPlace::Keychain {
        let _ = keychain.delete(&account.key_name).await;
        return Ok(());
    }
    let deleted = keychain.delete_kept(&account.key_name).await;
    deleted.map_err(CommandError::from)
}

fn needed_for_keys() -> CommandError {
    CommandError::new(
        ErrorCode::KeychainUnavailable,
        "it tells where the keys are that were not removed",
    )
}

fn failed(error: io::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, error.to_string())
}
