//! The service goes away in the middle of a check, and comes back.

use intlpartners::ErrorClass;
use simulator::HtmlPage;

use super::*;

const BATCHES: usize = 200;

/// Begins after five seconds, and ends after `duration`. Says what the check told of it.
async fn check_through(
    duration: Duration,
    faults: Option<Faults>,
) -> (CheckReport, Vec<Step>, Scene) {
    let scene = scene(BATCHES * 100, 0, Faults::default()).await;
    let steps = Mutex::new(Vec::new());
    let check = scene.begin();
    let run = scene.run(check, CancellationToken::new(), |step| {
        steps.lock().unwrap().push(step);
    });
    let outage = async {
        sleep(Duration::from_secs(5)).await;
        match faults {
            Some(faults) => scene.world.set_faults(faults),
            None => scene.world.bring_down().await,
        }
        sleep(duration).await;
        scene.world.set_faults(Faults::default());
        scene.world.bring_up().await;
        Instant::now()
    };
    let (report, over) = tokio::join!(run, outage);
    // The longest pause, the longest silence, and the other half of the check.
    let late = over.elapsed();
    assert!(
        late < Duration::from_secs(30 + 15 + 10),
        "{late:?} after the end of the outage"
    );
    (report, steps.into_inner().unwrap(), scene)
}

async fn is_waited_out(duration: Duration, faults: Option<Faults>, class: ErrorClass) {
    let (report, steps, scene) = check_through(duration, faults).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (BATCHES * 100, 0, 0, 0))
    );
    let requests = scene.world.requests();
    println!("{class:?} for {duration:?}: {requests} requests for {BATCHES} batches");
    assert!(
        requests * 10 <= BATCHES * 12,
        "{requests} requests, {class:?}"
    );
    assert!(steps.iter().all(|step| step.progress.failed == 0));
    let mut waiting = steps
        .iter()
        .filter(|step| step.progress.state == CheckState::Waiting);
    assert!(
        waiting.all(|step| {
            step.progress.reason == Some(class) && step.progress.next_try_in_seconds <= Some(30)
        }),
        "{class:?}"
    );
    let waited = steps
        .iter()
        .filter(|step| step.progress.state == CheckState::Waiting)
        .count();
    assert!(waited > 50, "{waited} steps");
    for second in scene.arrivals().windows(21) {
        assert!(
            second[20] - second[0] > Duration::from_millis(950),
            "{second:?}"
        );
    }
}

async fn is_waited_out_short_or_long(faults: Option<Faults>, class: ErrorClass) {
    for seconds in [30, 600] {
        is_waited_out(Duration::from_secs(seconds), faults.clone(), class).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_refuses_connections_is_waited_for() {
    is_waited_out_short_or_long(None, ErrorClass::Unreachable).await;
}

#[tokio::test(start_paused = true)]
async fn a_service_that_falls_silent_is_waited_for() {
    let hang = When::Always;
    let faults = Faults {
        hang,
        ..Faults::default()
    };
    is_waited_out_short_or_long(Some(faults), ErrorClass::TimedOut).await;
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_too_busy_for_anybody_is_waited_for() {
    let busy = When::Always;
    let faults = Faults {
        busy,
        ..Faults::default()
    };
    is_waited_out_short_or_long(Some(faults), ErrorClass::ServiceBusy).await;
}

#[tokio::test(start_paused = true)]
async fn a_network_that_wants_a_sign_in_is_waited_for() {
    for html_page_as in [HtmlPage::Ok, HtmlPage::Redirect] {
        let faults = Faults {
            html_page: When::Always,
            html_page_as,
            ..Faults::default()
        };
        is_waited_out_short_or_long(Some(faults), ErrorClass::Intercepted).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_network_that_resets_connections_is_waited_for() {
    let reset = When::Always;
    let faults = Faults {
        reset,
        ..Faults::default()
    };
    is_waited_out_short_or_long(Some(faults), ErrorClass::ConnectionLost).await;
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_busy_half_of_the_time_is_asked_to_the_end() {
    let faults = Faults {
        busy: When::Chance(0.5),
        latency: Duration::from_millis(100),
        ..Faults::default()
    };
    let scene = scene(20_000, 0, faults).await;
    let begun = Instant::now();
    let report = scene.check().await;
    println!(
        "{:?}, {} requests, {} failed",
        begun.elapsed(),
        scene.world.requests(),
        report.failed
    );
    assert_eq!((report.end, report.unasked), (CheckEnd::Completed, 0));
    assert!(report.failed <= 200, "{report:?}");
    assert!(
        begun.elapsed() < Duration::from_secs(4 * 60),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_network_that_wants_a_sign_in_half_of_the_time_costs_no_token() {
    let html_page = When::Chance(0.5);
    let faults = Faults {
        html_page,
        ..Faults::default()
    };
    let scene = scene(20_000, 0, faults).await;
    let report = scene.check().await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (20_000, 0, 0, 0))
    );
}

#[tokio::test(start_paused = true)]
async fn a_computer_that_has_slept_asks_again_what_was_under_way_and_nothing_else() {
    let faults = Faults {
        latency: Duration::from_millis(300),
        ..Faults::default()
    };
    let scene = scene(10_000, 0, faults).await;
    let check = scene.begin();
    let run = scene.run(check, CancellationToken::new(), |_| {});
    let sleep = async {
        sleep(Duration::from_secs(2)).await;
        // It falls silent first, as a network card does.
        let faults = scene.world.faults();
        scene.world.set_faults(Faults {
            hang: When::Always,
            ..faults.clone()
        });
        sleep(Duration::from_secs(1)).await;
        scene.world.sleep(TimeDelta::hours(9));
        scene.world.set_faults(faults);
    };
    let begun = Instant::now();
    let (report, ()) = tokio::join!(run, sleep);
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (10_000, 0, 0, 0))
    );
    // Nobody has waited for the silence to be noticed.
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
    let requests = scene.world.requests();
    assert!((101..=115).contains(&requests), "{requests}");
    for second in scene.arrivals().windows(21) {
        assert!(
            second[20] - second[0] > Duration::from_millis(950),
            "{second:?}"
        );
    }
}
