use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;

use crate::pacer::{Pace, Pacer};
use crate::query::Query;
use crate::sign::Signer;
use crate::{Answer, Credentials, Endpoint, Error, ErrorClass, MAX_TOKENS_PER_QUERY, Transport};

/// The service, as seen by one account. Clones share the pace; all clients of a [`Transport`] share
/// the connections and the clock.
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
    pub(crate) transport: Transport,
    pub(crate) endpoint: Endpoint,
    pub(crate) signer: Signer,
    pub(crate) pacer: Pacer,
    pub(crate) random: Mutex<fastrand::Rng>,
}

impl Client {
    /// `seed` is for the length of the pauses between attempts.
    pub fn new(transport: Transport, config: ClientConfig, seed: u64) -> Self {
        let limit = within_the_services(config.requests_per_second);
        Self {
            shared: Arc::new(Shared {
                transport,
                endpoint: config.endpoint.clone(),
                signer: Signer::new(config),
                pacer: Pacer::new(limit),
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
        self.query(tokens, on_event)?.persist().await
    }

    /// As [`query_invitation_info`](Self::query_invitation_info), in one attempt (two when the
    /// first one taught the clock): for a caller with a plan of its own for failures. It waits for
    /// its turn, and a refusal lowers the pace.
    pub async fn try_query_invitation_info(
        &self,
        tokens: &[&str],
        on_event: &(dyn Fn(Event) + Send + Sync),
    ) -> Result<Answer, Error> {
        self.query(tokens, on_event)?.try_once().await
    }

    fn query<'a>(
        &'a self,
        tokens: &[&str],
        on_event: &'a (dyn Fn(Event) + Send + Sync),
    ) -> Result<Query<'a>, Error> {
        if tokens.is_empty() || tokens.len() > MAX_TOKENS_PER_QUERY {
            return Err(Error::BatchSize {
                tokens: tokens.len(),
            });
        }
        Ok(Query::new(&self.shared, tokens, on_event))
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    pub fn transport(&self) -> &Transport {
        &self.shared.transport
    }

    /// Holds at once for all clones, whatever they are asking.
    pub fn set_requests_per_second(&self, limit: u32) {
        self.shared.pacer.set_limit(within_the_services(limit));
    }

    /// How fast it asks now: below the limit while refusals are being heeded.
    pub fn pace(&self) -> Pace {
        self.shared.pacer.pace()
    }
}

fn within_the_services(requests_per_second: u32) -> u32 {
    requests_per_second.clamp(1, crate::MAX_REQUESTS_PER_SECOND)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.shared.endpoint)
            .finish_non_exhaustive()
    }
}
