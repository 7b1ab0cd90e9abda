//! Connection tests and diagnoses.

use super::*;
use crate::desk::diagnosis::{Aspect, Verdict};

#[tokio::test]
async fn a_connection_test_tells_a_wrong_key_from_an_unknown_id() {
    let office = Office::open().await;
    let Key {
        secret_id,
        secret_key,
        ..
    } = Key::sample();
    let keys = |id: &str, key: &str| {
        KeysToTest::Keys(Keys {
            secret_id: id.to_owned(),
            secret_key: key.to_owned().into(),
        })
    };
    let fine = format!("  {secret_id}\n");
    let report = office
        .desk
        .test_connection(keys(&fine, &secret_key))
        .await
        .unwrap();
    assert!(report.trimmed && !report.request_id.is_empty());
    let wrong = office
        .desk
        .test_connection(keys(&secret_id, "wrong"))
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ErrorCode::SecretKeyWrong);
    assert!(wrong.request_id.is_some());
    let unknown = office
        .desk
        .test_connection(keys("AKIDnobody", &secret_key))
        .await
        .unwrap_err();
    assert_eq!(unknown.code, ErrorCode::SecretIdUnknown);
}

#[tokio::test]
async fn a_diagnosis_names_the_step_that_fails_and_its_details_hold_no_secret() {
    let office = Office::open().await;
    let account = office.account().await;
    let Key {
        secret_id,
        secret_key,
        ..
    } = Key::sample();
    let good = office
        .desk
        .diagnose(KeysToTest::AccountId(account))
        .await
        .unwrap();
    assert_eq!(good.findings.len(), 8);
    assert!(
        good.findings
            .iter()
            .all(|it| matches!(it.verdict, Verdict::Good | Verdict::NotNeeded)),
        "{good:?}"
    );

    let wrong = KeysToTest::Keys(Keys {
        secret_id: secret_id.clone(),
        secret_key: format!("{secret_key}x").into(),
    });
    let report = office.desk.diagnose(wrong).await.unwrap();
    let failed: Vec<_> = report
        .findings
        .iter()
        .filter(|it| it.verdict == Verdict::Failed)
        .map(|it| (it.aspect, it.class))
        .collect();
    assert_eq!(
        failed,
        [(Aspect::Credentials, Some(ErrorCode::SecretKeyWrong))]
    );
    let details = &report.support_details;
    let last = office.simulator.record().last().unwrap().clone();
    for told in [
        "Invite Ledger",
        "Test 1.0",
        "Keys: FAILED, secret_key_wrong",
        "(not saved)",
        last.request_id().unwrap(),
    ] {
        assert!(details.contains(told), "“{told}” is not in:\n{details}");
    }
    for secret in [secret_id.as_str(), secret_key.as_str(), "TC3-HMAC"] {
        assert!(!details.contains(secret), "“{secret}” is in:\n{details}");
    }
}

#[tokio::test]
async fn a_diagnosis_tells_of_the_last_check_and_of_no_invitation() {
    let office = Office::open().await;
    let scope = office.everything().await;
    let poison = office.tokens().lines().next().unwrap().to_owned();
    office.simulator.set_faults(simulator::Faults {
        poison_tokens: [poison.clone()].into(),
        ..Default::default()
    });
    office.desk.start_check(scope).await.unwrap();
    let failure = office.report().await.failures.remove(0);
    let asked = KeysToTest::AccountId(scope.account);
    let details = office.desk.diagnose(asked).await.unwrap().support_details;
    for told in [
        "Last check: Completed",
        "150 tokens: ",
        "1 failed by request_refused",
        "Requests per second: 20 at most",
        "UTC+08:00",
        failure.request_id.as_deref().unwrap(),
    ] {
        assert!(details.contains(told), "“{told}” is not in:\n{details}");
    }
    assert!(!details.contains(&poison), "{details}");
}

#[tokio::test]
async fn without_keys_the_diagnosis_asks_for_them_first() {
    let office = Office::open().await;
    let account = office.account().await;
    lock(&office.desk.session_keys).clear();
    let asked = KeysToTest::AccountId(account);
    let report = office.desk.diagnose(asked).await.unwrap();
    for finding in report.findings {
        let (verdict, class) = match finding.aspect {
            Aspect::Credentials => (Verdict::Failed, Some(ErrorCode::KeyMissing)),
            _ => (Verdict::Untried, None),
        };
        assert_eq!((finding.verdict, finding.class), (verdict, class));
    }
    assert!(office.simulator.record().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_connection_test_whose_turn_does_not_come_finds_nothing_wrong_with_the_way() {
    let office = Office::open().await;
    let id = office.account().await;
    let account = office.desk.account(id).await.unwrap();
    let client = office.desk.client(&account).await.unwrap();
    client.set_requests_per_second(1);
    let mut check = tokio::task::JoinSet::new();
    for _ in 0..60 {
        let client = client.clone();
        check.spawn(async move { client.try_query_invitation_info(&["token"], &|_| ()).await });
    }
    tokio::task::yield_now().await;
    let tested = office.desk.test_connection(KeysToTest::AccountId(id)).await;
    let error = tested.unwrap_err();
    assert_eq!(error.code, ErrorCode::RateLimited);
    assert!(error.message.contains("1.0 requests per second"), "{error}");
}
