//! Everything that the program keeps of this user, and its removal.

use std::{fmt, fs, io, path::PathBuf};

use invitations::{
    account::{Account, KeyPlace},
    ledger::Ledger,
};

use super::{DeskConfig, blocking};
use crate::{
    error::{CommandError, ErrorCode},
    keychain::Keychain,
};

/// One thing that is kept, and that can be removed without the others.
#[derive(Debug, Clone)]
pub enum Kept {
    Key(Account),
    /// Of accounts that nobody can name, because the ledger cannot be read.
    UnknownKeys(CommandError),
    Ledger(PathBuf),
    Preferences(PathBuf),
    /// Where the window was, and what the web view keeps.
    WindowFolder(PathBuf),
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(Account {
                label,
                secret_id_masked,
                ..
            }) => write!(f, "the key of account “{label}” ({secret_id_masked})"),
            Self::UnknownKeys(_) => f.write_str("the accounts' keys"),
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
            match Ledger::open(&ledger, seed, now).and_then(|ledger| ledger.accounts()) {
                Ok(accounts) => kept.extend(accounts.into_iter().map(Kept::Key)),
                Err(error) => kept.push(Kept::UnknownKeys(error.into())),
            }
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
    let mut key_is_left = false;
    for it in kept(config).await? {
        let result = match it {
            Kept::Ledger(_) if key_is_left => Err(needed_for_keys()),
            _ => remove(&keychain, it.clone()).await,
        };
        key_is_left |= result.is_err() && matches!(it, Kept::Key(_));
        tell(&it, result);
    }
    // What is in it still is told, or is somebody else's.
    let _ = fs::remove_dir(&config.paths.folder);
    Ok(())
}

async fn remove(keychain: &Keychain, kept: Kept) -> Result<(), CommandError> {
    match kept {
        Kept::Key(account) => remove_key(keychain, &account).await,
        Kept::UnknownKeys(error) => Err(CommandError {
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
async fn remove_key(keychain: &Keychain, account: &Account) -> Result<(), CommandError> {
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
