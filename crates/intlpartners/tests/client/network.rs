//! No answer arrives: each reason is told apart.

use crate::certificates::Authority;
use crate::support::{
    Reply, Responder, client, client_over, error_of, http, nobody, system_clock, transport,
};
use intlpartners::{ErrorClass, ProxyChoice};

/// `.invalid` is reserved: no name server knows a host in it.
const NO_SUCH_HOST: &str = "https://intlpartnersmgt.invalid/";

#[tokio::test]
async fn a_name_that_is_not_resolved_means_offline() {
    let error = error_of(&client(NO_SUCH_HOST)).await;
    assert_eq!(error.class(), ErrorClass::Offline, "{error}");
    assert!(!error.class().reached_service());
}

#[tokio::test]
async fn a_closed_port_means_unreachable() {
    let error = error_of(&client(&format!("http://{}/", nobody().await))).await;
    assert_eq!(error.class(), ErrorClass::Unreachable, "{error}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let stranger = Authority::new("Nobody's");
    let endpoint = stranger.in_front_of(nobody().await, system_clock()()).await;
    let error = error_of(&client(&endpoint)).await;
    assert_eq!(error.class(), ErrorClass::TlsUntrusted, "{error}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn plain_text_where_tls_belongs_came_from_something_in_between() {
    let page = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec();
    let portal = Responder::always(Reply::Greeting(page)).await;
    let error = error_of(&client(&format!("https://{}/", portal.address))).await;
    assert_eq!(error.class(), ErrorClass::Intercepted, "{error}");
}

#[tokio::test]
async fn a_peer_that_is_silent_where_tls_belongs_times_out() {
    let silent = Responder::always(Reply::Hang(Vec::new())).await;
    let error = error_of(&client(&format!("https://{}/", silent.address))).await;
    assert_eq!(error.class(), ErrorClass::TimedOut, "{error}");
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_says_so() {
    let reply = http("407 Proxy Authentication Required", "text/html", "");
    assert_eq!(
        through_http_proxy(reply).await,
        ErrorClass::ProxyAuthRequired
    );
}

#[tokio::test]
async fn a_proxy_that_does_not_let_us_through_has_refused() {
    let forbidden = http("403 Forbidden", "text/html", "not this site");
    assert_eq!(
        through_http_proxy(forbidden).await,
        ErrorClass::ProxyRefused
    );
    let nothing = Reply::Bytes(Vec::new());
    assert_eq!(through_http_proxy(nothing).await, ErrorClass::ProxyRefused);
}

#[tokio::test]
async fn a_proxy_that_is_not_there_has_refused() {
    let address = nobody().await;
    for proxy in [
        format!("http://{address}"),
        format!("socks5h://{address}"),
        "http://proxy.invalid:3128".to_owned(),
    ] {
        let error = error_of(&client_through(&proxy)).await;
        assert_eq!(error.class(), ErrorClass::ProxyRefused, "{proxy}: {error}");
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_speak_socks_has_refused() {
    let stranger = Responder::always(http("400 Bad Request", "text/html", "")).await;
    let error = error_of(&client_through(&format!("socks5h://{}", stranger.address))).await;
    assert_eq!(error.class(), ErrorClass::ProxyRefused, "{error}");
}

#[tokio::test]
async fn a_proxy_that_hangs_times_out() {
    let hanging = Reply::Hang(Vec::new());
    assert_eq!(through_http_proxy(hanging).await, ErrorClass::TimedOut);
}

async fn through_http_proxy(reply: Reply) -> ErrorClass {
    let proxy = Responder::always(reply).await;
    let client = client_through(&format!("http://{}", proxy.address));
    error_of(&client).await.class()
}

fn client_through(proxy: &str) -> intlpartners::Client {
    let through = ProxyChoice::Through(proxy.to_owned());
    client_over(transport(system_clock(), through), NO_SUCH_HOST)
}
