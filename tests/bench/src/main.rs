//! How fast the program is: each figure beside a yardstick measured in the same run, and the bar that their ratio must
//! keep to. `cargo xtask bench` builds it in release and runs it; `BENCHMARKS.md` says what each row means.
#![allow(
    clippy::disallowed_methods,
    reason = "a composition root: it reads the clock for everything below it"
)]

mod bare;
mod export;
mod import;
mod machine;
mod measure;
mod request;
mod row;
mod save;
mod service;
mod speed;

use std::{io, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

use crate::row::Row;

#[derive(Debug, Parser)]
struct Arguments {
    /// A look: a tenth of the work, which is too little for a verdict
    #[arg(long, conflicts_with = "write")]
    quick: bool,
    /// Only these
    #[arg(long, value_name = "WHAT", conflicts_with = "write")]
    only: Vec<What>,
    /// Put the table, this machine and today's date into this file, between its markers
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Speed,
    Request,
    Import,
    Save,
    Export,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// The service that `request` asks, in a process of its own
    #[command(hide = true)]
    Serve,
}

fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(Part::Serve) = arguments.part {
        service::serve()?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows = measure(&arguments)?;
    let table = row::table(&rows);
    print!("\n{table}");
    if let Some(path) = &arguments.write {
        machine::write(path, &table)?;
    }
    let missed = rows.iter().filter(|row| row.misses()).count();
    if missed > 0 {
        eprintln!("\n{missed} of {} rows miss their bar", rows.len());
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// One after the other: nothing else is to run beside what is measured.
fn measure(arguments: &Arguments) -> io::Result<Vec<Row>> {
    // On the disk that the build is on: a folder for temporary files may be in memory.
    let program = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(program.parent().expect("a program lies in a folder"))?;
    let folder = folder.path();
    let is_chosen = |what| arguments.only.is_empty() || arguments.only.contains(&what);
    let part = if arguments.quick { 10 } else { 1 };
    let mut rows = Vec::new();
    for what in What::value_variants() {
        if !is_chosen(*what) {
            continue;
        }
        eprintln!("measuring: {}", format!("{what:?}").to_lowercase());
        match what {
            What::Speed => rows.extend(speed::rows(folder, 100_000 / part)?),
            What::Request => rows.push(request::row(&program, 10 / part)?),
            What::Import => rows.push(import::row(1_000_000 / part)),
            What::Save => rows.extend(save::rows(folder, 1_000 / part)),
            What::Export => rows.push(export::row(folder, 1_000_000 / part)),
        }
    }
    if arguments.quick {
        rows.iter_mut().for_each(|row| row.judged = false);
    }
    Ok(rows)
}
