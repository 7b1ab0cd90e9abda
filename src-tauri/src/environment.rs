//! The composition root: the only place that reads the clock, the environment, the locale and the random source.
#![expect(
    clippy::disallowed_methods,
    reason = "the outside world enters here, and only here"
)]

mod updates;

use std::{collections::BTreeSet, env, path::PathBuf, sync::Arc};

use chrono::Utc;
use intlpartners::{Credentials, CredentialsError, Endpoint, Transport, WallClock};

pub use self::updates::updates_config;
use crate::{
    desk::DeskConfig,
    error::{CommandError, ErrorCode},
    paths::{DATA_DIR_VARIABLE, IDENTIFIER, Paths},
};

const ENDPOINT_VARIABLE: &str = "INVITE_LEDGER_ENDPOINT";
const SECRET_ID_VARIABLE: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY_VARIABLE: &str = "TENCENTCLOUD_SECRET_KEY";
const SESSION_TOKEN_VARIABLE: &str = "TENCENTCLOUD_SESSION_TOKEN";

pub fn desk_config() -> Result<DeskConfig, CommandError> {
    let folder = env::var_os(DATA_DIR_VARIABLE).filter(|value| !value.is_empty());
    let window = if folder.is_none() {
        window_folders()
    } else {
        Vec::new()
    };
    let paths = Paths::of_this_user(folder.map(Into::into), dirs::data_local_dir());
    let mut paths = paths.ok_or_else(|| {
        CommandError::new(
            ErrorCode::Internal,
            format!("this user has no data folder; name one in {DATA_DIR_VARIABLE}"),
        )
    })?;
    paths.window = window;
    let clock: WallClock = Arc::new(Utc::now);
    Ok(DeskConfig {
        paths,
        endpoint: endpoint()?,
        transport: Transport::new(clock.clone())?,
        clock,
        seed: fastrand::u64(..),
        system_locale: sys_locale::get_locale(),
        system: system(),
    })
}

/// On some systems, several of these are one.
fn window_folders() -> Vec<PathBuf> {
    let parents = [
        dirs::config_dir(),
        dirs::data_dir(),
        dirs::data_local_dir(),
        dirs::cache_dir(),
    ];
    let folders: BTreeSet<_> = (parents.into_iter().flatten())
        .map(|parent| parent.join(IDENTIFIER))
        .collect();
    folders.into_iter().collect()
}

/// Such as `Windows 11 (26100), x86_64`.
fn system() -> String {
    format!("{}, {}", os_info::get(), env::consts::ARCH)
}

fn endpoint() -> Result<Endpoint, CommandError> {
    match variable(ENDPOINT_VARIABLE) {
        None => Ok(Endpoint::default()),
        Some(text) => text.parse().map_err(|error| {
            CommandError::new(
                ErrorCode::EndpointWrong,
                format!("{ENDPOINT_VARIABLE}: {error}"),
            )
        }),
    }
}

/// Keys for tests, for temporary credentials and for schedulers; both or none.
pub fn credentials() -> Result<Option<Credentials>, CommandError> {
    let (id, key) = match (variable(SECRET_ID_VARIABLE), variable(SECRET_KEY_VARIABLE)) {
        (None, None) => return Ok(None),
        (Some(id), Some(key)) => (id, key),
        _ => {
            return Err(CommandError::new(
                ErrorCode::InvalidInput,
                format!("{SECRET_ID_VARIABLE} and {SECRET_KEY_VARIABLE} go together"),
            ));
        }
    };
    let malformed =
        |error: CredentialsError| CommandError::new(ErrorCode::InvalidInput, error.to_string());
    let (credentials, _) = Credentials::new(&id, &key).map_err(malformed)?;
    match variable(SESSION_TOKEN_VARIABLE) {
        Some(token) => credentials.with_session_token(&token).map_err(malformed),
        None => Ok(credentials),
    }
    .map(Some)
}

/// What a test answers in the place of the system's open dialog.
#[cfg(feature = "e2e")]
pub fn file_to_open() -> Option<std::path::PathBuf> {
    env::var_os("INVITE_LEDGER_E2E_OPEN").map(Into::into)
}

/// What a test answers in the place of the system's save dialog.
#[cfg(feature = "e2e")]
pub fn file_to_save() -> Option<std::path::PathBuf> {
    env::var_os("INVITE_LEDGER_E2E_SAVE").map(Into::into)
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}
