//! The client, over real connections: against the simulator, and against peers that the simulator
//! of a service has no reason to play.

#![allow(clippy::unwrap_used)] // The lint knows tests, but not their helpers.

mod certificates;
mod diagnosis;
mod environment;
mod fetching;
mod network;
mod odd_answers;
mod pace;
mod patience;
mod rerun;
mod simulated;
mod support;
mod trusted;
