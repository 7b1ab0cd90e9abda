//! A check is cancelled at any moment: what was answered is kept, the rest is unasked, and can be asked later.

use fastrand::Rng;

use super::{
    many::{each, knob},
    *,
};

/// `INVITE_LEDGER_CANCELS=1000` tries so many.
const POINTS: u64 = 200;
const TOKENS: usize = 120;
/// With 15 or 20 requests, half of which go wrong, and a while to each answer, it takes about so long.
const WHOLE_CHECK: f64 = 6.0;
/// Reopened from disk, which takes a while, is only every so manieth.
const FROM_DISK: u64 = 25;

#[test]
fn a_check_cancelled_at_any_moment_keeps_every_answer_and_continues_with_the_rest() {
    let points = knob("INVITE_LEDGER_CANCELS").unwrap_or(POINTS);
    each(0..points, cancel_at_a_random_point);
}

async fn cancel_at_a_random_point(number: u64) {
    let random = &mut Rng::with_seed(number);
    let some = |random: &mut Rng| When::Chance(0.2 * random.f64());
    let faults = Faults {
        latency: Duration::from_millis(random.u64(0..400)),
        jitter: Duration::from_millis(random.u64(0..200)),
        size_limit: Some(12),
        busy: some(random),
        reset: some(random),
        truncated: some(random),
        hang: some(random),
        over_limit: some(random),
        doubled: some(random),
        left_out: some(random),
        ..Faults::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let on_disk = number.is_multiple_of(FROM_DISK);
    let ledger = match on_disk {
        true => fixture::open(&path),
        false => fixture::in_memory(),
    };
    let mut scene = scene_in(ledger, TOKENS, 0, faults).await;
    let cancel = CancellationToken::new();
    let told = Mutex::new(0);
    let check = scene.begin();
    let run = scene.run(check, cancel.clone(), |step| {
        *told.lock().unwrap() = step.progress.done;
    });
    let cancelled = async {
        sleep(Duration::from_secs_f64(WHOLE_CHECK * random.f64())).await;
        cancel.cancel();
        Instant::now()
    };
    let (report, cancelled) = tokio::join!(run, cancelled);
    assert!(
        cancelled.elapsed() < Duration::from_secs(1),
        "{:?}",
        cancelled.elapsed()
    );
    if on_disk {
        drop(scene.ledger);
        scene.ledger = fixture::open(&path);
        assert_eq!(scene.ledger.check_report(check).unwrap(), report);
    }
    let done = TOKENS - report.unasked;
    assert_eq!(*told.lock().unwrap(), done);
    match report.unasked {
        0 => assert_eq!(report.end, CheckEnd::Completed),
        _ => assert_eq!((report.end, &report.error), (CheckEnd::Cancelled, &None)),
    }
    // The way back is shorter than the grace, so each answer that the service has sent has come.
    let missing = missing(&scene, &report);
    let answered = flat(&scene.answered());
    assert!(answered.is_disjoint(&missing));
    assert_eq!(answered.len() + missing.len(), TOKENS);

    scene.world.set_faults(Faults::default());
    let before = scene.world.requests();
    if !missing.is_empty() {
        let report = scene.continue_from(&report).await;
        assert_eq!(
            (report.end, report.failed, report.unasked),
            (CheckEnd::Completed, 0, 0)
        );
        let asked: Vec<_> = scene.world.record()[before..]
            .iter()
            .map(|exchange| exchange.tokens.clone())
            .collect();
        assert_eq!(flat(&asked), missing);
    }
    for id in scene.ledger.scope(scene.account, None).unwrap() {
        assert_eq!(scene.ledger.observations(id).unwrap().len(), 1);
    }
}

fn missing(scene: &Scene, report: &CheckReport) -> HashSet<String> {
    let missing = scene.ledger.unanswered(report.check).unwrap();
    let tokens = scene.ledger.tokens(&missing).unwrap();
    tokens.into_iter().collect()
}

fn flat(requests: &[Vec<Arc<str>>]) -> HashSet<String> {
    let tokens = requests.iter().flatten();
    tokens.map(|token| token.to_string()).collect()
}
