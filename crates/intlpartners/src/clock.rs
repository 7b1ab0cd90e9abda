use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// What this computer believes the time to be.
pub type WallClock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Off by less than this, the clock is right: the service accepts five minutes.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// The computer's clock, and by how much the service has shown it to be off.
pub(crate) struct Clock {
    wall: WallClock,
    offset_millis: AtomicI64,
}

/// One look at the clock: what it showed, and what it was taken to mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    wall: DateTime<Utc>,
    offset: TimeDelta,
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
            offset_millis: AtomicI64::new(0),
        }
    }

    pub(crate) fn look(&self) -> Look {
        Look {
            wall: (self.wall)(),
            offset: self.offset(),
        }
    }

    /// Add this to the wall clock to get the service's time.
    pub(crate) fn offset(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.offset_millis.load(Ordering::Relaxed))
    }

    /// The service found the time of a signature wrong and gave its own `date`. Says whether a new
    /// signature would carry another time; if not, the clock is not what it objects to.
    pub(crate) fn learn(&self, sent: Look, received: Look, date: DateTime<Utc>) -> bool {
        let offset = offset_between(sent, received, date);
        self.set(offset);
        // Several requests may be under way with the old time when the first one learns better.
        (offset - sent.offset).abs() > TOLERANCE
    }

    /// An answer came with the service's `date`: a correction that is no longer needed ends here,
    /// for someone has set the clock meanwhile.
    pub(crate) fn confirm(&self, sent: Look, received: Look, date: DateTime<Utc>) {
        if !self.offset().is_zero() && offset_between(sent, received, date).abs() <= TOLERANCE {
            self.set(TimeDelta::zero());
        }
    }

    fn set(&self, offset: TimeDelta) {
        self.offset_millis
            .store(offset.num_milliseconds(), Ordering::Relaxed);
    }
}

fn offset_between(sent: Look, received: Look, date: DateTime<Utc>) -> TimeDelta {
    let middle = sent.wall + (received.wall - sent.wall) / 2;
    // A `Date` header has whole seconds, rounded down.
    date + TimeDelta::milliseconds(500) - middle
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_764_590_400 + seconds, 0).unwrap()
    }

    fn adjustable() -> (Clock, Arc<Mutex<DateTime<Utc>>>) {
        let shown = Arc::new(Mutex::new(at(0)));
        let wall = Arc::clone(&shown);
        (Clock::new(Arc::new(move || *wall.lock().unwrap())), shown)
    }

    #[test]
    fn the_offset_is_taken_at_the_middle_of_the_round_trip() {
        let (clock, shown) = adjustable();
        let sent = clock.look();
        *shown.lock().unwrap() = at(4);
        assert!(clock.learn(sent, clock.look(), at(602)));
        assert_eq!(clock.offset(), TimeDelta::milliseconds(600_500));
        assert_eq!(
            clock.look().corrected(),
            at(604) + TimeDelta::milliseconds(500)
        );
    }

    #[test]
    fn a_request_signed_before_another_one_learnt_is_worth_sending_again() {
        let (clock, _) = adjustable();
        let (first, second) = (clock.look(), clock.look());
        assert!(clock.learn(first, clock.look(), at(600)));
        assert!(clock.learn(second, clock.look(), at(600)));
        let third = clock.look();
        assert!(!clock.learn(third, clock.look(), at(600)));
    }

    #[test]
    fn a_right_clock_is_not_what_the_service_objects_to() {
        let (clock, _) = adjustable();
        assert!(!clock.learn(clock.look(), clock.look(), at(3)));
    }

    #[test]
    fn the_offset_is_forgotten_when_the_clock_is_right_again() {
        let (clock, shown) = adjustable();
        clock.learn(clock.look(), clock.look(), at(600));
        clock.confirm(clock.look(), clock.look(), at(601));
        assert!(!clock.offset().is_zero());
        *shown.lock().unwrap() = at(602);
        clock.confirm(clock.look(), clock.look(), at(602));
        assert!(clock.offset().is_zero());
    }
}
