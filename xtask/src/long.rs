//! The steps of `cargo xtask test --long`: what is left to chance, until chance has had its say.

use crate::{
    bench, fuzz, program,
    shell::{self, Done, Failure},
    steps::{Step, passed},
    workspace::Workspace,
};
use std::process::Command;

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fuzz",
        what: "a minute of each fuzz target",
        run: |w| passed(fuzz::smoke(w)),
    },
    Step {
        name: "schedules",
        what: "checks under 10,000 random schedules of faults",
        run: |w| passed(schedules(w)),
    },
    Step {
        name: "kills",
        what: "300 checks, each killed at a random moment",
        run: |w| passed(kills(w)),
    },
    Step {
        name: "bench",
        what: "the benchmarks, each within its bar",
        run: |w| passed(bench::run(w, &bench::Options::default())),
    },
];

fn schedules(workspace: &Workspace) -> Done {
    let mut test = workspace.cargo();
    test.args(["test", "--profile", "long", "--locked"]);
    test.args(["--package", "invitations", "--lib", "simulated::schedules"]);
    repeated(test.env("INVITE_LEDGER_SCHEDULES", "10000"))
}

fn kills(workspace: &Workspace) -> Done {
    program::build_for_tests(workspace)?;
    let mut test = program::tests_command(workspace, &["--test", "kill"]);
    repeated(test.env("INVITE_LEDGER_KILLS", "300"))
}

/// Cargo is content with a name that no test has.
fn repeated(test: &mut Command) -> Done {
    let mut list = Command::new(test.get_program());
    list.args(test.get_args()).args(["--", "--list"]);
    if let Some(folder) = test.get_current_dir() {
        list.current_dir(folder);
    }
    for (name, value) in test.get_envs() {
        value.map(|value| list.env(name, value));
    }
    if !shell::text_of(&mut list)?.contains(": test") {
        let line = shell::line(test);
        return Err(Failure::new(format!("`{line}` has no test to run")));
    }
    shell::run(test.args(["--", "--nocapture"]))
}
