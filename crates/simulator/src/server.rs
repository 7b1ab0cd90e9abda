use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::clock::SimulatorClock;
use crate::connection;
use crate::faults::Faults;
use crate::invitation::{Invitation, UnusedFields};
use crate::key::Key;
use crate::limiter::Limiter;
use crate::record::{Counters, Exchange, Recording};
use crate::service::Service;

/// How a simulator is set up. The default listens on any free port, knows [`Key::sample`], holds no
/// invitations, allows 20 requests per sliding second, and does nothing wrong.
#[derive(Clone, Debug)]
pub struct SimulatorConfig {
    /// On 127.0.0.1; 0 takes any that is free.
    pub port: u16,
    pub credentials: Vec<Key>,
    pub invitations: Vec<Invitation>,
    pub seed: u64,
    pub clock: SimulatorClock,
    pub limiter: Limiter,
    pub unused_fields: UnusedFields,
    pub faults: Faults,
    pub recording: Recording,
}

impl Default for SimulatorConfig {
    fn default() -> Self {
        Self {
            port: 0,
            credentials: vec![Key::sample()],
            invitations: Vec::new(),
            seed: 1,
            clock: SimulatorClock::system(),
            limiter: Limiter::default(),
            unused_fields: UnusedFields::default(),
            faults: Faults::default(),
            recording: Recording::default(),
        }
    }
}

/// A running simulator. Dropping it closes the port and lets the requests in hand finish.
#[derive(Debug)]
pub struct Simulator {
    service: Arc<Service>,
    address: SocketAddr,
    // Dropping the sender is what stops the tasks.
    running: watch::Sender<()>,
    accepting: JoinHandle<()>,
}

impl Simulator {
    /// Listens on loopback, on the tokio runtime that this is called on.
    ///
    /// # Errors
    /// Where the port cannot be had.
    pub async fn start(config: SimulatorConfig) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let service = Arc::new(Service::new(config));
        let (running, stop) = watch::channel(());
        let accepting = tokio::spawn(accept(listener, Arc::clone(&service), stop));
        Ok(Self {
            service,
            address,
            running,
            accepting,
        })
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for a client, `http://127.0.0.1:PORT/`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}/", self.address)
    }

    #[must_use]
    pub fn keys(&self) -> &[Key] {
        self.service.keys()
    }

    /// The invitations' time: the clock plus what was [advanced](Self::advance).
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.service.now()
    }

    /// Lets the invitations age. The service's own clock stays.
    pub fn advance(&self, by: TimeDelta) {
        self.service.state().advanced += by;
    }

    pub fn add_invitation(&self, invitation: Invitation) {
        self.add_invitations([invitation]);
    }

    /// Adds invitations; one with a token that is there already takes its place.
    pub fn add_invitations(&self, invitations: impl IntoIterator<Item = Invitation>) {
        let invitations = invitations.into_iter();
        self.service
            .state()
            .invitations
            .extend(invitations.map(|it| (it.token.clone(), it)));
    }

    /// The faults as they are now: what [`When`](crate::When) has counted down shows.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.service.state().faults.clone()
    }

    /// Takes effect with the next request.
    pub fn set_faults(&self, faults: Faults) {
        self.service.state().faults = faults;
    }

    /// What was asked and answered, in the order of the answers. See [`Recording`] for how much is kept.
    #[must_use]
    pub fn record(&self) -> Vec<Arc<Exchange>> {
        self.service.state().recorder.exchanges()
    }

    #[must_use]
    pub fn counters(&self) -> Counters {
        self.service.state().recorder.counters
    }

    /// Stops, waits until the requests in hand are answered, and hands over the whole [record](Self::record).
    pub async fn stop(self) -> Vec<Arc<Exchange>> {
        drop(self.running);
        // An error would say that the task panicked or was cancelled with its runtime; it has ended anyhow.
        let _ = self.accepting.await;
        self.service.state().recorder.exchanges()
    }
}

async fn accept(listener: TcpListener, service: Arc<Service>, mut stop: watch::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            _ = stop.changed() => break,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, most likely: others have to end first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let number = {
            let mut state = service.state();
            state.recorder.counters.connections += 1;
            state.recorder.counters.connections
        };
        // Small answers must not wait for the client's acknowledgement.
        let _ = stream.set_nodelay(true);
        connections.spawn(connection::serve(
            stream,
            Arc::clone(&service),
            number,
            stop.clone(),
        ));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}
