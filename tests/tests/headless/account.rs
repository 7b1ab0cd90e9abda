//! Accounts from the command line.

use crate::{Office, assert_ended};
use tests::{SECRET_ID, SECRET_KEY};

/// Nobody listens there, and nobody has to.
const NOWHERE: &str = "http://127.0.0.1:9/";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn a_key_is_taken_as_editors_and_shells_hand_it_over() {
    let office = Office::new(NOWHERE);
    let utf16: Vec<u8> = format!("\u{feff}{SECRET_KEY}\r\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let inputs = [
        SECRET_KEY.as_bytes().to_vec(),
        format!("\u{feff}  {SECRET_KEY}\t\r\n").into_bytes(),
        utf16,
    ];
    for (number, input) in inputs.iter().enumerate() {
        let name = format!("Account {number}");
        let arguments = [
            "account",
            "add",
            &name,
            "--secret-id",
            SECRET_ID,
            "--limit",
            "7",
        ];
        let added = office.run_with_input(&arguments, input).await;
        assert_ended(&added, 0, &[&name, "AKID••••••••0001"]);
    }
    let accounts = office.ledger().accounts().unwrap();
    assert_eq!(accounts.len(), inputs.len());
    for account in accounts {
        assert_eq!(account.settings.requests_per_second, 7);
        assert!(office.holds_key(&account.key_name));
        let removed = office.run(&["account", "remove", &account.label]).await;
        assert_ended(&removed, 0, &["0 invitations"]);
        assert!(!office.holds_key(&account.key_name));
    }
    assert!(office.machine.files_with(SECRET_KEY).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn what_cannot_be_a_key_is_refused_and_nothing_is_added() {
    let office = Office::new(NOWHERE);
    let add = |id: &'static str| ["account", "add", "Acme", "--secret-id", id];
    for (id, input, words) in [
        (SECRET_ID, "", "the SecretKey is empty"),
        (SECRET_ID, "\r\n", "the SecretKey is empty"),
        (SECRET_ID, SECRET_ID, "this is a SecretId"),
        (SECRET_ID, "two words", "the SecretKey holds characters"),
        ("A KID", SECRET_KEY, "the SecretId holds characters"),
    ] {
        let refused = office.run_with_input(&add(id), input.as_bytes()).await;
        assert_ended(&refused, 1, &[words]);
    }
    let refused = office.run_with_input(&add(SECRET_ID), b"\x80secret").await;
    assert_ended(&refused, 1, &["it is not text"]);
    assert!(!refused.stderr.contains("secret"));
    let as_an_argument = [&add(SECRET_ID)[..], &["--secret-key", "a-secret"]].concat();
    assert_ended(&office.run(&as_an_argument).await, 2, &["--secret-key"]);
    let too_fast = [&add(SECRET_ID)[..], &["--limit", "21"]].concat();
    assert_ended(&office.run(&too_fast).await, 2, &["1..=20"]);
    let listed = office.run(&["account", "list"]).await;
    assert_ended(&listed, 0, &[]);
    assert_eq!(listed.stdout, "");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn an_account_has_a_name_of_its_own_and_is_found_by_it() {
    let office = Office::new(NOWHERE);
    assert_ended(&office.add("Acme").await, 0, &[]);
    let taken = office.add("ACME").await;
    assert_ended(
        &taken,
        1,
        &["has this label already", "choose another name"],
    );
    let key_names = office.key_names();
    assert_eq!(key_names.len(), 1);
    let unknown = office.run(&["account", "remove", "Other"]).await;
    assert_ended(&unknown, 1, &["there is “Acme”"]);
    assert!(office.holds_key(&key_names[0]));
    assert_ended(&office.run(&["account", "remove", "acme"]).await, 0, &[]);
    assert!(!office.holds_key(&key_names[0]));
}

/// Windows and macOS always have a keychain.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn without_a_keychain_nothing_is_added() {
    let mut office = Office::new(NOWHERE);
    if office.machine.is_windows() {
        eprintln!("NOT TESTED: Windows always has a keychain");
        return;
    }
    office.machine.unset("DBUS_SESSION_BUS_ADDRESS");
    office.machine.unset("XDG_RUNTIME_DIR");
    let refused = office.add("Acme").await;
    assert_ended(&refused, 1, &["no keychain can be used", "What helps"]);
    assert_ended(&office.run(&["account", "list"]).await, 0, &[]);
    assert!(office.ledger().accounts().unwrap().is_empty());
    assert!(office.machine.files_with(SECRET_KEY).is_empty());
}
