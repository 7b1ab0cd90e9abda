//! The service, the clocks, and the way between client and service: all that a test may break.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use intlpartners::{Client, ClientConfig, Credentials, Language, Transport, WallClock};
use simulator::{
    Counters, Exchange, Faults, Invitation, Key, Limiter, LimiterKind, Simulator, SimulatorClock,
    SimulatorConfig,
};
use tokio::{
    task::{JoinHandle, yield_now},
    time::{Instant, sleep},
};

use crate::ledger::fixture;

/// While something moves, time passes in steps as short as this.
const SHORT_STEP: Duration = Duration::from_millis(2);
/// When nothing does, in steps like this.
const LONG_STEP: Duration = Duration::from_millis(25);
/// Between two requests of an even pace, something still moves.
const STILL_MOVING: Duration = Duration::from_millis(120);
/// A request and its answer come through with fewer looks at the sockets than this.
const LOOKS: usize = 16;

#[derive(Debug, Clone)]
pub(super) struct WorldOptions {
    pub(super) seed: u64,
    pub(super) limiter: LimiterKind,
    /// The client's; the service allows 20.
    pub(super) requests_per_second: u32,
}

impl Default for WorldOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            limiter: LimiterKind::TokenBucket,
            requests_per_second: 20,
        }
    }
}

pub(super) struct World {
    /// The client's; the service knows [`Key::sample`].
    pub(super) key: Key,
    client: OnceLock<Client>,
    options: WorldOptions,
    invitations: Mutex<Vec<Invitation>>,
    clocks: Arc<Clocks>,
    service: Arc<Mutex<Service>>,
    address: SocketAddr,
    ticking: JoinHandle<()>,
}

struct Clocks {
    begun: Instant,
    /// Milliseconds that the computer has slept through: its other clock stood still.
    slept: AtomicI64,
    /// By how many milliseconds somebody has moved the computer's clock.
    moved: AtomicI64,
}

#[derive(Default)]
struct Service {
    simulator: Option<Simulator>,
    /// When it began, since the world did.
    begun: Duration,
    /// Of the ones before.
    record: Vec<Exchange>,
    faults: Faults,
}

impl World {
    pub(super) async fn new(
        options: WorldOptions,
        invitations: Vec<Invitation>,
        faults: Faults,
    ) -> Self {
        // Free now; a simulator that goes away and comes back needs the same one.
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let service = Arc::new(Mutex::new(Service {
            faults,
            ..Service::default()
        }));
        let world = Self {
            key: Key::sample(),
            client: OnceLock::new(),
            options,
            invitations: Mutex::new(invitations),
            clocks: Arc::new(Clocks {
                begun: Instant::now(),
                slept: AtomicI64::new(0),
                moved: AtomicI64::new(0),
            }),
            ticking: tokio::spawn(tick(Arc::clone(&service))),
            service,
            address,
        };
        world.bring_up().await;
        world
    }

    /// What the time really is.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clocks.now()
    }

    /// What the computer believes it to be.
    pub(super) fn clock(&self) -> WallClock {
        let clocks = Arc::clone(&self.clocks);
        Arc::new(move || clocks.now() + milliseconds(&clocks.moved))
    }

    pub(super) fn move_clock(&self, by: TimeDelta) {
        add(&self.clocks.moved, by);
    }

    pub(super) fn sleep(&self, time: TimeDelta) {
        add(&self.clocks.slept, time);
    }

    /// One for all checks: the way to the service takes long to make, and what it has learnt of the clock lasts.
    pub(super) fn client(&self) -> Client {
        self.client.get_or_init(|| self.new_client()).clone()
    }

    fn new_client(&self) -> Client {
        let (credentials, _) = Credentials::new(&self.key.secret_id, &self.key.secret_key).unwrap();
        let config = ClientConfig {
            endpoint: format!("http://{}/", self.address).parse().unwrap(),
            credentials,
            requests_per_second: self.options.requests_per_second,
            language: Language::EnUs,
            request_client: "InviteLedger_test".to_owned(),
        };
        Client::new(
            Transport::new(self.clock()).unwrap(),
            config,
            self.options.seed,
        )
    }

    pub(super) fn add_invitations(&self, more: Vec<Invitation>) {
        if let Some(simulator) = &self.service().simulator {
            simulator.add_invitations(more.clone());
        }
        self.invitations.lock().unwrap().extend(more);
    }

    pub(super) fn faults(&self) -> Faults {
        self.service().faults.clone()
    }

    pub(super) fn set_faults(&self, faults: Faults) {
        let mut service = self.service();
        if let Some(simulator) = &service.simulator {
            simulator.set_faults(faults.clone());
        }
        service.faults = faults;
    }

    /// Nobody listens any more, and connections end. Neither the record nor the faults are lost.
    pub(super) async fn bring_down(&self) {
        let Some(simulator) = self.service().simulator.take() else {
            return;
        };
        let record = simulator.stop().await;
        let mut service = self.service();
        let since = service.begun;
        service.record.extend(in_the_world(record, since));
    }

    pub(super) async fn bring_up(&self) {
        if self.service().simulator.is_some() {
            return;
        }
        let clocks = Arc::clone(&self.clocks);
        let config = SimulatorConfig {
            port: self.address.port(),
            invitations: self.invitations.lock().unwrap().clone(),
            // Another one each time, or RequestIds would repeat.
            seed: self.options.seed + self.record().len() as u64,
            clock: SimulatorClock::following(move || clocks.now()),
            limiter: Limiter {
                kind: self.options.limiter,
                requests_per_second: 20,
            },
            faults: self.faults(),
            ..SimulatorConfig::default()
        };
        let simulator = Simulator::start(config).await.unwrap();
        let mut service = self.service();
        service.begun = self.clocks.begun.elapsed();
        service.simulator = Some(simulator);
    }

    /// With the times of arrival counted from the world's beginning.
    pub(super) fn record(&self) -> Vec<Exchange> {
        let service = self.service();
        let mut record = service.record.clone();
        if let Some(simulator) = &service.simulator {
            record.extend(in_the_world(simulator.record(), service.begun));
        }
        record
    }

    /// That arrived, whatever became of them.
    pub(super) fn requests(&self) -> usize {
        self.record().len()
    }

    fn service(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.ticking.abort();
    }
}

impl Service {
    fn counters(&self) -> Counters {
        self.simulator
            .as_ref()
            .map(Simulator::counters)
            .unwrap_or_default()
    }
}

impl Clocks {
    fn now(&self) -> DateTime<Utc> {
        let lived = TimeDelta::from_std(self.begun.elapsed()).unwrap();
        fixture::now() + lived + milliseconds(&self.slept)
    }
}

fn in_the_world(record: Vec<Arc<Exchange>>, begun: Duration) -> impl Iterator<Item = Exchange> {
    record.into_iter().map(move |exchange| {
        let mut exchange = Arc::unwrap_or_clone(exchange);
        exchange.arrived_after += begun;
        exchange
    })
}

fn milliseconds(of: &AtomicI64) -> TimeDelta {
    TimeDelta::milliseconds(of.load(Ordering::Relaxed))
}

fn add(to: &AtomicI64, time: TimeDelta) {
    to.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
}

/// Paused time jumps to the next timer whenever no task is ready, even with bytes on their way through the loopback:
/// a request would take as long as whatever timer there is. This makes time pass in steps, and has the sockets looked
/// at in between until they have nothing more to say.
async fn tick(service: Arc<Mutex<Service>>) {
    let (mut seen, mut moved_at) = (Counters::default(), Instant::now());
    loop {
        for _ in 0..LOOKS {
            yield_now().await;
        }
        let counters = service.lock().unwrap().counters();
        if counters != seen {
            (seen, moved_at) = (counters, Instant::now());
        }
        sleep(match moved_at.elapsed() < STILL_MOVING {
            true => SHORT_STEP,
            false => LONG_STEP,
        })
        .await;
    }
}
