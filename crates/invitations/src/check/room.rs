//! How many requests may be on their way at a time.

use std::time::Duration;

/// Keeps 20 requests a second going when each takes three seconds to be answered.
pub(super) const MOST: usize = 64;
/// Those that wait for their turn at the pacer, so that none of its turns passes unused.
const QUEUED: usize = 4;
/// Before anything is known: generous, for a beginning at half the speed would be seen.
const FIRST_GUESS: Duration = Duration::from_secs(1);
/// The next answer may take a little longer than the slowest of late.
const SPARE: f64 = 1.25;
/// Of the difference, with each answer that came faster than expected.
const FORGETTING: f64 = 0.05;

/// As many as the service's latency calls for, and not more: when the service falls silent, each of them has to be
/// asked again.
#[derive(Debug)]
pub(super) struct Room {
    /// How long an answer takes, of the slower ones.
    expected: f64,
}

impl Room {
    pub(super) fn new() -> Self {
        Self {
            expected: FIRST_GUESS.as_secs_f64(),
        }
    }

    pub(super) fn answered_in(&mut self, latency: Duration) {
        let latency = latency.as_secs_f64();
        self.expected = latency.max(self.expected + (latency - self.expected) * FORGETTING);
    }

    pub(super) fn at(&self, requests_per_second: f64) -> usize {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and is cut off at once"
        )]
        let flying = (requests_per_second * self.expected * SPARE).ceil() as usize;
        (flying.saturating_add(QUEUED)).min(MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room_after(answers: usize, latency: f64) -> usize {
        let mut room = Room::new();
        for _ in 0..answers {
            room.answered_in(Duration::from_secs_f64(latency));
        }
        room.at(20.0)
    }

    #[test]
    fn it_follows_the_latency() {
        assert_eq!(room_after(0, 0.0), 29);
        assert_eq!(room_after(200, 0.001), 5);
        assert_eq!(room_after(200, 0.2), 10);
        assert_eq!(room_after(1, 2.0), 54);
        assert_eq!(room_after(1, 30.0), MOST);
    }

    #[test]
    fn a_slower_pace_needs_fewer() {
        let room = Room::new();
        assert!(room.at(1.0) < room.at(20.0));
        assert_eq!(room.at(0.1), QUEUED + 1);
    }
}
