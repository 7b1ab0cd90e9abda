//! Named, timed steps, and a summary of how they ended.

use crate::{
    shell::{Done, Failure},
    workspace::Workspace,
};
use clap::Args;
use std::{
    env,
    time::{Duration, Instant},
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The steps that take minutes, too
    #[arg(long)]
    long: bool,
    /// Only these steps
    #[arg(long, value_name = "STEP")]
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

#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) run: fn(&Workspace) -> Result<Outcome, Failure>,
}

/// Runs the chosen ones in their order, the `long` ones only when they are asked for.
pub(crate) fn run(
    workspace: &Workspace,
    options: &Options,
    always: &[Step],
    long: &[Step],
) -> Done {
    let chosen = chosen(options, always, long)?;
    if options.list {
        chosen
            .iter()
            .for_each(|step| println!("{:<20}{}", step.name, step.what));
        return Ok(());
    }
    let mut ended = Vec::new();
    for step in chosen {
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
fn chosen<'a>(
    options: &Options,
    always: &'a [Step],
    long: &'a [Step],
) -> Result<Vec<&'a Step>, Failure> {
    let all = || always.iter().chain(long);
    let is_unknown = |name: &&String| all().all(|step| step.name != **name);
    if let Some(unknown) = options.only.iter().find(is_unknown) {
        let names: Vec<_> = all().map(|step| step.name).collect();
        let names = names.join(", ");
        return Err(Failure::new(format!(
            "there is no step {unknown}; there are {names}"
        )));
    }
    Ok(match &options.only[..] {
        [] if options.long => all().collect(),
        [] => always.iter().collect(),
        only => all()
            .filter(|step| only.iter().any(|name| name == step.name))
            .collect(),
    })
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
        println!("{name:<20}{:>7.1} s  {words}", took.as_secs_f64());
    }
    let total: Duration = ended.iter().map(|it| it.took).sum();
    println!("{:<20}{:>7.1} s", "all", total.as_secs_f64());
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

/// For want of network a step goes on, and the summary says what it did not do. GitHub's machines have one: there it
/// would stay green for ever without having looked.
pub(crate) fn not_fetched(what: String) -> Result<Outcome, Failure> {
    match env::var_os("GITHUB_ACTIONS") {
        Some(_) => Err(Failure::new(what)),
        None => Ok(Outcome::PassedBut(what)),
    }
}

pub(crate) fn passed(done: Done) -> Result<Outcome, Failure> {
    done.map(|()| Outcome::Passed)
}
