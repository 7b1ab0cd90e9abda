//! What [`Client::diagnose`] says of real connections.

use std::time::Duration;

use chrono::TimeDelta;
use intlpartners::Verdict::{Failed, Good, NotNeeded, Untried, Warning};
use intlpartners::{
    Aspect, Client, Credentials, Diagnosis, ErrorClass, Finding, ProxyChoice, Transport, Verdict,
};
use simulator::{Faults, Key, Simulator, SimulatorConfig, When};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::certificates::Authority;
use crate::support::{
    Reply, Responder, client, client_over, config, http, nobody, system_clock, transport,
};

#[tokio::test]
async fn when_all_is_well_every_aspect_says_so() {
    let simulator = simulator(Faults::default()).await;
    let diagnosis = client(&simulator.endpoint()).diagnose("token").await;
    assert_eq!(
        verdicts(&diagnosis),
        [
            NotNeeded, NotNeeded, Good, NotNeeded, Good, Good, Good, Good
        ]
    );
    let aspects = diagnosis.findings.iter().map(|finding| finding.aspect);
    assert!(aspects.eq(Aspect::ALL));
    assert!(diagnosis.findings.iter().all(|it| it.class.is_none()));
    assert!(detail(&diagnosis, Aspect::Rate).starts_with("20.0 of 20 "));
    assert_eq!(diagnosis.endpoint, simulator.endpoint());
    let record = simulator.record();
    assert_eq!(record.len(), 1);
    assert_eq!(diagnosis.request_ids, [record[0].request_id().unwrap()]);
}

#[tokio::test]
async fn a_token_that_is_refused_was_signed_and_permitted() {
    let simulator = simulator(Faults {
        poison_tokens: ["token".to_owned()].into(),
        ..Faults::default()
    })
    .await;
    let diagnosis = client(&simulator.endpoint()).diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Good; 4]);
    assert_eq!(diagnosis.request_ids.len(), 1);
}

#[tokio::test]
async fn a_wrong_key_is_about_the_credentials_and_the_rest_is_untried() {
    let simulator = simulator(Faults::default()).await;
    let mut config = config(&simulator.endpoint());
    let wrong = Credentials::new(&Key::sample().secret_id, "wrong").unwrap();
    config.credentials = wrong.0;
    let client = Client::new(transport(system_clock(), ProxyChoice::Direct), config, 7);
    let diagnosis = client.diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Good, Failed, Untried, Untried]);
    assert_eq!(
        finding(&diagnosis, Aspect::Credentials).class,
        Some(ErrorClass::SecretKeyWrong)
    );
    assert_eq!(diagnosis.request_ids.len(), 1);
}

#[tokio::test]
async fn a_user_who_is_not_permitted_has_the_right_key() {
    let simulator = simulator(Faults {
        refused: When::Always,
        refused_with: "UnauthorizedOperation.UinNoAuth".to_owned(),
        ..Faults::default()
    })
    .await;
    let diagnosis = client(&simulator.endpoint()).diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Good, Good, Failed, Untried]);
    assert_eq!(failed_class(&diagnosis), ErrorClass::NotPermitted);
}

#[tokio::test]
async fn a_clock_that_is_off_is_a_warning_with_its_offset() {
    let simulator = simulator(Faults {
        clock_offset: TimeDelta::minutes(10),
        ..Faults::default()
    })
    .await;
    let diagnosis = client(&simulator.endpoint()).diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Warning, Good, Good, Good]);
    let clock = finding(&diagnosis, Aspect::Clock);
    assert_eq!(clock.class, Some(ErrorClass::ClockOff));
    assert!(clock.detail.contains("s behind"), "{}", clock.detail);
    assert_eq!(simulator.record().len(), 2);
}

#[tokio::test]
async fn a_refusal_as_one_too_many_is_a_warning_and_if_it_stays_a_failure() {
    let simulator = simulator(Faults {
        over_limit: When::Next(1),
        ..Faults::default()
    })
    .await;
    let client = client(&simulator.endpoint());
    let diagnosis = client.diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Good, Good, Good, Warning]);
    assert_eq!(diagnosis.request_ids.len(), 2);

    simulator.set_faults(Faults {
        over_limit: When::Always,
        ..Faults::default()
    });
    let diagnosis = client.diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Good, Untried, Untried, Failed]);
    assert_eq!(failed_class(&diagnosis), ErrorClass::RateLimited);
}

#[tokio::test(start_paused = true)]
async fn a_question_whose_turn_does_not_come_says_nothing_of_the_way() {
    let simulator = simulator(Faults::default()).await;
    let mut config = config(&simulator.endpoint());
    config.requests_per_second = 1;
    let client = Client::new(transport(system_clock(), ProxyChoice::Direct), config, 7);
    let mut check = JoinSet::new();
    for _ in 0..40 {
        let client = client.clone();
        check.spawn(async move { client.try_query_invitation_info(&["token"], &|_| ()).await });
    }
    tokio::task::yield_now().await;
    let diagnosis = client.diagnose("token").await;
    assert_eq!(
        verdicts(&diagnosis),
        [
            NotNeeded, NotNeeded, Good, NotNeeded, Untried, Untried, Untried, Failed
        ]
    );
    assert_eq!(failed_class(&diagnosis), ErrorClass::RateLimited);
    let detail = detail(&diagnosis, Aspect::Rate);
    assert_eq!(detail, "no turn within 22 s at 1.0 requests per second");
}

#[tokio::test]
async fn a_service_that_is_busy_says_nothing_of_the_keys() {
    let simulator = simulator(Faults {
        busy: When::Always,
        ..Faults::default()
    })
    .await;
    let diagnosis = client(&simulator.endpoint()).diagnose("token").await;
    assert_eq!(verdicts(&diagnosis)[4..], [Good, Untried, Untried, Failed]);
    assert_eq!(failed_class(&diagnosis), ErrorClass::ServiceBusy);
}

#[tokio::test]
async fn a_closed_port_is_about_the_connection() {
    let address = nobody().await;
    let diagnosis = client(&format!("http://{address}/"))
        .diagnose("token")
        .await;
    assert_eq!(
        verdicts(&diagnosis)[..4],
        [NotNeeded, NotNeeded, Failed, Untried]
    );
    assert_eq!(failed_class(&diagnosis), ErrorClass::Unreachable);
    let detail = detail(&diagnosis, Aspect::Connection);
    assert!(detail.contains(&address.to_string()), "{detail}");
    assert!(diagnosis.request_ids.is_empty());
}

#[tokio::test]
async fn a_name_that_is_not_resolved_is_told_with_the_name() {
    let diagnosis = client("https://intlpartnersmgt.invalid/")
        .diagnose("token")
        .await;
    assert_eq!(verdicts(&diagnosis)[..3], [NotNeeded, Failed, Untried]);
    assert_eq!(failed_class(&diagnosis), ErrorClass::Offline);
    assert!(detail(&diagnosis, Aspect::NameResolution).contains("intlpartnersmgt.invalid"));
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_is_named() {
    let reply = http("407 Proxy Authentication Required", "text/html", "");
    let proxy = Responder::always(reply).await;
    let diagnosis = through(&format!("http://{}", proxy.address)).await;
    assert_eq!(
        verdicts(&diagnosis)[..4],
        [Failed, NotNeeded, Good, Untried]
    );
    assert_eq!(failed_class(&diagnosis), ErrorClass::ProxyAuthRequired);
    let detail = detail(&diagnosis, Aspect::Proxy);
    let named = format!("{} (given)", proxy.address);
    assert!(detail.starts_with(&named), "{detail}");
}

#[tokio::test]
async fn a_proxy_that_is_not_there_or_has_no_address_is_the_proxys_fault() {
    let diagnosis = through(&format!("http://user:secret@{}", nobody().await)).await;
    assert_eq!(verdicts(&diagnosis)[..3], [Good, NotNeeded, Failed]);
    assert_eq!(failed_class(&diagnosis), ErrorClass::ProxyRefused);
    assert!(!format!("{diagnosis:?}").contains("secret"));

    let diagnosis = through("http://proxy.invalid:3128").await;
    assert_eq!(verdicts(&diagnosis)[..3], [Good, Failed, Untried]);
    assert_eq!(failed_class(&diagnosis), ErrorClass::ProxyRefused);
}

#[tokio::test]
async fn a_sign_in_page_in_the_services_place_is_about_the_connection() {
    let page = http("200 OK", "text/html", "<title>Hotel Wi-Fi</title>");
    let portal = Responder::always(page).await;
    let diagnosis = client(&portal.endpoint()).diagnose("token").await;
    assert_eq!(failed_class(&diagnosis), ErrorClass::Intercepted);
    assert_eq!(verdicts(&diagnosis)[4..], [Untried; 4]);
    assert!(detail(&diagnosis, Aspect::Connection).contains("Hotel Wi-Fi"));
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_told_with_who_signed_it() {
    let stranger = Authority::new("Example Proxy CA");
    let endpoint = stranger.in_front_of(nobody().await, system_clock()()).await;
    let diagnosis = client(&endpoint).diagnose("token").await;
    assert_eq!(
        verdicts(&diagnosis)[..5],
        [NotNeeded, Good, Good, Failed, Untried]
    );
    assert_eq!(failed_class(&diagnosis), ErrorClass::TlsUntrusted);
    let detail = detail(&diagnosis, Aspect::Tls);
    assert!(detail.contains("CN=Example Proxy CA"), "{detail}");
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_hangs_is_given_up_in_time() {
    let hanging = Responder::always(Reply::Hang(Vec::new())).await;
    for endpoint in [hanging.endpoint(), format!("https://{}/", hanging.address)] {
        let transport = Transport::new(system_clock()).unwrap();
        let start = Instant::now();
        let diagnosis = client_over(transport, &endpoint).diagnose("token").await;
        assert!(start.elapsed() < Duration::from_secs(35));
        assert_eq!(failed_class(&diagnosis), ErrorClass::TimedOut);
    }
}

async fn through(proxy: &str) -> Diagnosis {
    let through = ProxyChoice::Through(proxy.to_owned());
    let transport = transport(system_clock(), through);
    client_over(transport, "https://intlpartnersmgt.invalid/")
        .diagnose("token")
        .await
}

fn verdicts(diagnosis: &Diagnosis) -> Vec<Verdict> {
    diagnosis.findings.iter().map(|it| it.verdict).collect()
}

/// Of the one aspect that failed.
fn failed_class(diagnosis: &Diagnosis) -> ErrorClass {
    let failed = diagnosis.findings.iter().filter(|it| it.verdict == Failed);
    let failed: Vec<_> = failed.collect();
    assert_eq!(failed.len(), 1, "{:?}", diagnosis.findings);
    failed[0].class.unwrap()
}

fn finding(diagnosis: &Diagnosis, aspect: Aspect) -> &Finding {
    let mut findings = diagnosis.findings.iter();
    findings.find(|it| it.aspect == aspect).unwrap()
}

fn detail(diagnosis: &Diagnosis, aspect: Aspect) -> &str {
    &finding(diagnosis, aspect).detail
}

async fn simulator(faults: Faults) -> Simulator {
    let config = SimulatorConfig {
        faults,
        ..SimulatorConfig::default()
    };
    Simulator::start(config).await.unwrap()
}
