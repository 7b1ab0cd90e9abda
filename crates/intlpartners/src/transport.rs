use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::HeaderMap;
use reqwest::{ClientBuilder, Method, Request, Url, redirect};

use crate::answer::Reply;
use crate::clock::{Clock, WallClock};
use crate::presented::Presented;
use crate::proxies::{Proxies, ProxyChoice};
use crate::reply::{date_of, read};
use crate::tls::Verifier;
use crate::{Error, ErrorClass};

/// The way to the service: connections, proxy, TLS, and this computer's clock with the correction
/// that the service has taught. Cheap to clone, and one for the whole program: a computer has one
/// clock, whoever signs by it.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
}

/// For those whom the defaults do not suit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportOptions {
    pub proxy: ProxyChoice,
    /// Name resolution, TCP, proxy and TLS together.
    pub connect_timeout: Duration,
    /// For so long no byte arrives.
    pub silence_timeout: Duration,
    /// From sending to the answer's last byte.
    pub total_timeout: Duration,
}

impl Default for TransportOptions {
    /// Silence, and a query that was sent once more, still end within 35 s.
    fn default() -> Self {
        Self {
            proxy: ProxyChoice::default(),
            connect_timeout: Duration::from_secs(10),
            silence_timeout: Duration::from_secs(15),
            total_timeout: Duration::from_secs(30),
        }
    }
}

/// Of the question for the time, which comes on top of a query.
const HINT_TIMEOUT: Duration = Duration::from_secs(5);

struct Shared {
    clock: Arc<Clock>,
    options: TransportOptions,
    verifier: Arc<Verifier>,
    connections: RwLock<Connections>,
    hint_turn: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Connections {
    http: reqwest::Client,
    proxies: Proxies,
}

impl Transport {
    /// `clock` is what this computer believes the time to be.
    pub fn new(clock: WallClock) -> Result<Self, Error> {
        Self::with(clock, TransportOptions::default())
    }

    pub fn with(clock: WallClock, options: TransportOptions) -> Result<Self, Error> {
        let clock = Arc::new(Clock::new(clock));
        let verifier = Arc::new(Verifier::of_the_system());
        let connections = Connections::open(&options, &verifier, &clock)?;
        Ok(Self {
            shared: Arc::new(Shared {
                clock,
                options,
                verifier,
                connections: RwLock::new(connections),
                hint_turn: tokio::sync::Mutex::default(),
            }),
        })
    }

    /// Forgets every open connection, and looks the system's proxy up anew: after sleep, both may
    /// be those of another network. Requests under way are the caller's to drop.
    pub fn reconnect(&self) {
        // What could be made once can be made again; should it not be, the old ones still serve.
        let Shared {
            clock,
            options,
            verifier,
            connections,
            ..
        } = &*self.shared;
        verifier.forget_presented();
        if let Ok(new) = Connections::open(options, verifier, clock) {
            *connections.write().unwrap_or_else(PoisonError::into_inner) = new;
        }
    }

    /// What is added to this computer's clock for signatures: zero when the clock is right.
    pub fn clock_offset(&self) -> TimeDelta {
        self.shared.clock.offset()
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Sends, and reads all of the reply: a connection with unread bytes cannot be used again.
    pub(crate) async fn exchange(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: bytes::Bytes,
    ) -> Result<(Reply, Option<DateTime<Utc>>), Error> {
        let mut request = Request::new(Method::POST, url.clone());
        *request.headers_mut() = headers;
        *request.body_mut() = Some(body.into());
        let http = self.connections().http;
        let response = http.execute(request).await.map_err(Error::from_network)?;
        let date = date_of(response.headers());
        Ok((read(response).await?, date))
    }

    pub(crate) fn options(&self) -> &TransportOptions {
        &self.shared.options
    }

    /// By how much the clock was off at the last look, even if that is no reason to correct it.
    pub(crate) fn measured_clock_offset(&self) -> Option<TimeDelta> {
        self.shared.clock.measured()
    }

    /// What this host last showed of itself over these connections.
    pub(crate) fn presented_by(&self, host: &str) -> Option<Presented> {
        self.shared.verifier.presented_by(host)
    }

    pub(crate) fn proxy_on_the_way_to(&self, url: &Url) -> Option<(String, u16)> {
        self.connections().proxies.address_on_the_way_to(url)
    }

    pub(crate) fn hint_turn(&self) -> &tokio::sync::Mutex<()> {
        &self.shared.hint_turn
    }

    /// Of clients that go the same way to somewhere else.
    pub(crate) fn client_builder(&self) -> ClientBuilder {
        let Shared {
            clock,
            options,
            verifier,
            ..
        } = &*self.shared;
        let tls = Arc::clone(verifier).into_config(Arc::clone(clock));
        client_builder(options, self.connections().proxies, tls)
    }

    /// Goes the same way as all others, and believes every certificate.
    pub(crate) fn gullible_client(&self) -> Option<reqwest::Client> {
        let tls = Arc::new(Verifier::gullible()).into_config(Arc::clone(&self.shared.clock));
        let proxies = self.connections().proxies;
        client_builder(&self.shared.options, proxies, tls)
            .timeout(HINT_TIMEOUT.min(self.shared.options.total_timeout))
            .build()
            .ok()
    }

    fn connections(&self) -> Connections {
        self.shared
            .connections
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Connections {
    fn open(
        options: &TransportOptions,
        verifier: &Arc<Verifier>,
        clock: &Arc<Clock>,
    ) -> Result<Self, Error> {
        let proxies = Proxies::look_up(&options.proxy);
        let tls = Arc::clone(verifier).into_config(Arc::clone(clock));
        let http = client_builder(options, proxies.clone(), tls)
            .build()
            .map_err(|error| Error::Network {
                class: ErrorClass::Unreachable,
                detail: error.to_string(),
            })?;
        Ok(Self { http, proxies })
    }
}

fn client_builder(
    options: &TransportOptions,
    proxies: Proxies,
    tls: rustls::ClientConfig,
) -> ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(options.connect_timeout)
        .read_timeout(options.silence_timeout)
        .timeout(options.total_timeout)
        // A redirect is never the service's: it leads to a sign-in page.
        .redirect(redirect::Policy::none())
        .proxy(proxies.into_reqwest())
        .tls_backend_preconfigured(tls)
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("options", &self.shared.options)
            .field("clock_offset", &self.clock_offset())
            .finish_non_exhaustive()
    }
}
