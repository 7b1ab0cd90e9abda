//! Asking about many tokens, and accounting for each.

mod report;

pub use self::report::{CheckEnd, CheckError, CheckReport, FailureGroup};
