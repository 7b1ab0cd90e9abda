//! What the integration tests share: a client that loses patience soon, and peers that answer
//! what no simulator of the service would.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use intlpartners::{
    Answer, Client, ClientConfig, Credentials, Endpoint, Error, Event, Language, ProxyChoice,
    Transport, TransportOptions, WallClock,
};
use simulator::SimulatorClock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const SILENCE: Duration = Duration::from_millis(400);

/// What takes 15 s by default takes 0.4 s here.
pub(crate) fn impatient(proxy: ProxyChoice) -> TransportOptions {
    TransportOptions {
        proxy,
        connect_timeout: SILENCE,
        silence_timeout: SILENCE,
        total_timeout: 2 * SILENCE,
    }
}

pub(crate) fn transport(clock: WallClock, proxy: ProxyChoice) -> Transport {
    Transport::with(clock, impatient(proxy)).unwrap()
}

pub(crate) fn sample_credentials() -> Credentials {
    let key = simulator::Key::sample();
    let (credentials, _) = Credentials::new(&key.secret_id, &key.secret_key).unwrap();
    credentials
}

pub(crate) fn config(endpoint: &str) -> ClientConfig {
    ClientConfig {
        endpoint: endpoint.parse::<Endpoint>().unwrap(),
        credentials: sample_credentials(),
        requests_per_second: 20,
        language: Language::EnUs,
        request_client: "InviteLedger_tests".to_owned(),
    }
}

pub(crate) fn system_clock() -> WallClock {
    let clock = SimulatorClock::system();
    Arc::new(move || clock.now())
}

pub(crate) fn client(endpoint: &str) -> Client {
    client_over(transport(system_clock(), ProxyChoice::Direct), endpoint)
}

pub(crate) fn client_over(transport: Transport, endpoint: &str) -> Client {
    Client::new(transport, config(endpoint), 7)
}

pub(crate) async fn query(client: &Client, tokens: &[&str]) -> (Result<Answer, Error>, Vec<Event>) {
    let events = Mutex::new(Vec::new());
    let outcome = client
        .query_invitation_info(tokens, &|event| events.lock().unwrap().push(event))
        .await;
    (outcome, events.into_inner().unwrap())
}

pub(crate) async fn error_of(client: &Client) -> Error {
    query(client, &["token"]).await.0.unwrap_err()
}

/// A peer that reads what comes and says what it was told to, byte for byte.
pub(crate) struct Responder {
    pub(crate) address: SocketAddr,
    requests: Arc<AtomicU32>,
}

#[derive(Clone)]
pub(crate) enum Reply {
    /// These bytes; then the connection ends.
    Bytes(Vec<u8>),
    /// These bytes at once when the connection opens, before any request.
    Greeting(Vec<u8>),
    /// These bytes; then nothing, for ever.
    Hang(Vec<u8>),
    /// These bytes, and after them one every ten seconds, for ever.
    Drip(Vec<u8>),
    /// These bytes; then a reset.
    Reset(Vec<u8>),
}

impl Responder {
    pub(crate) async fn always(reply: Reply) -> Self {
        Self::each(move |_| reply.clone()).await
    }

    /// Says what `reply` has for the number of the request, counted from 1.
    pub(crate) async fn each(reply: impl Fn(u32) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&requests);
        let reply = Arc::new(reply);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counted.fetch_add(1, Ordering::Relaxed) + 1;
                tokio::spawn(respond(stream, reply(number)));
            }
        });
        Self { address, requests }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(crate) fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }
}

async fn respond(mut stream: TcpStream, reply: Reply) {
    if !matches!(reply, Reply::Greeting(_)) {
        // All our requests fit, and what is read here is not the point.
        let _ = stream.read(&mut vec![0; 64 * 1024]).await;
    }
    match reply {
        Reply::Bytes(bytes) | Reply::Greeting(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            // Until the other side has read it all; an early drop would reset the connection.
            let _ = stream.read(&mut [0; 1024]).await;
        }
        Reply::Hang(bytes) => {
            let _ = stream.write_all(&bytes).await;
            std::future::pending::<()>().await;
        }
        Reply::Drip(bytes) => {
            let _ = stream.write_all(&bytes).await;
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(10)).await;
            }
        }
        Reply::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            stream.set_zero_linger().unwrap();
        }
    }
}

pub(crate) fn http(status: &str, content_type: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        )
        .into_bytes(),
    )
}

/// An empty page, dated.
pub(crate) fn http_at(date: DateTime<Utc>) -> Reply {
    let date = date.format("%a, %d %b %Y %H:%M:%S GMT");
    Reply::Bytes(
        format!("HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: 0\r\n\r\n").into_bytes(),
    )
}

/// An address of this computer that nobody listens at.
pub(crate) async fn nobody() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    listener.local_addr().unwrap()
}
