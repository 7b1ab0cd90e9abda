use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::{Instant, timeout};

use crate::client::Shared;
use crate::retry::Failures;
use crate::transport::exchange;
use crate::wire::QueryInvitationInfo;
use crate::{Answer, Error, ErrorClass, Event};

/// All that a query may spend in attempts that end in silence.
const PATIENCE: Duration = Duration::from_secs(32);
/// With less than this left, another attempt could only time out.
const WORTH_TRYING: Duration = Duration::from_secs(5);

/// One query, over all its attempts.
pub(crate) struct Query<'a> {
    shared: &'a Shared,
    body: bytes::Bytes,
    on_event: &'a (dyn Fn(Event) + Send + Sync),
    failures: Failures,
    clock_corrected: bool,
    patience: Duration,
}

enum Outcome {
    Answered(Answer),
    Failed(Error),
    /// The time of the signature was refused, and the service's time is now known.
    ClockCorrected(Error, TimeDelta),
}

impl<'a> Query<'a> {
    pub(crate) fn new(
        shared: &'a Shared,
        tokens: &[&str],
        on_event: &'a (dyn Fn(Event) + Send + Sync),
    ) -> Self {
        let query = QueryInvitationInfo {
            invitation_token: tokens,
        };
        let body = serde_json::to_vec(&query).expect("texts are valid JSON");
        Self {
            shared,
            body: body.into(),
            on_event,
            failures: Failures::default(),
            clock_corrected: false,
            patience: PATIENCE,
        }
    }

    pub(crate) async fn run(mut self) -> Result<Answer, Error> {
        loop {
            // A retry is a request like any other: it waits for its turn too.
            let departed = self.shared.pacer.ready().await;
            (self.on_event)(Event::Sent);
            match self.attempt_within_patience(departed).await {
                Outcome::Answered(answer) => {
                    self.shared.pacer.admitted();
                    return Ok(answer);
                }
                Outcome::ClockCorrected(_, offset) if !self.clock_corrected => {
                    self.clock_corrected = true;
                    (self.on_event)(Event::ClockCorrected { offset });
                }
                Outcome::ClockCorrected(error, _) | Outcome::Failed(error) => {
                    self.pause_or_give_up(error, departed).await?;
                }
            }
        }
    }

    async fn attempt_within_patience(&mut self, departed: Instant) -> Outcome {
        let outcome = match timeout(self.patience, self.attempt()).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Outcome::Failed(error),
            Err(_) => Outcome::Failed(Error::Network {
                class: ErrorClass::TimedOut,
                detail: "no answer for too long".to_owned(),
            }),
        };
        if let Outcome::Failed(error) = &outcome
            && error.class() == ErrorClass::TimedOut
        {
            self.patience = self.patience.saturating_sub(departed.elapsed());
        }
        outcome
    }

    async fn attempt(&self) -> Result<Outcome, Error> {
        let Shared {
            http,
            endpoint,
            signer,
            clock,
            ..
        } = self.shared;
        let sent = clock.look();
        let asked_at = sent.corrected();
        let headers = signer.headers(&self.body, asked_at)?;
        let (reply, date) =
            exchange(http, endpoint.url().clone(), headers, self.body.clone()).await?;
        let received = clock.look();
        match (reply.read(), date) {
            (Ok(contents), date) => {
                if let Some(date) = date {
                    clock.confirm(sent, received, date);
                }
                Ok(Outcome::Answered(Answer {
                    request_id: contents.request_id,
                    asked_at,
                    invitations: contents.invitations,
                    unreadable_rows: contents.unreadable_rows,
                }))
            }
            (Err(error), Some(date))
                if error.class() == ErrorClass::ClockOff && clock.learn(sent, received, date) =>
            {
                Ok(Outcome::ClockCorrected(error, clock.offset()))
            }
            (Err(error), _) => Err(error),
        }
    }

    async fn pause_or_give_up(&mut self, error: Error, departed: Instant) -> Result<(), Error> {
        if error.is_one_too_many() {
            self.shared.pacer.refused(departed);
        }
        let Some(pause) = self.failures.pause_after(&error, self.chance()) else {
            return Err(error);
        };
        if self.patience < WORTH_TRYING {
            return Err(error);
        }
        let class = error.class();
        (self.on_event)(if error.is_one_too_many() {
            Event::Throttled { class, pause }
        } else {
            let attempt = self.failures.count() + 1;
            Event::Retrying {
                class,
                attempt,
                pause,
            }
        });
        tokio::time::sleep(pause).await;
        Ok(())
    }

    fn chance(&self) -> f64 {
        let mut random = self.shared.random.lock().expect("no panic while rolling");
        random.f64()
    }
}
