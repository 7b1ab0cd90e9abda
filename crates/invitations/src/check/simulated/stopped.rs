//! What stops a check, and what does not.

use super::*;

#[tokio::test]
async fn a_wrong_key_stops_the_check_and_touches_no_token() {
    let scene = scene(2_000, 0, Faults::default()).await;
    let check = scene.begin();
    let mut key = scene.simulator.keys()[0].clone();
    key.secret_key = "wrong".into();
    let client = client(&scene.simulator.endpoint(), &key);
    let report = run(
        scene.ledger.clone(),
        client,
        check,
        CancellationToken::new(),
        clock(),
        |_| {},
    )
    .await
    .unwrap();
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Stopped, (0, 0, 0, 2_000))
    );
    let error = report.error.unwrap();
    assert_eq!(
        (error.code.as_str(), error.retryable),
        ("secret_key_wrong", false)
    );
    assert!(error.request_id.is_some());
    let id = scene.ledger.scope(scene.account, None).unwrap()[0];
    let record = scene.ledger.invitation(id).unwrap();
    assert_eq!(
        (record.standing.outcome, record.failure),
        (standing::Outcome::Unasked, None)
    );
}

#[tokio::test]
async fn a_service_that_is_not_reached_stops_the_check_and_touches_no_token() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let scene = scene(
        500,
        0,
        Faults {
            html_page: When::Always,
            ..Faults::default()
        },
    )
    .await;
    for (endpoint, class) in [
        (format!("http://{nobody}/"), "unreachable"),
        (scene.simulator.endpoint(), "intercepted"),
    ] {
        let client = client(&endpoint, &scene.simulator.keys()[0]);
        let check = scene.begin();
        let report = run(
            scene.ledger.clone(),
            client,
            check,
            CancellationToken::new(),
            clock(),
            |_| {},
        )
        .await
        .unwrap();
        assert_eq!(
            (report.end, counts(&report)),
            (CheckEnd::Stopped, (0, 0, 0, 500))
        );
        assert_eq!(report.error.unwrap().code, class);
    }
}

#[tokio::test]
async fn one_strange_page_does_not_stop_a_check() {
    let scene = scene(
        300,
        0,
        Faults {
            html_page: When::Next(1),
            ..Faults::default()
        },
    )
    .await;
    let report = scene.check().await;
    assert_eq!((report.end, report.unasked), (CheckEnd::Completed, 0));
    assert!(report.returned >= 200, "{report:?}");
}

#[tokio::test]
async fn a_connection_that_goes_away_midway_keeps_what_was_answered() {
    let scene = scene(
        3_000,
        0,
        Faults {
            reset: When::After(10),
            ..Faults::default()
        },
    )
    .await;
    let report = scene.check().await;
    assert_eq!((report.end, report.returned), (CheckEnd::Stopped, 1_000));
    assert_eq!(report.error.unwrap().code, "connection_lost");

    scene.simulator.set_faults(Faults::default());
    let check = scene
        .ledger
        .continue_check(report.check, clock()())
        .unwrap();
    let report = scene.run(check, CancellationToken::new(), |_| {}).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (3_000, 0, 0, 0))
    );
}
