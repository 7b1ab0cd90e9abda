//! When the next request may go. Many callers, one queue: at most `limit` in any sliding second,
//! evenly spaced, slower after a refusal and faster again step by step.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// The service counts arrivals, we count departures: what travels in between varies.
const MARGIN: f64 = 1.01;
const WINDOW: Duration = Duration::from_millis(1010);
/// A refusal leaves this share of the rate.
const CUT: f64 = 0.7;
/// Of the limit, each [`RECOVERY_PAUSE`] without a refusal.
const RECOVERY_STEP: f64 = 0.05;
const RECOVERY_PAUSE: Duration = Duration::from_millis(500);
const SLOWEST: f64 = 0.5;

/// How fast an account asks now, and the most it may.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Requests per second, after what refusals have taken off.
    pub per_second: f64,
    /// Requests per second, as set for the account.
    pub limit: u32,
}

#[derive(Debug)]
pub(crate) struct Pacer {
    limit: u32,
    /// Handed out in the order of asking, and held while waiting: the queue itself.
    queue: Mutex<Queue>,
    rate: std::sync::Mutex<Rate>,
}

#[derive(Debug)]
struct Queue {
    /// Where the even beat would put the next request.
    next: Instant,
    /// The last `limit` departures, oldest first.
    departures: VecDeque<Instant>,
}

#[derive(Debug)]
struct Rate {
    per_second: f64,
    changed: Instant,
    last_cut: Option<Instant>,
}

impl Pacer {
    pub(crate) fn new(requests_per_second: u32) -> Self {
        let limit = requests_per_second.max(1);
        let now = Instant::now();
        Self {
            limit,
            queue: Mutex::new(Queue {
                next: now,
                departures: VecDeque::with_capacity(limit as usize),
            }),
            rate: std::sync::Mutex::new(Rate {
                per_second: f64::from(limit),
                changed: now,
                last_cut: None,
            }),
        }
    }

    /// Waits for the caller's turn, and says when that was.
    pub(crate) async fn ready(&self) -> Instant {
        let mut queue = self.queue.lock().await;
        let mut at = queue.next;
        // The even beat may catch up a little after a late wake-up; this may not.
        if queue.departures.len() == self.limit as usize
            && let Some(oldest) = queue.departures.front()
        {
            at = at.max(*oldest + WINDOW);
        }
        sleep_until(at).await;
        let now = Instant::now();
        let spacing = self.spacing();
        // On the beat when we woke in time, and never a burst after a pause.
        queue.next = (at + spacing).max(now + spacing / 2);
        if queue.departures.len() == self.limit as usize {
            queue.departures.pop_front();
        }
        queue.departures.push_back(now);
        now
    }

    /// A request that departed then was refused for being one too many.
    pub(crate) fn refused(&self, departed: Instant) {
        let mut rate = self.rate();
        // What was under way when the rate was cut says nothing about the rate since.
        if rate.last_cut.is_some_and(|cut| departed < cut) {
            return;
        }
        let now = Instant::now();
        rate.per_second = (rate.per_second * CUT).max(SLOWEST);
        rate.last_cut = Some(now);
        rate.changed = now;
    }

    /// A request was let through.
    pub(crate) fn admitted(&self) {
        let mut rate = self.rate();
        let limit = f64::from(self.limit);
        if rate.per_second < limit && rate.changed.elapsed() >= RECOVERY_PAUSE {
            rate.per_second = (rate.per_second + limit * RECOVERY_STEP).min(limit);
            rate.changed = Instant::now();
        }
    }

    pub(crate) fn pace(&self) -> Pace {
        Pace {
            per_second: self.rate().per_second,
            limit: self.limit,
        }
    }

    fn spacing(&self) -> Duration {
        Duration::from_secs_f64(MARGIN / self.rate().per_second)
    }

    fn rate(&self) -> std::sync::MutexGuard<'_, Rate> {
        self.rate.lock().expect("no panic while the rate is held")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    async fn departures(pacer: &Arc<Pacer>, count: usize) -> Vec<Instant> {
        let callers: Vec<_> = (0..count)
            .map(|_| {
                let pacer = Arc::clone(pacer);
                tokio::spawn(async move { pacer.ready().await })
            })
            .collect();
        let mut departures = Vec::new();
        for caller in callers {
            departures.push(caller.await.unwrap());
        }
        departures.sort();
        departures
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_request_does_not_wait() {
        let start = Instant::now();
        Pacer::new(20).ready().await;
        assert!(start.elapsed() < Duration::from_millis(2));
    }

    #[tokio::test(start_paused = true)]
    async fn the_twenty_first_request_waits_for_the_next_second() {
        let pacer = Pacer::new(20);
        let start = Instant::now();
        for _ in 0..20 {
            pacer.ready().await;
        }
        assert!(start.elapsed() < Duration::from_secs(1));
        pacer.ready().await;
        assert!(start.elapsed() >= Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn no_sliding_second_has_more_than_the_limit_with_many_callers() {
        let pacer = Arc::new(Pacer::new(20));
        let departures = departures(&pacer, 500).await;
        for pair in departures.windows(21) {
            assert!(pair[20] - pair[0] > Duration::from_secs(1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_beat_is_even_and_no_slower_than_it_must_be() {
        let pacer = Arc::new(Pacer::new(20));
        let departures = departures(&pacer, 401).await;
        for pair in departures.windows(2) {
            assert!(pair[1] - pair[0] >= Duration::from_millis(45));
        }
        let taken = departures[400] - departures[0];
        assert!(taken < Duration::from_millis(20_400), "{taken:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_saves_nothing_up_for_a_burst() {
        let pacer = Arc::new(Pacer::new(20));
        departures(&pacer, 5).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        let departures = departures(&pacer, 3).await;
        for pair in departures.windows(2) {
            assert!(pair[1] - pair[0] >= Duration::from_millis(25));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_wake_up_does_not_squeeze_a_request_too_many_into_a_second() {
        let pacer = Pacer::new(4);
        let start = Instant::now();
        let mut departures = vec![pacer.ready().await];
        for _ in 0..12 {
            let departed = pacer.ready().await;
            // The computer was busy: the next caller comes late, but the beat goes on.
            tokio::time::sleep(Duration::from_millis(200)).await;
            departures.push(departed);
        }
        for five in departures.windows(5) {
            assert!(five[4] - five[0] > Duration::from_secs(1));
        }
        assert!(start.elapsed() < Duration::from_millis(3_500));
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_who_leaves_the_queue_does_not_hold_it_up() {
        let pacer = Arc::new(Pacer::new(1));
        pacer.ready().await;
        let waiting = Arc::clone(&pacer);
        let leaver = tokio::spawn(async move { waiting.ready().await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        leaver.abort();
        let start = Instant::now();
        pacer.ready().await;
        assert!(start.elapsed() < Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_lowers_the_rate_at_once_and_once_for_all_that_were_under_way() {
        let pacer = Pacer::new(20);
        let departed = pacer.ready().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        let before = pacer.spacing();
        pacer.refused(departed);
        let after = pacer.spacing();
        assert!(after > before.mul_f64(1.4), "{before:?} to {after:?}");
        pacer.refused(departed);
        assert_eq!(pacer.spacing(), after);
        let departed = pacer.ready().await;
        pacer.refused(departed);
        assert!(pacer.spacing() > after);
    }

    #[tokio::test(start_paused = true)]
    async fn the_rate_recovers_step_by_step_and_never_beyond_the_limit() {
        let pacer = Pacer::new(20);
        let full = pacer.spacing();
        for _ in 0..50 {
            let departed = pacer.ready().await;
            pacer.refused(departed);
        }
        let lowest = pacer.spacing();
        assert!(lowest <= Duration::from_secs_f64(MARGIN / SLOWEST));
        pacer.admitted();
        assert_eq!(pacer.spacing(), lowest, "not before a while has passed");
        let mut steps = 0;
        while pacer.spacing() > full {
            tokio::time::sleep(RECOVERY_PAUSE).await;
            pacer.admitted();
            steps += 1;
        }
        assert!((15..=25).contains(&steps), "{steps}");
        tokio::time::sleep(RECOVERY_PAUSE).await;
        pacer.admitted();
        assert_eq!(pacer.spacing(), full);
    }
}
