//! A file checked as a scheduler runs it: no display, no bus, no keychain.

use crate::{LIMIT, Scheduler, assert_ended};
use simulator::{Faults, HtmlPage, When};
use std::{collections::HashSet, fs, sync::Arc, time::Duration};
use tests::{MessyFile, Results, SECRET_KEY, Service, within};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn every_token_of_a_messy_file_has_its_true_answer() {
    within(LIMIT, async {
        let service = Service::start(430).await;
        let file = MessyFile::gb18030(&service.tokens());
        let scheduler = Scheduler::new(&service.simulator.endpoint(), &file.bytes);
        let finished = scheduler.check().await;
        let words = [
            format!("{} tokens", service.tokens().len()),
            format!("{} duplicates", file.duplicates),
            format!("{} refused", file.refused),
        ];
        assert_ended(&finished, 0, &words.each_ref().map(String::as_str));
        service.assert_true(&Results::read(&scheduler.results), &HashSet::new());
        assert!(
            scheduler.machine.files_with(SECRET_KEY).is_empty(),
            "the secret is in no file"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_bad_day_of_the_service_costs_time_but_no_answer() {
    within(LIMIT, async {
        let service = Service::start(900).await;
        service.set_faults(Faults {
            busy: When::every(4),
            over_limit: When::every(5),
            internal_error: When::every(7),
            reset: When::every(6),
            truncated: When::every(9),
            latency: Duration::from_millis(30),
            jitter: Duration::from_millis(50),
            shuffled: When::Always,
            doubled: When::Chance(0.05),
            unasked: When::Chance(0.2),
            text_numbers: When::Chance(0.5),
            ..Faults::default()
        });
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        assert_ended(&scheduler.check().await, 0, &[]);
        service.assert_true(&Results::read(&scheduler.results), &HashSet::new());
        // Twenty sent in a second arrive a little closer together or further apart.
        assert!(service.simulator.counters().max_requests_in_a_second <= 21);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_token_that_the_service_refuses_costs_only_itself() {
    within(LIMIT, async {
        let service = Service::start(150).await;
        let poison = service.tokens()[42].clone();
        service.set_faults(Faults {
            poison_tokens: HashSet::from([poison.clone()]),
            ..Faults::default()
        });
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        assert_ended(
            &scheduler.check().await,
            3,
            &["InvalidParameterValue", "RequestId"],
        );
        let results = Results::read(&scheduler.results);
        service.assert_true(&results, &HashSet::from([poison.clone()]));
        let row = results
            .rows
            .iter()
            .find(|row| row["Token"] == poison)
            .unwrap();
        assert!(
            row["Problem"].starts_with("InvalidParameterValue"),
            "{row:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn keys_that_are_refused_are_told_apart_and_leave_an_earlier_file_whole() {
    within(LIMIT, async {
        let service = Service::start(120).await;
        let mut scheduler =
            Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        fs::write(&scheduler.results, "an earlier day's").unwrap();
        scheduler
            .machine
            .set("TENCENTCLOUD_SECRET_KEY", "Qw7notTheRightOneAtAllZx93hLm00");
        assert_ended(
            &scheduler.check().await,
            1,
            &["AuthFailure.SignatureFailure", "RequestId"],
        );
        scheduler
            .machine
            .set("TENCENTCLOUD_SECRET_ID", "AKIDnobodyKnowsThisOne0000000001");
        assert_ended(
            &scheduler.check().await,
            1,
            &["AuthFailure.SecretIdNotFound"],
        );
        scheduler.machine.unset("TENCENTCLOUD_SECRET_ID");
        assert_ended(&scheduler.check().await, 1, &["TENCENTCLOUD_SECRET_ID"]);
        scheduler.machine.unset("TENCENTCLOUD_SECRET_KEY");
        assert_ended(&scheduler.check().await, 1, &["--account"]);
        assert_eq!(
            fs::read_to_string(&scheduler.results).unwrap(),
            "an earlier day's"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn blanks_around_keys_do_no_harm() {
    within(LIMIT, async {
        let service = Service::start(20).await;
        let mut scheduler =
            Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        scheduler
            .machine
            .set("TENCENTCLOUD_SECRET_KEY", format!(" {SECRET_KEY}\n"));
        assert_ended(&scheduler.check().await, 0, &[]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_clock_ten_minutes_off_is_corrected_from_the_answer() {
    within(LIMIT, async {
        let service = Service::start(120).await;
        service.set_faults(Faults {
            clock_offset: chrono::TimeDelta::minutes(10),
            ..Faults::default()
        });
        let scheduler = Scheduler::new(
            &service.simulator.endpoint(),
            MessyFile::utf8_with_bom(&service.tokens()).bytes,
        );
        assert_ended(&scheduler.check().await, 0, &[]);
        service.assert_true(&Results::read(&scheduler.results), &HashSet::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn links_end_by_the_services_clock_however_far_off_this_computers_is() {
    within(LIMIT, async {
        let service = Service::start(120).await;
        service.set_faults(Faults {
            clock_offset: chrono::TimeDelta::days(400),
            ..Faults::default()
        });
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        assert_ended(&scheduler.check().await, 0, &[]);
        let results = Results::read(&scheduler.results);
        let rows_at = |stage: &str| {
            results
                .rows
                .iter()
                .filter(|row| row["Stage"] == stage)
                .count()
        };
        assert_eq!(rows_at("Unused"), 0);
        assert!(rows_at("Expired") > 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn what_stands_between_is_told_from_the_service() {
    within(LIMIT, async {
        let service = Service::start(30).await;
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        for page in [HtmlPage::Ok, HtmlPage::Redirect, HtmlPage::NetworkAuth] {
            service.set_faults(Faults {
                html_page: When::Always,
                html_page_as: page,
                ..Faults::default()
            });
            let given_up = scheduler.check_waiting("0").await;
            assert_ended(&given_up, 1, &["not the service's answer"]);
        }
        assert!(
            !scheduler.results.exists(),
            "a check that did not take place writes no results"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_service_that_cannot_be_reached_is_said_to_be_so() {
    within(LIMIT, async {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let scheduler = Scheduler::new(
            &format!("http://127.0.0.1:{port}/"),
            "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b",
        );
        let given_up = scheduler.check_waiting("0").await;
        assert_ended(&given_up, 1, &["refused"]);
        assert!(!scheduler.results.exists());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_service_that_comes_back_is_waited_for() {
    within(LIMIT, async {
        let service = Arc::new(Service::start(900).await);
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        // Some answers, then none.
        service.set_faults(Faults {
            reset: When::After(4),
            ..Faults::default()
        });
        let repaired = Arc::clone(&service);
        let comes_back = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(4)).await;
            repaired.set_faults(Faults::default());
        });
        let finished = scheduler.check().await;
        comes_back.await.unwrap();
        assert_ended(&finished, 0, &["waiting (connection_lost)", "going on at"]);
        let said = |words| finished.stderr.matches(words).count();
        assert_eq!(
            (said("waiting ("), said("going on")),
            (1, 1),
            "{}",
            finished.stderr
        );
        service.assert_true(&Results::read(&scheduler.results), &HashSet::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn keys_never_travel_unencrypted_to_another_computer() {
    let scheduler = Scheduler::new("http://198.51.100.7/", "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b");
    assert_ended(
        &scheduler.check().await,
        1,
        &["INVITE_LEDGER_ENDPOINT", "https"],
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn results_do_not_take_the_place_of_the_list_they_are_about() {
    within(LIMIT, async {
        let service = Service::start(20).await;
        let list = service.tokens().join("\n");
        let mut scheduler = Scheduler::new(&service.simulator.endpoint(), &list);
        let folder = scheduler.machine.file("results");
        fs::create_dir(&folder).unwrap();
        // By another way to the same file.
        scheduler.results = folder.join("..").join("tokens.csv");
        assert_ended(&scheduler.check().await, 1, &["tokens.csv", "--output"]);
        assert_eq!(fs::read_to_string(&scheduler.tokens).unwrap(), list);
        assert_eq!(service.simulator.counters().requests, 0, "nobody was asked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn files_that_hold_no_tokens_are_refused_at_once_with_the_reason() {
    let scheduler = Scheduler::new("http://127.0.0.1:9/", "Dear all,\n92b6********f6a7b\n");
    assert_ended(
        &scheduler.check().await,
        1,
        &["there is no token in", "line 2"],
    );

    let huge = fs::File::create(&scheduler.tokens).unwrap();
    huge.set_len(300 * 1024 * 1024).unwrap();
    let nothing = scheduler.run(&["--version".as_ref()]).await;
    let refused = scheduler.check().await;
    assert_ended(&refused, 1, &["67108864"]);
    assert!(
        refused.took < nothing.took + Duration::from_secs(1),
        "it took {:?}, and to do nothing {:?}",
        refused.took,
        nothing.took
    );

    fs::write(&scheduler.tokens, b"PK\x03\x04 xl/workbook.xml\0\0\0").unwrap();
    assert_ended(&scheduler.check().await, 1, &["workbook"]);
    fs::write(&scheduler.tokens, b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0").unwrap();
    assert_ended(&scheduler.check().await, 1, &["not text"]);
    fs::remove_file(&scheduler.tokens).unwrap();
    assert_ended(&scheduler.check().await, 1, &["cannot be read"]);
}
