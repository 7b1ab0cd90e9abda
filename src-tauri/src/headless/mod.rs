//! The same jobs without a window: the same program, ledger and keychain, for a scheduler, a script or an uninstaller
//! to call.

mod account;
mod check;
mod console;
mod erase;

use std::process::ExitCode;

use invitations::{account::Account, ledger::Ledger};

use crate::{
    arguments::Command,
    desk::DeskConfig,
    error::{CommandError, ErrorCode},
};

pub fn run(command: &Command, config: DeskConfig) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the system starts threads");
    let ended = runtime.block_on(async {
        match command {
            Command::Check(arguments) => check::run(arguments, config).await,
            Command::Account(what) => account::run(what, config).await,
            Command::Erase(arguments) => erase::run(arguments, &config).await,
        }
    });
    ended.unwrap_or_else(|error| {
        console::complain(
            &error.message,
            error.request_id.as_deref(),
            &error.code.word(),
        );
        ExitCode::FAILURE
    })
}

fn account_named(ledger: &Ledger, name: &str) -> Result<Account, CommandError> {
    let accounts = ledger.accounts()?;
    accounts
        .iter()
        .find(|account| account.label.to_lowercase() == name.trim().to_lowercase())
        .cloned()
        .ok_or_else(|| no_such_account(name, &accounts))
}

fn no_such_account(name: &str, accounts: &[Account]) -> CommandError {
    let known: Vec<String> = accounts
        .iter()
        .map(|it| format!("“{}”", it.label))
        .collect();
    let known = match known.as_slice() {
        [] => {
            "there is none yet; add one in the window, or with `invite-ledger account add`".into()
        }
        names => format!("there is {}", names.join(", ")),
    };
    CommandError::new(
        ErrorCode::Gone,
        format!("there is no account “{name}”: {known}"),
    )
}
