//! The desktop shell: puts the parts together and opens the window.
#![allow(
    unreachable_pub,
    reason = "a program: nothing in it is public beyond it"
)]

mod arguments;
mod commands;
mod desk;
mod environment;
mod error;
mod events;
mod headless;
mod keychain;
mod mends;
mod paths;
mod preferences;
#[cfg(feature = "typescript")]
mod typescript;
mod updates;
#[cfg(windows)]
mod web_view;
mod window;

use std::process::ExitCode;

use clap::Parser;

#[cfg(feature = "typescript")]
pub use typescript::declarations;

use crate::arguments::Arguments;

/// Opens the window, or does what the command line says.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Also `--help` and `--version`.
        Err(told) => {
            parent_console::attach();
            told.exit()
        }
    };
    // Not for a window: it would end with the console that it was opened from.
    if arguments.command.is_some() {
        parent_console::attach();
    }
    let config = match environment::desk_config() {
        Ok(config) => config,
        Err(error) => {
            parent_console::attach();
            eprintln!("invite-ledger: {error}");
            return ExitCode::FAILURE;
        }
    };
    match &arguments.command {
        Some(command) => headless::run(command, config),
        #[cfg(windows)]
        None if web_view::is_missing() => web_view::tell_that_it_is_missing(&config),
        None => window::open(config, &arguments),
    }
}
