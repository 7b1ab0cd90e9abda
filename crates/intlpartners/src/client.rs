use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;

use crate::clock::{Clock, WallClock};
use crate::pacer::{Pace, Pacer};
use crate::query::Query;
use crate::sign::Signer;
use crate::{Answer, Credentials, Endpoint, Error, ErrorClass, MAX_TOKENS_PER_QUERY};

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

pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    pub(crate) signer: Signer,
    pub(crate) pacer: Pacer,
    pub(crate) clock: Clock,
    pub(crate) random: Mutex<fastrand::Rng>,
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
        Query::new(&self.shared, tokens, on_event).run().await
    }

    /// How fast it asks now: below the limit while refusals are being heeded.
    pub fn pace(&self) -> Pace {
        self.shared.pacer.pace()
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
