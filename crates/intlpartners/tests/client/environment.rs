//! What [`intlpartners::Transport`] takes from the environment.

use crate::rerun::passes;
use crate::support::{Responder, client_over, error_of, http, nobody, query, system_clock};
use intlpartners::{ErrorClass, Transport};

#[tokio::test]
async fn the_environments_proxy_is_used() {
    let proxy = Responder::each(|_| http("407 Proxy Authentication Required", "text/html", ""));
    let proxy = proxy.await;
    let address = format!("http://{}", proxy.address);
    let environment = [("HTTPS_PROXY", address.as_str())];
    assert!(
        passes(
            "environment::case_the_proxy_asks_for_a_sign_in",
            &environment
        )
        .await
    );
    assert_eq!(proxy.requests(), 1);
}

#[tokio::test]
async fn this_computer_is_reached_without_the_environments_proxy() {
    let nobody = format!("http://{}", nobody().await);
    let environment = [("ALL_PROXY", nobody.as_str())];
    assert!(passes("environment::case_loopback_answers", &environment).await);
}

#[tokio::test]
async fn a_computer_without_certificates_trusts_nobody_and_still_reaches_itself() {
    let none = [
        ("SSL_CERT_FILE", "/nonexistent"),
        ("SSL_CERT_DIR", "/nonexistent"),
    ];
    assert!(passes("environment::case_loopback_answers", &none).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_the_proxy_asks_for_a_sign_in() {
    let client = client_over(
        Transport::new(system_clock()).unwrap(),
        "https://intlpartnersmgt.invalid/",
    );
    let error = error_of(&client).await;
    assert_eq!(error.class(), ErrorClass::ProxyAuthRequired, "{error}");
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_loopback_answers() {
    let envelope = r#"{"Response":{"InvitationInfo":[],"RequestId":"r-1"}}"#;
    let peer = Responder::always(http("200 OK", "application/json", envelope)).await;
    let client = client_over(Transport::new(system_clock()).unwrap(), &peer.endpoint());
    query(&client, &["token"]).await.0.unwrap();
}
