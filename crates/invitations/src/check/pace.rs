//! How fast a check is.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

/// The rate is that of the last so many seconds: neither does it jump with each answer, nor does it remember an outage
/// for ever.
const WINDOW: Duration = Duration::from_secs(10);

/// Tokens done, every now and then.
#[derive(Debug)]
pub(super) struct Rate {
    samples: VecDeque<(Instant, usize)>,
}

impl Rate {
    pub(super) fn starting_at(done: usize) -> Self {
        Self {
            samples: VecDeque::from([(Instant::now(), done)]),
        }
    }

    pub(super) fn sample(&mut self, done: usize) {
        let now = Instant::now();
        self.samples.push_back((now, done));
        // One sample as old as the window stays, to count from.
        while self
            .samples
            .get(1)
            .is_some_and(|(at, _)| now - *at >= WINDOW)
        {
            self.samples.pop_front();
        }
    }

    pub(super) fn tokens_per_second(&self) -> f64 {
        match (self.samples.front(), self.samples.back()) {
            (Some((from, before)), Some((to, done))) if to > from => {
                (done - before) as f64 / (*to - *from).as_secs_f64()
            }
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_rate_is_that_of_the_last_ten_seconds() {
        let mut rate = Rate::starting_at(500);
        assert_eq!(rate.tokens_per_second(), 0.0);
        for second in 1..=60 {
            advance(Duration::from_secs(1)).await;
            rate.sample(if second <= 30 {
                500
            } else {
                500 + (second - 30) * 200
            });
        }
        assert!((rate.tokens_per_second() - 200.0).abs() < 0.01);
        assert!(rate.samples.len() < 15);
    }
}
