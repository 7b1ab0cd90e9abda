//! Cargo tools of a pinned version, built once and kept in the user's cache.

use crate::{
    shell::{self, Failure},
    workspace::Workspace,
};
use std::path::PathBuf;

#[derive(Debug)]
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
    /// A debug build where building the tool takes longer than all it does.
    debug: bool,
}

pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    debug: true,
};
pub(crate) const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
    debug: true,
};
pub(crate) const TAURI_DRIVER: Tool = Tool {
    name: "tauri-driver",
    version: "2.1.0",
    debug: true,
};

impl Tool {
    /// The program; installed first when it is not there yet.
    pub(crate) fn ensure(&self, workspace: &Workspace) -> Result<PathBuf, Failure> {
        let folder = workspace
            .tools
            .join(format!("{}-{}", self.name, self.version));
        let program = folder
            .join("bin")
            .join(self.name)
            .with_extension(std::env::consts::EXE_EXTENSION);
        if program.exists() {
            return Ok(program);
        }
        println!(
            "Building {} {}, once for this user",
            self.name, self.version
        );
        let mut install = workspace.cargo();
        install
            .args([
                "install",
                "--quiet",
                "--locked",
                self.name,
                "--version",
                self.version,
                "--root",
            ])
            .arg(&folder);
        if self.debug {
            install.arg("--debug");
        }
        // Its own target folder, which cargo removes: nothing of it is of use to our builds.
        shell::run(install.env_remove("CARGO_TARGET_DIR"))?;
        Ok(program)
    }
}
