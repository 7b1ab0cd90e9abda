use std::collections::VecDeque;
use std::time::Duration;

use fastrand::Rng;
use tokio::time::Instant;

use crate::rival::{Beats, Rival};

const SECOND: Duration = Duration::from_secs(1);

/// How many requests a SecretId may make in a second, and how that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limiter {
    pub kind: LimiterKind,
    pub requests_per_second: u32,
}

/// The service documents its limit, not its method; a client must hold against each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimiterKind {
    /// No second, wherever it begins, sees more than the limit. The strictest.
    SlidingWindow,
    /// The count begins anew with each second since the first request.
    FixedWindow,
    /// Tokens flow in evenly, and a full second's worth can be saved up.
    TokenBucket,
    Unlimited,
}

impl Default for Limiter {
    fn default() -> Self {
        Self {
            kind: LimiterKind::SlidingWindow,
            requests_per_second: 20,
        }
    }
}

/// The count for one SecretId. Public for those who want to try a pace without any HTTP.
#[derive(Debug)]
pub struct Meter {
    limiter: Limiter,
    state: State,
    rival: Option<Beats>,
}

#[derive(Debug)]
enum State {
    Sliding(VecDeque<Instant>),
    Fixed {
        begun: Instant,
        second: u64,
        used: u32,
    },
    Bucket {
        filled: f64,
        at: Instant,
    },
    Unlimited,
}

impl Meter {
    #[must_use]
    pub fn new(limiter: Limiter, now: Instant) -> Self {
        let state = match limiter.kind {
            LimiterKind::SlidingWindow => State::Sliding(VecDeque::new()),
            LimiterKind::FixedWindow => State::Fixed {
                begun: now,
                second: 0,
                used: 0,
            },
            LimiterKind::TokenBucket => State::Bucket {
                filled: f64::from(limiter.requests_per_second),
                at: now,
            },
            LimiterKind::Unlimited => State::Unlimited,
        };
        Self {
            limiter,
            state,
            rival: None,
        }
    }

    /// Lets the requests in that `rival` has made since the last time, each at its own moment, and says how many of
    /// them passed. It comes with the first call that names it, and leaves with the first that does not.
    pub fn share_with(&mut self, rival: Option<Rival>, now: Instant, random: &mut Rng) -> u64 {
        if self.rival.as_ref().map(|beats| beats.rival) != rival {
            self.rival = rival.map(|rival| Beats::new(rival, now, random));
        }
        let Some(mut beats) = self.rival.take() else {
            return 0;
        };
        let mut passed = 0;
        while let Some(at) = beats.next_until(now, random) {
            for _ in 0..beats.rival.at_once {
                passed += u64::from(self.admits(at));
            }
        }
        self.rival = Some(beats);
        passed
    }

    /// Whether a request may pass now. One that may not is not counted.
    pub fn admits(&mut self, now: Instant) -> bool {
        let most = self.limiter.requests_per_second;
        match &mut self.state {
            State::Sliding(passed) => {
                while passed.front().is_some_and(|at| now - *at >= SECOND) {
                    passed.pop_front();
                }
                let admits = passed.len() < most as usize;
                if admits {
                    passed.push_back(now);
                }
                admits
            }
            State::Fixed {
                begun,
                second,
                used,
            } => {
                let current = (now - *begun).as_secs();
                if current != *second {
                    (*second, *used) = (current, 0);
                }
                let admits = *used < most;
                *used += u32::from(admits);
                admits
            }
            State::Bucket { filled, at } => {
                let most = f64::from(most);
                *filled = (*filled + (now - *at).as_secs_f64() * most).min(most);
                *at = now;
                let admits = *filled >= 1.0;
                if admits {
                    *filled -= 1.0;
                }
                admits
            }
            State::Unlimited => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(kind: LimiterKind, now: Instant) -> Meter {
        let limiter = Limiter {
            kind,
            requests_per_second: 20,
        };
        Meter::new(limiter, now)
    }

    fn admitted(meter: &mut Meter, asked: usize, now: Instant) -> usize {
        (0..asked).filter(|_| meter.admits(now)).count()
    }

    #[test]
    fn a_sliding_window_sees_no_second_with_more_than_twenty() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut meter = meter(LimiterKind::SlidingWindow, start);
        assert_eq!(admitted(&mut meter, 15, at(900)), 15);
        assert_eq!(admitted(&mut meter, 15, at(1100)), 5);
        assert_eq!(admitted(&mut meter, 15, at(1899)), 0);
        assert_eq!(admitted(&mut meter, 30, at(1900)), 15);
        assert_eq!(admitted(&mut meter, 30, at(2100)), 5);
    }

    #[test]
    fn a_fixed_window_forgives_a_burst_across_its_edge() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut meter = meter(LimiterKind::FixedWindow, start);
        assert_eq!(admitted(&mut meter, 30, at(999)), 20);
        assert_eq!(admitted(&mut meter, 30, at(1000)), 20);
        assert_eq!(admitted(&mut meter, 1, at(1999)), 0);
        assert_eq!(admitted(&mut meter, 1, at(5000)), 1);
    }

    #[test]
    fn a_rival_spends_its_share_evenly_or_in_bursts_until_it_leaves() {
        let start = Instant::now();
        for at_once in [1, 10] {
            let rival = Rival {
                requests_per_second: 10,
                at_once,
            };
            let random = &mut Rng::with_seed(5);
            let mut meter = meter(LimiterKind::TokenBucket, start);
            assert_eq!(meter.share_with(Some(rival), start, random), 0);
            let minute = start + Duration::from_secs(60);
            let passed = meter.share_with(Some(rival), minute, random);
            assert!((590..=610).contains(&passed), "{passed} of 10 a second");
            assert_eq!(meter.share_with(None, minute, random), 0);
        }
    }

    #[test]
    fn a_rival_takes_what_the_client_would_have_had() {
        let start = Instant::now();
        let rival = Some(Rival {
            requests_per_second: 10,
            at_once: 1,
        });
        for kind in [LimiterKind::SlidingWindow, LimiterKind::FixedWindow] {
            let random = &mut Rng::with_seed(5);
            let mut meter = meter(kind, start);
            let mut passed = 0;
            for millis in (0..60_000).step_by(10) {
                let now = start + Duration::from_millis(millis);
                meter.share_with(rival, now, random);
                passed += u32::from(meter.admits(now));
            }
            assert!((600..1200).contains(&passed), "{passed} of 1200");
        }
    }

    #[test]
    fn a_token_bucket_fills_evenly_and_never_above_one_second() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut meter = meter(LimiterKind::TokenBucket, start);
        assert_eq!(admitted(&mut meter, 30, at(0)), 20);
        assert_eq!(admitted(&mut meter, 30, at(250)), 5);
        assert_eq!(admitted(&mut meter, 60, at(9000)), 20);
    }
}
