//! What the pacer is held to, against each way in which a service may count.

use std::time::Duration;

use simulator::{LimiterKind, Rival};

use super::trial::Trial;

const KINDS: [LimiterKind; 3] = [
    LimiterKind::TokenBucket,
    LimiterKind::FixedWindow,
    LimiterKind::SlidingWindow,
];
const LATENCIES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(50),
    Duration::from_millis(200),
];
const SEEDS: std::ops::Range<u64> = 0..2;

/// Every combination, with every seed.
fn trials(trial: &Trial) -> impl Iterator<Item = (Trial, u64)> {
    let kinds = KINDS.into_iter();
    let combined = kinds.flat_map(|kind| LATENCIES.map(|latency| (kind, latency)));
    combined.flat_map(move |(kind, latency)| {
        let trial = Trial {
            kind,
            latency,
            ..trial.clone()
        };
        SEEDS.map(move |seed| (trial.clone(), seed))
    })
}

fn half_of_the_limit(at_once: u32) -> Option<Rival> {
    Some(Rival {
        requests_per_second: 10,
        at_once,
    })
}

#[tokio::test(start_paused = true)]
async fn alone_it_gets_all_that_the_service_allows() {
    for (trial, seed) in trials(&Trial::default()) {
        let course = trial.run(seed).await;
        let (least, most_refused) = match trial.kind {
            LimiterKind::SlidingWindow => (0.95, 0.02),
            _ => (0.995, 0.005),
        };
        let speed = course.requests_per_second() / 20.0;
        assert!(speed >= least, "{speed} with seed {seed}: {trial:?}");
        let refused = course.refused_share();
        assert!(refused <= most_refused, "{refused} with {seed}: {trial:?}");
        let tightest = course.tightest(20);
        assert!(tightest >= Duration::from_millis(975), "{tightest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lower_limit_is_used_as_well() {
    for limit in [1, 2, 5, 10] {
        let requests = 200;
        let lower = Trial {
            limit,
            requests,
            ..Trial::default()
        };
        for (trial, seed) in trials(&lower) {
            let course = trial.run(seed).await;
            let used = course.requests_per_second() / f64::from(limit);
            assert!(used >= 0.95, "{used} with seed {seed}: {trial:?}");
            assert!(course.refused_share() <= 0.02, "seed {seed}: {trial:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn beside_a_rival_it_gets_most_of_the_rest_and_is_seldom_refused() {
    for at_once in [1, 5, 10] {
        let shared = Trial {
            rival: half_of_the_limit(at_once),
            ..Trial::default()
        };
        for (trial, seed) in trials(&shared) {
            let course = trial.run(seed).await;
            let of_the_rest = course.requests_per_second() / 10.0;
            assert!(of_the_rest >= 0.75, "{of_the_rest} with {seed}: {trial:?}");
            let refused = course.refused_share();
            assert!(refused < 0.05, "{refused} with seed {seed}: {trial:?}");
            assert!(course.passed_by_rival > 100, "the rival is there");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn it_gives_way_to_a_rival_who_comes_and_is_back_soon_after_it_leaves() {
    let (comes, leaves) = (Duration::from_secs(10), Duration::from_secs(40));
    let meanwhile = Trial {
        rival: half_of_the_limit(1),
        rivalry: comes..leaves,
        ..Trial::default()
    };
    for (trial, seed) in trials(&meanwhile) {
        let course = trial.run(seed).await;
        let sent = course.sent_within(&(comes + Duration::from_secs(5)..leaves));
        assert!((190..280).contains(&sent), "{sent} in 25 s: {trial:?}");
        let back = course.until_rate(19.0, leaves);
        let soon = back.is_some_and(|back| back < Duration::from_secs(20));
        assert!(soon, "{back:?} with seed {seed}: {trial:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_sent_few_requests_and_full_speed_returns() {
    let (begins, ends) = (Duration::from_secs(10), Duration::from_secs(310));
    let interrupted = Trial {
        outage: begins..ends,
        ..Trial::default()
    };
    for (trial, seed) in trials(&interrupted) {
        let course = trial.run(seed).await;
        let sent = course.sent_within(&(begins..ends));
        assert!((20..60).contains(&sent), "{sent} in 5 minutes: {trial:?}");
        let back = course.until_rate(19.0, ends);
        let soon = back.is_some_and(|back| back < Duration::from_secs(25));
        assert!(soon, "{back:?} with seed {seed}: {trial:?}");
    }
}
