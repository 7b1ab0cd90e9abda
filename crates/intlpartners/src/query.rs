use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::client::Shared;
use crate::retry::Failures;
use crate::time_hint::{Hint, Lesson};
use crate::wire::QueryInvitationInfo;
use crate::{Answer, Error, ErrorClass, Event};

/// All that a query may spend in attempts that end in silence.
const PATIENCE: Duration = Duration::from_secs(32);
/// With less than this left, another attempt could only time out.
const WORTH_TRYING: Duration = Duration::from_secs(5);

/// One query: what is sent, and what its caller hears meanwhile.
pub(crate) struct Query<'a> {
    shared: &'a Shared,
    body: bytes::Bytes,
    on_event: &'a (dyn Fn(Event) + Send + Sync),
    patience: Duration,
}

enum Outcome<'a> {
    Answered(Answer),
    Failed(Error),
    /// The clock was to blame, and is corrected now: on trial, if that comes from a hint.
    ClockTaught(Error, Option<Hint<'a>>),
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
            patience: PATIENCE,
        }
    }

    /// Tries again what may succeed, until it does or is not worth it any more.
    pub(crate) async fn persist(mut self) -> Result<Answer, Error> {
        let mut failures = Failures::default();
        loop {
            match self.try_once().await {
                Ok(answer) => return Ok(answer),
                Err(error) => self.pause_or_give_up(error, &mut failures).await?,
            }
        }
    }

    /// One attempt; two when the first one taught the clock.
    pub(crate) async fn try_once(&mut self) -> Result<Answer, Error> {
        let hint = match self.attempt_in_turn().await {
            Outcome::Answered(answer) => return Ok(answer),
            Outcome::Failed(error) => return Err(error),
            Outcome::ClockTaught(_, hint) => hint,
        };
        let offset = self.shared.transport.clock_offset();
        (self.on_event)(Event::ClockCorrected { offset });
        let outcome = match self.attempt_in_turn().await {
            Outcome::Answered(answer) => Ok(answer),
            Outcome::Failed(error) | Outcome::ClockTaught(error, _) => Err(error),
        };
        if let Some(hint) = hint
            && proves_the_certificate(&outcome)
        {
            hint.prove();
        }
        outcome
    }

    /// Every attempt is a request like any other: it waits for its turn, and tells the pacer how
    /// it fared.
    async fn attempt_in_turn(&mut self) -> Outcome<'a> {
        let pacer = &self.shared.pacer;
        let departed = pacer.ready().await;
        (self.on_event)(Event::Sent);
        let outcome = self.attempt_within_patience(departed).await;
        match &outcome {
            Outcome::Answered(_) => pacer.admitted(departed),
            Outcome::Failed(error) if error.is_one_too_many() => pacer.refused(departed),
            Outcome::Failed(_) | Outcome::ClockTaught(..) => {}
        }
        outcome
    }

    async fn attempt_within_patience(&mut self, departed: Instant) -> Outcome<'a> {
        let outcome = match timeout(self.patience, self.attempt()).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Outcome::Failed(error),
            Err(_) => Outcome::Failed(Error::Network {
                class: ErrorClass::TimedOut,
                detail: "no answer for too long".to_owned(),
            }),
        };
        let spent = match &outcome {
            Outcome::Answered(_) => false,
            Outcome::Failed(error) => error.class() == ErrorClass::TimedOut,
            Outcome::ClockTaught(..) => true,
        };
        if spent {
            self.patience = self.patience.saturating_sub(departed.elapsed());
        }
        outcome
    }

    async fn attempt(&self) -> Result<Outcome<'a>, Error> {
        let Shared {
            transport,
            endpoint,
            signer,
            ..
        } = self.shared;
        let clock = transport.clock();
        let sent = clock.look();
        let asked_at = sent.corrected();
        let headers = signer.headers(&self.body, asked_at)?;
        let url = endpoint.url();
        let exchanged = transport.exchange(url, headers, self.body.clone()).await;
        let (reply, date) = match exchanged {
            Ok(exchanged) => exchanged,
            Err(error) if error.class() == ErrorClass::TlsUntrusted => {
                return Ok(match transport.doubt_the_clock(url, sent).await {
                    Lesson::None => Outcome::Failed(error),
                    Lesson::Known => Outcome::ClockTaught(error, None),
                    Lesson::Hint(hint) => Outcome::ClockTaught(error, Some(hint)),
                });
            }
            Err(error) => return Err(error),
        };
        let outcome = reply.read();
        // Only what the service says of the time counts: not what a gateway or a sign-in page does.
        if let (Ok(_) | Err(Error::Service { .. }), Some(date)) = (&outcome, date) {
            clock.learn(sent, clock.look(), date);
        }
        match outcome {
            Ok(contents) => Ok(Outcome::Answered(Answer {
                request_id: contents.request_id,
                asked_at,
                invitations: contents.invitations,
                unreadable_rows: contents.unreadable_rows,
            })),
            Err(error)
                if error.class() == ErrorClass::ClockOff && clock.knows_better_than(sent) =>
            {
                Ok(Outcome::ClockTaught(error, None))
            }
            Err(error) => Err(error),
        }
    }

    async fn pause_or_give_up(&self, error: Error, failures: &mut Failures) -> Result<(), Error> {
        let Some(pause) = failures.pause_after(&error, self.chance()) else {
            return Err(error);
        };
        if self.patience < WORTH_TRYING {
            return Err(error);
        }
        let class = error.class();
        (self.on_event)(if error.is_one_too_many() {
            Event::Throttled { class, pause }
        } else {
            let attempt = failures.count() + 1;
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

/// Whether bytes came back through TLS: then the certificate was good.
fn proves_the_certificate(outcome: &Result<Answer, Error>) -> bool {
    match outcome {
        Ok(_) | Err(Error::Service { .. }) => true,
        Err(Error::Intercepted { status, .. }) => status.is_some(),
        Err(Error::Network { .. } | Error::BatchSize { .. } | Error::Credentials(_)) => false,
    }
}
