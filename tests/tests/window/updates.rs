//! A newer version is there.

use serde_json::Value;
use std::{fs, time::Duration};
use tests::{Feed, Machine, Window, within};
use thirtyfour::Key;

const LIMIT: Duration = Duration::from_secs(180);
const AVAILABLE: &str = "Invite Ledger 99.0.0 is available.";
const NOTES: &str = "- Exports carry the day of the last check\n- <b>Markup</b> is text";
const AT_START: &str = "Look for a new version at start";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn a_new_version_is_shown_put_off_skipped_and_switched_off() {
    within(LIMIT, async {
        let feed = Feed::start();
        feed.release("99.0.0", NOTES, b"", b"");
        let machine = computer(&feed);

        let window = Window::open(&machine).await;
        window.see(AVAILABLE).await;
        assert_harmless(&window).await;
        window.press_button("What’s new…").await;
        window.see("Released Nov 20, 2026.").await;
        window.see("<b>Markup</b> is text").await;
        assert_harmless(&window).await;
        window.key(Key::Escape).await;
        window.press_button("Later").await;
        assert_not_seen(&window, AVAILABLE).await;
        window.close().await;

        assert_eq!(feed.requests(), 1);

        // The same day again, and then the next.
        let window = Window::open(&machine).await;
        assert_not_seen(&window, AVAILABLE).await;
        window.close().await;
        assert_eq!(feed.requests(), 1, "nobody was asked");
        a_day_passes(&machine);
        let window = Window::open(&machine).await;
        window.see(AVAILABLE).await;
        window.press_button("Skip this version").await;
        assert_not_seen(&window, AVAILABLE).await;
        window.close().await;
        a_day_passes(&machine);
        let window = Window::open(&machine).await;
        assert_not_seen(&window, AVAILABLE).await;

        window.press_button("Explore with sample data").await;
        window.press_button("Settings…").await;
        window.press("checkbox", AT_START).await;
        assert_harmless(&window).await;
        window.key(Key::Escape).await;
        window.close().await;
        assert_eq!(remembered(&machine)["off"], true);
        assert_eq!(feed.requests(), 3, "also for what was skipped");
        feed.release("99.0.1", NOTES, b"", b"");
        a_day_passes(&machine);
        let window = Window::open(&machine).await;
        assert_not_seen(&window, "99.0.1").await;
        assert_eq!(feed.requests(), 3, "nobody was asked");
        window.press_button("Explore with sample data").await;
        window.press_button("Settings…").await;
        window.press_button("Check for updates").await;
        window.see("Invite Ledger 99.0.1 is available.").await;
        window.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn what_it_has_decided_is_shown_and_holds() {
    within(LIMIT, async {
        let feed = Feed::start();
        feed.release("99.0.0", NOTES, b"", b"");
        let machine = computer(&feed);
        machine.write("policy.json", r#"{"updates":"off"}"#);
        let window = Window::open(&machine).await;
        assert_not_seen(&window, AVAILABLE).await;
        window.press_button("Explore with sample data").await;
        window.press_button("Settings…").await;
        window.see("Switched off by your IT department").await;
        assert_harmless(&window).await;
        assert!(!window.text().await.contains("Check for updates"));
        window.close().await;
        assert_eq!(feed.requests(), 0, "nobody was asked");
    })
    .await;
}

/// The program that starts again is the one that ran: Tauri starts an AppImage's file only for a program that lies in a
/// mounted one. That the new version starts is in RELEASING.md's check-list.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn what_was_tampered_with_is_refused_and_what_is_genuine_replaces_the_file_and_restarts() {
    within(LIMIT, async {
        let feed = Feed::start();
        let machine = computer(&feed);
        // What takes the old one's place has to be a program.
        let package = fs::read("/bin/true").unwrap();
        let mut tampered = package.clone();
        *tampered.last_mut().unwrap() ^= 1;
        feed.release("99.0.0", NOTES, &tampered, &package);

        let window = Window::open(&machine).await;
        window.press_button("Install and restart").await;
        window.see("The update is not genuine.").await;
        assert_harmless(&window).await;
        let program = machine.file("Invite Ledger.AppImage");
        assert_eq!(fs::read(&program).unwrap(), b"the old one");

        feed.release("99.0.0", NOTES, &package, &package);
        let old = machine.running_window().unwrap();
        window.press_button("Try again").await;
        let new = loop {
            match machine.running_window() {
                Some(process) if process != old => break process,
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        assert_eq!(fs::read(&program).unwrap(), package);
        let ledger = machine.ledger_folder().join("ledger.db");
        assert!(ledger.exists());
        std::process::Command::new("kill")
            .arg(new.to_string())
            .status()
            .unwrap();
    })
    .await;
}

/// With the program as an AppImage, in a folder of the user's own.
fn computer(feed: &Feed) -> Machine {
    let mut machine = Machine::new();
    machine.set("INVITE_LEDGER_E2E_FEED", feed.address());
    machine.set("INVITE_LEDGER_E2E_FEED_KEY", feed.public_key());
    let program = machine.write("Invite Ledger.AppImage", "the old one");
    machine.set("INVITE_LEDGER_E2E_APPIMAGE", program);
    let policy = machine.file("policy.json");
    machine.set("INVITE_LEDGER_E2E_POLICY", policy);
    machine
}

async fn assert_harmless(window: &Window) {
    let violations = window.accessibility_violations().await;
    assert_eq!(violations, Vec::<String>::new());
}

/// After the look, if there is one.
async fn assert_not_seen(window: &Window, text: &str) {
    tokio::time::sleep(Duration::from_millis(700)).await;
    let seen = window.text().await;
    assert!(!seen.contains(text), "{seen}");
}

fn remembered(machine: &Machine) -> Value {
    let file = machine.ledger_folder().join("updates.json");
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

/// The last look was before it.
fn a_day_passes(machine: &Machine) {
    let mut record = remembered(machine);
    record["looked"] = "2026-01-01T00:00:00Z".into();
    let file = machine.ledger_folder().join("updates.json");
    fs::write(file, record.to_string()).unwrap();
}
