//! The simulator as a client meets it: over TCP, byte by byte, with no code of the program's own client.

#![allow(clippy::unwrap_used)]

mod ageing;
mod answer_faults;
mod limits;
mod raw;
mod refusals;
mod way_faults;

use chrono::{DateTime, Utc};
use simulator::{Faults, Invitation, Simulator, SimulatorClock, SimulatorConfig};

/// The moment at which these tests' clocks stand.
pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-03-02T12:00:00Z")
        .unwrap()
        .to_utc()
}

/// A simulator at noon that holds `tokens`, unused and a day old.
pub(crate) async fn with(tokens: &[&str], faults: Faults) -> Simulator {
    let day_before = noon() - chrono::TimeDelta::days(1);
    let invitations = tokens
        .iter()
        .map(|token| Invitation::unused(*token, day_before));
    Simulator::start(SimulatorConfig {
        invitations: invitations.collect(),
        clock: SimulatorClock::frozen_at(noon()),
        faults,
        ..SimulatorConfig::default()
    })
    .await
    .unwrap()
}
