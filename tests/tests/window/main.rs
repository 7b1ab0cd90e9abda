//! End to end in the real window. They need a desktop session, so `cargo xtask test` runs them, one at a time:
//! the program starts only once in a session.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod demo;
mod enlarged;
mod for_everyone;
mod real;
mod trouble;
mod updates;
