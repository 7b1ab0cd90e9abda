//! With the time limits that users get: whatever the network does, a query ends within 35 s, in a
//! class of its own.

use std::time::Duration;

use intlpartners::{ErrorClass, ProxyChoice, Transport, TransportOptions};
use tokio::time::Instant;

use crate::certificates::Authority;
use crate::support::{Reply, Responder, client_over, error_of, http, nobody, system_clock};

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";

#[tokio::test(start_paused = true)]
async fn a_peer_that_hangs_is_given_up() {
    let in_the_body = [HEAD, b"{\"Response\":{"].concat();
    for said in [Vec::new(), b"HTTP/1.1 2".to_vec(), in_the_body] {
        let hanging = Responder::always(Reply::Hang(said)).await;
        ends_as(ErrorClass::TimedOut, &hanging.endpoint(), None).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_hangs_where_tls_belongs_is_given_up() {
    let hanging = Responder::always(Reply::Hang(Vec::new())).await;
    let endpoint = format!("https://{}/", hanging.address);
    ends_as(ErrorClass::TimedOut, &endpoint, None).await;
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_says_a_byte_now_and_then_is_given_up() {
    let dripping = Responder::always(Reply::Drip(HEAD.to_vec())).await;
    ends_as(ErrorClass::TimedOut, &dripping.endpoint(), None).await;
}

#[tokio::test(start_paused = true)]
async fn a_proxy_that_hangs_is_given_up() {
    let hanging = Responder::always(Reply::Hang(Vec::new())).await;
    let proxy = format!("http://{}", hanging.address);
    ends_as(ErrorClass::TimedOut, AFAR, Some(proxy)).await;
}

#[tokio::test(start_paused = true)]
async fn a_reset_and_a_cut_in_the_body_are_a_lost_connection() {
    let half = [HEAD, b"{\"Response\":{"].concat();
    for reply in [
        Reply::Reset(Vec::new()),
        Reply::Reset(half.clone()),
        Reply::Bytes(half),
        http("200 OK", "application/json", "{\"Response\":{\"Invita"),
    ] {
        let peer = Responder::always(reply).await;
        ends_as(ErrorClass::ConnectionLost, &peer.endpoint(), None).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_answers_in_the_services_place_is_told_from_a_proxy() {
    let page = http("200 OK", "text/html", "<title>Hotel Wi-Fi</title>");
    let portal = Responder::always(page).await;
    ends_as(ErrorClass::Intercepted, &portal.endpoint(), None).await;

    let sign_in = http("407 Proxy Authentication Required", "text/html", "");
    let proxy = Responder::always(sign_in).await;
    let proxy = format!("http://{}", proxy.address);
    ends_as(ErrorClass::ProxyAuthRequired, AFAR, Some(proxy)).await;

    let proxy = format!("http://{}", nobody().await);
    ends_as(ErrorClass::ProxyRefused, AFAR, Some(proxy)).await;
}

#[tokio::test(start_paused = true)]
async fn whoever_is_not_there_and_whoever_is_not_trusted_is_told_apart() {
    ends_as(ErrorClass::Offline, AFAR, None).await;
    let endpoint = format!("http://{}/", nobody().await);
    ends_as(ErrorClass::Unreachable, &endpoint, None).await;
    let stranger = Authority::new("Nobody's");
    let endpoint = stranger.in_front_of(nobody().await, system_clock()()).await;
    ends_as(ErrorClass::TlsUntrusted, &endpoint, None).await;
}

/// A name that nobody knows, except perhaps a proxy.
const AFAR: &str = "https://intlpartnersmgt.invalid/";

async fn ends_as(class: ErrorClass, endpoint: &str, proxy: Option<String>) {
    let options = TransportOptions {
        proxy: proxy.map_or(ProxyChoice::Direct, ProxyChoice::Through),
        ..TransportOptions::default()
    };
    let transport = Transport::with(system_clock(), options).unwrap();
    let start = Instant::now();
    let error = error_of(&client_over(transport, endpoint)).await;
    assert_eq!(error.class(), class, "{endpoint}: {error}");
    assert!(!class.reached_service());
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(35), "{endpoint}: {taken:?}");
}
