//! `cargo xtask run` and `cargo xtask test`: set-up, build, checks and runs of the whole project.
//!
//! Whatever a fresh Debian or Ubuntu with Rust and Node lacks, these commands install. Elsewhere they name it.
#![allow(
    clippy::disallowed_methods,
    reason = "a composition root: it reads the environment for everything below it"
)]

mod apt;
mod bench;
mod checks;
mod deny;
mod desktop;
mod framebuffer;
mod fuzz;
mod icons;
mod linux;
mod long;
mod page;
mod platform;
mod program;
mod release;
mod run;
mod sbom;
mod screenshots;
mod sdks;
mod shell;
mod steps;
mod tools;
mod types;
mod windows;
mod workflows;
mod workspace;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};
use workspace::Workspace;

/// Set-up, build, checks and runs of Invite Ledger.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install what is missing, build the program and start it
    Run(run::Options),
    /// Run every check and test, the cheap ones first
    Test(steps::Options),
    /// Build the Windows program with Debian's compiler and try it under wine; look at macOS's code, too
    Windows(steps::Options),
    /// Build the packages for Linux, and try the .deb: installed, started, upgraded, removed
    Linux(steps::Options),
    /// Measure how fast it is, against yardsticks measured in the same run
    Bench(bench::Options),
    /// Write the page's types anew from the Rust ones
    Types,
    /// Draw the platforms' icon formats anew from the SVG
    Icons,
    /// Photograph the real window: languages, light and dark, small and large
    Screenshots,
    /// Check and assemble a release; RELEASING.md tells how one is made
    #[command(subcommand)]
    Release(release::Options),
    /// Write what the program is made of, as CycloneDX
    Sbom { file: PathBuf },
    #[command(hide = true)]
    Photograph { program: PathBuf, picture: PathBuf },
    #[command(hide = true)]
    Started { visit: linux::Visit },
}

fn main() -> ExitCode {
    let workspace = Workspace::here();
    let done = match Arguments::parse().task {
        Task::Run(options) => run::run(&workspace, &options),
        Task::Test(options) => checks::run(&workspace, &options),
        Task::Windows(options) => windows::run(&workspace, &options),
        Task::Linux(options) => steps::run(&workspace, &options, linux::STEPS, &[]),
        Task::Bench(options) => bench::run(&workspace, &options),
        Task::Types => types::write(&workspace),
        Task::Icons => icons::draw(&workspace),
        Task::Screenshots => screenshots::take(&workspace),
        Task::Release(options) => release::run(&workspace, &options),
        Task::Sbom { file } => sbom::write(&workspace, &file),
        Task::Photograph { program, picture } => run::photograph(&program, &picture),
        Task::Started { visit } => linux::visit(visit),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
