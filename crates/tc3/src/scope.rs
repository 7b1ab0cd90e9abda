use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

/// What a signature is good for: one service, one UTC day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialScope<'a> {
    pub date: NaiveDate,
    pub service: &'a str,
}

impl<'a> CredentialScope<'a> {
    pub fn new(at: DateTime<Utc>, service: &'a str) -> Self {
        // The server takes the day from the timestamp in UTC, whatever the zone of the caller.
        Self {
            date: at.date_naive(),
            service,
        }
    }
}

impl fmt::Display for CredentialScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // chrono writes a NaiveDate as YYYY-MM-DD.
        write!(f, "{}/{}/tc3_request", self.date, self.service)
    }
}
