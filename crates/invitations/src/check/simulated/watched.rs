//! A check is watched, cancelled, killed and continued.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_cancelled_check_ends_within_a_second_and_keeps_what_was_answered() {
    let latency = Duration::from_millis(300);
    let scene = scene(
        4_000,
        0,
        Faults {
            latency,
            ..Faults::default()
        },
    )
    .await;
    let cancel = CancellationToken::new();
    let cancelled = Mutex::new(None);
    let on_step = |step: Step| {
        let mut cancelled = cancelled.lock().unwrap();
        if step.progress.done >= 500 && cancelled.is_none() {
            cancel.cancel();
            *cancelled = Some((Instant::now(), scene.world.requests()));
        }
    };
    let report = scene.run(scene.begin(), cancel.clone(), on_step).await;
    let (at, requests) = cancelled.into_inner().unwrap().unwrap();
    assert!(at.elapsed() < Duration::from_secs(1));
    assert_eq!(
        (report.end, report.failed, report.error),
        (CheckEnd::Cancelled, 0, None)
    );
    assert!(
        report.returned >= 500 && report.unasked >= 2_000,
        "{:?}",
        report.total
    );
    // What was on its way when it was cancelled is kept, though it may not have arrived; nothing more is sent.
    let sent_since = scene.world.requests() - requests;
    assert!(sent_since <= 4, "{sent_since} requests after the cancel");
    assert_eq!(
        report.returned,
        scene.answered().iter().map(Vec::len).sum::<usize>()
    );
}

#[tokio::test(start_paused = true)]
async fn a_check_that_was_killed_is_continued_with_what_is_missing_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let mut scene = scene(1_500, 0, Faults::default()).await;
    scene.ledger = fixture::open(&path);
    scene.account = fixture::account(&scene.ledger, "Acme");
    let names: Vec<_> = (0..1_500).map(|n| format!("known{n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    fixture::list(&scene.ledger, scene.account, "L", &names);
    let check = scene.begin();
    let enough = CancellationToken::new();
    {
        let on_step = |step: Step| {
            if step.progress.done >= 500 {
                enough.cancel();
            }
        };
        tokio::select! {
            // Dropped in the middle, as far as this process can be killed in a test.
            _ = scene.run(check, CancellationToken::new(), on_step) => panic!("too fast"),
            () = enough.cancelled() => {}
        }
    }
    // A transaction of the first run may still be under way, as may its requests.
    tokio::time::sleep(Duration::from_millis(300)).await;
    drop(scene.ledger);
    scene.ledger = fixture::open(&path);
    let interrupted = scene
        .ledger
        .last_check(scene.account, None)
        .unwrap()
        .unwrap();
    assert_eq!(
        (interrupted.end, interrupted.ended_at),
        (CheckEnd::Interrupted, None)
    );
    assert!(
        interrupted.returned >= 500 && interrupted.unasked > 0,
        "{interrupted:?}"
    );
    let missing: HashSet<_> = scene
        .ledger
        .tokens(&scene.ledger.unanswered(check).unwrap())
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(missing.len(), interrupted.unasked);

    let before = scene.answered().len();
    let next = scene
        .ledger
        .continue_check(check, scene.world.now())
        .unwrap();
    let first_step = Mutex::new(None);
    let on_step = |step: Step| {
        first_step.lock().unwrap().get_or_insert(step.progress);
    };
    let report = scene.run(next, CancellationToken::new(), on_step).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (1_500, 0, 0, 0))
    );
    let first_step = first_step.into_inner().unwrap().unwrap();
    assert_eq!(
        (first_step.done, first_step.total),
        (interrupted.returned, 1_500)
    );
    let asked: HashSet<_> = scene.answered()[before..]
        .iter()
        .flatten()
        .map(|it| it.to_string())
        .collect();
    assert_eq!(asked, missing);
}

#[tokio::test(start_paused = true)]
async fn progress_comes_a_few_times_a_second_and_names_every_change_once() {
    let scene = scene(1_200, 0, Faults::default()).await;
    let steps = Mutex::new(Vec::new());
    let begun = Instant::now();
    scene
        .run(scene.begin(), CancellationToken::new(), |step| {
            steps.lock().unwrap().push(step);
        })
        .await;
    let most = begun.elapsed().as_millis() / 200 + 2;
    let steps = steps.into_inner().unwrap();
    assert!(
        (2..=most).contains(&(steps.len() as u128)),
        "{} steps",
        steps.len()
    );
    assert!(steps.is_sorted_by_key(|step| step.progress.done));
    let last = &steps[steps.len() - 1].progress;
    assert_eq!(
        (last.done, last.total, last.returned),
        (1_200, 1_200, 1_200)
    );
    assert_eq!(last.seconds_left, Some(0));
    let mut changed: Vec<_> = steps.into_iter().flat_map(|step| step.changed).collect();
    changed.sort_unstable();
    assert_eq!(changed, scene.ledger.scope(scene.account, None).unwrap());
}
