//! Whether the computer has slept.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use intlpartners::WallClock;
use tokio::time::Instant;

/// Shorter sleeps do no harm, and clocks are set right by seconds all the time.
const NOTICEABLE: Duration = Duration::from_secs(30);

/// Compares the clock on the wall with the one that only runs on, look by look.
///
/// On most systems the second one stands still while the computer sleeps. On some it does not: there, the look
/// itself comes late.
pub(super) struct Wakefulness {
    wall: WallClock,
    last: (DateTime<Utc>, Instant),
}

impl Wakefulness {
    pub(super) fn new(wall: WallClock) -> Self {
        let last = (wall(), Instant::now());
        Self { wall, last }
    }

    /// Whether it has slept since the last look, or whether anything else has torn the clocks apart. To be called
    /// every now and then.
    pub(super) fn has_slept(&mut self) -> bool {
        let (wall_before, before) = self.last;
        let (wall, now) = ((self.wall)(), Instant::now());
        self.last = (wall, now);
        let passed = now - before;
        let apart = (wall - wall_before) - TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX);
        let apart = apart.abs().to_std().unwrap_or(Duration::MAX);
        passed > NOTICEABLE || apart > NOTICEABLE
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::time::advance;

    use super::*;
    use crate::ledger::fixture;

    /// Whether a look after so many seconds on the wall and on the other clock takes them for sleep.
    async fn slept(wall_seconds: i64, seconds: u64) -> bool {
        let shown = Arc::new(Mutex::new(fixture::now()));
        let wall = Arc::clone(&shown);
        let mut wakefulness = Wakefulness::new(Arc::new(move || *wall.lock().unwrap()));
        assert!(!wakefulness.has_slept());
        *shown.lock().unwrap() += TimeDelta::seconds(wall_seconds);
        advance(Duration::from_secs(seconds)).await;
        let slept = wakefulness.has_slept();
        assert!(!wakefulness.has_slept(), "once is enough");
        slept
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_jump_of_one_clock_against_the_other_is_sleep_or_a_look_that_comes_late() {
        assert!(!slept(0, 0).await);
        assert!(!slept(20, 20).await);
        assert!(!slept(30, 0).await);
        assert!(slept(31, 0).await);
        assert!(slept(8 * 3_600, 1).await);
        assert!(slept(8 * 3_600, 8 * 3_600).await);
        assert!(!slept(-20, 1).await);
        assert!(slept(-3_600, 1).await);
    }
}
