//! The pace over real HTTP, on a clock that jumps from timer to timer: arrivals are the simulator's own.

use std::time::Duration;

use simulator::{Faults, Limiter, LimiterKind, Rival, Simulator, SimulatorConfig};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support::{client, query};

const QUERIES: u64 = 300;
/// 300 beats of 50 ms, the half beat at the start, and the last answer's way.
const ALL_IN_TIME: Duration = Duration::from_millis(300 * 50 + 25 + 240);

struct Run {
    took: Duration,
    refused_share: f64,
    connections: u64,
}

async fn run(kind: LimiterKind, rival: Option<Rival>) -> Run {
    let simulator = Simulator::start(SimulatorConfig {
        limiter: Limiter {
            kind,
            requests_per_second: 20,
        },
        faults: Faults {
            latency: Duration::from_millis(200),
            jitter: Duration::from_millis(40),
            rival,
            ..Faults::default()
        },
        ..SimulatorConfig::default()
    })
    .await
    .unwrap();
    let client = client(&simulator.endpoint());
    let start = Instant::now();
    let mut queries = JoinSet::new();
    for _ in 0..QUERIES {
        let client = client.clone();
        queries.spawn(async move { query(&client, &["token"]).await.0.unwrap() });
    }
    queries.join_all().await;
    let took = start.elapsed();
    let counters = simulator.counters();
    assert_eq!(counters.answered, QUERIES);
    Run {
        took,
        refused_share: counters.over_limit as f64 / counters.requests as f64,
        connections: counters.connections,
    }
}

#[tokio::test(start_paused = true)]
async fn a_bucket_and_a_fixed_window_are_used_up_without_a_refusal() {
    for kind in [LimiterKind::TokenBucket, LimiterKind::FixedWindow] {
        let run = run(kind, None).await;
        assert_eq!(run.refused_share, 0.0, "{kind:?}");
        assert!(run.took < ALL_IN_TIME, "{kind:?}: {:?}", run.took);
        assert!(run.connections <= 12, "{}", run.connections);
    }
}

#[tokio::test(start_paused = true)]
async fn a_strict_sliding_second_costs_a_few_refusals_and_little_time() {
    let run = run(LimiterKind::SlidingWindow, None).await;
    assert!(run.refused_share <= 0.03, "{}", run.refused_share);
    assert!(run.took < ALL_IN_TIME.mul_f64(1.05), "{:?}", run.took);
}

#[tokio::test(start_paused = true)]
async fn beside_a_rival_all_queries_are_answered() {
    let rival = Rival {
        requests_per_second: 10,
        at_once: 1,
    };
    for kind in [LimiterKind::TokenBucket, LimiterKind::SlidingWindow] {
        let run = run(kind, Some(rival)).await;
        assert!(run.refused_share < 0.1, "{kind:?}: {}", run.refused_share);
        assert!(run.took < 3 * ALL_IN_TIME, "{kind:?}: {:?}", run.took);
    }
}
