//! A computer with one user: folders of its own, an environment of its own, and what the program left there.

use crate::{Finished, Running, program::Program};
use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use tempfile::TempDir;

/// Of our own environment, what a program needs to run and to find the desktop session.
const INHERITED: &[&str] = &[
    "PATH",
    "DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "GTK_THEME",
    "GDK_BACKEND",
    "NO_AT_BRIDGE",
    // Windows, and wine.
    "SystemRoot",
    "USERPROFILE",
    "LOCALAPPDATA",
    "TEMP",
    "TMP",
    "WINEPREFIX",
    "WINEARCH",
    "WINEDEBUG",
    "WINEDLLOVERRIDES",
];

#[derive(Debug)]
pub struct Machine {
    program: Program,
    home: TempDir,
    variables: Vec<(OsString, OsString)>,
}

impl Machine {
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut machine = Self {
            program: Program::under_test(),
            home,
            variables: Vec::new(),
        };
        for name in INHERITED {
            if let Some(value) = std::env::var_os(name) {
                machine.set(name, value);
            }
        }
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            let folder = machine.file(folder);
            fs::create_dir_all(&folder).expect("a folder");
            machine.set(name, folder);
        }
        machine.set("LANG", "C.UTF-8");
        if machine.is_windows() || cfg!(target_os = "macos") {
            // Their folders are asked of the system, which knows nothing of this home.
            let folder = machine.name_of(&machine.ledger_folder());
            machine.set("INVITE_LEDGER_DATA_DIR", folder);
        }
        #[cfg(target_os = "macos")]
        if let Some(home) = std::env::var_os("HOME") {
            // The keychain lies there.
            machine.set("HOME", home);
        }
        machine
    }

    /// Whether the program is a Windows one, here or under wine.
    pub fn is_windows(&self) -> bool {
        self.program.is_windows()
    }

    pub fn runs_under_wine(&self) -> bool {
        self.program.is_under_wine()
    }

    /// A file's name as the program is to be told it.
    pub fn name_of(&self, path: &Path) -> OsString {
        self.program.name_of(path)
    }

    /// Sets a variable for the programs started from now on.
    pub fn set(&mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) {
        self.variables.retain(|(known, _)| known != name.as_ref());
        self.variables
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
    }

    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(known, _)| known != name);
    }

    /// A path in the user's home folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.file(name);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("a folder in the home folder");
        fs::write(&path, content).expect("a file in the home folder");
        path
    }

    /// The folder in which the program keeps the ledger.
    pub fn ledger_folder(&self) -> PathBuf {
        self.file("data/invite-ledger")
    }

    /// A command of this user.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.home.path());
        command
    }

    pub fn invite_ledger(&self) -> Command {
        self.tool(&self.program.path)
    }

    /// A program of the system that ours runs on: this one, or wine's.
    pub fn tool(&self, program: impl AsRef<OsStr>) -> Command {
        let (start, first) = self.program.start(program.as_ref());
        let mut command = self.command(start);
        command.args(first);
        command
    }

    /// A script for that system's shell, line by line, with the program's file in the variable `PROGRAM`.
    pub fn shell(&self, name: &str, sh: &[&str], cmd: &[&str]) -> Command {
        let path = match self.is_windows() {
            true => self.write(&format!("{name}.bat"), cmd.join("\r\n")),
            false => self.write(&format!("{name}.sh"), sh.join("\n")),
        };
        let mut shell = match self.is_windows() {
            true => self.tool("cmd"),
            false => self.tool("sh"),
        };
        if self.is_windows() {
            shell.arg("/c");
        }
        shell.arg(self.name_of(&path));
        shell.env("PROGRAM", self.name_of(&self.program.path));
        shell
    }

    /// Runs the program without a window until it ends by itself.
    pub fn run(&self, arguments: &[&OsStr], limit: Duration) -> Finished {
        self.run_with_input(arguments, b"", limit)
    }

    /// With so many bytes on its standard input.
    pub fn run_with_input(&self, arguments: &[&OsStr], input: &[u8], limit: Duration) -> Finished {
        let mut command = self.invite_ledger();
        command.args(arguments);
        let mut running = Running::start(command);
        running.give(input);
        running.end(limit)
    }

    /// Runs the program beside the test.
    pub fn start(&self, arguments: &[&OsStr]) -> Running {
        let mut command = self.invite_ledger();
        command.args(arguments);
        Running::start(command)
    }

    /// The process of this machine's window.
    pub fn running_window(&self) -> Option<u32> {
        let program = fs::canonicalize(&self.program.path).expect("the program exists");
        let mark = format!("HOME={}\0", self.file("").display());
        let processes = fs::read_dir("/proc").expect("a Linux system").flatten();
        processes
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
            .find(|(_, path)| {
                fs::read_link(path.join("exe")).is_ok_and(|exe| exe == program)
                    && fs::read(path.join("environ")).is_ok_and(|it| contains(&it, mark.as_bytes()))
            })
            .map(|(pid, _)| pid)
    }

    /// The files in which `needle` stands, anywhere the program could have written.
    pub fn files_with(&self, needle: &str) -> Vec<PathBuf> {
        let utf16: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut found = Vec::new();
        walk(self.home.path(), &mut |path| {
            let content = fs::read(path).unwrap_or_default();
            if contains(&content, needle.as_bytes()) || contains(&content, &utf16) {
                found.push(path.to_owned());
            }
        });
        found
    }
}

impl Default for Machine {
    fn default() -> Self {
        Self::new()
    }
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&path, visit),
            Ok(kind) if kind.is_file() => visit(&path),
            _ => {}
        }
    }
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}
