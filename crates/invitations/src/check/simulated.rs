//! Tests: whole checks, by the real client, of a simulated service.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use intlpartners::{Client, ClientConfig, Credentials, Endpoint, Language, WallClock, http_client};
use simulator::{
    Faults, Invitation, Key, Limiter, LimiterKind, Outcome, Simulator, SimulatorConfig, When,
    population,
};
use tokio_util::sync::CancellationToken;

use super::{CheckEnd, CheckReport, Step, run};
use crate::{
    ids::{AccountId, CheckId},
    ledger::{Ledger, fixture},
    standing,
};

struct Scene {
    simulator: Simulator,
    ledger: Ledger,
    account: AccountId,
}

/// Tokens of the service's, and `unknown` ones, imported and never asked about.
async fn scene(tokens: usize, unknown: usize, faults: Faults) -> Scene {
    let ledger = fixture::in_memory();
    let account = fixture::account(&ledger, "Acme");
    let created = clock()() - chrono::TimeDelta::days(1);
    let known =
        (0..tokens).map(|n| Invitation::unused(fixture::token(&format!("known{n}")), created));
    let names: Vec<_> = (0..tokens)
        .map(|n| format!("known{n}"))
        .chain((0..unknown).map(|n| format!("unknown{n}")))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    fixture::list(&ledger, account, "L", &names);
    let simulator = Simulator::start(SimulatorConfig {
        invitations: known.collect(),
        limiter: Limiter {
            kind: LimiterKind::TokenBucket,
            requests_per_second: 20,
        },
        faults,
        ..SimulatorConfig::default()
    })
    .await
    .unwrap();
    Scene {
        simulator,
        ledger,
        account,
    }
}

impl Scene {
    fn begin(&self) -> CheckId {
        let ids = self.ledger.scope(self.account, None).unwrap();
        self.ledger
            .begin_check(self.account, None, &ids, clock()())
            .unwrap()
    }

    async fn check(&self) -> CheckReport {
        let check = self.begin();
        self.run(check, CancellationToken::new(), |_| {}).await
    }

    async fn run(
        &self,
        check: CheckId,
        cancel: CancellationToken,
        on_step: impl Fn(Step) + Send + Sync,
    ) -> CheckReport {
        let client = client(&self.simulator.endpoint(), &self.simulator.keys()[0]);
        let report = run(self.ledger.clone(), client, check, cancel, clock(), on_step)
            .await
            .unwrap();
        let accounted = report.returned + report.not_returned + report.failed + report.unasked;
        assert_eq!(accounted, report.total, "{report:?}");
        report
    }

    /// The tokens of each request that was answered.
    fn answered(&self) -> Vec<Vec<Arc<str>>> {
        self.simulator
            .record()
            .iter()
            .filter(|exchange| matches!(exchange.outcome, Outcome::Answered { .. }))
            .map(|exchange| exchange.tokens.clone())
            .collect()
    }
}

fn client(endpoint: &str, key: &Key) -> Client {
    // Another test of this process may have installed it.
    _ = rustls::crypto::ring::default_provider().install_default();
    let (credentials, _) = Credentials::new(&key.secret_id, &key.secret_key).unwrap();
    let config = ClientConfig {
        endpoint: endpoint.parse::<Endpoint>().unwrap(),
        credentials,
        requests_per_second: 20,
        language: Language::EnUs,
        request_client: "InviteLedger_test".to_owned(),
    };
    Client::new(http_client().unwrap(), config, clock(), 1)
}

#[allow(
    clippy::disallowed_methods,
    reason = "a test is its own composition root"
)]
fn clock() -> WallClock {
    Arc::new(|| SystemTime::now().into())
}

fn counts(report: &CheckReport) -> (usize, usize, usize, usize) {
    (
        report.returned,
        report.not_returned,
        report.failed,
        report.unasked,
    )
}

#[tokio::test]
async fn every_token_is_accounted_for_in_batches_of_a_hundred() {
    let scene = scene(430, 20, Faults::default()).await;
    let report = scene.check().await;
    assert_eq!(
        (report.end, report.error.clone()),
        (CheckEnd::Completed, None)
    );
    assert_eq!(counts(&report), (430, 20, 0, 0));
    assert_eq!(
        scene.ledger.last_check(scene.account, None).unwrap(),
        Some(report)
    );
    let mut sizes: Vec<_> = scene.answered().iter().map(Vec::len).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [50, 100, 100, 100, 100]);
    for id in scene.ledger.scope(scene.account, None).unwrap() {
        let record = scene.ledger.invitation(id).unwrap();
        let expected = match record.token.starts_with("known") {
            true => standing::Outcome::Returned,
            false => standing::Outcome::NotReturned,
        };
        assert_eq!(record.standing.outcome, expected);
        assert_eq!(
            record.standing.fields.status,
            record.standing.ever_returned.then_some(1)
        );
    }
}

#[tokio::test]
async fn a_service_in_disorder_costs_no_token_and_mixes_up_none() {
    let some = When::Chance(0.2);
    let scene = scene(
        0,
        0,
        Faults {
            busy: some,
            internal_error: some,
            reset: When::Chance(0.1),
            truncated: When::Chance(0.1),
            doubled: some,
            shuffled: When::Always,
            unasked: some,
            unknown_status: some,
            text_numbers: some,
            ..Faults::default()
        },
    )
    .await;
    let invitations = population(3, 700, clock()());
    let tokens: Vec<_> = invitations.iter().map(|it| it.token.to_string()).collect();
    scene.simulator.add_invitations(invitations.clone());
    let import = crate::import::read_text(&tokens.join("\n"));
    let target = crate::ledger::ImportTarget::NewList("L".to_owned());
    scene
        .ledger
        .store_import(scene.account, &target, &import, clock()())
        .unwrap();

    let report = scene.check().await;
    assert_eq!(
        (report.end, report.failed, report.unasked),
        (CheckEnd::Completed, 0, 0)
    );
    let now = scene.simulator.now();
    for (id, invitation) in scene
        .ledger
        .scope(scene.account, None)
        .unwrap()
        .iter()
        .zip(&invitations)
    {
        let record = scene.ledger.invitation(*id).unwrap();
        assert_eq!(record.token, *invitation.token);
        assert_eq!(
            record.standing.ever_returned,
            invitation.is_kept(now),
            "{invitation:?}"
        );
        let used = invitation
            .used
            .as_ref()
            .filter(|used| used.at <= now && invitation.is_kept(now));
        let uin = used.map(|used| used.client_uin.to_string());
        assert_eq!(record.standing.fields.client_uin, uin, "{invitation:?}");
    }
}

#[tokio::test]
async fn a_token_that_the_service_refuses_fails_alone() {
    let poison = [7, 150].map(|n| fixture::token(&format!("known{n}")));
    let scene = scene(
        200,
        0,
        Faults {
            poison_tokens: HashSet::from(poison.clone()),
            ..Faults::default()
        },
    )
    .await;
    let report = scene.check().await;
    assert_eq!(report.end, CheckEnd::Completed);
    assert_eq!(counts(&report), (198, 0, 2, 0));
    let [group] = report.failures.as_slice() else {
        panic!("{report:?}")
    };
    assert_eq!((group.class.as_str(), group.tokens), ("request_refused", 2));
    assert!(group.code.is_some() && group.request_id.is_some() && !group.message.is_empty());
    let failed: Vec<_> = scene.ledger.unanswered(report.check).unwrap();
    let failed: Vec<_> = failed
        .iter()
        .map(|id| scene.ledger.invitation(*id).unwrap())
        .collect();
    assert_eq!([&*failed[0].token, &*failed[1].token], poison);
    assert!(failed.iter().all(|it| {
        it.failure
            .as_ref()
            .is_some_and(|why| why.class == "request_refused")
    }));
}

#[tokio::test]
async fn batches_shrink_to_what_the_service_takes() {
    let scene = scene(
        400,
        0,
        Faults {
            size_limit: Some(60),
            ..Faults::default()
        },
    )
    .await;
    let report = scene.check().await;
    assert_eq!(counts(&report), (400, 0, 0, 0));
    assert!(scene.answered().iter().all(|tokens| tokens.len() <= 60));
}

#[tokio::test]
async fn a_batch_refused_for_an_unlisted_reason_fails_and_the_others_do_not() {
    let scene = scene(
        300,
        0,
        Faults {
            refused: When::Next(1),
            refused_with: "FailedOperation.Mystery".to_owned(),
            ..Faults::default()
        },
    )
    .await;
    let report = scene.check().await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (200, 0, 100, 0))
    );
    assert_eq!(
        report.failures[0].code.as_deref(),
        Some("FailedOperation.Mystery")
    );

    let again = scene
        .ledger
        .continue_check(report.check, clock()())
        .unwrap();
    let report = scene.run(again, CancellationToken::new(), |_| {}).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (300, 0, 0, 0))
    );
}

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

#[tokio::test]
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
            *cancelled = Some((Instant::now(), scene.simulator.counters().requests));
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
    // What was on its way when it was cancelled is kept; nothing more is sent.
    let sent_since = scene.simulator.counters().requests - requests;
    assert!(sent_since <= 1, "{sent_since} requests after the cancel");
    assert_eq!(
        report.returned,
        scene.answered().iter().map(Vec::len).sum::<usize>()
    );
}

#[tokio::test]
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

    // What the first run has sent may still be answered.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = scene.answered().len();
    let next = scene.ledger.continue_check(check, clock()()).unwrap();
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

#[tokio::test]
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
