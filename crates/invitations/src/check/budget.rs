//! How many requests may be sent a second time.

use std::time::Duration;

use tokio::time::Instant;

/// At once.
const MOST: f64 = 20.0;
/// For each answer.
const EARNED: f64 = 0.2;
/// With every second, so that a service that answers half of the time is asked to the end.
const PER_SECOND: f64 = 2.0;

/// A service in trouble is not helped by twice the requests: one in six may be a repetition, and two in a second.
#[derive(Debug)]
pub(super) struct Budget {
    left: f64,
    at: Instant,
}

impl Budget {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            left: MOST,
            at: now,
        }
    }

    pub(super) fn earn(&mut self) {
        self.left = (self.left + EARNED).min(MOST);
    }

    pub(super) fn spend(&mut self, now: Instant) {
        self.left = self.left_at(now) - 1.0;
        self.at = now;
    }

    /// When the next one may go; not after `now` when that is now.
    pub(super) fn ready_at(&self, now: Instant) -> Instant {
        let missing = 1.0 - self.left_at(now);
        match missing > 0.0 {
            // A timer may fire early by less than its own precision.
            true => now + Duration::from_secs_f64(missing / PER_SECOND) + Duration::from_millis(1),
            false => now,
        }
    }

    fn left_at(&self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + passed * PER_SECOND).min(MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many may go until `seconds` have passed.
    fn spent(budget: &mut Budget, begin: Instant, seconds: u64) -> usize {
        let (mut now, mut spent) = (begin, 0);
        while now <= begin + Duration::from_secs(seconds) {
            match budget.ready_at(now) {
                ready if ready > now => now = ready,
                _ => {
                    budget.spend(now);
                    spent += 1;
                }
            }
        }
        spent
    }

    #[test]
    fn twenty_may_go_at_once_and_two_in_each_second_after_that() {
        let now = Instant::now();
        let mut budget = Budget::new(now);
        assert_eq!(spent(&mut budget, now, 0), 20);
        let more = spent(&mut budget, now, 100);
        assert!((195..=200).contains(&more), "{more}");
    }

    #[test]
    fn five_answers_earn_one() {
        let now = Instant::now();
        let mut budget = Budget::new(now);
        spent(&mut budget, now, 0);
        for _ in 0..52 {
            budget.earn();
        }
        assert_eq!(spent(&mut budget, now, 0), 10);
    }

    #[test]
    fn a_long_calm_saves_up_no_more_than_twenty() {
        let now = Instant::now();
        let mut budget = Budget::new(now);
        for _ in 0..10_000 {
            budget.earn();
        }
        assert_eq!(spent(&mut budget, now + Duration::from_secs(1_000), 0), 20);
    }
}
