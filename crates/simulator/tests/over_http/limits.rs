use std::time::Duration;

use simulator::{
    Faults, Key, Limiter, LimiterKind, Rival, Simulator, SimulatorClock, SimulatorConfig, When,
};

use crate::raw::{Connection, Request};
use crate::{noon, with};

async fn limited(kind: LimiterKind, requests_per_second: u32) -> Simulator {
    Simulator::start(SimulatorConfig {
        clock: SimulatorClock::frozen_at(noon()),
        credentials: vec![Key::sample(), Key::new("AKIDother", "other")],
        limiter: Limiter {
            kind,
            requests_per_second,
        },
        ..SimulatorConfig::default()
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn the_twenty_first_request_within_a_second_is_refused_for_every_limiter() {
    for kind in [
        LimiterKind::SlidingWindow,
        LimiterKind::FixedWindow,
        LimiterKind::TokenBucket,
    ] {
        // A slow machine must not let a second pass meanwhile: 3 a second are as good as 20.
        let simulator = limited(kind, 3).await;
        let mut connection = Connection::open(simulator.address()).await;
        let request = Request::of(&["a"]);
        let mut codes = Vec::new();
        for _ in 0..4 {
            codes.push(connection.ask(&request).await.code());
        }
        assert_eq!(
            codes,
            ["none", "none", "none", "RequestLimitExceeded"],
            "{kind:?}"
        );
        let other = Request {
            key: Key::new("AKIDother", "other"),
            ..request
        };
        assert_eq!(connection.ask(&other).await.code(), "none", "{kind:?}");
        let counters = simulator.counters();
        assert_eq!((counters.requests, counters.over_limit), (5, 1));
        assert_eq!(counters.max_requests_in_a_second, 5);
        assert_eq!(counters.connections, 1);
    }
}

#[tokio::test]
async fn a_rival_leaves_less_of_the_limit_to_the_client() {
    let rival = Rival {
        requests_per_second: 1000,
        at_once: 1,
    };
    let faults = Faults {
        rival: Some(rival),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let request = Request::of(&["a"]);
    assert_eq!(request.send(&simulator).await.code(), "none");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(
        request.send(&simulator).await.code(),
        "RequestLimitExceeded"
    );
    assert_eq!(simulator.counters().passed_by_rival, 19);
}

#[tokio::test]
async fn the_default_is_twenty_per_sliding_second() {
    assert_eq!(
        SimulatorConfig::default().limiter,
        Limiter {
            kind: LimiterKind::SlidingWindow,
            requests_per_second: 20
        }
    );
}

#[tokio::test]
async fn a_hundred_connections_at_once_are_served() {
    let simulator = limited(LimiterKind::Unlimited, 0).await;
    let address = simulator.address();
    let asking = (0..100).map(|_| {
        tokio::spawn(async move {
            let mut connection = Connection::open(address).await;
            let request = Request::of(&["a"]);
            for _ in 0..5 {
                assert_eq!(connection.ask(&request).await.code(), "none");
            }
        })
    });
    for asker in asking.collect::<Vec<_>>() {
        asker.await.unwrap();
    }
    let counters = simulator.counters();
    assert_eq!((counters.connections, counters.answered), (100, 500));
}

#[tokio::test]
async fn stopping_lets_the_request_in_hand_finish_and_closes_the_port() {
    let faults = Faults {
        latency: Duration::from_millis(200),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let address = simulator.address();
    let mut connection = Connection::open(address).await;
    let asking = tokio::spawn(async move { connection.ask(&Request::of(&["a"])).await });
    while simulator.counters().requests == 0 {
        tokio::task::yield_now().await;
    }
    simulator.stop().await;
    assert_eq!(asking.await.unwrap().tokens(), ["a"]);
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn stopping_does_not_wait_for_requests_that_hang() {
    let hang = Faults {
        hang: When::Always,
        ..Faults::default()
    };
    let simulator = with(&["a"], hang).await;
    let mut connection = Connection::open(simulator.address()).await;
    let asking = tokio::spawn(async move { connection.ask(&Request::of(&["a"])).await });
    while simulator.counters().requests == 0 {
        tokio::task::yield_now().await;
    }
    simulator.stop().await;
    assert!(asking.await.unwrap().body.is_empty());
}
