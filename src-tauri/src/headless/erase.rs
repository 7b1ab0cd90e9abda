//! `erase`: what an uninstaller calls.

use std::process::ExitCode;

use super::console::{complain, say};
use crate::{
    arguments::EraseArguments,
    desk::{self, DeskConfig},
    error::{CommandError, ErrorCode},
};

pub(super) async fn run(
    arguments: &EraseArguments,
    config: &DeskConfig,
) -> Result<ExitCode, CommandError> {
    if !arguments.yes {
        return announce(config).await;
    }
    let mut done = ExitCode::SUCCESS;
    desk::erase(config, |kept, result| match result {
        Ok(()) => say(format_args!("removed: {kept}")),
        Err(CommandError { code, message, .. }) => {
            done = ExitCode::FAILURE;
            complain(
                &format!("not removed: {kept}: {message}"),
                None,
                &code.word(),
            );
        }
    })
    .await?;
    Ok(done)
}

/// Who has not said `--yes` learns what it would cost.
async fn announce(config: &DeskConfig) -> Result<ExitCode, CommandError> {
    let kept = desk::kept(config).await?;
    if kept.is_empty() {
        say(format_args!("there is nothing to remove"));
        return Ok(ExitCode::SUCCESS);
    }
    for it in kept {
        say(format_args!("would be removed: {it}"));
    }
    Err(CommandError::new(
        ErrorCode::InvalidInput,
        "nothing was removed; with --yes it is, for good",
    ))
}
