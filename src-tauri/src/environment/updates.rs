//! What updates need to know of the world: what is built in, where the program lies, where IT puts its policy.

use std::{env, io, path::PathBuf};

use tauri::{
    Config,
    utils::{config::BundleType, platform::bundle_type},
};

use crate::{
    desk::DeskConfig,
    updates::{Package, Place, Source, UpdatesClock, UpdatesConfig},
};

/// With the desk's own clock and way to the network.
pub fn updates_config(built_in: &Config, desk: &DeskConfig) -> UpdatesConfig {
    UpdatesConfig {
        source: update_source(built_in),
        place: place(),
        policy: policy(),
        record: desk.paths.updates(),
        clock: UpdatesClock(desk.clock.clone()),
        transport: desk.transport.clone(),
    }
}

fn update_source(built_in: &Config) -> Option<Source> {
    #[cfg(feature = "e2e")]
    if let Some(feed) = super::variable("INVITE_LEDGER_E2E_FEED") {
        let key = super::variable("INVITE_LEDGER_E2E_FEED_KEY").unwrap_or_default();
        let page = feed.clone();
        return Some(Source { feed, key, page });
    }
    Source::built_in(built_in.plugins.0.get("updater")).unwrap_or_else(|problem| {
        eprintln!("invite-ledger: this build has no updates: {problem}");
        None
    })
}

/// As the packager has marked this program.
fn place() -> Place {
    #[cfg(feature = "e2e")]
    if let Some(program) = env::var_os("INVITE_LEDGER_E2E_APPIMAGE") {
        return Place {
            program: program.into(),
            package: Some(Package::AppImage),
        };
    }
    let package = match bundle_type() {
        Some(BundleType::Nsis) => Some(Package::Nsis),
        Some(BundleType::App) => Some(Package::App),
        Some(BundleType::AppImage) => Some(Package::AppImage),
        _ => None,
    };
    let program = match env::var_os("APPIMAGE") {
        Some(image) if package == Some(Package::AppImage) => Ok(image.into()),
        _ => env::current_exe(),
    };
    match program {
        Ok(program) => Place::of(program, package),
        Err(error) => nowhere(&error),
    }
}

fn nowhere(error: &io::Error) -> Place {
    eprintln!("invite-ledger: no path to this program: {error}");
    Place {
        program: PathBuf::new(),
        package: None,
    }
}

/// Written by IT: each in a folder that its system keeps for the whole computer.
fn policy() -> PathBuf {
    #[cfg(feature = "e2e")]
    if let Some(policy) = env::var_os("INVITE_LEDGER_E2E_POLICY") {
        return policy.into();
    }
    policy_folder().join("policy.json")
}

/// Asked of Windows, since whoever starts the program may set its variables.
#[cfg(windows)]
fn policy_folder() -> PathBuf {
    use known_folders::{KnownFolder, get_known_folder_path};
    let data = get_known_folder_path(KnownFolder::ProgramData);
    let data = data.unwrap_or_else(|| r"C:\ProgramData".into());
    data.join("Invite Ledger")
}

#[cfg(target_os = "macos")]
fn policy_folder() -> PathBuf {
    "/Library/Application Support/Invite Ledger".into()
}

#[cfg(not(any(windows, target_os = "macos")))]
fn policy_folder() -> PathBuf {
    "/etc/invite-ledger".into()
}
