use std::time::Duration;

use crate::{Error, ErrorClass};

/// What a query has met so far.
#[derive(Debug, Default)]
pub(crate) struct Failures(Vec<ErrorClass>);

impl Failures {
    pub(crate) fn count(&self) -> u32 {
        self.0.len().try_into().unwrap_or(u32::MAX)
    }

    /// Takes note of a failure, and says how long to wait before sending the query again, or None
    /// when it is not worth it. `chance` is random, from 0 to 1: full jitter, so that callers who
    /// failed together do not come back together.
    pub(crate) fn pause_after(&mut self, error: &Error, chance: f64) -> Option<Duration> {
        const FIRST: Duration = Duration::from_millis(400);
        const LONGEST: Duration = Duration::from_secs(8);
        let class = error.class();
        self.0.push(class);
        // Each class has its own patience: a busy service after a lost connection is news.
        let of_this_class = self.0.iter().filter(|seen| **seen == class).count();
        let of_this_class = u32::try_from(of_this_class).unwrap_or(u32::MAX);
        if !error.is_retryable() || of_this_class >= attempts(class) || self.count() >= MAX_ATTEMPTS
        {
            return None;
        }
        let doubled = FIRST.saturating_mul(1 << (of_this_class - 1).min(16));
        Some(doubled.min(LONGEST).mul_f64(chance))
    }
}

/// Whatever the mixture of failures.
const MAX_ATTEMPTS: u32 = 12;

/// How often a query is sent at most when it fails like this. Sending it again is safe: it only reads.
fn attempts(class: ErrorClass) -> u32 {
    match class {
        // Each refusal slows everyone down, so the way is clear sooner or later.
        ErrorClass::RateLimited => 10,
        ErrorClass::ServiceBusy => 6,
        ErrorClass::ConnectionLost | ErrorClass::Intercepted => 4,
        // A flicker of the Wi-Fi; more would only keep the user waiting for the news.
        ErrorClass::Offline | ErrorClass::Unreachable => 3,
        // Twice the silence limit is what a person waits at the very most.
        ErrorClass::TimedOut => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(code: &str) -> Error {
        Error::Service {
            code: code.to_owned(),
            message: String::new(),
            request_id: None,
        }
    }

    fn pauses(error: &Error, chance: f64) -> Vec<Duration> {
        let mut failures = Failures::default();
        std::iter::from_fn(|| failures.pause_after(error, chance)).collect()
    }

    #[test]
    fn the_longest_pause_doubles_up_to_eight_seconds() {
        let pauses = pauses(&service("RequestLimitExceeded"), 1.0);
        let seconds: Vec<_> = pauses.iter().map(Duration::as_secs_f64).collect();
        assert_eq!(seconds, [0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0, 8.0, 8.0]);
    }

    #[test]
    fn jitter_is_full() {
        let pause = |chance| pauses(&service("InternalError"), chance)[0];
        assert_eq!(pause(0.0), Duration::ZERO);
        assert_eq!(pause(0.5), Duration::from_millis(200));
    }

    #[test]
    fn a_busy_service_is_asked_six_times_and_a_wrong_key_once() {
        assert_eq!(pauses(&service("InternalError"), 1.0).len(), 5);
        assert!(pauses(&service("AuthFailure.SignatureFailure"), 1.0).is_empty());
    }

    #[test]
    fn each_class_has_its_own_patience_within_a_common_one() {
        let busy = service("InternalError");
        let limited = service("RequestLimitExceeded");
        let mut failures = Failures::default();
        for _ in 0..5 {
            assert!(failures.pause_after(&limited, 1.0).is_some());
        }
        for _ in 0..5 {
            assert!(failures.pause_after(&busy, 1.0).is_some());
        }
        assert!(failures.pause_after(&limited, 1.0).is_some());
        assert_eq!(failures.pause_after(&limited, 1.0), None);
    }

    #[test]
    fn a_gateway_that_is_down_is_tried_again_and_a_sign_in_page_is_not() {
        let intercepted = |status| Error::Intercepted {
            status: Some(status),
            content_type: None,
            excerpt: String::new(),
        };
        assert_eq!(pauses(&intercepted(503), 1.0).len(), 3);
        for status in [200, 302, 403, 407, 511] {
            assert!(pauses(&intercepted(status), 1.0).is_empty(), "{status}");
        }
    }
}
