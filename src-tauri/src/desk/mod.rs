//! Everything the window does, without a window: the controller behind the commands.

mod accounts;
mod books;
mod checks;
mod diagnosis;
mod erase;
mod exports;
mod imports;
mod keys;
mod quiet;
mod sample;
mod sample_names;
mod scrub;
mod support;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod views;

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU32, Ordering},
    },
};

use chrono::{DateTime, Utc};
use intlpartners::{Client, Credentials, Endpoint, Transport, WallClock};
use invitations::{
    account::{AccountSettings, KeyPlace},
    check::CheckProgress,
    ids::AccountId,
    ledger::{Ledger, LedgerError, ListView},
};
use serde::Serialize;
use tokio::task::JoinError;

use self::{books::Books, checks::RunningCheck, imports::PendingImport, views::OpenSheet};
use crate::{
    error::{CommandError, ErrorCode},
    events::DeskEvent,
    keychain::Keychain,
    paths::Paths,
    preferences::Preferences,
};

pub use self::{
    accounts::{AddedAccount, Keys},
    diagnosis::DiagnosisReport,
    erase::{erase, kept},
    exports::{ExportWhat, ExportedFile},
    imports::ImportPreview,
    keys::{ConnectionReport, KeysToTest},
    views::{CheckScope, InvitationDetail, View},
};

/// Hears what happens; replaced when the page loads anew.
pub type Listener = Box<dyn Fn(DeskEvent) + Send + Sync>;

/// What the outside world lends to the desk.
pub struct DeskConfig {
    pub paths: Paths,
    pub endpoint: Endpoint,
    /// By the same clock.
    pub transport: Transport,
    pub clock: WallClock,
    /// Seeds identifiers and jitter.
    pub seed: u64,
    /// Such as `zh-CN`.
    pub system_locale: Option<String>,
    /// The operating system, for support.
    pub system: String,
}

pub struct Desk {
    config: DeskConfig,
    random: Mutex<fastrand::Rng>,
    /// Held by what begins a check, and by what changes accounts, lists or which ledger is in use, over all its steps:
    /// an account is the same one, in the same ledger, from the first step to the last. Taken before any other lock,
    /// and never by a running check.
    turn: tokio::sync::Mutex<()>,
    last_number: AtomicU32,
    keychain: Keychain,
    listener: Mutex<Option<Listener>>,
    preferences: Mutex<Preferences>,
    books: Mutex<Books>,
    /// Keys that no keychain took, by the account's key name.
    session_keys: Mutex<HashMap<String, Credentials>>,
    /// One client per account, so that everything an account asks shares one pace.
    clients: Mutex<HashMap<String, Client>>,
    import: Mutex<Option<PendingImport>>,
    /// The files of the last drop on the window.
    dropped: Mutex<Vec<PathBuf>>,
    sheet: Arc<Mutex<Option<OpenSheet>>>,
    running: Mutex<Option<RunningCheck>>,
    /// What this run has exported; the page may ask to be shown these files, and no others.
    exported: Mutex<Vec<PathBuf>>,
    /// How it stands with updates, for support.
    updates: Mutex<String>,
}

/// Everything the frame around the grid shows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts", rename = "Desk")
)]
#[serde(rename_all = "camelCase")]
pub struct DeskView {
    pub version: String,
    /// The sample account is shown, from a ledger of its own; the user's accounts are out of sight.
    pub sample: bool,
    pub ledger_path: String,
    pub ledger_problem: Option<CommandError>,
    /// False when this computer has no keychain that can be used now: keys are kept for this session only.
    pub keychain_available: bool,
    pub accounts: Vec<AccountView>,
    pub preferences: Preferences,
    pub running: Option<CheckProgress>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    pub id: AccountId,
    pub label: String,
    pub secret_id_masked: String,
    /// Under which its keys lie in the keychain.
    pub key_name: String,
    pub key_place: KeyPlace,
    pub settings: AccountSettings,
    pub lists: Vec<ListView>,
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub invitations: u64,
}

impl Desk {
    /// Opens the ledger. One that cannot be opened is a state to show, not a reason not to start.
    pub fn open(config: DeskConfig) -> Arc<Self> {
        let now = (config.clock)();
        config.paths.prepare();
        let ledger = Ledger::open(&config.paths.ledger(), config.seed, now);
        Arc::new(Self {
            preferences: Mutex::new(Preferences::load(&config.paths.preferences())),
            books: Mutex::new(Books::of(ledger)),
            random: Mutex::new(fastrand::Rng::with_seed(config.seed)),
            turn: tokio::sync::Mutex::default(),
            last_number: AtomicU32::default(),
            keychain: Keychain::start(),
            listener: Mutex::default(),
            session_keys: Mutex::default(),
            clients: Mutex::default(),
            import: Mutex::default(),
            dropped: Mutex::default(),
            sheet: Arc::default(),
            running: Mutex::default(),
            exported: Mutex::default(),
            updates: Mutex::default(),
            config,
        })
    }

    pub async fn view(&self) -> Result<DeskView, CommandError> {
        let ledger_problem = self.ledger_problem().await;
        let accounts = match ledger_problem {
            Some(_) => Vec::new(),
            None => {
                let in_memory = lock(&self.session_keys).keys().cloned().collect();
                self.on_ledger(move |ledger| account_views(ledger, &in_memory))
                    .await?
            }
        };
        Ok(DeskView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sample: self.shows_sample(),
            ledger_path: self.config.paths.ledger().display().to_string(),
            ledger_problem,
            keychain_available: self.keychain.is_available().await,
            accounts,
            preferences: *lock(&self.preferences),
            running: lock(&self.running)
                .as_ref()
                .map(RunningCheck::latest_progress),
        })
    }

    pub fn subscribe(&self, listener: Listener) {
        *lock(&self.listener) = Some(listener);
    }

    pub fn tell(&self, event: DeskEvent) {
        if let Some(listener) = &*lock(&self.listener) {
            listener(event);
        }
    }

    pub fn note_updates(&self, note: String) {
        *lock(&self.updates) = note;
    }

    pub fn set_preferences(&self, preferences: Preferences) -> Result<(), CommandError> {
        *lock(&self.preferences) = preferences;
        preferences
            .save(&self.config.paths.preferences())
            .map_err(|error| {
                CommandError::new(
                    ErrorCode::Internal,
                    format!("the preferences cannot be saved: {error}"),
                )
            })
    }

    /// What the page speaks, for what is written outside the page.
    fn speaks_chinese(&self) -> bool {
        let language = lock(&self.preferences).language;
        language.speaks_chinese(self.config.system_locale.as_deref())
    }

    fn now(&self) -> DateTime<Utc> {
        (self.config.clock)()
    }

    /// Names a view or an import: no two of one run have the same, so that no answer is taken for that of another.
    fn new_number(&self) -> u32 {
        self.last_number.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// After any change to accounts or lists: the open sheet may show what is no longer so.
    async fn changed(&self) {
        self.forget_sheet().await;
        self.tell(DeskEvent::DeskChanged);
    }

    /// Its lock may be held for as long as it takes to read a million rows.
    async fn forget_sheet(&self) {
        let sheet = Arc::clone(&self.sheet);
        // A runtime that shuts down forgets it, too.
        let _ = blocking(move || *lock(&sheet) = None).await;
    }
}

fn account_views(
    ledger: &Ledger,
    keys_in_memory: &HashSet<String>,
) -> Result<Vec<AccountView>, LedgerError> {
    ledger
        .accounts()?
        .into_iter()
        .map(|account| {
            Ok(AccountView {
                lists: ledger.lists(account.id)?,
                invitations: ledger.invitations_count(account.id)?,
                id: account.id,
                label: account.label,
                secret_id_masked: account.secret_id_masked,
                key_place: match account.key_place {
                    // The session that it was kept for is over.
                    KeyPlace::Session if !keys_in_memory.contains(&account.key_name) => {
                        KeyPlace::Missing
                    }
                    place => place,
                },
                key_name: account.key_name,
                settings: account.settings,
            })
        })
        .collect()
}

/// Disk work leaves the threads that keep the window alive.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    tokio::task::spawn_blocking(work).await.map_err(ended_early)
}

fn ended_early(panic: JoinError) -> CommandError {
    CommandError::new(ErrorCode::Internal, format!("a task ended early: {panic}"))
}

/// A panic elsewhere must not take the whole desk down with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("paths", &self.config.paths)
            .finish_non_exhaustive()
    }
}
