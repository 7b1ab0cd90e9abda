//! Windows programs on this machine, in a Windows of their own: nothing of the user's is read or written.

use super::toolchain::Toolchain;
use crate::{
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const BCRYPTPRIMITIVES: &str = "xtask/src/windows/bcryptprimitives.c";

#[derive(Debug)]
pub(crate) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Makes the Windows when there is none; the toolchain's packages are there already.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self, Failure> {
        Self::at(Toolchain::folder(workspace).join("wine"), workspace)
    }

    /// One that nothing has been installed in, nor by an earlier run.
    pub(crate) fn fresh(workspace: &Workspace, name: &str) -> Result<Self, Failure> {
        let prefix = Toolchain::folder(workspace).join(name);
        if prefix.exists() {
            fs::remove_dir_all(&prefix).map_err(Failure::during(prefix.display()))?;
        }
        Self::at(prefix, workspace)
    }

    fn at(prefix: PathBuf, workspace: &Workspace) -> Result<Self, Failure> {
        let wine = Self { prefix };
        let random = wine.system32().join("bcryptprimitives.dll");
        if !random.exists() {
            wine.boot()?;
        }
        if !random.exists() {
            let mut compiler = workspace.command("x86_64-w64-mingw32-gcc");
            compiler.args(["-shared", "-O", "-o"]).arg(&random);
            shell::run(compiler.args([BCRYPTPRIMITIVES, "-ladvapi32"]))?;
        }
        Ok(wine)
    }

    /// Runs a Windows program.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("wine");
        command.arg(program);
        self.dress(&mut command);
        command
    }

    /// For a command that calls `wine` itself.
    pub(crate) fn dress(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.prefix)
            .envs([("WINEARCH", "win64"), ("WINEDEBUG", "-all")])
            // No offers to install .NET and Gecko, and no start menu entries in the desktop's own menu.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml,winemenubuilder.exe=");
    }

    /// The folder that the programs see as `C:\`.
    pub(crate) fn drive_c(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    fn system32(&self) -> PathBuf {
        self.drive_c().join("windows/system32")
    }

    fn boot(&self) -> Done {
        // Where Windows' "Documents" and its like will lead to: not to the user's own.
        let home = self.prefix.join("home");
        fs::create_dir_all(&home).map_err(Failure::during(home.display()))?;
        let mut boot = Command::new("wineboot");
        self.dress(&mut boot);
        shell::run(boot.arg("--init").env("HOME", home))
    }
}

/// As a Windows program calls it: wine shows this machine's files as a drive.
pub(crate) fn name_of(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', r"\")
}
