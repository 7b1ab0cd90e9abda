//! New versions of the program: whether to look for one, what to show of it, and what the user and IT have decided.
//!
//! Nothing in here is Tauri's, but [`replacing`], which puts the new version in the old one's place.

mod offer;
mod place;
mod policy;
mod record;
mod replacing;
mod source;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod view;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use intlpartners::{Fetch, Transport, WallClock};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

pub use self::{
    offer::Offer,
    place::{Package, Place},
    replacing::Replaced,
    source::Source,
    view::UpdatesView,
};
use self::{policy::Policy, record::Record, view::Stage};
use crate::{
    desk::Desk,
    error::{CommandError, ErrorCode},
    events::DeskEvent,
};

/// Versions, addresses, signatures and notes of one release.
const MAX_FEED_BYTES: usize = 1024 * 1024;
const FEED_PATIENCE: Duration = Duration::from_secs(30);

/// What the outside world lends.
#[derive(Debug)]
pub struct UpdatesConfig {
    /// None in a build that has no updates: then nothing is looked for, and nothing of it is shown.
    pub source: Option<Source>,
    pub place: Place,
    pub policy: PathBuf,
    /// Beside the preferences.
    pub record: PathBuf,
    pub clock: UpdatesClock,
    pub transport: Transport,
}

pub struct UpdatesClock(pub WallClock);

pub struct Updates {
    config: UpdatesConfig,
    desk: Arc<Desk>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    record: Record,
    stage: Stage,
    percent: Option<u8>,
    found: Option<Found>,
    /// Not put off, and not skipped.
    shown: bool,
    problem: Option<CommandError>,
    /// Of the installation under way.
    give_up: CancellationToken,
}

/// A newer version, and the feed that told of it.
#[derive(Debug, Clone)]
struct Found {
    offer: Offer,
    /// The feed's name for what can be installed here.
    target: Option<String>,
    feed: Value,
}

impl Updates {
    pub fn new(config: UpdatesConfig, desk: Arc<Desk>) -> Arc<Self> {
        let record = Record::load(&config.record);
        let updates = Self {
            state: Mutex::new(State {
                record,
                ..State::default()
            }),
            desk,
            config,
        };
        updates.note("not looked for since the start");
        Arc::new(updates)
    }

    /// At most once a day, and only when it is wanted. Says nothing of what goes wrong.
    pub async fn look_at_start(&self) {
        let now = (self.config.clock.0)();
        let wanted = self.policy().allows() && {
            let record = &self.state().record;
            !record.off && record.is_due(now)
        };
        if wanted && let Err(error) = self.look().await {
            self.change(|state| state.stage = Stage::Idle);
            self.note(&format!("{}: {}", error.code.word(), error.message));
        }
    }

    /// Because the user asked for it: says what goes wrong, and shows what was skipped, too.
    pub async fn look_by_hand(&self) {
        let outcome = self.look().await;
        self.change(|state| match outcome {
            Ok(()) => state.shown = state.found.is_some(),
            Err(error) => state.fail(error),
        });
    }

    pub fn switch(&self, on: bool) -> Result<(), CommandError> {
        self.remember(|record| record.off = !on)
    }

    /// Until it is found again. Ends a download and a wait, too.
    pub fn postpone(&self) {
        self.change(|state| {
            state.shown = false;
            state.give_up.cancel();
        });
    }

    /// Until there is a newer one.
    pub fn skip(&self) -> Result<(), CommandError> {
        let version = self.state().version();
        self.postpone();
        self.remember(|record| record.skipped = version)
    }

    /// Where a person finds what the program cannot install.
    pub fn page(&self) -> Option<&str> {
        self.config.source.as_ref().map(|it| it.page.as_str())
    }

    async fn look(&self) -> Result<(), CommandError> {
        let Some(source) = &self.config.source else {
            return Ok(());
        };
        self.require_allowed()?;
        if !self.begin_look() {
            return Ok(());
        }
        // Before the look: what ends the program must not make it look again at once.
        let now = (self.config.clock.0)();
        self.remember(|record| record.looked = Some(now))?;
        let fetch = Fetch {
            url: &source.feed,
            max_bytes: MAX_FEED_BYTES,
            patience: FEED_PATIENCE,
        };
        let bytes = self.config.transport.fetch(fetch, |_, _| ()).await?;
        let found = self.read(&bytes)?;
        self.note(found.as_ref().map_or("the newest", |it| &it.offer.version));
        self.change(|state| state.found(found));
        Ok(())
    }

    fn read(&self, bytes: &[u8]) -> Result<Option<Found>, CommandError> {
        let current = env!("CARGO_PKG_VERSION")
            .parse()
            .expect("Cargo knows versions");
        let read = |bytes| {
            let feed: Value = serde_json::from_slice(bytes)?;
            let read = Offer::read(&feed, &current, &self.config.place)?;
            Ok(read.map(|(offer, target)| Found {
                offer,
                target,
                feed,
            }))
        };
        read(bytes).map_err(|error: serde_json::Error| {
            CommandError::new(ErrorCode::Intercepted, format!("no feed: {error}"))
        })
    }

    /// False while one is under way, or something is being installed.
    fn begin_look(&self) -> bool {
        let mut begun = false;
        self.change(|state| {
            begun = !state.stage.is_busy();
            if begun {
                state.stage = Stage::Looking;
                state.problem = None;
            }
        });
        begun
    }

    fn require_allowed(&self) -> Result<(), CommandError> {
        if self.policy().allows() {
            return Ok(());
        }
        let policy = self.config.policy.display();
        Err(CommandError::new(
            ErrorCode::UpdatesForbidden,
            format!("by {policy}"),
        ))
    }

    /// Read anew each time: it may come while the program runs.
    fn policy(&self) -> Policy {
        Policy::read(&self.config.policy)
    }

    fn remember(&self, change: impl FnOnce(&mut Record)) -> Result<(), CommandError> {
        let record = {
            let mut state = self.state();
            change(&mut state.record);
            state.record.clone()
        };
        self.tell();
        record.save(&self.config.record).map_err(|error| {
            CommandError::new(
                ErrorCode::Internal,
                format!("{} cannot be saved: {error}", self.config.record.display()),
            )
        })
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.tell();
    }

    fn tell(&self) {
        if let Some(updates) = self.view() {
            self.desk.tell(DeskEvent::UpdatesChanged { updates });
        }
    }

    /// For whoever helps: the one place where a failed look at start is told.
    fn note(&self, outcome: &str) {
        let note = match (&self.config.source, self.policy()) {
            (None, _) => "not in this build".to_owned(),
            (_, Policy::UpToUser) if self.state().record.off => format!("off, {outcome}"),
            (_, Policy::UpToUser) => format!("on, {outcome}"),
            (_, policy) => format!("{policy:?} by {}", self.config.policy.display()),
        };
        self.desk.note_updates(note);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere has changed one field at most.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn version(&self) -> Option<String> {
        self.found.as_ref().map(|it| it.offer.version.clone())
    }

    fn found(&mut self, found: Option<Found>) {
        self.stage = match found {
            Some(_) => Stage::Offered,
            None => Stage::UpToDate,
        };
        self.found = found;
        self.shown = self.found.is_some() && self.record.skipped != self.version();
    }

    fn fail(&mut self, error: CommandError) {
        self.stage = match self.found {
            Some(_) => Stage::Offered,
            None => Stage::Idle,
        };
        self.problem = Some(error);
    }
}

impl std::fmt::Debug for UpdatesClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UpdatesClock")
    }
}

impl std::fmt::Debug for Updates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Updates")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
