//! Over TLS, with a certificate authority of our own in the system's store: what a company does
//! that reads along, and here the way to certificates of any age.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use intlpartners::{Aspect, Client, ErrorClass, Event, Fetch, ProxyChoice, Verdict, WallClock};
use simulator::{Simulator, SimulatorConfig};

use tokio::task::JoinSet;
use tokio_rustls::rustls::version::{TLS12, TLS13};

use crate::certificates::Authority;
use crate::rerun::passes;
use crate::support::{
    Reply, Responder, client_over, error_of, http, http_at, query, system_clock, transport,
};

/// Each case writes its own authority there.
macro_rules! store {
    ($case:literal) => {
        concat!(env!("CARGO_TARGET_TMPDIR"), "/", $case, ".pem")
    };
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "the store is the user's own, and no test may add to it"
)]
async fn a_company_that_is_in_the_systems_store_is_trusted() {
    let store = [("SSL_CERT_FILE", store!("company"))];
    assert!(passes("trusted::case_company", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_company() {
    let company = authority_in(store!("company"));
    let (simulator, endpoint) = service_behind(&company).await;
    let client = client_over(transport(system_clock(), ProxyChoice::Direct), &endpoint);
    query(&client, &["token"]).await.0.unwrap();
    assert_eq!(simulator.record().len(), 1);

    let diagnosis = client.diagnose("token").await;
    let tls = &diagnosis.findings[3];
    assert_eq!(tls.aspect, Aspect::Tls);
    assert_eq!(tls.verdict, Verdict::Good);
    assert!(tls.detail.contains("CN=Example Company Root CA"), "{tls:?}");
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "the store is the user's own, and no test may add to it"
)]
async fn a_clock_that_is_off_is_corrected_over_tls() {
    let store = [("SSL_CERT_FILE", store!("clock"))];
    assert!(passes("trusted::case_clock_off", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_clock_off() {
    let authority = authority_in(store!("clock"));
    for off in [
        TimeDelta::minutes(10),
        TimeDelta::days(1),
        TimeDelta::days(3_652),
    ] {
        for ahead in [off, -off] {
            let (simulator, endpoint) = service_behind(&authority).await;
            let (client, shift) = client_off_by(&endpoint, ahead);
            let (outcome, events) = query(&client, &["token"]).await;
            outcome.unwrap();
            let sent = events.iter().filter(|event| **event == Event::Sent);
            assert_eq!(sent.count(), 2, "{ahead}: {events:?}");
            let offset = client.transport().clock_offset();
            assert!((offset + ahead).abs() < TimeDelta::seconds(3), "{offset}");

            let (outcome, events) = query(&client, &["token"]).await;
            outcome.unwrap();
            assert_eq!(events, [Event::Sent], "{ahead}");

            // The user sets the clock: one more attempt, over a new connection or an old one.
            shift.store(0, Ordering::Relaxed);
            client.transport().reconnect();
            let (outcome, events) = query(&client, &["token"]).await;
            outcome.unwrap();
            assert_eq!(events.len(), 3, "{ahead}: {events:?}");
            assert!(client.transport().clock_offset().is_zero());
            let signed = simulator.record();
            let signed = signed.iter().filter(|it| it.timestamp.is_some()).count();
            assert!(signed <= 5, "{ahead}: {signed}");
        }
    }
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "the store is the user's own, and no test may add to it"
)]
async fn queries_under_way_together_ask_for_the_time_once() {
    let store = [("SSL_CERT_FILE", store!("together"))];
    assert!(passes("trusted::case_together", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_together() {
    let authority = authority_in(store!("together"));
    let (simulator, endpoint) = service_behind(&authority).await;
    let (client, _) = client_off_by(&endpoint, TimeDelta::days(3_652));
    let mut queries = JoinSet::new();
    for _ in 0..6 {
        let client = client.clone();
        queries.spawn(async move { query(&client, &["token"]).await });
    }
    for (outcome, events) in queries.join_all().await {
        outcome.unwrap();
        let sent = events.iter().filter(|event| **event == Event::Sent);
        assert!(sent.count() <= 2, "{events:?}");
    }
    let record = simulator.record();
    let unsigned = record.iter().filter(|it| it.timestamp.is_none()).count();
    assert_eq!(unsigned, 1, "{record:?}");
}

#[tokio::test]
async fn a_certificate_that_has_expired_is_not_trusted_by_a_right_clock() {
    let store = [("SSL_CERT_FILE", store!("expired"))];
    assert!(passes("trusted::case_expired", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_expired() {
    let authority = authority_in(store!("expired"));
    let simulator = Simulator::start(SimulatorConfig::default()).await.unwrap();
    let long_ago = now() - TimeDelta::days(3_652);
    let endpoint = authority.in_front_of(simulator.address(), long_ago).await;
    let (client, _) = client_off_by(&endpoint, TimeDelta::zero());
    let error = error_of(&client).await;
    assert_eq!(error.class(), ErrorClass::TlsUntrusted, "{error}");
    assert!(client.transport().clock_offset().is_zero());
    let signed = simulator.record();
    assert!(signed.iter().all(|it| it.timestamp.is_none()), "{signed:?}");
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "the store is the user's own, and no test may add to it"
)]
async fn a_handshake_that_fails_on_a_good_certificate_is_not_the_certificates_fault() {
    let store = [("SSL_CERT_FILE", store!("demanding"))];
    assert!(passes("trusted::case_demanding", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_demanding() {
    let authority = authority_in(store!("demanding"));
    for (version, class) in [
        (&TLS12, ErrorClass::Unreachable),
        (&TLS13, ErrorClass::ConnectionLost),
    ] {
        let endpoint = authority.demanding_a_certificate(version, now()).await;
        let (client, _) = client_off_by(&endpoint, TimeDelta::zero());
        let diagnosis = client.diagnose("token").await;
        let failed = diagnosis
            .findings
            .iter()
            .filter(|it| it.verdict == Verdict::Failed);
        let failed: Vec<_> = failed.map(|it| (it.aspect, it.class)).collect();
        assert_eq!(failed, [(Aspect::Tls, Some(class))], "{diagnosis:?}");
    }
}

#[tokio::test]
async fn a_stranger_who_lies_about_the_time_is_not_believed() {
    let store = [("SSL_CERT_FILE", store!("liar"))];
    assert!(passes("trusted::case_liar", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_liar() {
    authority_in(store!("liar"));
    let long_ago = now() - TimeDelta::days(3_652);
    let liar = Responder::always(http_at(long_ago)).await;
    let stranger = Authority::new("Nobody's");
    let endpoint = stranger.in_front_of(liar.address, long_ago).await;
    let (client, _) = client_off_by(&endpoint, TimeDelta::zero());
    let (outcome, events) = query(&client, &["token"]).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.class(), ErrorClass::TlsUntrusted, "{error}");
    assert_eq!(events.len(), 3, "it was tried: {events:?}");
    assert!(client.transport().clock_offset().is_zero());
    assert_eq!(liar.requests(), 1, "nothing but the question for the time");
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "the store is the user's own, and no test may add to it"
)]
async fn a_file_that_is_asked_for_over_tls_is_not_had_without() {
    let store = [("SSL_CERT_FILE", store!("redirect"))];
    assert!(passes("trusted::case_redirect", &store).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_redirect() {
    let authority = authority_in(store!("redirect"));
    let bare = Responder::always(http("200 OK", "text/plain", "open")).await;
    let head =
        |to: &str| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
    let server = Responder::always(Reply::Bytes(head(&bare.endpoint()).into_bytes())).await;
    let url = authority.in_front_of(server.address, now()).await;
    let fetch = Fetch {
        url: &url,
        max_bytes: 100,
        patience: Duration::from_secs(5),
    };
    let transport = transport(system_clock(), ProxyChoice::Direct);
    let error = transport.fetch(fetch, |_, _| ()).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Intercepted);
    assert!(error.to_string().contains("encrypted"), "{error}");
    assert_eq!((server.requests(), bare.requests()), (1, 0));
}

fn authority_in(store: &str) -> Authority {
    let authority = Authority::new("Example Company Root CA");
    authority.store_in(Path::new(store));
    authority
}

async fn service_behind(authority: &Authority) -> (Simulator, String) {
    let simulator = Simulator::start(SimulatorConfig::default()).await.unwrap();
    let endpoint = authority.in_front_of(simulator.address(), now()).await;
    (simulator, endpoint)
}

/// Its clock is ahead by so many seconds, until someone sets it.
fn client_off_by(endpoint: &str, ahead: TimeDelta) -> (Client, Arc<AtomicI64>) {
    let shift = Arc::new(AtomicI64::new(ahead.num_seconds()));
    let (system, shifted) = (system_clock(), Arc::clone(&shift));
    let clock: WallClock =
        Arc::new(move || system() + TimeDelta::seconds(shifted.load(Ordering::Relaxed)));
    let transport = transport(clock, ProxyChoice::Direct);
    (client_over(transport, endpoint), shift)
}

fn now() -> DateTime<Utc> {
    system_clock()()
}
