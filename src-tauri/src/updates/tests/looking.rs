//! When it looks, what it then shows, and that it is silent otherwise.

use super::{
    feed::{ELF, Served},
    *,
};
use crate::updates::view::AtStart;

async fn started(computer: &Computer) -> (Arc<Updates>, UpdatesView) {
    let updates = computer.start();
    updates.look_at_start().await;
    let view = updates.view().expect("this build has updates");
    (updates, view)
}

#[tokio::test]
async fn a_new_version_is_shown_with_what_is_new() {
    let feed = Feed::with("99.0.0");
    let (_, view) = started(&Computer::new(&feed)).await;
    assert!(view.shown);
    assert_eq!(view.stage, Stage::Offered);
    let offer = view.offer.unwrap();
    assert_eq!(offer.version, "99.0.0");
    assert_eq!(offer.date.as_deref(), Some("2026-11-19"));
    assert_eq!(offer.notes, "- Quicker\n- <img src=x onerror=alert(1)>");
    assert!(offer.installable);
}

#[tokio::test]
async fn the_same_version_and_an_older_one_are_not_shown() {
    for version in [env!("CARGO_PKG_VERSION"), "0.0.1"] {
        let (_, view) = started(&Computer::new(&Feed::with(version))).await;
        assert_eq!((view.stage, view.shown), (Stage::UpToDate, false));
        assert_eq!(view.offer, None);
    }
}

#[tokio::test]
async fn it_looks_once_a_day_however_often_it_is_started() {
    let feed = Feed::with("99.0.0");
    let computer = Computer::new(&feed);
    for _ in 0..3 {
        started(&computer).await;
        assert_eq!(feed.requests(), 1);
    }
    computer.later(DAY);
    started(&computer).await;
    assert_eq!(feed.requests(), 2);
    // Somebody sets the clock right, and it was years ahead.
    computer.later(-DAY * 3_000);
    started(&computer).await;
    assert_eq!(feed.requests(), 3);
    started(&computer).await;
    assert_eq!(feed.requests(), 3);
}

#[tokio::test]
async fn a_build_without_a_source_has_nothing_of_it() {
    let feed = Feed::with("99.0.0");
    let mut computer = Computer::new(&feed);
    computer.source = None;
    let updates = computer.start();
    updates.look_at_start().await;
    updates.look_by_hand().await;
    assert_eq!(updates.view(), None);
    assert_eq!(feed.requests(), 0);
}

#[tokio::test]
async fn switched_off_it_looks_only_when_asked_to() {
    let feed = Feed::with("99.0.0");
    let computer = Computer::new(&feed);
    computer.start().switch(false).unwrap();
    let (updates, view) = started(&computer).await;
    assert_eq!((view.at_start, feed.requests()), (AtStart::Off, 0));
    updates.look_by_hand().await;
    assert!(updates.view().unwrap().shown);
    updates.switch(true).unwrap();
    assert_eq!(computer.start().view().unwrap().at_start, AtStart::On);
}

#[tokio::test]
async fn what_it_forbids_does_not_happen() {
    let feed = Feed::with("99.0.0");
    for (policy, at_start) in [
        (r#"{"updates":"off"}"#, AtStart::OffByPolicy),
        (r#"{"updates":"of"#, AtStart::PolicyUnreadable),
    ] {
        let computer = Computer::new(&feed);
        fs::write(computer.policy(), policy).unwrap();
        let (updates, view) = started(&computer).await;
        assert_eq!(view.at_start, at_start);
        assert_eq!(view.policy_path, computer.policy().display().to_string());
        updates.look_by_hand().await;
        let problem = updates.view().unwrap().problem.unwrap();
        assert_eq!(problem.code, ErrorCode::UpdatesForbidden);
    }
    assert_eq!(feed.requests(), 0);
}

#[tokio::test]
async fn put_off_it_comes_again_and_skipped_only_for_a_newer_one() {
    let feed = Feed::with("99.0.0");
    let computer = Computer::new(&feed);
    let (updates, _) = started(&computer).await;
    updates.postpone();
    assert!(!updates.view().unwrap().shown);
    assert!(updates.view().unwrap().offer.is_some(), "settings show it");

    computer.later(DAY);
    let (updates, view) = started(&computer).await;
    assert!(view.shown);
    updates.skip().unwrap();
    assert!(!updates.view().unwrap().shown);

    computer.later(DAY);
    let (updates, view) = started(&computer).await;
    assert!(!view.shown);
    updates.look_by_hand().await;
    assert!(updates.view().unwrap().shown, "the user has asked");

    computer.later(DAY);
    feed.release("99.0.1", ELF, &feed.sign(ELF, "99.0.1"));
    assert!(started(&computer).await.1.shown);
}

#[tokio::test]
async fn at_start_it_says_nothing_of_what_goes_wrong_and_by_hand_it_does() {
    let huge = vec![b' '; MAX_FEED_BYTES + 1];
    for (served, code) in [
        (None, ErrorCode::Intercepted),
        (
            Some(b"<html>Sign in</html>".to_vec()),
            ErrorCode::Intercepted,
        ),
        (
            Some(b"{\"version\": \"99.0.0\"".to_vec()),
            ErrorCode::Intercepted,
        ),
        (Some(huge), ErrorCode::Intercepted),
    ] {
        let feed = Feed::start();
        if let Some(served) = served {
            feed.serve("/latest.json", Served::File(served));
        }
        let computer = Computer::new(&feed);
        let (updates, view) = started(&computer).await;
        assert_eq!(feed.requests(), 1);
        assert_eq!((view.stage, view.problem), (Stage::Idle, None));
        updates.look_by_hand().await;
        let view = updates.view().unwrap();
        assert_eq!(view.stage, Stage::Idle);
        assert_eq!(view.problem.unwrap().code, code);
    }
}

#[tokio::test]
async fn a_feed_that_is_out_of_reach_is_not_asked_at_every_start() {
    let feed = Feed::start();
    let computer = Computer::new(&feed);
    for _ in 0..3 {
        started(&computer).await;
    }
    assert_eq!(feed.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_feed_that_hangs_is_given_up() {
    let feed = Feed::start();
    feed.serve("/latest.json", Served::Nothing);
    let start = tokio::time::Instant::now();
    let computer = Computer::new(&feed);
    let (updates, view) = started(&computer).await;
    assert_eq!((view.stage, view.problem), (Stage::Idle, None));
    assert!(start.elapsed() <= FEED_PATIENCE);
    updates.look_by_hand().await;
    let problem = updates.view().unwrap().problem.unwrap();
    assert_eq!(problem.code, ErrorCode::TimedOut);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_for_a_look() {
    let feed = Feed::start();
    feed.serve("/latest.json", Served::Nothing);
    let computer = Computer::new(&feed);
    let updates = computer.start();
    let looking = tokio::spawn({
        let updates = Arc::clone(&updates);
        async move { updates.look_at_start().await }
    });
    feed.is_asked(1).await;
    assert_eq!(updates.view().unwrap().stage, Stage::Looking);
    // One is enough.
    updates.look_by_hand().await;
    assert_eq!(feed.requests(), 1);
    looking.abort();
}
