use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the simulator takes the time from. Cheap to clone; clones agree.
#[derive(Clone)]
pub struct SimulatorClock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl SimulatorClock {
    /// The computer's clock.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where this crate reads the time"
    )]
    pub fn system() -> Self {
        Self::following(|| SystemTime::now().into())
    }

    /// Says `start` now, and runs on from there at the usual speed.
    #[must_use]
    pub fn running_from(start: DateTime<Utc>) -> Self {
        let begun = Instant::now();
        Self::following(move || {
            start + TimeDelta::from_std(begun.elapsed()).expect("no process runs for 292 years")
        })
    }

    /// Stands still at `at`.
    #[must_use]
    pub fn frozen_at(at: DateTime<Utc>) -> Self {
        Self::following(move || at)
    }

    /// Says whatever `now` says: a test that moves its client's clock can hand the same one to both.
    pub fn following(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}

impl Default for SimulatorClock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for SimulatorClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimulatorClock({})", self.now())
    }
}
