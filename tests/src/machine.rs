//! A computer with one user: folders of its own, an environment of its own, and what the program left there.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
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
];

#[derive(Debug)]
pub struct Machine {
    home: TempDir,
    variables: Vec<(OsString, OsString)>,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Finished {
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Machine {
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut machine = Self {
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
        machine
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
        self.command(program())
    }

    /// Runs the program without a window until it ends by itself.
    pub fn run(&self, arguments: &[&OsStr], limit: Duration) -> Finished {
        let mut command = self.invite_ledger();
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let start = Instant::now();
        let mut child = command.spawn().expect("the program starts");
        // Read beside it: a full pipe would stop the program.
        let stdout = read_beside(child.stdout.take());
        let stderr = read_beside(child.stderr.take());
        let code = loop {
            if let Some(status) = child.try_wait().expect("a child can be asked") {
                break status.code();
            }
            if start.elapsed() > limit {
                child.kill().expect("a running child can be ended");
                panic!("the program did not end within {limit:?}");
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let took = start.elapsed();
        let text =
            |reader: std::thread::JoinHandle<String>| reader.join().expect("the reader ends");
        Finished {
            code,
            stdout: text(stdout),
            stderr: text(stderr),
            took,
        }
    }

    /// The process of this machine's window.
    pub fn running_window(&self) -> Option<u32> {
        let program = fs::canonicalize(program()).expect("the program exists");
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

/// The program under test: named by `cargo xtask test`, else beside this test in the target folder.
fn program() -> PathBuf {
    let program = std::env::var_os("INVITE_LEDGER_PROGRAM")
        .map(PathBuf::from)
        .unwrap_or_else(|| {
            let test = std::env::current_exe().expect("a test knows where it lies");
            let profile = test
                .ancestors()
                .nth(2)
                .expect("deps lies in the profile's folder");
            profile
                .join("invite-ledger")
                .with_extension(std::env::consts::EXE_EXTENSION)
        });
    assert!(
        program.exists(),
        "{} is not built: run `cargo xtask test`",
        program.display()
    );
    program
}

fn read_beside(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    let mut pipe = pipe.expect("the output is a pipe");
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        String::from_utf8_lossy(&bytes).into_owned()
    })
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
