//! `cargo xtask test`: every check and test as a named, timed step.

use crate::{
    apt, deny, desktop, icons, long, page, program, sdks,
    shell::{self, Done, Failure},
    tools, types, workflows,
    workspace::Workspace,
};
use clap::Args;
use std::time::{Duration, Instant};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The steps that take minutes, too: fuzzing and what is repeated thousands of times
    #[arg(long)]
    long: bool,
    /// Only these steps
    #[arg(long, value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(all_steps().map(|step| step.name)))]
    only: Vec<String>,
    /// Name the steps, run none
    #[arg(long)]
    list: bool,
    /// Run the later steps although one has failed
    #[arg(long)]
    keep_going: bool,
}

/// How a step ended that did not fail.
#[derive(Debug)]
pub(crate) enum Outcome {
    Passed,
    /// Passed, and the summary must say what it did not do.
    PassedBut(String),
}

pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) run: fn(&Workspace) -> Result<Outcome, Failure>,
}

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
        what: "`invite-ledger check` without a window",
        run: |w| passed(headless(w)),
    },
    Step {
        name: "window",
        what: "end to end in the real window",
        run: window,
    },
];

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Done {
    if options.list {
        steps(options).for_each(|step| println!("{:<12}{}", step.name, step.what));
        return Ok(());
    }
    let mut ended = Vec::new();
    for step in steps(options) {
        println!("\n──── {}: {} ────", step.name, step.what);
        let start = Instant::now();
        let result = (step.run)(workspace);
        if let Err(failure) = &result {
            eprintln!("{}: {failure}", step.name);
        }
        let stop = result.is_err() && !options.keep_going;
        ended.push(Ended {
            name: step.name,
            took: start.elapsed(),
            result,
        });
        if stop {
            break;
        }
    }
    summarize(&ended)
}

/// A long step that is named is meant.
fn steps(options: &Options) -> impl Iterator<Item = &'static Step> {
    let is_chosen = |&(number, step): &(usize, &Step)| match &options.only[..] {
        [] => options.long || number < STEPS.len(),
        only => only.iter().any(|name| name == step.name),
    };
    let chosen = all_steps().enumerate().filter(is_chosen);
    chosen.map(|(_, step)| step)
}

fn all_steps() -> impl Iterator<Item = &'static Step> {
    STEPS.iter().chain(long::STEPS)
}

struct Ended {
    name: &'static str,
    took: Duration,
    result: Result<Outcome, Failure>,
}

fn summarize(ended: &[Ended]) -> Done {
    println!("\n──── summary ────");
    for Ended { name, took, result } in ended {
        let words = match result {
            Ok(Outcome::Passed) => "passed".to_owned(),
            Ok(Outcome::PassedBut(but)) => format!("passed, but {but}"),
            Err(failure) => format!(
                "FAILED: {}",
                failure.to_string().lines().next().unwrap_or_default()
            ),
        };
        println!("{name:<12}{:>7.1} s  {words}", took.as_secs_f64());
    }
    let total: Duration = ended.iter().map(|it| it.took).sum();
    println!("{:<12}{:>7.1} s", "all", total.as_secs_f64());
    let failed: Vec<_> = ended
        .iter()
        .filter(|it| it.result.is_err())
        .map(|it| it.name)
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("failed: {}", failed.join(", "))))
}

pub(crate) fn passed(done: Done) -> Result<Outcome, Failure> {
    done.map(|()| Outcome::Passed)
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
    program::tests(
        workspace,
        &["--test", "headless", "--", "--include-ignored"],
    )
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
