//! When one request after another fails: ask no more, find out now and then whether it helps again, and go on.

use std::time::Duration;

use intlpartners::{Error, ErrorClass};
use tokio::time::Instant;

/// So many requests failed, and none was answered between them: the next one would fail too.
const FAILURES_IN_A_ROW: u32 = 5;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A network comes back; a service that answers, and refuses all it is asked for so long, means it.
const PATIENCE_WITH_REFUSALS: Duration = Duration::from_secs(30);

/// Others share the limit: that they have used it up for a moment is no outage, however little patience there is for one.
const PATIENCE_WITH_THE_LIMIT: Duration = Duration::from_secs(60);

/// A circuit breaker.
#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    failures: u32,
    /// Since the breaker opened.
    probes: u32,
    era: Era,
    trouble: Option<Trouble>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Asking,
    Waiting { until: Instant },
    Probing,
}

/// Requests that departed in another era say nothing about this one: when the breaker opens, fifty may still be on
/// their way into the same silence, and come home when all is well again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Era(u32);

/// What may depart now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    Free,
    /// One request, to see.
    Probe,
    Shut {
        until: Option<Instant>,
    },
}

/// What has been met since the last answer.
#[derive(Debug)]
struct Trouble {
    since: Instant,
    refused_since: Option<Instant>,
    last: Error,
}

impl Breaker {
    pub(super) fn new() -> Self {
        Self {
            state: State::Asking,
            failures: 0,
            probes: 0,
            era: Era::default(),
            trouble: None,
        }
    }

    pub(super) fn era(&self) -> Era {
        self.era
    }

    pub(super) fn gate(&self, now: Instant) -> Gate {
        match self.state {
            State::Asking => Gate::Free,
            State::Waiting { until } if now >= until => Gate::Probe,
            State::Waiting { until } => Gate::Shut { until: Some(until) },
            State::Probing => Gate::Shut { until: None },
        }
    }

    pub(super) fn probe_departed(&mut self) {
        self.state = State::Probing;
    }

    /// The probe was called back before it was sent: another one may go.
    pub(super) fn unsent(&mut self, departed: Era, now: Instant) {
        if self.state == State::Probing && departed == self.era {
            self.state = State::Waiting { until: now };
        }
    }

    pub(super) fn answered(&mut self, departed: Era, now: Instant) {
        if departed == self.era {
            self.state = State::Asking;
            self.failures = 0;
            self.trouble = None;
        } else if let Some(trouble) = &mut self.trouble {
            // Late, and no proof that the next one will be answered, but an answer.
            trouble.since = now;
        }
    }

    /// It was the service that refused, and not for being out of order: so it is there.
    pub(super) fn reached(&mut self, departed: Era) {
        if self.state == State::Probing && departed == self.era {
            self.state = State::Asking;
            self.failures = 0;
        }
    }

    /// Says whether the breaker has opened. `chance`, from 0 to 1, keeps programs that lost the service together from
    /// coming back together.
    pub(super) fn failed(
        &mut self,
        departed: Era,
        error: &Error,
        now: Instant,
        chance: f64,
    ) -> bool {
        self.trouble(error, now);
        if departed != self.era {
            return false;
        }
        match self.state {
            State::Asking => {
                self.failures += 1;
                if self.failures < FAILURES_IN_A_ROW {
                    return false;
                }
                self.probes = 0;
                self.era.0 += 1;
            }
            State::Probing => self.probes += 1,
            State::Waiting { .. } => return false,
        }
        let until = now + pause(self.probes, chance);
        self.state = State::Waiting { until };
        self.probes == 0
    }

    /// All is new: the computer has slept, and whatever was under way is forgotten.
    pub(super) fn reset(&mut self) {
        self.state = State::Asking;
        self.failures = 0;
        self.era.0 += 1;
        self.trouble = None;
    }

    /// While it waits: why, and for how many seconds yet.
    pub(super) fn waiting(&self, now: Instant) -> Option<(ErrorClass, u32)> {
        let until = match self.state {
            State::Asking => return None,
            State::Waiting { until } => until,
            State::Probing => now,
        };
        let left = until.saturating_duration_since(now).as_secs_f64().ceil();
        #[allow(clippy::cast_possible_truncation, reason = "half a minute at most")]
        self.trouble
            .as_ref()
            .map(|trouble| (trouble.last.class(), left as u32))
    }

    /// What the latest request has met, when none has been answered for so long.
    pub(super) fn unanswered_for(&self, duration: Duration, now: Instant) -> Option<&Error> {
        let trouble = self.trouble.as_ref()?;
        (now - trouble.since >= duration).then_some(&trouble.last)
    }

    /// Why there is no point in waiting on, `patience` being how long an outage may last.
    pub(super) fn hopeless(&self, patience: Option<Duration>, now: Instant) -> Option<&Error> {
        let trouble = self.trouble.as_ref()?;
        let refused = trouble
            .refused_since
            .is_some_and(|since| now - since >= PATIENCE_WITH_REFUSALS);
        let least = match trouble.last.is_one_too_many() {
            true => PATIENCE_WITH_THE_LIMIT,
            false => Duration::ZERO,
        };
        let patience = patience.map(|patience| patience.max(least));
        match patience.and_then(|patience| self.unanswered_for(patience, now)) {
            None if refused => Some(&trouble.last),
            out_of_patience => out_of_patience,
        }
    }

    /// Not answered, though that may be no failure.
    pub(super) fn trouble(&mut self, error: &Error, now: Instant) {
        let before = self.trouble.as_ref();
        let refused = error.class() == ErrorClass::ServiceRefused;
        self.trouble = Some(Trouble {
            since: before.map_or(now, |before| before.since),
            refused_since: refused
                .then(|| before.and_then(|before| before.refused_since))
                .map(|since| since.unwrap_or(now)),
            last: error.clone(),
        });
    }
}

/// 1, 2, 4 … 30 s, give or take a fifth.
fn pause(probes: u32, chance: f64) -> Duration {
    let doubled = Duration::from_secs(1 << probes.min(16)).min(LONGEST_PAUSE);
    doubled.mul_f64(0.8 + 0.4 * chance).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;
    use crate::check::fixture::{lost, refused, service};

    fn fail(breaker: &mut Breaker, times: u32) -> bool {
        (0..times).fold(false, |opened, _| {
            let era = breaker.era();
            opened | breaker.failed(era, &lost(), Instant::now(), 0.5)
        })
    }

    /// The seconds until each of the next probes, all of which fail.
    async fn pauses(breaker: &mut Breaker, probes: usize) -> Vec<f64> {
        let mut pauses = Vec::new();
        for _ in 0..probes {
            let Gate::Shut { until: Some(until) } = breaker.gate(Instant::now()) else {
                panic!("{breaker:?}");
            };
            let pause = until - Instant::now();
            pauses.push(pause.as_secs_f64());
            advance(pause).await;
            assert_eq!(breaker.gate(Instant::now()), Gate::Probe);
            breaker.probe_departed();
            assert_eq!(breaker.gate(Instant::now()), Gate::Shut { until: None });
            fail(breaker, 1);
        }
        pauses
    }

    #[tokio::test(start_paused = true)]
    async fn five_failures_in_a_row_open_it_and_an_answer_between_them_does_not() {
        let mut breaker = Breaker::new();
        assert!(!fail(&mut breaker, 4));
        breaker.answered(breaker.era(), Instant::now());
        assert!(!fail(&mut breaker, 4));
        assert_eq!(breaker.gate(Instant::now()), Gate::Free);
        assert!(fail(&mut breaker, 1));
        assert_eq!(
            breaker.waiting(Instant::now()),
            Some((ErrorClass::ConnectionLost, 1))
        );
    }

    #[tokio::test(start_paused = true)]
    async fn the_pauses_double_up_to_half_a_minute_and_begin_anew_after_an_answer() {
        let mut breaker = Breaker::new();
        fail(&mut breaker, 5);
        let doubled = [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0];
        assert_eq!(pauses(&mut breaker, 7).await, doubled);
        advance(LONGEST_PAUSE).await;
        breaker.probe_departed();
        breaker.answered(breaker.era(), Instant::now());
        assert_eq!(breaker.gate(Instant::now()), Gate::Free);
        assert_eq!(breaker.waiting(Instant::now()), None);
        fail(&mut breaker, 5);
        assert_eq!(pauses(&mut breaker, 2).await, [1.0, 2.0]);
    }

    #[test]
    fn a_pause_is_a_fifth_longer_or_shorter_and_never_longer_than_half_a_minute() {
        let seconds = |probes, chance| pause(probes, chance).as_secs_f64();
        assert_eq!((seconds(0, 0.0), seconds(0, 1.0)), (0.8, 1.2));
        assert_eq!((seconds(9, 0.0), seconds(u32::MAX, 1.0)), (24.0, 30.0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_departed_before_it_opened_neither_closes_it_nor_opens_it_again() {
        let mut breaker = Breaker::new();
        let before = breaker.era();
        fail(&mut breaker, 5);
        breaker.answered(before, Instant::now());
        assert_ne!(breaker.gate(Instant::now()), Gate::Free);
        advance(LONGEST_PAUSE).await;
        breaker.probe_departed();
        for _ in 0..20 {
            assert!(!breaker.failed(before, &lost(), Instant::now(), 0.5));
        }
        breaker.answered(breaker.era(), Instant::now());
        for _ in 0..20 {
            assert!(!breaker.failed(before, &lost(), Instant::now(), 0.5));
        }
        assert_eq!(breaker.gate(Instant::now()), Gate::Free);
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends_so_long_after_the_last_answer_and_not_before() {
        let mut breaker = Breaker::new();
        let patience = Some(Duration::from_secs(300));
        advance(Duration::from_secs(1_000)).await;
        fail(&mut breaker, 5);
        let before = Era::default();
        advance(Duration::from_secs(200)).await;
        breaker.answered(before, Instant::now());
        advance(Duration::from_secs(299)).await;
        assert_eq!(breaker.hopeless(patience, Instant::now()), None);
        assert_eq!(breaker.hopeless(None, Instant::now()), None);
        advance(Duration::from_secs(1)).await;
        assert_eq!(breaker.hopeless(patience, Instant::now()), Some(&lost()));
        assert_eq!(breaker.hopeless(None, Instant::now()), None);
    }

    #[tokio::test(start_paused = true)]
    async fn one_too_many_is_borne_for_a_minute_without_any_patience() {
        let mut breaker = Breaker::new();
        let (now, none) = (Instant::now(), Some(Duration::ZERO));
        let one_too_many = service("RequestLimitExceeded");
        breaker.trouble(&one_too_many, now);
        let seconds = |seconds| now + Duration::from_secs(seconds);
        assert_eq!(breaker.hopeless(none, seconds(59)), None);
        assert_eq!(breaker.hopeless(none, seconds(60)), Some(&one_too_many));
        breaker.trouble(&lost(), now);
        assert_eq!(breaker.hopeless(none, now), Some(&lost()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_refuses_everything_is_believed_after_half_a_minute() {
        let mut breaker = Breaker::new();
        let now = Instant::now();
        breaker.failed(breaker.era(), &refused(), now, 0.5);
        breaker.failed(breaker.era(), &lost(), now + Duration::from_secs(20), 0.5);
        let anew = now + Duration::from_secs(25);
        breaker.failed(breaker.era(), &refused(), anew, 0.5);
        assert_eq!(breaker.hopeless(None, now + Duration::from_secs(54)), None);
        assert_eq!(
            breaker.hopeless(None, now + Duration::from_secs(55)),
            Some(&refused())
        );
    }
}
