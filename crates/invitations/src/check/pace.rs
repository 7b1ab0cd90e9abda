//! How fast a check is, and what holds it up.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use intlpartners::{ErrorClass, Event};
use tokio::time::Instant;

use super::progress::CheckState;

/// The rate is that of the last so many seconds: neither does it jump with each answer, nor does it remember an outage
/// for ever.
const WINDOW: Duration = Duration::from_secs(10);
/// Shown for at least so long, so that it can be read.
const READABLE: Duration = Duration::from_secs(1);

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

/// What the requests under way have met last.
#[derive(Debug)]
pub(super) struct Hindrances(Mutex<Latest>);

#[derive(Debug)]
struct Latest {
    throttled: Option<(ErrorClass, Instant)>,
    retrying: Option<(ErrorClass, Instant)>,
    answered: Instant,
}

impl Hindrances {
    pub(super) fn none() -> Self {
        Self(Mutex::new(Latest {
            throttled: None,
            retrying: None,
            answered: Instant::now(),
        }))
    }

    pub(super) fn note(&self, event: Event) {
        let until = |pause: Duration| Instant::now() + pause.max(READABLE);
        match event {
            Event::Throttled { class, pause } => {
                self.latest().throttled = Some((class, until(pause)));
            }
            Event::Retrying { class, pause, .. } => {
                self.latest().retrying = Some((class, until(pause)));
            }
            Event::Sent | Event::ClockCorrected { .. } => {}
        }
    }

    pub(super) fn note_answer(&self) {
        self.latest().answered = Instant::now();
    }

    /// Being throttled slows everything down. That one request of many is tried again concerns nobody as long as
    /// answers keep coming.
    pub(super) fn now(&self) -> (CheckState, Option<ErrorClass>) {
        let (latest, now) = (self.latest(), Instant::now());
        match (latest.throttled, latest.retrying) {
            (Some((class, until)), _) if now < until => (CheckState::Throttled, Some(class)),
            (_, Some((class, until))) if now < until && now - latest.answered >= READABLE => {
                (CheckState::Retrying, Some(class))
            }
            _ => (CheckState::Running, None),
        }
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[tokio::test(start_paused = true)]
    async fn a_retry_shows_once_answers_have_stopped_and_throttling_at_once() {
        let hindrances = Hindrances::none();
        let pause = Duration::from_secs(5);
        let class = ErrorClass::ServiceBusy;
        hindrances.note(Event::Retrying {
            class,
            attempt: 2,
            pause,
        });
        assert_eq!(hindrances.now(), (CheckState::Running, None));
        advance(Duration::from_secs(2)).await;
        assert_eq!(hindrances.now(), (CheckState::Retrying, Some(class)));
        hindrances.note_answer();
        assert_eq!(hindrances.now(), (CheckState::Running, None));
        let class = ErrorClass::RateLimited;
        hindrances.note(Event::Throttled {
            class,
            pause: Duration::ZERO,
        });
        assert_eq!(hindrances.now(), (CheckState::Throttled, Some(class)));
        advance(Duration::from_secs(6)).await;
        assert_eq!(hindrances.now(), (CheckState::Running, None));
    }
}
