//! A short run of each fuzz target: whatever its corpus holds, and what a minute comes upon.

use crate::{
    apt,
    shell::{self, Done, Failure},
    tools,
    workspace::Workspace,
};
use std::{fs, process::Command};

const TARGETS: [&str; 4] = ["answer", "token", "csv", "workbook"];
const SECONDS_EACH: u32 = 60;
/// An input takes milliseconds, and kilobytes beside what the sanitizer needs.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-malloc_limit_mb=256"];

pub(crate) fn smoke(workspace: &Workspace) -> Done {
    let mut nightly = Command::new("rustup");
    nightly.args(["run", "nightly", "rustc", "--version"]);
    if !shell::succeeds(&mut nightly) {
        return Err(Failure::new(
            "fuzzing needs Rust's nightly toolchain: run `rustup toolchain install nightly --profile minimal`, then this again",
        ));
    }
    apt::ensure(apt::BUILD)?;
    let fuzz = tools::CARGO_FUZZ.ensure(workspace)?;
    let folder = workspace.root.join("tests/fuzz");
    // The versions that are fuzzed are those that are shipped.
    let lock = folder.join("Cargo.lock");
    fs::copy(workspace.root.join("Cargo.lock"), &lock).map_err(Failure::during(lock.display()))?;
    for target in TARGETS {
        // What is found goes there; the corpus in the repository is only read.
        let found = workspace.target.join("fuzz/corpus").join(target);
        fs::create_dir_all(&found).map_err(Failure::during(found.display()))?;
        let mut run = workspace.command("rustup");
        run.args(["run", "nightly"]).arg(&fuzz).arg("run");
        run.args(["--fuzz-dir", "tests/fuzz", "--target-dir"]);
        run.arg(workspace.target.join("fuzz")).arg(target);
        run.arg(found).arg(folder.join("corpus").join(target));
        run.args(["--", "-verbosity=0", "-print_final_stats=1"]);
        run.args(LIMITS);
        run.arg(format!("-max_total_time={SECONDS_EACH}"));
        run.arg(format!("-dict=tests/fuzz/dictionaries/{target}.dict"));
        // It names the toolchain that runs us, which is another one.
        run.env_remove("CARGO").env_remove("CARGO_TARGET_DIR");
        shell::run(&mut run)?;
    }
    Ok(())
}
