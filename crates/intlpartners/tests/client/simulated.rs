//! Against the simulator: real signing, real HTTP, a limit that is enforced.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use intlpartners::{Client, Credentials, ErrorClass, Event, ProxyChoice};
use simulator::{
    ClientKind, Faults, HtmlPage, Invitation, Key, Simulator, SimulatorClock, SimulatorConfig,
    UnusedFields, Use, When,
};
use tokio::task::JoinSet;

use crate::support::{client, config, error_of, query, sample_credentials, transport};

#[tokio::test]
async fn a_row_comes_back_as_the_service_tells_it() {
    let simulator = simulator(Faults::default()).await;
    let (outcome, events) = query(
        &client(&simulator.endpoint()),
        &["bound", "unused", "nobody's"],
    )
    .await;
    let answer = outcome.unwrap();
    assert_eq!(events, [Event::Sent]);
    assert_eq!(answer.unreadable_rows, 0);

    let record = simulator.record();
    assert_eq!(record[0].request_id(), Some(answer.request_id.as_str()));
    assert_eq!(record[0].timestamp, Some(answer.asked_at.timestamp()));

    let [bound, unused] = answer.invitations.as_slice() else {
        panic!("{:?}", answer.invitations);
    };
    assert_eq!(bound.invitation_token.as_deref(), Some("bound"));
    assert_eq!(bound.status, Some(2));
    assert_eq!(bound.client_uin.as_deref(), Some("200012345678"));
    assert_eq!(bound.client_mail.as_deref(), Some("a***@example.com"));
    assert_eq!(bound.client_type, Some(1));
    assert_eq!(bound.create_time.as_deref(), Some("2025-12-01 08:00:00"));
    assert_eq!(bound.use_time.as_deref(), Some("2025-12-02 08:00:00"));
    assert_eq!(bound.bind_time.as_deref(), Some("2025-12-03 08:00:00"));
    assert_eq!(unused.status, Some(1));
}

#[tokio::test]
async fn an_unused_link_has_no_client_whichever_way_the_service_says_so() {
    for unused_fields in [
        UnusedFields::Absent,
        UnusedFields::Null,
        UnusedFields::Empty,
        UnusedFields::ZeroTime,
    ] {
        let simulator = start(SimulatorConfig {
            unused_fields,
            ..sample()
        })
        .await;
        let (outcome, _) = query(&client(&simulator.endpoint()), &["unused"]).await;
        let mut row = outcome.unwrap().invitations.pop().unwrap();
        assert!(row.create_time.take().is_some());
        let expected = intlpartners::InvitationInfo {
            invitation_token: Some("unused".to_owned()),
            status: Some(1),
            ..Default::default()
        };
        assert_eq!(row, expected, "{unused_fields:?}");
    }
}

#[tokio::test]
async fn numbers_written_as_text_read_the_same() {
    let plain = simulator(Faults::default()).await;
    let odd = simulator(Faults {
        text_numbers: When::Always,
        ..Faults::default()
    })
    .await;
    let rows = async |simulator: &Simulator| {
        let (outcome, _) = query(&client(&simulator.endpoint()), &["bound", "unused"]).await;
        outcome.unwrap().invitations
    };
    assert_eq!(rows(&plain).await, rows(&odd).await);
}

#[tokio::test]
async fn each_refusal_has_its_class_and_is_asked_once() {
    for (code, class) in [
        ("AuthFailure.SecretIdNotFound", ErrorClass::SecretIdUnknown),
        ("AuthFailure.SignatureFailure", ErrorClass::SecretKeyWrong),
        ("AuthFailure.TokenFailure", ErrorClass::TemporaryKeyExpired),
        ("AuthFailure.MFAFailure", ErrorClass::MfaRequired),
        ("UnauthorizedOperation.UinNoAuth", ErrorClass::NotPermitted),
        ("IpNotInWhitelist", ErrorClass::NetworkBlocked),
        ("InvalidParameterValue.Token", ErrorClass::RequestRefused),
        ("RequestSizeLimitExceeded", ErrorClass::TooLarge),
        ("NoSuchVersion", ErrorClass::EndpointWrong),
        ("FailedOperation.Mystery", ErrorClass::ServiceRefused),
        // The clocks agree: a new signature would change nothing.
        ("AuthFailure.SignatureExpire", ErrorClass::ClockOff),
    ] {
        let simulator = simulator(Faults {
            refused: When::Always,
            refused_with: code.to_owned(),
            ..Faults::default()
        })
        .await;
        let error = error_of(&client(&simulator.endpoint())).await;
        assert_eq!(error.class(), class, "{code}");
        assert_eq!(error.code(), Some(code));
        assert!(error.class().reached_service() && !error.is_retryable());
        let record = simulator.record();
        assert_eq!(record.len(), 1, "{code}");
        assert_eq!(error.request_id(), record[0].request_id());
    }
}

#[tokio::test]
async fn a_wrong_pair_says_which_half_is_wrong() {
    let simulator = simulator(Faults::default()).await;
    let key = Key::sample();
    let with = async |id: &str, key: &str, token: Option<&str>| {
        let (mut credentials, _) = Credentials::new(id, key).unwrap();
        if let Some(token) = token {
            credentials = credentials.with_session_token(token).unwrap();
        }
        let client = client_with(&simulator, credentials, system());
        error_of(&client).await.class()
    };
    assert_eq!(
        with(&key.secret_id, "wrong", None).await,
        ErrorClass::SecretKeyWrong
    );
    assert_eq!(
        with("AKIDunknown", &key.secret_key, None).await,
        ErrorClass::SecretIdUnknown
    );
    assert_eq!(
        with(&key.secret_id, &key.secret_key, Some("stale")).await,
        ErrorClass::TemporaryKeyExpired
    );
}

#[tokio::test]
async fn a_temporary_key_comes_with_its_session_token() {
    let temporary = Key {
        session_token: Some("SESSION-TOKEN".to_owned()),
        ..Key::sample()
    };
    let simulator = start(SimulatorConfig {
        credentials: vec![temporary],
        ..sample()
    })
    .await;
    let credentials = sample_credentials().with_session_token("SESSION-TOKEN");
    let client = client_with(&simulator, credentials.unwrap(), system());
    query(&client, &["unused"]).await.0.unwrap();
}

#[tokio::test]
async fn a_busy_service_is_asked_again_signed_anew() {
    let simulator = simulator(Faults {
        busy: When::Next(3),
        ..Faults::default()
    })
    .await;
    // A clock that goes a second forward whenever it is looked at, so that a signature made anew
    // shows.
    let start = SimulatorClock::system().now();
    let looks = AtomicI64::new(0);
    let clock = move || start + TimeDelta::seconds(looks.fetch_add(1, Ordering::Relaxed));
    let client = client_with(&simulator, sample_credentials(), Arc::new(clock));
    let (outcome, events) = query(&client, &["unused"]).await;
    outcome.unwrap();

    let timestamps: BTreeSet<_> = simulator.record().iter().map(|it| it.timestamp).collect();
    assert_eq!(timestamps.len(), 4, "{timestamps:?}");
    let retries = events.iter().filter_map(|event| match event {
        Event::Retrying { class, attempt, .. } => Some((*class, *attempt)),
        _ => None,
    });
    let busy = ErrorClass::ServiceBusy;
    assert!(retries.eq([(busy, 2), (busy, 3), (busy, 4)]), "{events:?}");
    assert_eq!(events.iter().filter(|e| **e == Event::Sent).count(), 4);
}

#[tokio::test]
async fn a_service_that_stays_busy_is_given_up_with_its_own_error() {
    let simulator = simulator(Faults {
        internal_error: When::Always,
        ..Faults::default()
    })
    .await;
    let error = error_of(&client(&simulator.endpoint())).await;
    assert_eq!(error.code(), Some("InternalError"));
    let record = simulator.record();
    assert_eq!(record.len(), 6);
    assert_eq!(error.request_id(), record[5].request_id());
}

#[tokio::test]
async fn a_limit_is_told_as_throttling_and_waited_out() {
    let simulator = simulator(Faults {
        over_limit: When::Next(2),
        ..Faults::default()
    })
    .await;
    let (outcome, events) = query(&client(&simulator.endpoint()), &["unused"]).await;
    outcome.unwrap();
    let throttled = events.iter().filter(|event| {
        matches!(
            event,
            Event::Throttled {
                class: ErrorClass::RateLimited,
                ..
            }
        )
    });
    assert_eq!(throttled.count(), 2, "{events:?}");
}

#[tokio::test]
async fn a_clock_ten_minutes_off_is_corrected_once_and_remembered() {
    for minutes in [10, -10, 60 * 24 * 400] {
        let off = TimeDelta::minutes(minutes);
        let simulator = simulator(Faults {
            clock_offset: off,
            ..Faults::default()
        })
        .await;
        let client = client(&simulator.endpoint());
        let (outcome, events) = query(&client, &["unused"]).await;
        let answer = outcome.unwrap();
        let offset = client.transport().clock_offset();
        assert!((offset - off).abs() < TimeDelta::seconds(2), "{offset}");
        let [Event::Sent, Event::ClockCorrected { offset }, Event::Sent] = events[..] else {
            panic!("{events:?}");
        };
        assert!((offset - off).abs() < TimeDelta::seconds(2), "{offset}");
        let service_time = SimulatorClock::system().now() + off;
        assert!((answer.asked_at - service_time).abs() < TimeDelta::seconds(3));

        let (outcome, events) = query(&client, &["unused"]).await;
        outcome.unwrap();
        assert_eq!(events, [Event::Sent]);
        assert_eq!(simulator.record().len(), 3);
    }
}

#[tokio::test]
async fn a_service_that_refuses_the_corrected_time_too_is_not_asked_a_third_time() {
    let simulator = simulator(Faults {
        clock_offset: TimeDelta::minutes(10),
        refused: When::Always,
        refused_with: "AuthFailure.SignatureExpire".to_owned(),
        ..Faults::default()
    })
    .await;
    let error = error_of(&client(&simulator.endpoint())).await;
    assert_eq!(error.class(), ErrorClass::ClockOff);
    assert_eq!(simulator.record().len(), 2);
}

#[tokio::test]
async fn the_correction_ends_when_someone_sets_the_clock() {
    let behind = Arc::new(AtomicI64::new(600));
    let simulator = simulator(Faults::default()).await;
    let (system, shift) = (SimulatorClock::system(), Arc::clone(&behind));
    let clock = move || system.now() - TimeDelta::seconds(shift.load(Ordering::Relaxed));
    let client = client_with(&simulator, sample_credentials(), Arc::new(clock));
    query(&client, &["unused"]).await.0.unwrap();
    assert!(!client.transport().clock_offset().is_zero());

    behind.store(0, Ordering::Relaxed);
    query(&client, &["unused"]).await.0.unwrap();
    assert!(client.transport().clock_offset().abs() < TimeDelta::seconds(2));
    let before = simulator.record().len();
    query(&client, &["unused"]).await.0.unwrap();
    assert!(client.transport().clock_offset().is_zero());
    assert_eq!(simulator.record().len(), before + 1);
}

#[tokio::test(start_paused = true)]
async fn many_queries_in_flight_stay_under_the_limit_over_few_connections() {
    const IN_FLIGHT: usize = 8;
    let simulator = simulator(Faults {
        latency: Duration::from_millis(50),
        ..Faults::default()
    })
    .await;
    let client = client(&simulator.endpoint());
    let mut queries = JoinSet::new();
    for _ in 0..IN_FLIGHT {
        let client = client.clone();
        queries.spawn(async move {
            for _ in 0..8 {
                query(&client, &["unused"]).await.0.unwrap();
            }
        });
    }
    while let Some(finished) = queries.join_next().await {
        finished.unwrap();
    }
    let counters = simulator.counters();
    assert_eq!(counters.answered, 64);
    // Two may be a little closer on arrival than they were meant to be.
    assert!(counters.max_requests_in_a_second <= 21, "{counters:?}");
    assert!(counters.connections <= IN_FLIGHT as u64, "{counters:?}");
}

#[tokio::test]
async fn one_connection_serves_queries_one_after_the_other_even_when_they_fail() {
    let simulator = simulator(Faults {
        busy: When::every(2),
        ..Faults::default()
    })
    .await;
    let client = client(&simulator.endpoint());
    for _ in 0..5 {
        query(&client, &["bound", "unused"]).await.0.unwrap();
    }
    let counters = simulator.counters();
    assert!(counters.refused >= 4, "{counters:?}");
    assert_eq!(counters.connections, 1, "{counters:?}");
}

#[tokio::test]
async fn what_breaks_on_the_way_once_is_sent_again() {
    for faults in [
        Faults {
            reset: When::Next(1),
            ..Faults::default()
        },
        Faults {
            truncated: When::Next(2),
            ..Faults::default()
        },
        Faults {
            hang: When::Next(1),
            ..Faults::default()
        },
        Faults {
            html_page: When::Next(1),
            html_page_as: HtmlPage::BadGateway,
            ..Faults::default()
        },
    ] {
        let said = format!("{faults:?}");
        let simulator = simulator(faults).await;
        let (outcome, _) = query(&client(&simulator.endpoint()), &["unused"]).await;
        assert_eq!(outcome.unwrap().invitations.len(), 1, "{said}");
    }
}

#[tokio::test]
async fn a_network_that_wants_a_sign_in_is_told_as_such() {
    for (page, status) in [
        (HtmlPage::Ok, 200),
        (HtmlPage::Redirect, 302),
        (HtmlPage::NetworkAuth, 511),
    ] {
        let simulator = simulator(Faults {
            html_page: When::Always,
            html_page_as: page,
            ..Faults::default()
        })
        .await;
        let error = error_of(&client(&simulator.endpoint())).await;
        assert_eq!(error.class(), ErrorClass::Intercepted, "{status}");
        assert!(!error.class().is_about_account());
        assert_eq!(simulator.record().len(), 1, "{status}");
    }
    let simulator = simulator(Faults {
        proxy_auth: When::Always,
        ..Faults::default()
    })
    .await;
    let error = error_of(&client(&simulator.endpoint())).await;
    assert_eq!(error.class(), ErrorClass::ProxyAuthRequired);
}

#[tokio::test]
async fn a_batch_that_one_token_spoils_says_so() {
    let simulator = simulator(Faults {
        poison_tokens: ["token".to_owned()].into(),
        ..Faults::default()
    })
    .await;
    let error = error_of(&client(&simulator.endpoint())).await;
    assert!(error.is_about_batch(), "{error}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_hundred_tokens_are_asked_and_neither_none_nor_one_more() {
    let simulator = simulator(Faults::default()).await;
    let client = client(&simulator.endpoint());
    let tokens: Vec<String> = (0..101).map(|n| format!("{n:032x}")).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    query(&client, &tokens[..100]).await.0.unwrap();
    for wrong in [&tokens[..0], &tokens[..]] {
        let (outcome, events) = query(&client, wrong).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.class(), ErrorClass::RequestRefused);
        // No token is to blame: splitting the batch in search of it would be futile.
        assert!(!error.is_about_batch());
        assert!(events.is_empty());
    }
    assert_eq!(simulator.record().len(), 1);
}

#[tokio::test]
async fn a_query_that_is_dropped_leaves_the_way_free_for_others() {
    let simulator = simulator(Faults {
        hang: When::Next(1),
        ..Faults::default()
    })
    .await;
    let client = client(&simulator.endpoint());
    let sent = Arc::new(tokio::sync::Notify::new());
    let (leaver, told) = (client.clone(), Arc::clone(&sent));
    let task = tokio::spawn(async move {
        let on_event = move |_| told.notify_one();
        let outcome = leaver.query_invitation_info(&["unused"], &on_event).await;
        outcome.map(drop)
    });
    sent.notified().await;
    task.abort();
    query(&client, &["unused"]).await.0.unwrap();
}

/// Where the known invitations are a few days old.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_547_200, 0).unwrap() + TimeDelta::days(5)
}

/// An unused link and one that a customer was bound by, created on 2025-12-01 at 08:00 on the wire.
fn sample() -> SimulatorConfig {
    let created_at = now() - TimeDelta::days(5);
    let used = Use {
        at: created_at + TimeDelta::days(1),
        client_uin: 200_012_345_678,
        client_mail: "a***@example.com".into(),
        kind: ClientKind::SecondLevelReseller,
        bound_at: Some(created_at + TimeDelta::days(2)),
    };
    let bound = Invitation {
        used: Some(used),
        ..Invitation::unused("bound", created_at)
    };
    SimulatorConfig {
        invitations: vec![bound, Invitation::unused("unused", created_at)],
        ..SimulatorConfig::default()
    }
}

async fn simulator(faults: Faults) -> Simulator {
    start(SimulatorConfig { faults, ..sample() }).await
}

async fn start(config: SimulatorConfig) -> Simulator {
    let simulator = Simulator::start(config).await.unwrap();
    // Its own clock is the system's, as the client's is; the links are young on any day.
    simulator.advance(now() - simulator.now());
    simulator
}

fn system() -> intlpartners::WallClock {
    crate::support::system_clock()
}

fn client_with(
    simulator: &Simulator,
    credentials: Credentials,
    clock: intlpartners::WallClock,
) -> Client {
    let mut config = config(&simulator.endpoint());
    config.credentials = credentials;
    Client::new(transport(clock, ProxyChoice::Direct), config, 7)
}
