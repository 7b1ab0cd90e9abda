//! `cargo xtask bench`: the benchmarks, built as the program is shipped.

use crate::{
    shell::{self, Done},
    workspace::Workspace,
};
use clap::Args;

#[derive(Debug, Default, Args)]
pub(crate) struct Options {
    /// A look: a tenth of the work, which is too little for a verdict
    #[arg(long, conflicts_with = "write")]
    quick: bool,
    /// Only these: speed, request, import, save, export
    #[arg(long, value_name = "WHAT", conflicts_with = "write")]
    only: Vec<String>,
    /// Put the table into BENCHMARKS.md
    #[arg(long)]
    write: bool,
}

/// Fails when a row misses its bar.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Done {
    let mut bench = workspace.cargo();
    bench.args(["run", "--release", "--locked", "--package", "bench", "--"]);
    if options.quick {
        bench.arg("--quick");
    }
    for what in &options.only {
        bench.args(["--only", what]);
    }
    if options.write {
        bench
            .arg("--write")
            .arg(workspace.root.join("BENCHMARKS.md"));
    }
    shell::run(&mut bench)
}
