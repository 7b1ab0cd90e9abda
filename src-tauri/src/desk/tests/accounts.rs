//! Accounts that are changed and removed.

use super::*;

#[tokio::test]
async fn a_ceiling_is_kept_to_at_once_and_a_check_has_no_second_pace_beside_it() {
    let office = Office::open().await;
    let scope = office.everything().await;
    let desk = &office.desk;
    let account = desk.account(scope.account).await.unwrap();
    let held_by_a_check = desk.client(&account).await.unwrap();
    let most = |office: &Office| office.simulator.counters().max_requests_in_a_second;
    let ask_at_most = |requests_per_second| {
        let settings = AccountSettings {
            requests_per_second,
            ..AccountSettings::default()
        };
        desk.update_account(scope.account, "Contoso".into(), settings)
    };
    ask_at_most(1).await.unwrap();
    assert_eq!(held_by_a_check.pace().limit, 1);
    desk.start_check(scope).await.unwrap();
    assert_eq!(office.report().await.end, CheckEnd::Completed);
    assert_eq!(most(&office), 1);

    office.events.lock().expect("whole").clear();
    ask_at_most(20).await.unwrap();
    assert_eq!(held_by_a_check.pace().limit, 20);
    desk.start_check(scope).await.unwrap();
    assert_eq!(office.report().await.end, CheckEnd::Completed);
    assert!(most(&office) > 1);
}

#[tokio::test]
async fn an_account_whose_keychain_is_gone_is_removed_only_when_told_to_leave_the_key() {
    let office = Office::open().await;
    let id = office
        .desk
        .on_ledger(|ledger| {
            ledger.add_account("Contoso", "contoso", "AKID", KeyPlace::Keychain, at())
        })
        .await
        .unwrap();
    // No test may reach a keychain that happens to be there.
    let desk = Desk {
        keychain: Keychain::unavailable(),
        ..Arc::into_inner(office.desk).expect("nobody else holds it")
    };
    let refused = desk.remove_account(id, false).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::KeychainUnavailable);
    assert_eq!(desk.view().await.unwrap().accounts.len(), 1);
    desk.remove_account(id, true).await.unwrap();
    assert!(desk.view().await.unwrap().accounts.is_empty());
}

#[tokio::test]
async fn settings_that_mean_nothing_are_refused() {
    let office = Office::open().await;
    let id = office.account().await;
    let settings = |offset, expiring_days, requests_per_second| AccountSettings {
        utc_offset_minutes: offset,
        expiring_days,
        requests_per_second,
    };
    let update = |settings| office.desk.update_account(id, "Contoso".into(), settings);
    for wrong in [
        settings(480, 7, 0),
        settings(480, 7, 21),
        settings(480, 0, 20),
        settings(480, 30, 20),
        settings(-721, 7, 20),
        settings(841, 7, 20),
    ] {
        let refused = update(wrong).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{wrong:?}");
    }
    for good in [settings(-720, 1, 1), settings(840, 29, 20)] {
        update(good).await.unwrap();
    }
}
