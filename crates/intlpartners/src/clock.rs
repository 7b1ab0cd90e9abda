use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// What this computer believes the time to be.
pub type WallClock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Off by less than this, the clock is right: the service accepts five minutes.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// The computer's clock, and by how much the service has shown it to be off.
pub(crate) struct Clock {
    wall: WallClock,
    offset: Mutex<Offset>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Offset {
    /// What is added to the wall clock: zero within the tolerance.
    applied: TimeDelta,
    measured: Option<TimeDelta>,
}

/// One look at the clock: what it showed, and what it was taken to mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    wall: DateTime<Utc>,
    offset: TimeDelta,
    at: Instant,
}

impl Look {
    pub(crate) fn corrected(self) -> DateTime<Utc> {
        self.wall + self.offset
    }
}

impl Clock {
    pub(crate) fn new(wall: WallClock) -> Self {
        Self {
            wall,
            offset: Mutex::default(),
        }
    }

    pub(crate) fn look(&self) -> Look {
        Look {
            wall: (self.wall)(),
            offset: self.offset(),
            at: Instant::now(),
        }
    }

    /// Add this to the wall clock to get the service's time.
    pub(crate) fn offset(&self) -> TimeDelta {
        self.state().applied
    }

    pub(crate) fn measured(&self) -> Option<TimeDelta> {
        self.state().measured
    }

    /// The service gave its own `date` in a reply. A clock that is off is corrected from now on;
    /// one that is right, or was set right meanwhile, is taken at its word.
    pub(crate) fn learn(&self, sent: Look, received: Look, date: DateTime<Utc>) {
        // Somebody set the clock during the round trip: its middle means nothing.
        if jump(sent, received).abs() > TOLERANCE {
            return;
        }
        let middle = sent.wall + (received.wall - sent.wall) / 2;
        // A `Date` header has whole seconds, rounded down.
        let offset = date + TimeDelta::milliseconds(500) - middle;
        let applied = if offset.abs() > TOLERANCE {
            offset
        } else {
            TimeDelta::zero()
        };
        *self.state() = Offset {
            applied,
            measured: Some(offset),
        };
    }

    /// Goes back from an offset that has not proved true, unless another has replaced it.
    pub(crate) fn take_back(&self, applied: TimeDelta, before: TimeDelta) {
        let mut state = self.state();
        if state.applied == applied {
            *state = Offset {
                applied: before,
                measured: None,
            };
        }
    }

    /// Whether a signature made now would carry another time than one made at `sent` and aged
    /// since; if not, the clock is not what the service objects to. Several requests may be under
    /// way with the old time when the first one learns better.
    pub(crate) fn knows_better_than(&self, sent: Look) -> bool {
        let now = self.look();
        (now.corrected() - sent.corrected() - elapsed(sent, now)).abs() > TOLERANCE
    }

    fn state(&self) -> MutexGuard<'_, Offset> {
        self.offset.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock")
            .field("offset", &self.offset())
            .finish_non_exhaustive()
    }
}

/// How far the wall clock went beyond the time that passed.
fn jump(earlier: Look, later: Look) -> TimeDelta {
    later.wall - earlier.wall - elapsed(earlier, later)
}

fn elapsed(earlier: Look, later: Look) -> TimeDelta {
    TimeDelta::from_std(later.at - earlier.at).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_764_590_400 + seconds, 0).unwrap()
    }

    fn adjustable() -> (Clock, Arc<Mutex<DateTime<Utc>>>) {
        let shown = Arc::new(Mutex::new(at(0)));
        let wall = Arc::clone(&shown);
        (Clock::new(Arc::new(move || *wall.lock().unwrap())), shown)
    }

    fn told(clock: &Clock, date: DateTime<Utc>) {
        clock.learn(clock.look(), clock.look(), date);
    }

    #[tokio::test(start_paused = true)]
    async fn the_offset_is_taken_at_the_middle_of_the_round_trip() {
        let (clock, shown) = adjustable();
        let sent = clock.look();
        tokio::time::advance(Duration::from_secs(4)).await;
        *shown.lock().unwrap() = at(4);
        clock.learn(sent, clock.look(), at(602));
        assert!(clock.knows_better_than(sent));
        assert_eq!(clock.offset(), TimeDelta::milliseconds(600_500));
        assert_eq!(
            clock.look().corrected(),
            at(604) + TimeDelta::milliseconds(500)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_signed_before_another_one_learnt_is_worth_sending_again() {
        let (clock, _) = adjustable();
        let (first, second) = (clock.look(), clock.look());
        clock.learn(first, clock.look(), at(600));
        assert!(clock.knows_better_than(first));
        clock.learn(second, clock.look(), at(600));
        assert!(clock.knows_better_than(second));
        let third = clock.look();
        clock.learn(third, clock.look(), at(600));
        assert!(!clock.knows_better_than(third));
    }

    #[tokio::test(start_paused = true)]
    async fn a_right_clock_is_not_what_the_service_objects_to() {
        let (clock, _) = adjustable();
        let sent = clock.look();
        for seconds in [3, 59, -58] {
            told(&clock, at(seconds));
            assert!(!clock.knows_better_than(sent));
            assert!(clock.offset().is_zero());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_offset_is_forgotten_when_the_clock_is_right_again() {
        let (clock, shown) = adjustable();
        told(&clock, at(600));
        told(&clock, at(601));
        assert!(!clock.offset().is_zero());
        *shown.lock().unwrap() = at(602);
        told(&clock, at(602));
        assert!(clock.offset().is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_set_during_a_round_trip_teaches_nothing_by_it() {
        let (clock, shown) = adjustable();
        told(&clock, at(600));
        let before = clock.offset();
        let sent = clock.look();
        *shown.lock().unwrap() = at(601);
        clock.learn(sent, clock.look(), at(601));
        assert_eq!(clock.offset(), before);
        // It was signed with the right time, and from now on the same offset spoils it.
        assert!(clock.knows_better_than(sent));
    }
}
