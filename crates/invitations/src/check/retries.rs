//! Batches that got no answer: when each is asked about again, and when it is given up.

use std::time::Duration;

use intlpartners::{Error, ErrorClass};
use tokio::time::Instant;

use super::{batches::Batch, budget::Budget};

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What a batch has met so far.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    failures: u32,
    /// How many answers had come to the whole check when it failed last.
    answers_then: usize,
    /// Failures since each of which others were answered: those that may be the batch's own fault.
    refused: u32,
    busy: u32,
    timed_out: u32,
    lost: u32,
    /// And those that cannot be: nothing of it reached the service.
    unsent: u32,
}

/// What is to be done about a failure.
#[derive(Debug)]
pub(super) enum Fate {
    Again,
    /// Others are answered, and this one is not: its tokens have failed.
    GivenUp(Batch),
    /// It does not get through to a service that others reach. No token is to blame for that, so none has failed; but
    /// it would go on for ever.
    Hopeless,
}

#[derive(Debug)]
pub(super) struct Retries {
    waiting: Vec<Waiting>,
    budget: Budget,
}

#[derive(Debug)]
struct Waiting {
    batch: Batch,
    due: Instant,
}

impl Retries {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            waiting: Vec::new(),
            budget: Budget::new(now),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// `answers` is how many have come to the whole check, and `chance` is random, from 0 to 1.
    pub(super) fn failed(
        &mut self,
        mut batch: Batch,
        error: &Error,
        answers: usize,
        now: Instant,
        chance: f64,
    ) -> Fate {
        let history = &mut batch.history;
        // While nobody is answered, a failure says nothing about the batch.
        if answers > history.answers_then {
            let class = error.class();
            *history.counter(class) += 1;
            if *history.counter(class) >= attempts(class) {
                return match is_unsent(class) {
                    true => Fate::Hopeless,
                    false => Fate::GivenUp(batch),
                };
            }
        }
        history.failures += 1;
        self.postpone(batch, answers, now, chance);
        Fate::Again
    }

    /// What it has met is no news about the batch.
    pub(super) fn postpone(&mut self, mut batch: Batch, answers: usize, now: Instant, chance: f64) {
        batch.history.answers_then = answers;
        let doublings = batch.history.failures.saturating_sub(1).min(16);
        let pause = LONGEST_PAUSE.min(FIRST_PAUSE * (1 << doublings));
        let due = now + pause.mul_f64(0.5 + chance / 2.0);
        self.waiting.push(Waiting { batch, due });
    }

    pub(super) fn answered(&mut self) {
        self.budget.earn();
    }

    /// One that may be asked about now: its pause is over, the budget allows it, and others were answered since it
    /// failed, for else it would only fail again.
    pub(super) fn take(&mut self, answers: usize, now: Instant) -> Option<Batch> {
        if self.budget.ready_at(now) > now {
            return None;
        }
        let found = self.first(|it| it.due <= now && !it.is_suspect(answers))?;
        self.budget.spend(now);
        Some(self.waiting.swap_remove(found).batch)
    }

    /// One to see whether the service is back: pauses and budget are not for probes.
    pub(super) fn take_probe(&mut self, answers: usize) -> Option<Batch> {
        let found = self.first(|it| !it.is_suspect(answers))?;
        Some(self.waiting.swap_remove(found).batch)
    }

    /// One that is due, though nothing says that it will not fail again.
    pub(super) fn take_suspect(&mut self, now: Instant) -> Option<Batch> {
        let found = self.first(|it| it.due <= now)?;
        Some(self.waiting.swap_remove(found).batch)
    }

    /// When the next one may be asked about at the earliest.
    pub(super) fn next_at(&self, now: Instant) -> Option<Instant> {
        let due = self.waiting.iter().map(|it| it.due).min()?;
        Some(due.max(self.budget.ready_at(now)))
    }

    /// The one that is due first, of those that `may`.
    fn first(&self, may: impl Fn(&Waiting) -> bool) -> Option<usize> {
        let candidates = self.waiting.iter().enumerate().filter(|(_, it)| may(it));
        Some(candidates.min_by_key(|(_, it)| it.due)?.0)
    }
}

impl Waiting {
    fn is_suspect(&self, answers: usize) -> bool {
        self.batch.history.answers_then == answers
    }
}

impl History {
    fn counter(&mut self, class: ErrorClass) -> &mut u32 {
        match class {
            ErrorClass::ServiceRefused => &mut self.refused,
            ErrorClass::ServiceBusy => &mut self.busy,
            ErrorClass::TimedOut => &mut self.timed_out,
            class if is_unsent(class) => &mut self.unsent,
            _ => &mut self.lost,
        }
    }
}

/// Whether nothing of the request has reached the service, or whatever did was not answered by it.
fn is_unsent(class: ErrorClass) -> bool {
    matches!(
        class,
        ErrorClass::Offline
            | ErrorClass::Unreachable
            | ErrorClass::ProxyRefused
            | ErrorClass::ProxyAuthRequired
            | ErrorClass::TlsUntrusted
            | ErrorClass::Intercepted
    )
}

/// How often a batch may fail like this while others are answered.
fn attempts(class: ErrorClass) -> u32 {
    match class {
        // The service has thought about it.
        ErrorClass::ServiceRefused => 3,
        // When half of all requests meet this, one batch in a thousand does ten times in a row.
        ErrorClass::ServiceBusy | ErrorClass::TimedOut | ErrorClass::ConnectionLost => 10,
        class if is_unsent(class) => 30,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;
    use crate::{
        check::fixture::{intercepted, lost, offline, refused, service, timed_out},
        ids::InvitationId,
    };

    fn batch(id: i64) -> Batch {
        Batch::new(vec![(InvitationId(id), format!("token{id}"))])
    }

    fn retries() -> Retries {
        Retries::new(Instant::now())
    }

    /// How often a batch is sent, when it always fails like this while others are answered.
    async fn sent(error: &Error) -> (usize, Fate) {
        let (mut retries, mut batch) = (retries(), batch(1));
        for answers in 1.. {
            match retries.failed(batch, error, answers, Instant::now(), 1.0) {
                Fate::Again => {}
                fate => return (answers, fate),
            }
            advance(LONGEST_PAUSE).await;
            batch = retries.take(answers + 1, Instant::now()).unwrap();
        }
        unreachable!()
    }

    #[tokio::test(start_paused = true)]
    async fn a_batch_that_fails_while_others_are_answered_is_given_up() {
        for (error, times) in [
            (lost(), 10),
            (timed_out(), 10),
            (refused(), 3),
            (service("InternalError"), 10),
        ] {
            let (sent, fate) = sent(&error).await;
            assert!(matches!(fate, Fate::GivenUp(_)), "{fate:?}");
            assert_eq!(sent, times, "{error}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_bad_day_that_fails_in_many_ways_does_not_add_up_to_a_bad_batch() {
        let (mut retries, mut bad) = (retries(), batch(1));
        let day = [lost(), timed_out(), service("InternalError")];
        for (answers, error) in (1..).zip(day.iter().cycle().take(27)) {
            let fate = retries.failed(bad, error, answers, Instant::now(), 1.0);
            assert!(matches!(fate, Fate::Again), "{fate:?}");
            advance(LONGEST_PAUSE).await;
            bad = retries.take(answers + 1, Instant::now()).unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_reached_the_service_has_not_failed() {
        for error in [offline(), intercepted()] {
            let (sent, fate) = sent(&error).await;
            assert!(matches!(fate, Fate::Hopeless), "{fate:?}");
            assert_eq!(sent, 30, "{error}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_outage_is_no_fault_of_a_batch_however_long_it_is() {
        let (mut retries, mut batch) = (retries(), batch(1));
        for _ in 0..1_000 {
            let fate = retries.failed(batch, &lost(), 7, Instant::now(), 1.0);
            assert!(matches!(fate, Fate::Again));
            advance(LONGEST_PAUSE).await;
            batch = retries.take_suspect(Instant::now()).unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_double_up_to_fifteen_seconds() {
        let (mut retries, mut retried) = (retries(), batch(1));
        let mut pauses = Vec::new();
        for _ in 0..6 {
            retries.failed(retried, &lost(), 0, Instant::now(), 1.0);
            let pause = retries.next_at(Instant::now()).unwrap() - Instant::now();
            pauses.push(pause.as_secs());
            assert!(retries.take(1, Instant::now()).is_none());
            advance(pause).await;
            retried = retries.take(1, Instant::now()).unwrap();
        }
        assert_eq!(pauses, [1, 2, 4, 8, 15, 15]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_batch_is_not_asked_about_again_before_somebody_was_answered() {
        let mut retries = retries();
        retries.failed(batch(1), &lost(), 7, Instant::now(), 1.0);
        advance(LONGEST_PAUSE).await;
        assert!(retries.take(7, Instant::now()).is_none());
        assert!(retries.take_probe(7).is_none());
        assert!(retries.take(8, Instant::now()).is_some());
        assert!(retries.is_empty());
    }
}
