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

    fn spacing(&self) -> Duration {
        Duration::from_secs_f64(MARGIN / self.rate().per_second)
    }

    fn rate(&self) -> std::sync::MutexGuard<'_, Rate> {
        self.rate.lock().expect("no panic while the rate is held")
    }
}
