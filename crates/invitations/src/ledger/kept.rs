//! Tests: what is saved is kept, and adds up.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::{
    account::AccountSettings,
    check::{CheckEnd, CheckError, FailureGroup},
    ids::{CheckId, InvitationId},
    observation::{InvitationFields, Observation},
    stage::{Reading, Stage},
    standing::{Outcome, Standing},
};

const TOKENS: usize = 6;

/// What one call may come to, about the tokens whose bit is set.
#[derive(Debug, Clone)]
enum Call {
    Answered(Vec<(usize, Option<InvitationFields>)>),
    Failed(Vec<usize>),
}

fn fields() -> impl Strategy<Value = InvitationFields> {
    let text = || prop::option::of("[a-z]{1,3}");
    let number = || prop::option::of(0..9_i64);
    (text(), number(), text(), text(), text(), number(), text()).prop_map(
        |(create_time, status, use_time, client_uin, client_mail, client_type, bind_time)| {
            InvitationFields {
                create_time,
                status,
                use_time,
                client_uin,
                client_mail,
                client_type,
                bind_time,
            }
        },
    )
}

fn call() -> impl Strategy<Value = Call> {
    let some = prop::sample::subsequence((0..TOKENS).collect::<Vec<_>>(), 0..=TOKENS);
    prop_oneof![
        3 => (some.clone(), prop::collection::vec(prop::option::of(fields()), TOKENS))
            .prop_map(|(tokens, fields)| Call::Answered(tokens.into_iter().zip(fields).collect())),
        1 => some.prop_map(Call::Failed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_kept_standing_is_what_its_observations_add_up_to(calls in prop::collection::vec(call(), 0..12)) {
        let ledger = fixture::in_memory();
        let account = fixture::account(&ledger, "Acme");
        fixture::list(&ledger, account, "L", &["a", "b", "c", "d", "e", "f"]);
        let ids = ledger.scope(account, None).unwrap();
        let check = ledger.begin_check(account, None, &ids, fixture::now()).unwrap();
        let mut expected_failure = vec![None; TOKENS];
        let mut expected_history = [0; TOKENS];
        let (mut newly_used, mut newly_bound) = (0, 0);
        for (number, call) in calls.iter().enumerate() {
            let after = TimeDelta::seconds(i64::try_from(number).unwrap());
            let query = match call {
                Call::Answered(observed) => {
                    for (token, _) in observed {
                        expected_failure[*token] = None;
                        expected_history[*token] += 1;
                    }
                    let observed = observed.iter().map(|(token, fields)| (ids[*token], fields.clone()));
                    fixture::answered(&format!("request {number}"), after, observed.collect())
                }
                Call::Failed(tokens) => {
                    let class = format!("class {number}");
                    for token in tokens {
                        expected_failure[*token] = Some(fixture::failure(&class));
                    }
                    fixture::failed(&class, after, tokens.iter().map(|token| ids[*token]).collect())
                }
            };
            ledger.save(check, &[query]).unwrap();
        }
        for (token, id) in ids.iter().enumerate() {
            let history = ledger.observations(*id).unwrap();
            prop_assert_eq!(history.len(), expected_history[token]);
            let mut rebuilt = Standing::default();
            history.iter().rev().for_each(|observation| rebuilt.learn(observation));
            let record = ledger.invitation(*id).unwrap();
            prop_assert_eq!(record.standing, rebuilt);
            prop_assert_eq!(&record.failure, &expected_failure[token]);
            let (used, bound) = advances(&history);
            newly_used += used;
            newly_bound += bound;
        }
        let report = ledger.check_report(check).unwrap();
        prop_assert_eq!((report.newly_used, report.newly_bound), (newly_used, newly_bound));
        prop_assert!(newly_used + newly_bound <= report.returned);
    }
}

/// How often the stage, read when it was told, has become Used and Bound.
fn advances(newest_first: &[Observation]) -> (usize, usize) {
    let settings = AccountSettings::default();
    let mut standing = Standing::default();
    let (mut used, mut bound) = (0, 0);
    for observation in newest_first.iter().rev() {
        let before = Reading::at(&standing, &settings, fixture::now()).stage;
        standing.learn(observation);
        match Reading::at(&standing, &settings, fixture::now()).stage {
            Stage::Used if !matches!(before, Stage::Used | Stage::Bound) => used += 1,
            Stage::Bound if before != Stage::Bound => bound += 1,
            _ => {}
        }
    }
    (used, bound)
}

#[test]
fn a_check_tells_whose_customers_have_come_further_than_was_known_before() {
    let ledger = fixture::in_memory();
    let account = fixture::account(&ledger, "Acme");
    fixture::list(&ledger, account, "L", &["a", "b", "c", "d", "e"]);
    let ids = ledger.scope(account, None).unwrap();
    let said = |status, bind_time: Option<&str>| {
        Some(InvitationFields {
            status: Some(status),
            bind_time: bind_time.map(str::to_owned),
            ..fixture::unused()
        })
    };
    let news = |answers: [Option<InvitationFields>; 5]| {
        let check = ledger
            .begin_check(account, None, &ids, fixture::now())
            .unwrap();
        let observed = ids.iter().copied().zip(answers).collect();
        let query = fixture::answered("request", TimeDelta::zero(), observed);
        ledger.save(check, &[query]).unwrap();
        let report = ledger.check_report(check).unwrap();
        (report.newly_used, report.newly_bound)
    };
    let bound = "2026-11-20 09:00:00";
    let first = [
        said(1, None),
        said(2, None),
        said(2, Some(bound)),
        None,
        said(1, None),
    ];
    assert_eq!(news(first), (1, 1));
    // What an answer leaves out is known from before: the third is as bound as it was.
    let second = [
        said(2, None),
        said(2, Some(bound)),
        said(2, None),
        said(2, Some(bound)),
        said(1, None),
    ];
    assert_eq!(news(second.clone()), (1, 2));
    assert_eq!(news(second), (0, 0));
    assert_eq!(news([const { None }; 5]), (0, 0));
}

#[test]
fn an_observation_comes_back_with_its_check_its_request_and_a_version_7_uuid() {
    let ledger = fixture::in_memory();
    let account = fixture::account(&ledger, "Acme");
    let id = fixture::checked_list(&ledger, account, 3)[0];
    let observation = ledger.observations(id).unwrap().remove(0);
    assert_eq!(observation.id.get_version_num(), 7);
    let (seconds, _) = observation.id.get_timestamp().unwrap().to_unix();
    assert_eq!(seconds, fixture::now().timestamp().cast_unsigned());
    assert_eq!(observation.asked_at, fixture::now());
    assert_eq!(observation.request_id, "request");
    assert_eq!(observation.fields, Some(fixture::unused()));
    let report = ledger.check_report(observation.check).unwrap();
    assert_eq!(report.returned, 2);
    // Whoever looks at all of the account sees the check of the list, too.
    assert_eq!(ledger.last_check(account, None).unwrap(), Some(report));
}

#[test]
fn an_observation_is_never_changed() {
    let ledger = fixture::in_memory();
    let account = fixture::account(&ledger, "Acme");
    fixture::checked_list(&ledger, account, 3);
    let changed =
        ledger.write(|ledger| Ok(ledger.execute("UPDATE observation SET status = 2", [])?));
    assert!(changed.unwrap_err().to_string().contains("never changed"));
}

#[test]
fn all_queries_of_a_call_are_saved_or_none() {
    let ledger = fixture::in_memory();
    let account = fixture::account(&ledger, "Acme");
    fixture::list(&ledger, account, "L", &["a"]);
    let ids = ledger.scope(account, None).unwrap();
    let query = fixture::answered("request", TimeDelta::zero(), vec![(ids[0], None)]);
    let saved = ledger.save(CheckId(404), &[query]);
    assert!(matches!(saved, Err(LedgerError::Gone)), "{saved:?}");
    assert_eq!(ledger.observations(ids[0]).unwrap(), []);
    assert_eq!(
        ledger.invitation(ids[0]).unwrap().standing.outcome,
        Outcome::Unasked
    );
}

/// Four tokens: returned, not returned, failed, not asked about.
fn half_done(ledger: &Ledger) -> (CheckId, Vec<InvitationId>) {
    let account = fixture::account(ledger, "Acme");
    let list = fixture::list(ledger, account, "L", &["a", "b", "c", "d"]);
    let ids = ledger.scope(account, Some(list)).unwrap();
    let check = ledger
        .begin_check(account, Some(list), &ids, fixture::now())
        .unwrap();
    let used = InvitationFields {
        status: Some(2),
        ..fixture::unused()
    };
    let observed = vec![(ids[0], Some(used)), (ids[1], None)];
    let queries = [
        fixture::answered("request", TimeDelta::zero(), observed),
        fixture::failed("request_refused", TimeDelta::zero(), Vec::new()),
        fixture::failed("request_refused", TimeDelta::zero(), vec![ids[2]]),
    ];
    let saved = ledger.save(check, &queries).unwrap();
    assert_eq!(
        saved,
        Saved {
            returned: 1,
            not_returned: 1,
            failed: 1
        }
    );
    (check, ids)
}

#[test]
fn a_ledger_reopened_after_its_program_was_killed_reports_the_check_as_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = fixture::open(&path);
    let (check, ids) = half_done(&ledger);
    let mark = ledger.mark_running(check);
    let (account, list) = {
        let report = ledger.check_report(check).unwrap();
        (report.account, report.list)
    };
    let other_process = fixture::open(&path);
    assert_eq!(other_process.last_check(account, list).unwrap(), None);
    drop((mark, ledger));

    let report = other_process.last_check(account, list).unwrap().unwrap();
    assert_eq!(report.end, CheckEnd::Interrupted);
    assert_eq!(report.ended_at, None);
    assert_eq!(
        (report.total, report.returned, report.not_returned),
        (4, 1, 1)
    );
    assert_eq!((report.failed, report.unasked), (1, 1));
    let failure = fixture::failure("request_refused");
    let group = FailureGroup {
        class: failure.class,
        code: failure.code,
        message: failure.message,
        request_id: failure.request_id,
        tokens: 1,
    };
    assert_eq!(report.failures, [group]);
    let never_asked_first = [ids[3], ids[2]];
    assert_eq!(other_process.unanswered(check).unwrap(), never_asked_first);
}

#[test]
fn a_continued_check_asks_for_what_is_missing_and_reports_for_the_whole() {
    let ledger = fixture::in_memory();
    let (check, ids) = half_done(&ledger);
    ledger
        .end_check(check, CheckEnd::Cancelled, None, fixture::now())
        .unwrap();
    let next = ledger.continue_check(check, fixture::now()).unwrap();
    assert_eq!(ledger.unanswered(next).unwrap(), [ids[3], ids[2]]);
    let account = ledger.check_report(next).unwrap().account;
    let (witness, _) = ledger.answered_last(account).unwrap().unwrap();
    assert_eq!(witness, ids[0]);
    let bound = InvitationFields {
        status: Some(2),
        bind_time: Some("2026-11-20 09:00:00".into()),
        ..fixture::unused()
    };
    let missing = ids[2..].iter().map(|id| (*id, Some(bound.clone())));
    let query = fixture::answered("request", TimeDelta::minutes(1), missing.collect());
    ledger.save(next, &[query]).unwrap();
    ledger
        .end_check(next, CheckEnd::Completed, None, fixture::now())
        .unwrap();

    let report = ledger.check_report(next).unwrap();
    assert_eq!(
        ledger
            .last_check(report.account, report.list)
            .unwrap()
            .unwrap(),
        report
    );
    assert_eq!(
        (report.total, report.returned, report.not_returned),
        (4, 3, 1)
    );
    assert_eq!((report.newly_used, report.newly_bound), (1, 2));
    assert_eq!(
        (report.failed, report.unasked, report.end),
        (0, 0, CheckEnd::Completed)
    );
    assert_eq!(ledger.unanswered(next).unwrap(), []);
}

#[test]
fn what_stopped_a_check_comes_back() {
    let ledger = fixture::in_memory();
    let (check, _) = half_done(&ledger);
    let error = CheckError {
        code: "clock_off".into(),
        message: "the clock is off".into(),
        request_id: Some("request".into()),
        retryable: false,
    };
    ledger
        .end_check(check, CheckEnd::Stopped, Some(&error), fixture::now())
        .unwrap();
    let report = ledger.check_report(check).unwrap();
    assert_eq!((report.end, report.error), (CheckEnd::Stopped, Some(error)));
    assert_eq!(report.ended_at, Some(fixture::now()));
}

#[test]
fn a_full_disk_is_told_and_costs_nothing_that_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = fixture::open(&folder.path().join("ledger.db"));
    let account = fixture::account(&ledger, "Acme");
    let ids = fixture::checked_list(&ledger, account, 5);
    let pages = |most: i64| {
        let set = format!("PRAGMA max_page_count = {most}");
        ledger
            .write(|ledger| Ok(ledger.query_row(&set, [], |row| row.get::<_, i64>(0))?))
            .unwrap()
    };
    // No smaller than the file is: so not a page more.
    pages(1);
    let tokens: Vec<_> = (0..500).map(|n| format!("more{n}")).collect();
    let tokens: Vec<_> = tokens.iter().map(|token| (token.as_str(), None)).collect();
    let target = ImportTarget::NewList("More".to_owned());
    let import = fixture::import(&tokens);
    let stored = ledger.store_import(account, &target, &import, fixture::now());
    assert!(matches!(stored, Err(LedgerError::DiskFull)), "{stored:?}");
    assert_eq!(ledger.lists(account).unwrap().len(), 1);
    assert_eq!(ledger.observations(ids[0]).unwrap().len(), 1);
    pages(i64::from(i32::MAX));
    ledger
        .store_import(account, &target, &import, fixture::now())
        .unwrap();
    assert_eq!(ledger.invitations_count(account).unwrap(), 505);
}

#[test]
fn two_processes_write_to_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let first = fixture::open(&path);
    let account = fixture::account(&first, "Acme");
    let writers = ["x", "y"].map(|name| {
        let path = path.clone();
        std::thread::spawn(move || {
            let ledger = fixture::open(&path);
            for round in 0..20 {
                let (own, shared) = (format!("{name}{round}"), format!("shared{round}"));
                fixture::list(&ledger, account, name, &[&own, &shared]);
            }
        })
    });
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(first.invitations_count(account).unwrap(), 60);
    assert_eq!(first.lists(account).unwrap().len(), 40);
}
