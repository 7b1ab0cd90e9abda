use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::{Instant, timeout};

use crate::clock::{Clock, WallClock};
use crate::pacer::Pacer;
use crate::retry::pause_before_retry;
use crate::sign::Signer;
use crate::transport::exchange;
use crate::wire::QueryInvitationInfo;
use crate::{Answer, Credentials, Endpoint, Error, ErrorClass, MAX_TOKENS_PER_QUERY};

/// All that a query may spend in attempts that end in silence.
const PATIENCE: Duration = Duration::from_secs(32);

/// The service, as seen by one account. Clones share the pace, the clock and the connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

#[derive(Debug, Clone)]
pub struct ClientConfig {
    pub endpoint: Endpoint,
    pub credentials: Credentials,
    /// At most [`MAX_REQUESTS_PER_SECOND`](crate::MAX_REQUESTS_PER_SECOND); less where other tools
    /// share the account.
    pub requests_per_second: u32,
    /// Of the messages in errors, which are for people.
    pub language: Language,
    /// Who is asking, for the service's logs.
    pub request_client: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    EnUs,
    ZhCn,
}

impl Language {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::EnUs => "en-US",
            Self::ZhCn => "zh-CN",
        }
    }
}

/// What a query is doing while its caller waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An attempt is on its way.
    Sent,
    /// Refused as one too many: the pace is lowered, the query waits and goes again.
    Throttled { class: ErrorClass, pause: Duration },
    /// Failed for a passing reason: the query waits and goes again.
    Retrying {
        class: ErrorClass,
        /// The number of the attempt to come; the first one was 1.
        attempt: u32,
        pause: Duration,
    },
    /// This computer's clock is off by so much; the query goes again with the service's time.
    ClockCorrected { offset: TimeDelta },
}

struct Shared {
    http: reqwest::Client,
    endpoint: Endpoint,
    signer: Signer,
    pacer: Pacer,
    clock: Clock,
    random: Mutex<fastrand::Rng>,
}

impl Client {
    /// `seed` is for the length of the pauses between attempts.
    pub fn new(http: reqwest::Client, config: ClientConfig, clock: WallClock, seed: u64) -> Self {
        let limit = config
            .requests_per_second
            .clamp(1, crate::MAX_REQUESTS_PER_SECOND);
        Self {
            shared: Arc::new(Shared {
                http,
                endpoint: config.endpoint.clone(),
                signer: Signer::new(config),
                pacer: Pacer::new(limit),
                clock: Clock::new(clock),
                random: Mutex::new(fastrand::Rng::with_seed(seed)),
            }),
        }
    }

    /// Asks about 1 to 100 invitation tokens. Waits for its turn, tries again what may succeed,
    /// and tells `on_event` meanwhile; it ends with an answer or with the last error. Dropping it
    /// is safe at any moment.
    pub async fn query_invitation_info(
        &self,
        tokens: &[&str],
        on_event: &(dyn Fn(Event) + Send + Sync),
    ) -> Result<Answer, Error> {
        if tokens.is_empty() || tokens.len() > MAX_TOKENS_PER_QUERY {
            return Err(Error::BatchSize {
                tokens: tokens.len(),
            });
        }
        let query = QueryInvitationInfo {
            invitation_token: tokens,
        };
        let body = serde_json::to_vec(&query)
            .expect("texts are valid JSON")
            .into();
        Query {
            shared: &self.shared,
            body,
            on_event,
            failures: 0,
            clock_corrected: false,
            patience: PATIENCE,
        }
        .run()
        .await
    }

    /// What is added to this computer's clock to get the service's time: zero unless the service
    /// has refused a signature for its time.
    pub fn clock_offset(&self) -> TimeDelta {
        self.shared.clock.offset()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.shared.endpoint)
            .finish_non_exhaustive()
    }
}

/// One query, over all its attempts.
struct Query<'a> {
    shared: &'a Shared,
    body: bytes::Bytes,
    on_event: &'a (dyn Fn(Event) + Send + Sync),
    failures: u32,
    clock_corrected: bool,
    patience: Duration,
}

impl Query<'_> {
    async fn run(mut self) -> Result<Answer, Error> {
        loop {
            // A retry is a request like any other: it waits for its turn too.
            let departed = self.shared.pacer.ready().await;
            (self.on_event)(Event::Sent);
            match self.attempt_within_patience(departed).await {
                Ok(answer) => {
                    self.shared.pacer.admitted();
                    return Ok(answer);
                }
                Err(Failure::ClockCorrected(_)) if !self.clock_corrected => {
                    self.clock_corrected = true;
                    let offset = self.shared.clock.offset();
                    (self.on_event)(Event::ClockCorrected { offset });
                }
                Err(Failure::ClockCorrected(error) | Failure::Plain(error)) => {
                    self.pause_or_give_up(error, departed).await?;
                }
            }
        }
    }

    async fn attempt_within_patience(&mut self, departed: Instant) -> Result<Answer, Failure> {
        let outcome = timeout(self.patience, self.attempt())
            .await
            .unwrap_or_else(|_| {
                Err(Failure::Plain(Error::Network {
                    class: ErrorClass::TimedOut,
                    detail: "no answer for too long".to_owned(),
                }))
            });
        if let Err(Failure::Plain(error)) = &outcome
            && error.class() == ErrorClass::TimedOut
        {
            self.patience = self.patience.saturating_sub(departed.elapsed());
        }
        outcome
    }

    async fn attempt(&self) -> Result<Answer, Failure> {
        let Shared {
            http,
            endpoint,
            signer,
            clock,
            ..
        } = self.shared;
        let sent = clock.look();
        let asked_at = sent.corrected();
        let headers = signer.headers(&self.body, asked_at).map_err(Error::from)?;
        let exchanged = exchange(http, endpoint.url().clone(), headers, self.body.clone()).await;
        let (reply, date) = exchanged?;
        let received = clock.look();
        match (reply.read(), date) {
            (Ok(contents), date) => {
                if let Some(date) = date {
                    clock.confirm(sent, received, date);
                }
                Ok(Answer {
                    request_id: contents.request_id,
                    asked_at,
                    invitations: contents.invitations,
                    unreadable_rows: contents.unreadable_rows,
                })
            }
            (Err(error), Some(date))
                if error.class() == ErrorClass::ClockOff && clock.learn(sent, received, date) =>
            {
                Err(Failure::ClockCorrected(error))
            }
            (Err(error), _) => Err(Failure::Plain(error)),
        }
    }

    async fn pause_or_give_up(&mut self, error: Error, departed: Instant) -> Result<(), Error> {
        /// With less than this left, another attempt could only time out.
        const WORTH_TRYING: Duration = Duration::from_secs(5);
        let class = error.class();
        let one_too_many = error.is_one_too_many();
        if one_too_many {
            self.shared.pacer.refused(departed);
        }
        self.failures += 1;
        let chance = self
            .shared
            .random
            .lock()
            .expect("no panic while rolling")
            .f64();
        let Some(pause) = pause_before_retry(&error, self.failures, chance)
            .filter(|_| self.patience >= WORTH_TRYING)
        else {
            return Err(error);
        };
        (self.on_event)(if one_too_many {
            Event::Throttled { class, pause }
        } else {
            Event::Retrying {
                class,
                attempt: self.failures + 1,
                pause,
            }
        });
        tokio::time::sleep(pause).await;
        Ok(())
    }
}

enum Failure {
    Plain(Error),
    /// The signature's time was refused, and the right one is now known.
    ClockCorrected(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Plain(error)
    }
}
