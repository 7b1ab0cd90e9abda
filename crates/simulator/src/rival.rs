use std::time::Duration;

use fastrand::Rng;
use tokio::time::Instant;

/// A program that spends the same SecretId's limit, as the partner's other tools do. It asks at a steady rate
/// and does not care whether it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    pub requests_per_second: u32,
    /// So many come together, and then none until their time is up; 1 is as even as it gets.
    pub at_once: u32,
}

/// When a rival's requests arrive: with a beat of its own, each a tenth early or late.
#[derive(Debug)]
pub(crate) struct Beats {
    pub(crate) rival: Rival,
    next: Instant,
}

impl Beats {
    pub(crate) fn new(rival: Rival, now: Instant, random: &mut Rng) -> Self {
        let next = now + mean_interval(rival).mul_f64(random.f64());
        Self { rival, next }
    }

    /// The next arrival up to `now`, if there is one more.
    pub(crate) fn next_until(&mut self, now: Instant, random: &mut Rng) -> Option<Instant> {
        let at = self.next;
        if at > now {
            return None;
        }
        self.next = at + mean_interval(self.rival).mul_f64(0.9 + 0.2 * random.f64());
        Some(at)
    }
}

fn mean_interval(rival: Rival) -> Duration {
    Duration::from_secs(rival.at_once.max(1).into()) / rival.requests_per_second.max(1)
}
