//! Every token gets its answer, or its reason.

use super::*;

#[tokio::test(start_paused = true)]
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

#[tokio::test(start_paused = true)]
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
    let invitations = population(3, 700, fixture::now());
    let tokens: Vec<_> = invitations.iter().map(|it| it.token.to_string()).collect();
    scene.world.add_invitations(invitations.clone());
    let import = crate::import::read_text(&tokens.join("\n"));
    let target = crate::ledger::ImportTarget::NewList("L".to_owned());
    scene
        .ledger
        .store_import(scene.account, &target, &import, scene.world.now())
        .unwrap();

    let report = scene.check().await;
    assert_eq!(
        (report.end, report.failed, report.unasked),
        (CheckEnd::Completed, 0, 0)
    );
    let now = scene.world.now();
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

#[tokio::test(start_paused = true)]
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

#[tokio::test(start_paused = true)]
async fn however_many_bad_tokens_come_first_the_good_ones_behind_them_are_answered() {
    let scene = scene(2_000, 0, bad(0..200)).await;
    let report = scene.check().await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (1_800, 0, 200, 0))
    );
    // Nor do they stop a check that asks about nothing else.
    let report = scene.continue_from(&report).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (1_800, 0, 200, 0))
    );
}

#[tokio::test(start_paused = true)]
async fn a_check_that_bad_tokens_have_stopped_goes_on_with_those_it_never_asked_about() {
    let scene = scene(600, 0, bad(0..600)).await;
    let stopped = scene.check().await;
    assert_eq!(stopped.end, CheckEnd::Stopped);
    assert!(
        stopped.failed >= 100 && stopped.unasked >= 100,
        "{stopped:?}"
    );

    let missing = scene.ledger.unanswered(stopped.check).unwrap();
    let missing = scene.ledger.tokens(&missing).unwrap();
    let (never_asked, failed) = missing.split_at(stopped.unasked);
    scene.world.set_faults(Faults {
        poison_tokens: failed.iter().cloned().collect(),
        ..Faults::default()
    });
    let before = scene.world.requests();
    let report = scene.continue_from(&stopped).await;
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (stopped.unasked, 0, stopped.failed, 0))
    );
    let first = &scene.world.record()[before].tokens;
    assert!(first.iter().all(|it| never_asked.contains(&it.to_string())));
}

fn bad(known: std::ops::Range<usize>) -> Faults {
    let poison_tokens = known
        .map(|n| fixture::token(&format!("known{n}")))
        .collect();
    Faults {
        poison_tokens,
        ..Faults::default()
    }
}

#[tokio::test(start_paused = true)]
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

#[tokio::test(start_paused = true)]
async fn a_batch_refused_once_for_an_unlisted_reason_is_asked_about_again() {
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
        (CheckEnd::Completed, (300, 0, 0, 0))
    );
    assert_eq!(scene.world.requests(), 4);
}
