//! `cargo xtask test`: every check and test as a named, timed step.

use crate::{
    apt, deny, desktop, icons, linux, long, page, program, sdks,
    shell::{self, Done, Failure},
    steps::{self, Options, Outcome, Step, passed},
    tools, types, windows, workflows,
    workspace::Workspace,
};

/// In this order: what fails often and cheaply comes first.
const STEPS: &[Step] = &[
    Step {
        name: "setup",
        what: "the system's packages and the page's",
        run: |w| passed(set_up(w)),
    },
    Step {
        name: "format",
        what: "rustfmt",
        run: |w| passed(format(w)),
    },
    Step {
        name: "page-types",
        what: "svelte-check",
        run: |w| passed(page::script(w, "check")),
    },
    Step {
        name: "page-lint",
        what: "ESLint and Prettier",
        run: |w| passed(page::script(w, "lint")),
    },
    Step {
        name: "page-tests",
        what: "Vitest",
        run: |w| passed(page::script(w, "test")),
    },
    Step {
        name: "icons",
        what: "the platforms' icons are those of the SVG",
        run: icons::check,
    },
    Step {
        name: "workflows",
        what: "actionlint and zizmor: what GitHub runs",
        run: workflows::check,
    },
    Step {
        name: "deny",
        what: "cargo-deny: licences, bans, sources, advisories",
        run: deny::check,
    },
    Step {
        name: "clippy",
        what: "clippy, warnings are errors",
        run: |w| passed(program::clippy(w)),
    },
    Step {
        name: "build",
        what: "everything the next steps run",
        run: |w| passed(program::build_for_tests(w)),
    },
    Step {
        name: "types",
        what: "the page's types are those of the Rust ones",
        run: |w| passed(types::compare(w)),
    },
    Step {
        name: "tests",
        what: "Rust tests",
        run: |w| passed(program::tests(w, &["--all-targets"])),
    },
    Step {
        name: "doc-tests",
        what: "examples in the documentation",
        run: |w| passed(program::tests(w, &["--doc"])),
    },
    Step {
        name: "sdks",
        what: "the official SDKs against the simulator",
        run: |w| passed(sdks::test(w)),
    },
    Step {
        name: "headless",
        what: "`invite-ledger check`, `account` and `erase`, without a window",
        run: |w| passed(headless(w)),
    },
    Step {
        name: "window",
        what: "end to end in the real window",
        run: window,
    },
];

/// `cargo xtask test`
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Done {
    let always = [STEPS, linux::STEPS, windows::STEPS].concat();
    let long = [long::STEPS, windows::LONG].concat();
    steps::run(workspace, options, &always, &long)
}

fn set_up(workspace: &Workspace) -> Done {
    apt::ensure(
        &[
            apt::BUILD,
            apt::HEADLESS_WINDOW,
            apt::WINDOW_TESTS,
            apt::FAULT_TESTS,
        ]
        .concat(),
    )?;
    page::install(workspace)
}

fn format(workspace: &Workspace) -> Done {
    shell::run(workspace.cargo().args(["fmt", "--all", "--check"]))?;
    let fuzz = ["fmt", "--manifest-path", "tests/fuzz/Cargo.toml", "--check"];
    shell::run(workspace.cargo().args(fuzz))
}

fn headless(workspace: &Workspace) -> Done {
    program::build_for_tests(workspace)?;
    let which = ["--test", "headless", "--", "--include-ignored"];
    let mut tests = program::tests_command(workspace, &which);
    if !cfg!(target_os = "linux") {
        return shell::run(&mut tests);
    }
    apt::ensure(&[apt::HEADLESS_WINDOW, apt::WINDOW_TESTS].concat())?;
    // For its keychain: accounts are added.
    desktop::Session::start(desktop::Screen::default())?.run(&tests)
}

fn window(workspace: &Workspace) -> Result<Outcome, Failure> {
    if !cfg!(target_os = "linux") {
        let why = "not run: its WebDriver (WebKitWebDriver) exists on Linux only";
        return Ok(Outcome::PassedBut(why.to_owned()));
    }
    apt::ensure(&[apt::HEADLESS_WINDOW, apt::WINDOW_TESTS].concat())?;
    program::build_for_tests(workspace)?;
    let driver = tools::TAURI_DRIVER.ensure(workspace)?;
    let mut tests = program::tests_command(workspace, &["--test", "window", "--"]);
    // One window at a time: the program starts only once in a desktop session.
    tests
        .args(["--ignored", "--test-threads=1"])
        .env("TAURI_DRIVER", driver);
    desktop::Session::start(desktop::Screen::default())?.run(&tests)?;
    Ok(Outcome::Passed)
}
