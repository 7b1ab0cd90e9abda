//! Whole checks by the real client, each with a ledger on disk, of services that count in three ways and are near or far.
//! All at once: each asks 20 times a second, which is next to nothing.

use std::{
    fmt::Write,
    fs, io,
    path::Path,
    time::{Duration, Instant},
};

use futures_util::future::try_join_all;
use intlpartners::Transport;
use invitations::{
    account::KeyPlace,
    check::{self, Terms},
    ids::AccountId,
    import::read_text,
    ledger::{ImportTarget, Ledger},
};
use simulator::{
    Counters, Faults, Invitation, Limiter, LimiterKind, Recording, Simulator, SimulatorClock,
    SimulatorConfig, population,
};
use tokio_util::sync::CancellationToken;

use crate::{
    request::{client, clock},
    row::{Bar, Row},
};

const ALLOWED_PER_SECOND: f64 = 2_000.0;
const LATENCIES: [u64; 3] = [0, 50, 200];
const JITTER: Duration = Duration::from_millis(40);

/// How the service counts, and what is asked of the client then.
struct Counting {
    name: &'static str,
    kind: LimiterKind,
    speed: f64,
    refused: f64,
}

const COUNTINGS: [Counting; 3] = [
    Counting {
        name: "token bucket",
        kind: LimiterKind::TokenBucket,
        speed: 0.995,
        refused: 0.005,
    },
    Counting {
        name: "fixed window",
        kind: LimiterKind::FixedWindow,
        speed: 0.995,
        refused: 0.005,
    },
    Counting {
        name: "sliding second",
        kind: LimiterKind::SlidingWindow,
        speed: 0.95,
        refused: 0.02,
    },
];

struct Run {
    took: Duration,
    counters: Counters,
}

pub(crate) fn rows(folder: &Path, tokens: usize) -> io::Result<Vec<Row>> {
    let invitations = population(1, tokens, SimulatorClock::system().now());
    let book = folder.join("all.db");
    let account = fill(&book, &invitations);
    let transport = Transport::new(clock()).map_err(io::Error::other)?;
    let runs = COUNTINGS.iter().flat_map(|counting| {
        LATENCIES.map(|latency| {
            let ledger = folder.join(format!("{} {latency}.db", counting.name));
            (counting, latency, ledger)
        })
    });
    let runtime = tokio::runtime::Runtime::new()?;
    let runs = runs.map(|(counting, latency, path)| {
        let (invitations, transport) = (invitations.clone(), transport.clone());
        let copied = fs::copy(&book, &path);
        let service = SimulatorConfig {
            invitations,
            limiter: Limiter {
                kind: counting.kind,
                requests_per_second: 20,
            },
            faults: Faults {
                latency: Duration::from_millis(latency),
                jitter: JITTER,
                ..Faults::default()
            },
            recording: Recording::Nothing,
            ..SimulatorConfig::default()
        };
        let ledger = Ledger::open(&path, 1, clock()()).expect("a copy is as good");
        let run = runtime.spawn(run(ledger, account, transport, service));
        async move {
            copied?;
            Ok::<_, io::Error>((counting, latency, run.await.map_err(io::Error::other)??))
        }
    });
    let runs = runs.collect::<Vec<_>>();
    let runs = runtime.block_on(try_join_all(runs))?;

    let mut rows: Vec<_> = runs
        .iter()
        .map(|(counting, latency, run)| {
            let per_second = tokens as f64 / run.took.as_secs_f64();
            Row {
                name: format!("check of {tokens} tokens, {}, {latency} ms", counting.name),
                ours: format!("{per_second:.0} tokens/s"),
                yardstick: format!("{ALLOWED_PER_SECOND} allowed"),
                ratio: per_second / ALLOWED_PER_SECOND,
                bar: Bar::LeastShare(counting.speed),
                judged: true,
            }
        })
        .collect();
    for counting in &COUNTINGS {
        let mine = runs
            .iter()
            .filter(|(other, ..)| other.name == counting.name);
        let worst = mine.max_by_key(|(.., run)| run.counters.over_limit);
        rows.extend(worst.map(|(_, latency, run)| Row {
            name: format!(
                "requests refused, {}, at worst ({latency} ms)",
                counting.name
            ),
            ours: run.counters.over_limit.to_string(),
            yardstick: format!("{} sent", run.counters.requests),
            ratio: run.counters.over_limit as f64 / run.counters.requests as f64,
            bar: Bar::MostShare(counting.refused),
            judged: true,
        }));
    }
    let worst = runs.iter().max_by_key(|(.., run)| run.counters.connections);
    rows.extend(worst.map(|(counting, latency, run)| Row {
        name: format!("connections, at worst ({}, {latency} ms)", counting.name),
        ours: run.counters.connections.to_string(),
        yardstick: format!("{} requests", run.counters.requests),
        ratio: run.counters.connections as f64 / run.counters.requests as f64,
        bar: Bar::MostShare(0.012),
        judged: true,
    }));
    Ok(rows)
}

/// A ledger with all the tokens, to be copied for each run.
fn fill(path: &Path, invitations: &[Invitation]) -> AccountId {
    let ledger = Ledger::open(path, 1, clock()()).expect("room for a ledger");
    let account = ledger
        .add_account("Bench", "bench", "AKID…", KeyPlace::Session, clock()())
        .expect("a new ledger has no accounts");
    let mut text = String::new();
    for invitation in invitations {
        _ = writeln!(text, "{}", invitation.token);
    }
    let target = ImportTarget::NewList("All".to_owned());
    ledger
        .store_import(account, &target, &read_text(&text), clock()())
        .expect("room for the tokens");
    account
}

async fn run(
    ledger: Ledger,
    account: AccountId,
    transport: Transport,
    service: SimulatorConfig,
) -> io::Result<Run> {
    let simulator = Simulator::start(service).await?;
    let client = client(&transport, &simulator.endpoint());
    let ids = ledger.scope(account, None).map_err(io::Error::other)?;
    let check = ledger
        .begin_check(account, None, &ids, clock()())
        .map_err(io::Error::other)?;
    let start = Instant::now();
    let report = check::run(
        ledger,
        client,
        check,
        Terms {
            cancel: CancellationToken::new(),
            clock: clock(),
            patience: Some(Duration::from_secs(60)),
        },
        |_| {},
    )
    .await
    .map_err(io::Error::other)?;
    let took = start.elapsed();
    assert_eq!(
        report.returned + report.not_returned,
        ids.len(),
        "every token has an answer"
    );
    let counters = simulator.counters();
    simulator.stop().await;
    Ok(Run { took, counters })
}
