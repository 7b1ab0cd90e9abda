use std::time::Duration;

use tokio::time::Instant;

/// Requests per second: an outage is asked every ten seconds whether it is over.
const SLOWEST: f64 = 0.1;

/// Of the limit: with fewer requests let through between two refusals it is not the window's edge that refuses.
const EDGE_APART: f64 = 0.75;
/// After so many requests let through, a refusal at the edge is the first one again.
const QUIET: u32 = 200;
/// Of the limit: what a refusal at the edge takes off the ceiling unless it is the first, and what each quiet gives back.
const STEP: f64 = 0.01;
/// So many steps down, and there is room for 50 ms of jitter each way.
const MOST_STEPS: u32 = 5;

/// Of the full rate: at first nothing is known of what somebody else leaves.
const FIRST_KNEE: f64 = 0.7;
/// Of the knee, what a cut leaves.
const CUT: f64 = 0.8;
/// Of the rate, what is left when nothing has passed since the last cut: an outage.
const DEEP_CUT: f64 = 0.5;
/// Seconds from a cut until the rate is back at the knee, …
const TO_THE_KNEE: f64 = 5.0;
/// … and from there until it is twice as high.
const TO_TWICE_THE_KNEE: f64 = 9.0;

/// How fast the account asks, as it has learnt from its refusals.
#[derive(Debug)]
pub(super) struct Rate {
    /// Requests per second, like the two below.
    limit: f64,
    now: f64,
    /// Where somebody else's spending was last felt.
    knee: f64,
    cut_at: Option<Instant>,
    passed_since_cut: bool,
    passed_since_refusal: u32,
    /// From the limit down to the ceiling.
    steps: u32,
}

/// What a refusal comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// It was under way when the rate was cut, and says nothing about the rate since.
    Stale,
    /// Two requests have swapped sides of the edge of a window that has room for both.
    Edge,
    /// Somebody else spends the limit, or nobody gets through.
    Crowd,
}

impl Rate {
    pub(super) fn new(limit: u32) -> Self {
        let per_second = f64::from(limit);
        Self {
            limit: per_second,
            now: per_second,
            knee: per_second,
            cut_at: None,
            passed_since_cut: true,
            passed_since_refusal: QUIET,
            steps: 0,
        }
    }

    pub(super) fn set_limit(&mut self, limit: u32) {
        let at_full_rate = self.now >= self.ceiling();
        self.limit = f64::from(limit);
        self.knee = self.knee.min(self.limit);
        self.now = match at_full_rate {
            true => self.ceiling(),
            false => self.now.min(self.ceiling()),
        };
    }

    pub(super) fn per_second(&self) -> f64 {
        self.now
    }

    pub(super) fn spacing(&self) -> Duration {
        Duration::from_secs_f64(1.0 / self.now)
    }

    pub(super) fn refused(&mut self, departed: Instant, at: Instant) -> Cause {
        if self.is_stale(departed) {
            return Cause::Stale;
        }
        let passed = std::mem::take(&mut self.passed_since_refusal);
        // A refusal at the edge leaves a hole in the window, so that the next comes a second later.
        let alone = f64::from(passed) >= EDGE_APART * self.limit;
        let at_full_rate = self.now >= self.ceiling();
        if alone && at_full_rate && self.steps < MOST_STEPS {
            if passed < QUIET {
                self.steps += 1;
                self.now = self.ceiling();
            }
            return Cause::Edge;
        }
        if self.passed_since_cut {
            self.knee = self.now * if at_full_rate { FIRST_KNEE } else { 1.0 };
            self.now = self.knee * CUT;
        } else {
            self.now *= DEEP_CUT;
        }
        self.now = self.now.max(SLOWEST);
        self.passed_since_cut = false;
        self.cut_at = Some(at);
        Cause::Crowd
    }

    pub(super) fn admitted(&mut self, departed: Instant, at: Instant) {
        self.passed_since_refusal = self.passed_since_refusal.saturating_add(1);
        if self.is_stale(departed) {
            return;
        }
        self.passed_since_cut = true;
        if self.now < self.ceiling() {
            // Doubling at most: one answer after an outage is no licence for full speed.
            let most = self.ceiling().min(2.0 * self.now);
            self.now = self.allowed(at).clamp(self.now, most);
        } else if self.steps > 0 && self.passed_since_refusal.is_multiple_of(QUIET) {
            self.steps -= 1;
            self.now = self.ceiling();
        }
    }

    /// Whether a request departed before the cut. Each cut counts once for all that were under way.
    fn is_stale(&self, departed: Instant) -> bool {
        self.cut_at.is_some_and(|cut| departed < cut)
    }

    /// The limit, or a little less where the service counts strictly and arrivals jitter.
    fn ceiling(&self) -> f64 {
        self.limit * (1.0 - STEP * f64::from(self.steps))
    }

    /// A cubic curve: fast back towards the knee, slow around it, ever faster beyond.
    fn allowed(&self, at: Instant) -> f64 {
        let since = self
            .cut_at
            .map_or(f64::INFINITY, |cut| (at - cut).as_secs_f64());
        let beyond = (since - TO_THE_KNEE) / TO_TWICE_THE_KNEE;
        self.knee * (1.0 + beyond.powi(3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requests that are answered as soon as they are sent, at the rate's own pace.
    struct Course {
        rate: Rate,
        now: Instant,
    }

    impl Course {
        fn at_full_speed() -> Self {
            Self {
                rate: Rate::new(20),
                now: Instant::now(),
            }
        }

        fn pass(&mut self, requests: usize) {
            for _ in 0..requests {
                self.now += self.rate.spacing();
                self.rate.admitted(self.now, self.now);
            }
        }

        fn refuse(&mut self) -> Cause {
            self.now += self.rate.spacing();
            self.rate.refused(self.now, self.now)
        }

        /// How long it takes until the rate is that high.
        fn seconds_until(&mut self, per_second: f64) -> f64 {
            let start = self.now;
            while self.rate.per_second() < per_second {
                self.pass(1);
            }
            (self.now - start).as_secs_f64()
        }
    }

    #[test]
    fn a_lone_refusal_at_full_rate_costs_no_rate() {
        let mut course = Course::at_full_speed();
        assert_eq!(course.refuse(), Cause::Edge);
        course.pass(300);
        assert_eq!(course.refuse(), Cause::Edge);
        assert_eq!(course.rate.per_second(), 20.0);
    }

    #[test]
    fn lone_refusals_that_come_again_lower_the_ceiling_a_little_and_quiet_raises_it() {
        let mut course = Course::at_full_speed();
        for expected in [20.0, 19.8, 19.6, 19.4, 19.2, 19.0] {
            assert_eq!(course.refuse(), Cause::Edge);
            assert!((course.rate.per_second() - expected).abs() < 1e-9);
            course.pass(21);
        }
        assert!((9.0..12.0).contains(&course.seconds_until(19.19)));
        assert!((39.0..45.0).contains(&course.seconds_until(20.0)));
    }

    #[test]
    fn the_ceiling_has_a_floor_below_which_somebody_else_must_be_spending() {
        let mut course = Course::at_full_speed();
        for _ in 0..6 {
            course.refuse();
            course.pass(21);
        }
        assert_eq!(course.refuse(), Cause::Crowd);
        assert!(course.rate.per_second() < 12.0);
    }

    #[test]
    fn two_refusals_together_cut_the_rate_once_for_all_that_were_under_way() {
        let mut course = Course::at_full_speed();
        course.pass(10);
        let under_way = course.now;
        assert_eq!(course.refuse(), Cause::Edge);
        assert_eq!(course.refuse(), Cause::Crowd);
        let cut = course.rate.per_second();
        assert!((10.0..12.0).contains(&cut), "{cut}");
        assert_eq!(course.rate.refused(under_way, course.now), Cause::Stale);
        course.rate.admitted(under_way, course.now);
        assert_eq!(course.rate.per_second(), cut);
    }

    #[test]
    fn after_a_cut_it_is_soon_back_at_the_knee_and_not_much_later_at_full_rate() {
        let mut course = Course::at_full_speed();
        for _ in 0..2 {
            course.refuse();
        }
        course.pass(30);
        let knee = course.rate.per_second();
        assert_eq!(course.refuse(), Cause::Crowd);
        assert!((course.rate.per_second() - knee * CUT).abs() < 1e-9);
        let back = course.seconds_until(0.98 * knee);
        assert!((2.0..4.0).contains(&back), "{back}");
        let beyond = course.seconds_until(1.1 * knee);
        assert!((4.0..8.0).contains(&beyond), "{beyond}");
        let full = course.seconds_until(20.0);
        assert!(full < 10.0, "{full}");
    }

    #[test]
    fn a_new_limit_holds_at_once_and_lifts_no_cut() {
        let mut course = Course::at_full_speed();
        for limit in [1, 20, 5] {
            course.rate.set_limit(limit);
            assert_eq!(course.rate.per_second(), f64::from(limit));
        }
        for _ in 0..3 {
            course.refuse();
        }
        let cut = course.rate.per_second();
        assert!(cut < 5.0, "{cut}");
        course.rate.set_limit(20);
        assert_eq!(course.rate.per_second(), cut);
        assert!(course.seconds_until(20.0) > 1.0);
        course.refuse();
        course.refuse();
        course.rate.set_limit(2);
        assert!(course.rate.per_second() <= 2.0);
    }

    #[test]
    fn nothing_but_refusals_leave_a_request_in_ten_seconds() {
        let mut course = Course::at_full_speed();
        for _ in 0..10 {
            course.refuse();
        }
        assert_eq!(course.rate.per_second(), SLOWEST);
        course.refuse();
        assert_eq!(course.rate.per_second(), SLOWEST);
        course.pass(1);
        assert_eq!(course.rate.per_second(), 2.0 * SLOWEST);
        let back = course.seconds_until(19.0);
        assert!(back < 20.0, "{back}");
    }
}
