//! `cargo xtask linux`: the packages for Linux, and what becomes of them on a desktop.

mod install;
mod packages;
mod started;
mod window;

use crate::steps::Step;
pub(crate) use started::{Visit, visit};

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "linux-packages",
        what: "the .deb and the .rpm: built, and complete",
        run: packages::check,
    },
    Step {
        name: "linux-install",
        what: "the .deb: installed, started from its desktop entry, upgraded, removed",
        run: install::check,
    },
];
