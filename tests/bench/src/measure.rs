//! Two sides measured in turns, so that whatever else the machine does hits both alike.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// The medians of several rounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) ours: Duration,
    pub(crate) yardstick: Duration,
    /// Of the rounds' own ratios: a machine that is slower for a while is so for both sides of a round.
    pub(crate) ratio: f64,
}

impl Pair {
    pub(crate) fn of(rounds: &[(Duration, Duration)]) -> Self {
        let mut ratios: Vec<_> = rounds
            .iter()
            .map(|(ours, yardstick)| ours.as_secs_f64() / yardstick.as_secs_f64())
            .collect();
        ratios.sort_unstable_by(f64::total_cmp);
        Self {
            ours: median(rounds.iter().map(|(ours, _)| *ours).collect()),
            yardstick: median(rounds.iter().map(|(_, yardstick)| *yardstick).collect()),
            ratio: ratios[ratios.len() / 2],
        }
    }
}

/// The first round warms caches, files and pages up, and does not count.
pub(crate) fn in_turns(
    rounds: usize,
    mut ours: impl FnMut() -> Duration,
    mut yardstick: impl FnMut() -> Duration,
) -> Pair {
    let rounds: Vec<_> = (0..=rounds)
        .map(|_| (ours(), yardstick()))
        .skip(1)
        .collect();
    Pair::of(&rounds)
}

fn median(mut times: Vec<Duration>) -> Duration {
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
