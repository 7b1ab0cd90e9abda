//! Puts a new version in the place of this one: fetched by our own transport, verified and installed by Tauri's plugin.
//!
//! The plugin could fetch as well, but by a client of its own: one that trusts a clock that may be off, takes a feed of
//! any size, and lets a package come unencrypted. Ours goes the way that the service's answers come.

use std::time::Duration;

use intlpartners::Fetch;
use tauri::{AppHandle, Builder, Context, Runtime};
use tauri_plugin_updater::{Update, UpdaterExt};
use tokio_util::sync::CancellationToken;

use super::{Found, Source, Stage, Updates};
use crate::error::{CommandError, ErrorCode};

/// Several times a package with everything in it.
const MAX_PACKAGE_BYTES: usize = 512 * 1024 * 1024;
/// A slow line, and a large package.
const PACKAGE_PATIENCE: Duration = Duration::from_secs(60 * 60);

/// Whether the new version is where the old one was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    Yes,
    /// Given up by the user, or failed, which is shown.
    No,
}

impl Source {
    /// Makes the program able to replace itself. The page is given nothing: no capability names the plugin.
    pub fn prepare<R: Runtime>(&self, builder: Builder<R>, context: &mut Context<R>) -> Builder<R> {
        let plugins = &mut context.config_mut().plugins.0;
        plugins.insert("updater".to_owned(), self.for_plugin());
        builder.plugin(tauri_plugin_updater::Builder::new().build())
    }
}

impl Updates {
    /// Fetches, verifies, waits for the end of a check, closes the ledger, replaces. On Windows the program ends in
    /// here, and the installer starts the new one; elsewhere the caller has to.
    pub async fn install<R: Runtime>(&self, app: &AppHandle<R>) -> Replaced {
        let Some((found, give_up)) = self.begin_install() else {
            return Replaced::No;
        };
        let outcome = self.replace(app, found, give_up).await;
        let replaced = match &outcome {
            Ok(replaced) => *replaced,
            Err(_) => Replaced::No,
        };
        self.change(|state| match outcome {
            Ok(Replaced::Yes) => {}
            Ok(Replaced::No) => state.stage = Stage::Offered,
            Err(error) => {
                state.fail(error);
                state.shown = true;
            }
        });
        replaced
    }

    /// None when there is nothing to install, or it is being installed.
    fn begin_install(&self) -> Option<(Found, CancellationToken)> {
        let mut begun = None;
        self.change(|state| {
            let installable = |found: &Found| found.target.is_some();
            let found = state.found.clone().filter(installable);
            if state.stage != Stage::Offered || found.is_none() {
                return;
            }
            state.stage = Stage::Downloading;
            state.percent = None;
            state.problem = None;
            state.shown = true;
            state.give_up = CancellationToken::new();
            begun = found.map(|found| (found, state.give_up.clone()));
        });
        begun
    }

    async fn replace<R: Runtime>(
        &self,
        app: &AppHandle<R>,
        found: Found,
        give_up: CancellationToken,
    ) -> Result<Replaced, CommandError> {
        self.require_allowed()?;
        let update = self.update(app, found)?;
        let fetched = give_up.run_until_cancelled(self.package(&update)).await;
        let Some(package) = fetched.transpose()? else {
            return Ok(Replaced::No);
        };
        if self.desk.is_checking() {
            self.change(|state| state.stage = Stage::Waiting);
        }
        let Some(quiet) = give_up.run_until_cancelled(self.desk.quiet()).await else {
            return Ok(Replaced::No);
        };
        // A check may have taken hours.
        self.require_allowed()?;
        self.change(|state| state.stage = Stage::Installing);
        quiet
            .with_ledger_closed(move || update.install(package).map_err(not_installed))
            .await?;
        Ok(Replaced::Yes)
    }

    /// As the plugin knows it, and with the version that the signature has to name.
    fn update<R: Runtime>(&self, app: &AppHandle<R>, found: Found) -> Result<Update, CommandError> {
        let target = found.target.ok_or_else(|| not_installed("not for here"))?;
        app.updater_builder()
            .target(target)
            .executable_path(&self.config.place.program)
            .build()
            .and_then(|updater| updater.restore_update(found.feed))
            .map_err(not_installed)?
            .ok_or_else(|| refused("it is not newer"))
    }

    /// All of it, and genuine.
    async fn package(&self, update: &Update) -> Result<Vec<u8>, CommandError> {
        let fetch = Fetch {
            url: update.download_url.as_str(),
            max_bytes: MAX_PACKAGE_BYTES,
            patience: PACKAGE_PATIENCE,
        };
        let progress = |done: usize, of: Option<usize>| self.progressed(percent(done, of));
        let package = self.config.transport.fetch(fetch, progress).await?;
        update.verify(&package).map_err(refused)?;
        Ok(package)
    }

    fn progressed(&self, percent: Option<u8>) {
        if self.state().percent != percent {
            self.change(|state| state.percent = percent);
        }
    }
}

fn percent(done: usize, of: Option<usize>) -> Option<u8> {
    u8::try_from((done * 100).checked_div(of?)?).ok()
}

fn refused(why: impl ToString) -> CommandError {
    CommandError::new(ErrorCode::UpdateRefused, why.to_string())
}

fn not_installed(why: impl ToString) -> CommandError {
    CommandError::new(ErrorCode::UpdateFailed, why.to_string())
}
