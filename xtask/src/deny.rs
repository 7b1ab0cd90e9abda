//! What may come into the program: licences, banned crates, sources, and known advisories.

use crate::{
    shell::{self, Failure},
    steps::{self, Outcome},
    tools,
    workspace::Workspace,
};
use std::process::{Command, Stdio};

pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    // The plain name: run by its path it would not see that it is a cargo subcommand's program.
    let program = tools::CARGO_DENY.ensure(workspace)?;
    let deny = || {
        let mut deny = workspace.command(&program);
        deny.args(["--locked"]);
        deny
    };
    shell::run(deny().args([
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]))?;
    match fetch_advisories(&mut deny()) {
        Ok(()) => {
            shell::run(deny().args([
                "check",
                "--disable-fetch",
                "--hide-inclusion-graph",
                "advisories",
            ]))?;
            Ok(Outcome::Passed)
        }
        Err(reason) => steps::not_fetched(format!("advisories not checked: {reason}")),
    }
}

/// The database is a git repository on the network: where that cannot be reached, the reason in words.
fn fetch_advisories(deny: &mut Command) -> Result<(), String> {
    let fetch = deny
        .args(["fetch", "db"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .output();
    let fetch = fetch.map_err(|error| error.to_string())?;
    if fetch.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&fetch.stderr);
    let last = words
        .lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or("no reason given");
    Err(format!(
        "their database could not be fetched ({})",
        last.trim()
    ))
}
