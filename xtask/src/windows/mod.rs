//! `cargo xtask windows`: the Windows program, built on a Debian machine and tried under wine.
//!
//! What is released is built by Microsoft's compiler on a Windows machine; this is the same code by way of mingw, so that
//! no change has to wait for such a machine. Wine has no WebView2: the window itself is not tried.

mod installation;
mod installer;
mod toolchain;
mod wine;

use crate::{
    apt, program,
    shell::{self, Done, Failure},
    steps::{self, Options, Outcome, Step},
    workspace::Workspace,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
pub(crate) use toolchain::{Target, Toolchain};
pub(crate) use wine::Wine;

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "windows-tools",
        what: "Debian's compiler, a library for each system, wine",
        run: |w| here(w, set_up),
    },
    Step {
        name: "windows-clippy",
        what: "clippy for Windows, by mingw",
        run: |w| here(w, |w| clippy(w, Target::WindowsGnu)),
    },
    Step {
        name: "msvc-clippy",
        what: "clippy for Windows, by Microsoft's compiler",
        run: |w| here(w, |w| clippy(w, Target::WindowsMsvc)),
    },
    Step {
        name: "macos-clippy",
        what: "clippy for macOS",
        run: |w| here(w, |w| clippy(w, Target::MacOs)),
    },
    Step {
        name: "windows-tests",
        what: "the crates' tests and the program's own under wine",
        run: |w| here(w, tests),
    },
    Step {
        name: "windows-build",
        what: "the program as it is shipped",
        run: |w| here(w, |w| build_program(w).map(drop)),
    },
    Step {
        name: "windows-headless",
        what: "the whole job without a window under wine",
        run: |w| here(w, headless),
    },
    Step {
        name: "windows-installer",
        what: "installed, upgraded and removed under wine",
        run: |w| here(w, install),
    },
];

/// What takes too long for every change.
pub(crate) const LONG: &[Step] = &[];

/// `cargo xtask windows`
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Done {
    match impossible() {
        Some(why) => Err(Failure::new(why)),
        None => steps::run(workspace, options, STEPS, LONG),
    }
}

/// The release program, with the library beside it that it loads when it starts.
pub(crate) fn build_program(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let toolchain = Toolchain::ensure(workspace)?;
    let mut build = toolchain.cargo(Target::WindowsGnu, "build");
    build.args(["--release", "--package", "invite-ledger"]);
    shell::run(build.args(["--features", "tauri/custom-protocol"]))?;
    let folder = output(workspace, "release");
    // Tauri's build script puts it there.
    let library = folder.join(WEBVIEW2_LOADER);
    if !library.exists() {
        return Err(Failure::new(format!("{} is missing", library.display())));
    }
    Ok(folder.join("invite-ledger.exe"))
}

const WEBVIEW2_LOADER: &str = "WebView2Loader.dll";

/// Runs a step where it can be run; elsewhere the summary says that it was not.
pub(crate) fn here(
    workspace: &Workspace,
    step: impl FnOnce(&Workspace) -> Done,
) -> Result<Outcome, Failure> {
    match impossible() {
        Some(why) => Ok(Outcome::PassedBut(format!("not run: {why}"))),
        None => step(workspace).map(|()| Outcome::Passed),
    }
}

/// What would have to make room for Debian's compiler of today: that is for their owner to decide.
const OTHER_COMPILERS: &[&str] = &["cargo", "cargo-mozilla", "rustc", "rustc-mozilla", "rustup"];

fn impossible() -> Option<String> {
    // Its relatives, and its other versions, have wine and mingw, but not this compiler with the source of its library.
    let is_debian_12 = || {
        let about = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let says = |it: &str| about.lines().any(|line| line == it);
        says("ID=debian") && says(r#"VERSION_ID="12""#)
    };
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) || !is_debian_12() {
        return Some("Windows programs are built and tried on 64-bit Debian 12 only".to_owned());
    }
    let others = apt::installed(OTHER_COMPILERS);
    (!others.is_empty()).then(|| {
        let others = others.join(" ");
        format!("rustc-web has no room beside Debian's {others}; apt-get remove {others}")
    })
}

fn set_up(workspace: &Workspace) -> Done {
    Toolchain::ensure(workspace)?;
    Wine::ensure(workspace).map(drop)
}

fn clippy(workspace: &Workspace, target: Target) -> Done {
    let mut clippy = Toolchain::ensure(workspace)?.clippy(target);
    clippy.args([
        "--workspace",
        "--all-targets",
        "--features",
        program::TEST_FEATURES,
    ]);
    shell::run(clippy.args(["--", "--deny", "warnings"]))
}

/// Checks in simulated time, which ask nothing of Windows: every step of that time is a question to wine's server, and
/// there are so many that they take a quarter of an hour where this machine's own take seconds.
const TOO_SLOW_UNDER_WINE: &[&str] = &[
    "check::simulated::cancelled",
    "check::simulated::outages",
    "check::simulated::schedules",
];

/// Windows resets a connection when it is told to; wine closes it in good order.
const NOT_AS_ON_WINDOWS: &[&str] = &["way_faults::a_connection_is_reset_without_an_answer"];

/// The crates' tests, and the program's own against Tauri's stand-in for a window.
fn tests(workspace: &Workspace) -> Done {
    let toolchain = Toolchain::ensure(workspace)?;
    let wine = Wine::ensure(workspace)?;
    let mut tests = tests_command(workspace, &toolchain, &wine);
    tests.args(["--exclude", CONSOLE, "--lib", "--bins", "--tests"]);
    tests.args(["--no-fail-fast", "--"]);
    for name in TOO_SLOW_UNDER_WINE.iter().chain(NOT_AS_ON_WINDOWS) {
        tests.args(["--skip", name]);
    }
    shell::run(&mut tests)?;
    let mut console = tests_command(workspace, &toolchain, &wine);
    shell::run(&mut in_terminal(console.args(["--test", "attach"])))
}

/// Under wine there is a console only in a terminal.
const CONSOLE: &str = "parent-console";

fn tests_command(workspace: &Workspace, toolchain: &Toolchain<'_>, wine: &Wine) -> Command {
    let mut test = toolchain.cargo(Target::WindowsGnu, "test");
    wine.dress(&mut test);
    let loader = output(workspace, "debug");
    test.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        // Tests lie in a folder below the one with the library that the program loads when it starts.
        .env("WINEPATH", wine::name_of(&loader))
        .args(["--workspace", "--features", "invite-ledger/e2e"]);
    // What starts or photographs the program, and this: they stay here.
    for other in ["tests", "bench", "xtask"] {
        test.args(["--exclude", other]);
    }
    test
}

/// What is shown there goes where ours goes.
fn in_terminal(command: &Command) -> Command {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| format!("'{}'", word.to_string_lossy().replace('\'', r"'\''")));
    let line = words.collect::<Vec<_>>().join(" ");
    let mut script = Command::new("script");
    script
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        // By which it runs the line; and no colours in what may be a file.
        .envs([("SHELL", "/bin/sh"), ("CARGO_TERM_COLOR", "never")])
        .env("CARGO_TERM_PROGRESS_WHEN", "never");
    if let Some(folder) = command.get_current_dir() {
        script.current_dir(folder);
    }
    script
}

/// The tests run here, and only the program under wine.
fn headless(workspace: &Workspace) -> Done {
    let program = build_program(workspace)?;
    let mut test = program::tests_command(workspace, &["--test", "headless", "--"]);
    dress_for_wine(&mut test, &Wine::ensure(workspace)?, &program);
    shell::run(test.arg("--include-ignored"))
}

fn install(workspace: &Workspace) -> Done {
    installer::check_signing(workspace)?;
    installation::test(workspace)
}

/// Tells tests which program to try, and by what to start it.
pub(crate) fn dress_for_wine(test: &mut Command, wine: &Wine, program: &Path) {
    wine.dress(test);
    test.env("INVITE_LEDGER_PROGRAM", program)
        .env("INVITE_LEDGER_WINE", "wine");
}

fn output(workspace: &Workspace, profile: &str) -> PathBuf {
    Toolchain::folder(workspace)
        .join(Target::WindowsGnu.triple())
        .join(profile)
}
