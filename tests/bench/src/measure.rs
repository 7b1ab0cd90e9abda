//! Two sides measured in turns, so that whatever else the machine does hits both alike.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// The medians of several rounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) ours: Duration,
    pub(crate) yardstick: Duration,
}

impl Pair {
    pub(crate) fn ratio(&self) -> f64 {
        self.ours.as_secs_f64() / self.yardstick.as_secs_f64()
    }
}

/// The first round warms caches, files and pages up, and does not count.
pub(crate) fn in_turns(
    rounds: usize,
    mut ours: impl FnMut() -> Duration,
    mut yardstick: impl FnMut() -> Duration,
) -> Pair {
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let pair = (ours(), yardstick());
        if round > 0 {
            mine.push(pair.0);
            others.push(pair.1);
        }
    }
    Pair {
        ours: median(mine),
        yardstick: median(others),
    }
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// What this thread has computed meanwhile, for this program and for the system; not what it has waited. The result is
/// handed out so that dropping it is not measured.
pub(crate) fn cpu<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = ThreadTime::now();
    let done = work();
    (done, start.elapsed())
}

pub(crate) fn wall<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}
