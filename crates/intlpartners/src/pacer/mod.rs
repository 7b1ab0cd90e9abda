//! When the next request may go. Many callers, one queue.
//!
//! The service documents how many requests a second it lets through, not how it counts them, and shares them among all
//! of the partner's tools. So the pacer starts at exactly the limit, on a beat that does not drift, and learns from
//! refusals:
//! - **A lone one at full rate** is an edge effect: the network's jitter has carried a request over the edge of a
//!   counting window. Half a beat later, the requests stay clear of that edge.
//! - **Lone ones that come again** mean a strict sliding second, whose edges are everywhere. The ceiling goes down by 1 %
//!   at a time until the jitter fits in, and up again as slowly.
//! - **Two close together**, or any below full rate, mean that somebody else is spending. The rate is cut, comes back to
//!   a little below where it was refused (the knee), and probes beyond it ever faster, as TCP does (CUBIC, RFC 9438).
//! - **Nothing but refusals** halve the rate each, down to one request in ten seconds; answers double it again.

#[cfg(test)]
mod bars;
mod beat;
mod rate;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use beat::Beat;
use rate::{Cause, Rate};

/// Whoever waits long looks at the rate this often: it may have risen.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

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
    /// Turns are handed out in the order of asking: who waits for the beat holds this, the others wait for it.
    queue: Mutex<()>,
    state: std::sync::Mutex<State>,
}

#[derive(Debug)]
struct State {
    limit: u32,
    beat: Beat,
    rate: Rate,
}

impl Pacer {
    pub(crate) fn new(requests_per_second: u32) -> Self {
        let limit = requests_per_second.max(1);
        Self {
            queue: Mutex::new(()),
            state: std::sync::Mutex::new(State {
                limit,
                beat: Beat::default(),
                rate: Rate::new(limit),
            }),
        }
    }

    /// From the next request on; what has been learnt of refusals stays.
    pub(crate) fn set_limit(&self, requests_per_second: u32) {
        let state = &mut *self.state();
        state.limit = requests_per_second.max(1);
        state.rate.set_limit(state.limit);
    }

    /// Waits for the caller's turn, and says when that was.
    pub(crate) async fn ready(&self) -> Instant {
        let _turn = self.queue.lock().await;
        loop {
            let now = Instant::now();
            let due = self.state().depart_or_wait(now);
            let Some(due) = due else { return now };
            sleep_until(due.min(now + LOOK_AGAIN)).await;
        }
    }

    /// A request that departed then was refused for being one too many.
    pub(crate) fn refused(&self, departed: Instant) {
        let State { beat, rate, .. } = &mut *self.state();
        if rate.refused(departed, Instant::now()) == Cause::Edge {
            beat.shift(rate.spacing());
        }
    }

    /// A request that departed then was let through.
    pub(crate) fn admitted(&self, departed: Instant) {
        self.state().rate.admitted(departed, Instant::now());
    }

    pub(crate) fn pace(&self) -> Pace {
        let state = self.state();
        Pace {
            per_second: state.rate.per_second(),
            limit: state.limit,
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no panic while the state is held")
    }
}

impl State {
    /// Lets a request depart now, or says when one may.
    fn depart_or_wait(&mut self, now: Instant) -> Option<Instant> {
        let spacing = self.rate.spacing();
        let due = self.beat.due(spacing).filter(|due| *due > now);
        if due.is_none() {
            self.beat.depart(now, spacing);
        }
        due
    }
}
