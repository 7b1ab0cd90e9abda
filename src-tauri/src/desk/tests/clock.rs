//! This computer's clock is wrong.

use invitations::{sheet::Counts, stage::Stage};

use super::*;

#[tokio::test]
async fn a_clock_that_is_more_than_a_year_off_changes_no_stage() {
    let right = told_after_a_check(TimeDelta::zero()).await;
    let counts = right.0;
    assert!(counts.unused > 0 && counts.expired > 0 && counts.expiring > 0);
    for days in [400, -400] {
        assert_eq!(told_after_a_check(TimeDelta::days(days)).await, right);
    }
}

/// How many rows there are of each kind, the stage of one row looked at alone, and the stages in a spreadsheet.
async fn told_after_a_check(ahead: TimeDelta) -> (Counts, Stage, String) {
    let office = Office::with_its_clock(ahead).await;
    let scope = office.everything().await;
    let desk = &office.desk;
    desk.start_check(scope).await.unwrap();
    assert_eq!(office.report().await.end, CheckEnd::Completed);
    let unused = ViewQuery {
        facet: Facet::Unused,
        ..ViewQuery::everything(scope.account, None)
    };
    let view = desk.look(unused.clone()).await.unwrap();
    let first = desk.rows(view.id, 0, 1).await.unwrap().remove(0);
    let alone = desk.invitation(first.id).await.unwrap().row.stage;
    let file = office.folder.path().join("all.csv");
    desk.export_csv(unused, ExportWhat::All, file.clone())
        .await
        .unwrap();
    let lines = std::fs::read_to_string(file).unwrap();
    let stages = lines.lines().map(|line| line.split(',').nth(2).unwrap());
    (view.counts, alone, stages.collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn a_connection_test_that_teaches_the_time_has_the_rows_read_anew() {
    for (ahead, told) in [(TimeDelta::days(400), 1), (TimeDelta::zero(), 0)] {
        let office = Office::with_its_clock(ahead).await;
        let id = office.account().await;
        for _ in 0..2 {
            let account = KeysToTest::AccountId(id);
            office.desk.test_connection(account).await.unwrap();
        }
        let events = office.events.lock().expect("whole");
        let changes = events
            .iter()
            .filter(|event| matches!(event, DeskEvent::DeskChanged));
        assert_eq!(changes.count(), told, "{ahead}");
    }
}
