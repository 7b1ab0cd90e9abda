//! What stops a check, and what does not.

use super::*;

const PATIENCE: Duration = Duration::from_secs(5 * 60);

#[tokio::test(start_paused = true)]
async fn a_wrong_key_stops_the_check_and_touches_no_token() {
    let mut scene = scene(2_000, 0, Faults::default()).await;
    scene.world.key.secret_key = "wrong".into();
    let report = scene.check().await;
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

#[tokio::test(start_paused = true)]
async fn a_service_that_is_not_reached_stops_the_check_when_patience_ends_and_touches_no_token() {
    let page = When::Always;
    for (down, class) in [(true, "unreachable"), (false, "intercepted")] {
        let mut scene = scene(
            500,
            0,
            Faults {
                html_page: page,
                ..Faults::default()
            },
        )
        .await;
        scene.patience = Some(PATIENCE);
        if down {
            scene.world.bring_down().await;
        }
        let begun = Instant::now();
        let report = scene.check().await;
        let taken = begun.elapsed();
        assert!(
            taken >= PATIENCE && taken < PATIENCE + Duration::from_secs(5),
            "{taken:?}"
        );
        assert_eq!(
            (report.end, counts(&report)),
            (CheckEnd::Stopped, (0, 0, 0, 500))
        );
        assert_eq!(report.error.unwrap().code, class);
        assert!(scene.world.requests() < 30, "{}", scene.world.requests());
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_refuses_everything_without_a_known_reason_stops_the_check() {
    let faults = Faults {
        refused: When::Always,
        refused_with: "FailedOperation.Mystery".to_owned(),
        ..Faults::default()
    };
    let scene = scene(2_000, 0, faults).await;
    let begun = Instant::now();
    let report = scene.check().await;
    assert!(
        begun.elapsed() < Duration::from_secs(40),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Stopped, (0, 0, 0, 2_000))
    );
    assert_eq!(report.error.unwrap().code, "service_refused");
}

#[tokio::test(start_paused = true)]
async fn one_strange_page_costs_nothing() {
    let faults = Faults {
        html_page: When::Next(1),
        ..Faults::default()
    };
    let scene = scene(300, 0, faults).await;
    let report = scene.check().await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (300, 0, 0, 0))
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_goes_away_midway_keeps_what_was_answered() {
    let faults = Faults {
        reset: When::After(10),
        ..Faults::default()
    };
    let mut scene = scene(3_000, 0, faults).await;
    scene.patience = Some(PATIENCE);
    let report = scene.check().await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Stopped, (1_000, 0, 0, 2_000))
    );
    assert_eq!(report.error.as_ref().unwrap().code, "connection_lost");

    scene.world.set_faults(Faults::default());
    let report = scene.continue_from(&report).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (3_000, 0, 0, 0))
    );
}
