//! Something between the client and the service answers, or breaks off.

use std::time::Duration;

use crate::support::{
    Reply, Responder, SILENCE, client, client_over, error_of, http, impatient, query, system_clock,
};
use intlpartners::{Error, ErrorClass, Event, ProxyChoice, Transport, TransportOptions};
use tokio::task::JoinSet;
use tokio::time::Instant;

const EMPTY_ENVELOPE: &str = r#"{"Response":{"InvitationInfo":[],"RequestId":"r-1"}}"#;

#[tokio::test]
async fn a_sign_in_page_is_told_with_status_type_and_its_first_words() {
    let page = "<html>\n<title>Hotel Wi-Fi</title> Please sign in</html>";
    let portal = Responder::always(http("200 OK", "text/html; charset=utf-8", page)).await;
    let error = error_of(&client(&portal.endpoint())).await;
    let expected = Error::Intercepted {
        status: Some(200),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        excerpt: "<html> <title>Hotel Wi-Fi</title> Please sign in</html>".to_owned(),
    };
    assert_eq!(error, expected);
    assert_eq!(error.class(), ErrorClass::Intercepted);
    assert_eq!(portal.requests(), 1, "a sign-in page does not go away");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let portal = Responder::always(Reply::Bytes(
        b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n".to_vec(),
    ))
    .await;
    let error = error_of(&client(&portal.endpoint())).await;
    assert!(
        matches!(
            error,
            Error::Intercepted {
                status: Some(302),
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(portal.requests(), 1);
}

#[tokio::test]
async fn a_proxy_that_answers_407_asks_for_a_sign_in() {
    let proxy = Responder::always(http("407 Proxy Authentication Required", "text/html", "")).await;
    let error = error_of(&client(&proxy.endpoint())).await;
    assert_eq!(error.class(), ErrorClass::ProxyAuthRequired);
}

#[tokio::test]
async fn a_content_type_decides_nothing() {
    let odd = Responder::always(http("200 OK", "text/plain", EMPTY_ENVELOPE)).await;
    let (outcome, _) = query(&client(&odd.endpoint()), &["token"]).await;
    assert_eq!(outcome.unwrap().request_id, "r-1");
}

#[tokio::test]
async fn a_gateway_that_is_down_for_a_moment_is_waited_for() {
    let gateway = Responder::each(|number| match number {
        1 => http("502 Bad Gateway", "text/html", "<html>"),
        2 => http("503 Service Unavailable", "text/html", "<html>"),
        _ => http("200 OK", "application/json", EMPTY_ENVELOPE),
    })
    .await;
    let (outcome, events) = query(&client(&gateway.endpoint()), &["token"]).await;
    assert_eq!(outcome.unwrap().request_id, "r-1");
    let attempts: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Retrying { class, attempt, .. } => Some((*class, *attempt)),
            _ => None,
        })
        .collect();
    assert_eq!(
        attempts,
        [(ErrorClass::Intercepted, 2), (ErrorClass::Intercepted, 3)]
    );
}

#[tokio::test]
async fn a_gateway_that_counts_requests_is_a_limit_like_the_services() {
    let gateway = Responder::each(|number| match number {
        1 => http("429 Too Many Requests", "text/html", "slow down"),
        _ => http("200 OK", "application/json", EMPTY_ENVELOPE),
    })
    .await;
    let (outcome, events) = query(&client(&gateway.endpoint()), &["token"]).await;
    outcome.unwrap();
    let throttled = |event: &Event| matches!(event, Event::Throttled { .. });
    assert!(events.iter().any(throttled), "{events:?}");
}

#[tokio::test]
async fn what_is_not_http_came_from_something_in_between() {
    let stranger =
        Responder::always(Reply::Bytes(b"220 smtp.example.com ESMTP\r\n".to_vec())).await;
    let error = error_of(&client(&stranger.endpoint())).await;
    assert_eq!(error.class(), ErrorClass::Intercepted);
    assert!(
        matches!(error, Error::Intercepted { status: None, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_beyond_the_services_own_limit_is_not_the_services() {
    let flood = Responder::always(Reply::Hang(
        b"HTTP/1.1 200 OK\r\nContent-Length: 52428801\r\n\r\n{".to_vec(),
    ))
    .await;
    let error = error_of(&client(&flood.endpoint())).await;
    assert_eq!(error.class(), ErrorClass::Intercepted);
    assert_eq!(flood.requests(), 1);
}

#[tokio::test]
async fn an_endless_answer_is_not_read_beyond_the_limit() {
    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    endless.resize(51 * 1024 * 1024, b' ');
    let flood = Responder::always(Reply::Bytes(endless)).await;
    // More bytes than the impatient client has time for in an unoptimised build.
    let patient = TransportOptions {
        total_timeout: Duration::from_secs(30),
        ..impatient(ProxyChoice::Direct)
    };
    let transport = Transport::with(system_clock(), patient).unwrap();
    let client = client_over(transport, &flood.endpoint());
    let error = error_of(&client).await;
    assert_eq!(error.class(), ErrorClass::Intercepted, "{error:?}");
}

#[tokio::test]
async fn a_reset_is_tried_again_and_then_told_as_a_lost_connection() {
    let cut = Responder::always(Reply::Reset(Vec::new())).await;
    let error = error_of(&client(&cut.endpoint())).await;
    assert_eq!(error.class(), ErrorClass::ConnectionLost, "{error:?}");
    assert_eq!(cut.requests(), 4);
}

#[tokio::test]
async fn an_answer_cut_short_is_a_lost_connection_however_it_is_cut() {
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"Response\":{".to_vec();
    let unannounced = b"HTTP/1.1 200 OK\r\n\r\n{\"Response\":{".to_vec();
    let in_the_head = b"HTTP/1.1 200 OK\r\nContent-Le".to_vec();
    let nothing = Vec::new();
    let mut cases = JoinSet::new();
    for bytes in [announced, unannounced, in_the_head, nothing] {
        cases.spawn(async move {
            let said = String::from_utf8_lossy(&bytes).into_owned();
            let cut = Responder::always(Reply::Bytes(bytes)).await;
            let error = error_of(&client(&cut.endpoint())).await;
            let class = error.class();
            assert_eq!(class, ErrorClass::ConnectionLost, "{said:?}: {error:?}");
        });
    }
    while let Some(case) = cases.join_next().await {
        case.unwrap();
    }
}

#[tokio::test]
async fn a_peer_that_hangs_once_is_asked_again() {
    let hanging = Responder::each(|number| match number {
        1 => Reply::Hang(Vec::new()),
        _ => http("200 OK", "application/json", EMPTY_ENVELOPE),
    })
    .await;
    let (outcome, _) = query(&client(&hanging.endpoint()), &["token"]).await;
    assert_eq!(outcome.unwrap().request_id, "r-1");
}

#[tokio::test]
async fn a_peer_that_keeps_hanging_is_given_up_after_two_silences() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{".to_vec();
    for bytes in [Vec::new(), head] {
        let hanging = Responder::always(Reply::Hang(bytes)).await;
        let start = Instant::now();
        let error = error_of(&client(&hanging.endpoint())).await;
        assert_eq!(error.class(), ErrorClass::TimedOut);
        assert_eq!(hanging.requests(), 2);
        // Two silences, one pause of 0.4 s at most, and a slow computer.
        assert!(start.elapsed() < 4 * SILENCE + Duration::from_secs(2));
    }
}
