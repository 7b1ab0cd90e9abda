use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::HeaderMap;
use reqwest::{Method, Request, Url, redirect};

use crate::answer::Reply;
use crate::clock::{Clock, WallClock};
use crate::proxies::{Proxies, ProxyChoice};
use crate::reply::{date_of, read};
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

struct Shared {
    clock: Clock,
    options: TransportOptions,
    connections: RwLock<Connections>,
}

#[derive(Clone)]
struct Connections {
    http: reqwest::Client,
}

impl Transport {
    /// `clock` is what this computer believes the time to be. Before that, install a rustls crypto
    /// provider as the process's default.
    pub fn new(clock: WallClock) -> Result<Self, Error> {
        Self::with(clock, TransportOptions::default())
    }

    pub fn with(clock: WallClock, options: TransportOptions) -> Result<Self, Error> {
        let connections = Connections::open(&options)?;
        Ok(Self {
            shared: Arc::new(Shared {
                clock: Clock::new(clock),
                options,
                connections: RwLock::new(connections),
            }),
        })
    }

    /// Forgets every open connection, and looks the system's proxy up anew: after sleep, both may
    /// be those of another network. Requests under way are the caller's to drop.
    pub fn reconnect(&self) {
        // What could be made once can be made again; should it not be, the old ones still serve.
        if let Ok(connections) = Connections::open(&self.shared.options) {
            *self
                .shared
                .connections
                .write()
                .unwrap_or_else(PoisonError::into_inner) = connections;
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
        url: Url,
        headers: HeaderMap,
        body: bytes::Bytes,
    ) -> Result<(Reply, Option<DateTime<Utc>>), Error> {
        let mut request = Request::new(Method::POST, url);
        *request.headers_mut() = headers;
        *request.body_mut() = Some(body.into());
        let http = self.connections().http;
        let response = http.execute(request).await.map_err(Error::from_network)?;
        let date = date_of(response.headers());
        Ok((read(response).await?, date))
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
    fn open(options: &TransportOptions) -> Result<Self, Error> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(no_client("no TLS provider is installed"));
        }
        let proxies = Proxies::look_up(&options.proxy);
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(options.connect_timeout)
                .read_timeout(options.silence_timeout)
                .timeout(options.total_timeout)
                // A redirect is never the service's: it leads to a sign-in page.
                .redirect(redirect::Policy::none())
                .proxy(proxies.clone().into_reqwest())
        };
        let http = builder()
            .build()
            // A computer without any trusted certificate can still talk to itself; elsewhere each
            // query will say that nobody is trusted.
            .or_else(|_| builder().tls_certs_only([]).build())
            .map_err(|error| no_client(&error.to_string()))?;
        Ok(Self { http })
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("options", &self.shared.options)
            .field("clock_offset", &self.clock_offset())
            .finish_non_exhaustive()
    }
}

fn no_client(detail: &str) -> Error {
    Error::Network {
        class: ErrorClass::TlsUntrusted,
        detail: detail.to_owned(),
    }
}
