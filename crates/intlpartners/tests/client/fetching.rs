//! Files from elsewhere, by the way that queries go.

use std::sync::Mutex;
use std::time::Duration;

use intlpartners::{Error, ErrorClass, Fetch, ProxyChoice};

use crate::certificates::Authority;
use crate::support::{Reply, Responder, http, nobody, system_clock, transport};

const FILE: &str = "what is new";

async fn fetch(url: &str, max_bytes: usize) -> Result<Vec<u8>, Error> {
    let fetch = Fetch {
        url,
        max_bytes,
        patience: Duration::from_secs(5),
    };
    let transport = transport(system_clock(), ProxyChoice::Direct);
    transport.fetch(fetch, |_, _| ()).await
}

async fn class_of(url: &str) -> ErrorClass {
    fetch(url, FILE.len()).await.unwrap_err().class()
}

#[tokio::test]
async fn the_whole_file_comes_and_its_progress_is_told() {
    let server = Responder::always(http("200 OK", "text/plain", FILE)).await;
    let told = Mutex::new(Vec::new());
    let fetched = transport(system_clock(), ProxyChoice::Direct)
        .fetch(
            Fetch {
                url: &server.endpoint(),
                max_bytes: FILE.len(),
                patience: Duration::from_secs(5),
            },
            |done, of| told.lock().unwrap().push((done, of)),
        )
        .await;
    assert_eq!(fetched.unwrap(), FILE.as_bytes());
    assert_eq!(
        told.into_inner().unwrap().last(),
        Some(&(FILE.len(), Some(FILE.len())))
    );
}

#[tokio::test]
async fn a_file_that_is_larger_than_any_is_not_read_to_its_end() {
    let server = Responder::always(http("200 OK", "text/plain", FILE)).await;
    let error = fetch(&server.endpoint(), FILE.len() - 1).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Intercepted, "{error}");
}

#[tokio::test]
async fn redirects_are_followed_for_a_while() {
    let moved = |to: &str| {
        let head = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        Reply::Bytes(head.into_bytes())
    };
    let file = Responder::always(http("200 OK", "text/plain", FILE)).await;
    let server = Responder::always(moved(&file.endpoint())).await;
    assert!(fetch(&server.endpoint(), FILE.len()).await.is_ok());

    let endless = Responder::always(moved("/again")).await;
    assert_eq!(class_of(&endless.endpoint()).await, ErrorClass::Intercepted);

    let careless = Responder::always(moved("http://downloads.invalid/")).await;
    let error = fetch(&careless.endpoint(), FILE.len()).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Intercepted);
    assert!(error.to_string().contains("encrypted"), "{error}");
}

#[tokio::test]
async fn what_is_not_encrypted_is_not_even_asked_for() {
    for url in ["http://downloads.invalid/", "ftp://127.0.0.1/", "what"] {
        assert_eq!(class_of(url).await, ErrorClass::EndpointWrong, "{url}");
    }
}

#[tokio::test]
async fn each_way_to_fail_has_its_class() {
    let missing = Responder::always(http("404 Not Found", "text/html", FILE)).await;
    assert_eq!(class_of(&missing.endpoint()).await, ErrorClass::Intercepted);
    let silent = Responder::always(Reply::Hang(Vec::new())).await;
    assert_eq!(class_of(&silent.endpoint()).await, ErrorClass::TimedOut);
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nwhat";
    let cut = Responder::always(Reply::Bytes(cut.into())).await;
    assert_eq!(class_of(&cut.endpoint()).await, ErrorClass::ConnectionLost);
    let absent = format!("http://{}/", nobody().await);
    assert_eq!(class_of(&absent).await, ErrorClass::Unreachable);
    let stranger = Authority::new("Nobody's");
    let untrusted = stranger.in_front_of(nobody().await, system_clock()());
    assert_eq!(class_of(&untrusted.await).await, ErrorClass::TlsUntrusted);
}
