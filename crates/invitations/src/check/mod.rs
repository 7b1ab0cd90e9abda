//! Asking about many tokens, and accounting for each.
//!
//! A check is one run over many tokens: batches of a hundred, several on their way at a time, each answer on disk
//! before it counts. In the end every token is returned, not returned, failed with a reason, or unasked; and what
//! stopped a check halfway takes nothing away from what was answered before.

mod accounting;
mod asking;
mod batches;
mod budget;
mod outage;
mod pace;
mod progress;
mod report;
mod retries;
mod room;
mod run;
mod traffic;
mod waiting;
mod wakefulness;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod simulated;

pub use self::{
    progress::{CheckProgress, CheckState, Step},
    report::{CheckEnd, CheckError, CheckReport, FailureGroup},
    run::{Terms, run},
};
