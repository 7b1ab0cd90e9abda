//! What a person meets when the computer, the file or the ledger is not as it should be.

use simulator::{Faults, When};
use std::{fs, time::Duration};
use tests::{Machine, SECRET_ID, SECRET_KEY, Service, Window, within};
use thirtyfour::Key;

const LIMIT: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn a_damaged_ledger_is_kept_and_there_is_a_way_on() {
    within(LIMIT, async {
        let machine = Machine::new();
        let damaged = b"this was a ledger once".repeat(500);
        fs::create_dir_all(machine.ledger_folder()).unwrap();
        fs::write(machine.ledger_folder().join("ledger.db"), &damaged).unwrap();

        let window = Window::open(&machine).await;
        window.see("The ledger file is damaged").await;
        window
            .press_button("Set it aside and start a new ledger")
            .await;
        window.see("A new ledger is ready").await;
        let kept = fs::read_dir(machine.ledger_folder()).unwrap().flatten();
        let is_kept = kept
            .into_iter()
            .any(|file| fs::read(file.path()).is_ok_and(|it| it == damaged));
        assert!(is_kept, "the damaged file is kept as it was");
        window.close().await;

        let window = Window::open(&machine).await;
        window.see("Explore with sample data").await;
        window.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn without_a_keychain_the_key_lives_for_the_session_and_the_program_says_so() {
    within(LIMIT, async {
        let service = Service::start(10).await;
        let mut machine = Machine::new();
        machine.set("INVITE_LEDGER_ENDPOINT", service.simulator.endpoint());
        machine.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all");

        let window = Window::open(&machine).await;
        window.see("cannot use the system keyring now").await;
        window.press_button("Add your account").await;
        window.see("for this session only").await;
        window.fill("Account name", "Contoso").await;
        window.fill("SecretId", SECRET_ID).await;
        window.fill("SecretKey", SECRET_KEY).await;
        window.press_button("Add account").await;
        window.see("Keys for this session only").await;
        assert_eq!(
            machine.files_with(SECRET_KEY),
            Vec::<std::path::PathBuf>::new()
        );
        window.close().await;

        let window = Window::open(&machine).await;
        window.see("Keys missing").await;
        window.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn files_and_texts_without_tokens_are_refused_with_the_reason() {
    within(LIMIT, async {
        let service = Service::start(10).await;
        let mut machine = Machine::new();
        machine.set("INVITE_LEDGER_ENDPOINT", service.simulator.endpoint());
        let huge = machine.write("huge.csv", "");
        fs::File::options()
            .write(true)
            .open(&huge)
            .unwrap()
            .set_len(300 << 20)
            .unwrap();
        machine.set("INVITE_LEDGER_E2E_OPEN", huge);

        let window = Window::open(&machine).await;
        window.press_button("Add your account").await;
        window.fill("Account name", "Contoso").await;
        window.fill("SecretId", SECRET_ID).await;
        window.fill("SecretKey", SECRET_KEY).await;
        window.press_button("Add account").await;
        window.press_button("Import").await;
        window.press_button("Choose a file…").await;
        window.see("The file is too large").await;
        window.see("64 MB").await;
        window
            .paste(
                "Or paste text",
                "Dear all,\n92b6e1a4****************0f6a7b00\n",
            )
            .await;
        window.press_button("Continue").await;
        window.see("No usable invitation found").await;
        window.see("hidden by asterisks").await;
        assert!(
            !window.text().await.contains("check"),
            "no check is offered"
        );
        window.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn a_network_that_is_lost_in_a_check_is_waited_for_and_can_be_diagnosed() {
    within(Duration::from_secs(240), async {
        let service = Service::start(900).await;
        let mut machine = Machine::new();
        machine.set("INVITE_LEDGER_ENDPOINT", service.simulator.endpoint());
        machine.set(
            "INVITE_LEDGER_E2E_OPEN",
            machine.write("list.csv", service.tokens().join("\n")),
        );
        let window = Window::open(&machine).await;
        window.press_button("Add your account").await;
        window.fill("Account name", "Contoso").await;
        window.fill("SecretId", SECRET_ID).await;
        window.fill("SecretKey", SECRET_KEY).await;
        window.press_button("Add account").await;
        window.press_button("Import").await;
        window.press_button("Choose a file…").await;
        window.press_button("Only import").await;

        // Some answers, then none.
        service.set_faults(Faults {
            reset: When::After(3),
            ..Faults::default()
        });
        window.press_button("Check").await;
        window.see_slowly("Waiting for the network.").await;
        window.see("of 918 are done; nothing is lost.").await;
        window.see("Trying again in").await;
        assert_eq!(
            window.accessibility_violations().await,
            Vec::<String>::new()
        );

        window.press_button("Diagnose").await;
        window.see_slowly("The problem: Network").await;
        assert_eq!(
            window.accessibility_violations().await,
            Vec::<String>::new()
        );
        let details = copied_support_details(&window).await;
        for told in ["Running check: Waiting", "Connection: FAILED", "AKID"] {
            assert!(details.contains(told), "“{told}” is not in:\n{details}");
        }
        assert_harmless(&details, &service);

        service.set_faults(Faults::default());
        window.see_slowly("Check finished").await;
        for stage in ["Bound", "Unused", "Expired", "Not returned"] {
            window.see_stage_count(stage, service.count(stage)).await;
        }

        window.press_button("Account and keys…").await;
        window.press_button("Test connection").await;
        window.see_slowly("Everything works").await;
        let asked = service.simulator.record();
        let request_id = asked.last().unwrap().request_id().unwrap();
        window.press_button("Copy support details").await;
        window.see("Copied").await;
        // The diagnosis, and the settings below it.
        window.key(Key::Escape).await;
        window.key(Key::Escape).await;
        let details = window.pasted_into("Search").await;
        assert!(details.contains(request_id), "{details}");
        assert_harmless(&details, &service);
        window.close().await;
    })
    .await;
}

/// From the clipboard, by way of the window's own search field.
async fn copied_support_details(window: &Window) -> String {
    window.press_button("Copy support details").await;
    window.see("Copied").await;
    window.key(Key::Escape).await;
    window.pasted_into("Search").await
}

fn assert_harmless(details: &str, service: &Service) {
    let secrets = [SECRET_KEY, SECRET_ID, "TC3-HMAC", "Authorization"];
    let tokens = service.tokens();
    let tokens = tokens.iter().map(String::as_str);
    for secret in secrets.into_iter().chain(tokens) {
        assert!(!details.contains(secret), "“{secret}” is in:\n{details}");
    }
}
