//! What an uninstaller calls.

use crate::{LIMIT, Office, assert_ended};
use chrono::DateTime;
use invitations::ledger::Ledger;
use simulator::Faults;
use std::{ffi::OsStr, fs, time::Duration};
use tests::{Service, within};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn everything_of_the_program_is_erased_and_nothing_else() {
    let office = Office::new("http://127.0.0.1:9/");
    for name in ["Acme", "北风"] {
        assert_ended(&office.add(name).await, 0, &[]);
    }
    let key_names = office.key_names();
    let folder = office.machine.ledger_folder();
    fs::write(folder.join("preferences.json"), r#"{"language":"zh-CN"}"#).unwrap();
    fs::write(folder.join("updates.json"), r#"{"off":true}"#).unwrap();
    fs::write(folder.join("notes.txt"), "somebody else's").unwrap();

    let announced = office.run(&["erase"]).await;
    assert_ended(
        &announced,
        1,
        &["“Acme”", "“北风”", "ledger.db", "preferences.json", "--yes"],
    );
    assert!(key_names.iter().all(|name| office.holds_key(name)));

    let erased = office.run(&["erase", "--yes"]).await;
    assert_ended(
        &erased,
        0,
        &["“Acme”", "“北风”", "ledger.db", "preferences.json"],
    );
    assert!(!key_names.iter().any(|name| office.holds_key(name)));
    let left = |folder| fs::read_dir(folder).unwrap().count();
    assert_eq!(left(&folder), 1, "the other file stays");

    fs::remove_file(folder.join("notes.txt")).unwrap();
    assert_ended(&office.run(&["erase"]).await, 0, &["nothing to remove"]);
    assert_ended(&office.run(&["erase", "--yes"]).await, 0, &[]);
    assert!(!folder.exists());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn a_ledger_in_use_is_left_whole_and_told_and_the_rest_is_erased() {
    within(LIMIT, async {
        let service = Service::start(40).await;
        let office = Office::new(&service.simulator.endpoint());
        assert_ended(&office.add("Acme").await, 0, &[]);
        let key_names = office.key_names();
        fs::write(
            office.machine.ledger_folder().join("preferences.json"),
            "{}",
        )
        .unwrap();
        service.set_faults(Faults {
            latency: Duration::from_secs(600),
            ..Faults::default()
        });
        let tokens = office
            .machine
            .write("tokens.csv", service.tokens().join("\n"));
        let (tokens, results) = (
            office.name_of(&tokens),
            office.name_of(&office.machine.file("results.csv")),
        );
        let arguments =
            ["check", &tokens, "--account", "Acme", "--output", &results].map(OsStr::new);
        let check = office.machine.start(&arguments);
        while service.simulator.counters().connections == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }

        let erased = office.run(&["erase", "--yes"]).await;
        assert_ended(
            &erased,
            1,
            &[
                "removed: the key",
                "not removed: the ledger",
                "close Invite Ledger's window",
            ],
        );
        assert!(!office.holds_key(&key_names[0]));
        assert!(
            !office
                .machine
                .ledger_folder()
                .join("preferences.json")
                .exists()
        );
        check.kill();
        assert_eq!(office.ledger().accounts().unwrap().len(), 1, "it is whole");

        assert_ended(&office.run(&["erase", "--yes"]).await, 0, &[]);
        assert!(!office.machine.ledger_folder().exists());
    })
    .await;
}

/// Windows and macOS always have a keychain.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
#[allow(clippy::disallowed_methods, reason = "a test is a composition root")]
async fn a_key_that_cannot_be_removed_keeps_the_ledger_until_it_can() {
    const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
    let mut office = Office::new("http://127.0.0.1:9/");
    let Some(bus) = std::env::var_os(BUS).filter(|_| !office.machine.is_windows()) else {
        eprintln!("NOT TESTED: the keychain cannot be taken away here");
        return;
    };
    assert_ended(&office.add("Acme").await, 0, &[]);
    let key_names = office.key_names();

    office.machine.set(BUS, "unix:path=/nowhere");
    let kept = ["not removed: the key", "not removed: the ledger"];
    assert_ended(&office.run(&["erase", "--yes"]).await, 1, &kept);
    assert_eq!(office.ledger().accounts().unwrap().len(), 1);

    office.machine.set(BUS, bus);
    assert!(office.holds_key(&key_names[0]));
    assert_ended(&office.run(&["erase", "--yes"]).await, 0, &["“Acme”"]);
    assert!(!office.holds_key(&key_names[0]));
    assert!(!office.machine.ledger_folder().exists());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn keys_of_a_ledger_that_was_set_aside_are_erased_with_the_others() {
    let office = Office::new("http://127.0.0.1:9/");
    assert_ended(&office.add("Acme").await, 0, &[]);
    let mut key_names = office.key_names();
    Ledger::set_aside(&office.ledger_path(), DateTime::UNIX_EPOCH).unwrap();
    assert_ended(&office.add("北风").await, 0, &[]);
    key_names.extend(office.key_names());
    assert!(key_names.iter().all(|name| office.holds_key(name)));

    let erased = office.run(&["erase", "--yes"]).await;
    assert_ended(&erased, 0, &["“Acme”", "“北风”"]);
    assert!(!key_names.iter().any(|name| office.holds_key(name)));
    assert!(!office.machine.ledger_folder().exists());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn the_ledger_stays_while_another_may_still_tell_of_keys() {
    let office = Office::new("http://127.0.0.1:9/");
    assert_ended(&office.add("Acme").await, 0, &[]);
    // It cannot be opened, and is not damaged.
    let folder = office.machine.ledger_folder();
    let other = folder.join("ledger (set aside 2026-11-22 2042).db");
    fs::create_dir(&other).unwrap();
    let kept = [
        "not removed: the accounts' keys",
        "2042",
        "not removed: the ledger",
    ];
    for _ in 0..2 {
        assert_ended(&office.run(&["erase", "--yes"]).await, 1, &kept);
        assert_eq!(office.ledger().accounts().unwrap().len(), 1);
    }
    fs::remove_dir(&other).unwrap();
    assert_ended(&office.run(&["erase", "--yes"]).await, 0, &["“Acme”"]);
    assert!(!folder.exists());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_damaged_ledger_is_erased_and_its_keys_are_said_to_be_left() {
    let office = Office::new("http://127.0.0.1:9/");
    fs::create_dir_all(office.machine.ledger_folder()).unwrap();
    fs::write(office.ledger_path(), "no ledger at all").unwrap();
    let erased = office.run(&["erase", "--yes"]).await;
    assert_ended(
        &erased,
        1,
        &[
            "not removed: the accounts' keys",
            "Invite Ledger",
            "removed: the ledger",
        ],
    );
    assert!(!office.machine.ledger_folder().exists());
}
