use std::time::Duration;

use crate::{Error, ErrorClass};

/// How long to wait before sending a query again that has failed this many times, or None when it
/// is not worth it. `chance` is random, from 0 to 1: full jitter, so that callers who failed
/// together do not come back together.
pub(crate) fn pause_before_retry(error: &Error, failures: u32, chance: f64) -> Option<Duration> {
    if !error.is_retryable() || failures >= attempts(error.class()) {
        return None;
    }
    const FIRST: Duration = Duration::from_millis(400);
    const LONGEST: Duration = Duration::from_secs(8);
    let doubled = FIRST.saturating_mul(1 << (failures - 1).min(16));
    Some(doubled.min(LONGEST).mul_f64(chance))
}

/// How often a query is sent at most. Sending it again is safe: it only reads.
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

    #[test]
    fn the_longest_pause_doubles_up_to_eight_seconds() {
        let longest =
            |failures| pause_before_retry(&service("RequestLimitExceeded"), failures, 1.0);
        let seconds: Vec<_> = (1..=7)
            .map(|failures| longest(failures).map(|pause| pause.as_secs_f64()))
            .collect();
        let expected = [0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0];
        assert_eq!(seconds, expected.map(Some));
    }

    #[test]
    fn jitter_is_full() {
        let pause = |chance| pause_before_retry(&service("InternalError"), 1, chance);
        assert_eq!(pause(0.0), Some(Duration::ZERO));
        assert_eq!(pause(0.5), Some(Duration::from_millis(200)));
    }

    #[test]
    fn a_busy_service_is_asked_six_times_and_a_wrong_key_once() {
        assert!(pause_before_retry(&service("InternalError"), 5, 1.0).is_some());
        assert_eq!(pause_before_retry(&service("InternalError"), 6, 1.0), None);
        let wrong_key = service("AuthFailure.SignatureFailure");
        assert_eq!(pause_before_retry(&wrong_key, 1, 1.0), None);
    }

    #[test]
    fn a_gateway_that_is_down_is_tried_again_and_a_sign_in_page_is_not() {
        let intercepted = |status| Error::Intercepted {
            status: Some(status),
            content_type: None,
            excerpt: String::new(),
        };
        assert!(pause_before_retry(&intercepted(503), 1, 1.0).is_some());
        for status in [200, 302, 403, 407, 511] {
            assert_eq!(
                pause_before_retry(&intercepted(status), 1, 1.0),
                None,
                "{status}"
            );
        }
    }
}
