//! What [`intlpartners::Transport`] takes from the environment. A process's environment cannot
//! be changed safely while tests run, so each case runs this program again, with another one.

use std::process::Command;

use crate::support::{
    Responder, client_over, error_of, http, install_tls_provider, nobody, query, system_clock,
};
use intlpartners::{ErrorClass, Transport};

const PROXY_VARIABLES: [&str; 8] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

#[tokio::test]
async fn the_environments_proxy_is_used() {
    let proxy = Responder::each(|_| http("407 Proxy Authentication Required", "text/html", ""));
    let proxy = proxy.await;
    let address = format!("http://{}", proxy.address);
    let environment = [("HTTPS_PROXY", address.as_str())];
    assert!(run_case("case_the_proxy_asks_for_a_sign_in", &environment).await);
    assert_eq!(proxy.requests(), 1);
}

#[tokio::test]
async fn this_computer_is_reached_without_the_environments_proxy() {
    let nobody = format!("http://{}", nobody().await);
    let environment = [("ALL_PROXY", nobody.as_str())];
    assert!(run_case("case_loopback_answers", &environment).await);
}

#[tokio::test]
async fn a_computer_without_certificates_trusts_nobody_and_still_reaches_itself() {
    let none = [
        ("SSL_CERT_FILE", "/nonexistent"),
        ("SSL_CERT_DIR", "/nonexistent"),
    ];
    assert!(run_case("case_loopback_answers", &none).await);
}

#[tokio::test]
async fn a_client_without_a_tls_provider_is_an_error_and_no_panic() {
    assert!(run_case("case_no_tls_provider", &[]).await);
}

#[tokio::test]
#[ignore = "a case, run by a test"]
async fn case_the_proxy_asks_for_a_sign_in() {
    install_tls_provider();
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
    install_tls_provider();
    let envelope = r#"{"Response":{"InvitationInfo":[],"RequestId":"r-1"}}"#;
    let peer = Responder::always(http("200 OK", "application/json", envelope)).await;
    let client = client_over(Transport::new(system_clock()).unwrap(), &peer.endpoint());
    query(&client, &["token"]).await.0.unwrap();
}

#[test]
#[ignore = "a case, run by a test"]
fn case_no_tls_provider() {
    let error = Transport::new(system_clock()).unwrap_err();
    assert!(error.to_string().contains("TLS provider"), "{error}");
}

async fn run_case(name: &str, environment: &[(&str, &str)]) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("environment::{name}"), "--ignored"]);
    for variable in PROXY_VARIABLES {
        command.env_remove(variable);
    }
    command.envs(environment.iter().copied());
    // In a thread of its own: the peers of the case live in this runtime.
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    output.status.success() && said.contains("1 passed")
}
