use std::time::{Duration, Instant};

use simulator::{Faults, HtmlPage, Outcome, When};

use crate::raw::{Connection, End, Request};
use crate::with;

#[tokio::test]
async fn a_request_hangs_until_the_client_gives_up() {
    let faults = Faults {
        hang: When::Next(1),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let reply = Request::of(&["a"]).send(&simulator).await;
    assert_eq!((reply.end, reply.status), (End::Silent, 0));
    assert_eq!(Request::of(&["a"]).send(&simulator).await.tokens(), ["a"]);
}

#[tokio::test]
async fn a_connection_is_reset_without_an_answer() {
    let faults = Faults {
        reset: When::every(2),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let mut connection = Connection::open(simulator.address()).await;
    let request = Request::of(&["a"]);
    assert_eq!(connection.ask(&request).await.tokens(), ["a"]);
    let reply = connection.ask(&request).await;
    assert_eq!((reply.end, reply.status), (End::Reset, 0));
    assert_eq!(simulator.record()[1].outcome, Outcome::Reset);
}

#[tokio::test]
async fn a_body_is_cut_off_in_the_middle() {
    let faults = Faults {
        truncated: When::Next(1),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let reply = Request::of(&["a"]).send(&simulator).await;
    assert_eq!(reply.status, 200);
    assert_ne!(reply.end, End::Whole);
    let announced: usize = reply.headers["content-length"].parse().unwrap();
    assert_eq!(reply.body.len(), announced / 2);
    assert!(matches!(
        simulator.record()[0].outcome,
        Outcome::Truncated { .. }
    ));
}

#[tokio::test]
async fn somebody_elses_page_answers() {
    for (page, status) in [
        (HtmlPage::Ok, 200),
        (HtmlPage::Redirect, 302),
        (HtmlPage::NetworkAuth, 511),
        (HtmlPage::BadGateway, 502),
    ] {
        let faults = Faults {
            html_page: When::Always,
            html_page_as: page,
            ..Faults::default()
        };
        let simulator = with(&["a"], faults).await;
        let reply = Request::of(&["a"]).send(&simulator).await;
        assert_eq!((reply.status, reply.end), (status, End::Whole));
        assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(reply.headers.contains_key("location"), status == 302);
        assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
        assert_eq!(simulator.counters().refused, 0);
    }
}

#[tokio::test]
async fn a_proxy_wants_a_sign_in() {
    let faults = Faults {
        proxy_auth: When::Always,
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let reply = Request::of(&["a"]).send(&simulator).await;
    assert_eq!(reply.status, 407);
    assert!(reply.headers.contains_key("proxy-authenticate"));
}

#[tokio::test]
async fn an_answer_takes_as_long_as_it_is_told_to() {
    let faults = Faults {
        latency: Duration::from_millis(60),
        jitter: Duration::from_millis(40),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let asked = Instant::now();
    Request::of(&["a"]).send(&simulator).await;
    assert!(asked.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn half_of_the_latency_passes_before_the_service_sees_the_request() {
    let faults = Faults {
        latency: Duration::from_millis(400),
        ..Faults::default()
    };
    let simulator = with(&["a"], faults).await;
    let asked = Instant::now();
    Request::of(&["a"]).send(&simulator).await;
    let arrived = simulator.record()[0].arrived_after;
    assert!(arrived >= Duration::from_millis(200), "{arrived:?}");
    assert!(asked.elapsed() >= Duration::from_millis(400));
}
