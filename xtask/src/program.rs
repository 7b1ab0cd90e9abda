//! The workspace's builds. One profile and one set of features for tests, clippy and the program that the
//! end-to-end tests drive: with another set cargo would build the whole tree once more.

use crate::{
    page,
    shell::{self, Done},
    workspace::Workspace,
};
use std::{path::PathBuf, process::Command};

/// `custom-protocol` makes the program carry the page inside instead of asking a development server for it.
pub(crate) const TEST_FEATURES: &str = "invite-ledger/e2e,invite-ledger/typescript";

/// Everything; but Windows lets nobody write over a program that is running, and this is one.
const PACKAGES: &[&str] = if cfg!(windows) {
    &["--workspace", "--exclude", "xtask"]
} else {
    &["--workspace"]
};

pub(crate) fn clippy(workspace: &Workspace) -> Done {
    page::build(workspace)?;
    let mut clippy = workspace.cargo();
    clippy.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        TEST_FEATURES,
    ]);
    shell::run(clippy.args(["--locked", "--", "--deny", "warnings"]))
}

/// Everything that tests run, the program with the test features among it.
pub(crate) fn build_for_tests(workspace: &Workspace) -> Done {
    page::build(workspace)?;
    let mut build = workspace.cargo();
    shell::run(build.arg("build").args(PACKAGES).args([
        "--all-targets",
        "--locked",
        "--features",
        TEST_FEATURES,
    ]))
}

pub(crate) fn tests(workspace: &Workspace, which: &[&str]) -> Done {
    shell::run(&mut tests_command(workspace, which))
}

pub(crate) fn tests_command(workspace: &Workspace, which: &[&str]) -> Command {
    let mut test = workspace.cargo();
    test.arg("test").args(PACKAGES);
    test.args(["--locked", "--features", TEST_FEATURES])
        .args(which);
    test.env("INVITE_LEDGER_PROGRAM", path(workspace, "debug"));
    test
}

/// An example of one of the crates, in the same build.
pub(crate) fn build_example(workspace: &Workspace, name: &str) -> Result<PathBuf, shell::Failure> {
    let mut build = workspace.cargo();
    build.arg("build").args(PACKAGES);
    build.args(["--locked", "--features", TEST_FEATURES]);
    shell::run(build.args(["--example", name]))?;
    Ok(executable(
        workspace.target.join("debug/examples").join(name),
    ))
}

/// The program as users get it, but for the optimization.
pub(crate) fn build(workspace: &Workspace, release: bool) -> Result<PathBuf, shell::Failure> {
    page::build(workspace)?;
    let mut build = workspace.cargo();
    build.args([
        "build",
        "--package",
        "invite-ledger",
        "--features",
        "tauri/custom-protocol",
        "--locked",
    ]);
    if release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    Ok(path(workspace, if release { "release" } else { "debug" }))
}

fn path(workspace: &Workspace, profile: &str) -> PathBuf {
    executable(workspace.target.join(profile).join("invite-ledger"))
}

fn executable(path: PathBuf) -> PathBuf {
    path.with_extension(std::env::consts::EXE_EXTENSION)
}
