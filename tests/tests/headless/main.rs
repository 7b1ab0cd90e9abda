//! The program without a window: as a scheduler, a script and an uninstaller call it.
//!
//! They need the built program and, but for `check`, a keychain, so `cargo xtask test` runs them; and once more with the
//! Windows program under wine.
#![allow(clippy::unwrap_used)]

mod account;
mod check;
mod erase;
mod main_job;
mod output;

use chrono::DateTime;
use invitations::ledger::Ledger;
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    time::Duration,
};
use tests::{Finished, Machine, SECRET_ID, SECRET_KEY, keychain_holds};

const LIMIT: Duration = Duration::from_secs(120);

/// A scheduler's computer: the keys come from the environment.
struct Scheduler {
    machine: Machine,
    tokens: PathBuf,
    results: PathBuf,
}

impl Scheduler {
    fn new(endpoint: &str, tokens: impl AsRef<[u8]>) -> Self {
        let mut machine = Machine::new();
        for session in [
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "DBUS_SESSION_BUS_ADDRESS",
            "XDG_RUNTIME_DIR",
        ] {
            machine.unset(session);
        }
        machine.set("INVITE_LEDGER_ENDPOINT", endpoint);
        machine.set("TENCENTCLOUD_SECRET_ID", SECRET_ID);
        machine.set("TENCENTCLOUD_SECRET_KEY", SECRET_KEY);
        let tokens = machine.write("tokens.csv", tokens);
        let results = machine.file("results.csv");
        Self {
            machine,
            tokens,
            results,
        }
    }

    async fn check(&self) -> Finished {
        self.check_waiting("5").await
    }

    /// For so many minutes at most, where the service is out of reach.
    async fn check_waiting(&self, minutes: &str) -> Finished {
        self.run(&[
            "check".as_ref(),
            &self.machine.name_of(&self.tokens),
            "--output".as_ref(),
            &self.machine.name_of(&self.results),
            "--wait".as_ref(),
            minutes.as_ref(),
        ])
        .await
    }

    async fn run(&self, arguments: &[&OsStr]) -> Finished {
        // The simulator answers on this runtime meanwhile.
        tokio::task::block_in_place(|| self.machine.run(arguments, LIMIT))
    }
}

/// A colleague's computer: the keys lie in its keychain.
struct Office {
    machine: Machine,
}

impl Office {
    fn new(endpoint: &str) -> Self {
        let mut machine = Machine::new();
        machine.set("INVITE_LEDGER_ENDPOINT", endpoint);
        Self { machine }
    }

    async fn run(&self, arguments: &[&str]) -> Finished {
        self.run_with_input(arguments, b"").await
    }

    async fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Finished {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        // The simulator answers on this runtime meanwhile.
        tokio::task::block_in_place(|| self.machine.run_with_input(&arguments, input, LIMIT))
    }

    async fn add(&self, name: &str) -> Finished {
        let arguments = ["account", "add", name, "--secret-id", SECRET_ID];
        let key = format!("{SECRET_KEY}\n");
        self.run_with_input(&arguments, key.as_bytes()).await
    }

    /// As the program is to be told it.
    fn name_of(&self, file: &Path) -> String {
        self.machine.name_of(file).into_string().unwrap()
    }

    fn ledger_path(&self) -> PathBuf {
        self.machine.ledger_folder().join("ledger.db")
    }

    /// Seen by the ledger's own code, while the program does not run.
    fn ledger(&self) -> Ledger {
        Ledger::open(&self.ledger_path(), 1, DateTime::UNIX_EPOCH).unwrap()
    }

    /// Under which the accounts' keys lie in the keychain.
    fn key_names(&self) -> Vec<String> {
        let accounts = self.ledger().accounts().unwrap();
        accounts.into_iter().map(|it| it.key_name).collect()
    }

    fn holds_key(&self, key_name: &str) -> bool {
        keychain_holds(&self.machine, key_name)
    }
}

#[track_caller]
fn assert_ended(finished: &Finished, code: i32, words: &[&str]) {
    let said = format!("{}{}", finished.stdout, finished.stderr);
    assert_eq!(finished.code, Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "“{word}” is not in:\n{said}");
    }
    assert!(!said.contains(SECRET_KEY), "the secret is printed:\n{said}");
}
