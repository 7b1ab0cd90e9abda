//! The same test many times over, each time with other luck.

use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

/// Runs the work for each number, on all of the computer's cores, each time on a paused clock of its own. A failure
/// says its number.
pub(super) fn each(numbers: Range<u64>, work: impl AsyncFn(u64) + Sync) {
    let next = AtomicU64::new(numbers.start);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= numbers.end {
                        return;
                    }
                    let _named = Number(number);
                    on_paused_time(work(number));
                }
            });
        }
    });
}

/// Of the environment, so that one test can be run for longer, or a failure again.
#[allow(
    clippy::disallowed_methods,
    reason = "a test is its own composition root"
)]
pub(super) fn knob(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

struct Number(u64);

impl Drop for Number {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("number {} has failed", self.0);
        }
    }
}

fn on_paused_time(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system has what a runtime needs")
        .block_on(work);
}
