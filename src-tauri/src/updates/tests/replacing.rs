//! The old program's file is replaced by the new one's, or left exactly as it is.

#![cfg(target_os = "linux")]

use std::time::Duration;

use tauri::{
    App,
    test::{MockRuntime, mock_builder, mock_context, noop_assets},
};

use super::{
    feed::{ELF, Served, key, sign},
    *,
};

const NEW: &str = "99.0.0";

/// The shell around the program, as `main` builds it.
fn shell(computer: &Computer) -> App<MockRuntime> {
    let mut context = mock_context(noop_assets());
    context.package_info_mut().version = env!("CARGO_PKG_VERSION").parse().unwrap();
    let source = computer.source.clone().unwrap();
    let builder = source.prepare(mock_builder(), &mut context);
    builder.build(context).unwrap()
}

/// Looks, finds, and installs.
async fn update(computer: &Computer) -> (Arc<Updates>, Replaced) {
    let (shell, updates) = (shell(computer), computer.start());
    updates.look_at_start().await;
    let replaced = updates.install(shell.handle()).await;
    (updates, replaced)
}

async fn assert_refused(feed: &Feed, code: ErrorCode) {
    let computer = Computer::new(feed);
    let (updates, replaced) = update(&computer).await;
    assert_eq!(replaced, Replaced::No);
    assert_eq!(fs::read(computer.program()).unwrap(), b"the old one");
    let view = updates.view().unwrap();
    let problem = view.problem.expect("the user is told");
    assert_eq!(problem.code, code, "{}", problem.message);
    // The program goes on as before, and so does the ledger.
    assert_eq!(view.stage, Stage::Offered);
    assert!(updates.desk.ledger().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_genuine_update_takes_the_old_ones_place() {
    let computer = Computer::new(&Feed::with(NEW));
    let (updates, replaced) = update(&computer).await;
    assert_eq!(replaced, Replaced::Yes, "{:?}", updates.view());
    assert_eq!(fs::read(computer.program()).unwrap(), ELF);
    // Closed, with its log emptied into it and removed.
    let data = computer.folder.path().join("data");
    let left: Vec<_> = fs::read_dir(data).unwrap().flatten().collect();
    let mut left: Vec<_> = left.iter().map(|file| file.file_name()).collect();
    left.sort();
    assert_eq!(left, ["ledger.db", "updates.json"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_was_tampered_with_is_refused() {
    let feed = Feed::with(NEW);
    let mut package = ELF.to_vec();
    *package.last_mut().unwrap() ^= 1;
    feed.serve("/package", Served::File(package));
    assert_refused(&feed, ErrorCode::UpdateRefused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_somebody_else_signed_is_refused() {
    let feed = Feed::start();
    feed.release(NEW, ELF, &sign(&key(), ELF, NEW));
    assert_refused(&feed, ErrorCode::UpdateRefused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_without_a_signature_is_refused() {
    for signature in ["", "c2lnbmVk", "not even base64"] {
        let feed = Feed::start();
        feed.release(NEW, ELF, signature);
        assert_refused(&feed, ErrorCode::UpdateRefused).await;
    }
}

/// The feed is not signed: whoever holds it may call an old package, with all its known holes, a new one.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_genuine_package_under_a_new_number_is_refused() {
    let feed = Feed::start();
    feed.release(NEW, ELF, &feed.sign(ELF, "0.0.1"));
    assert_refused(&feed, ErrorCode::UpdateRefused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_names_no_version_is_refused() {
    let feed = Feed::start();
    let signature = feed.sign_saying(ELF, "timestamp:1795000000\tfile:package");
    feed.release(NEW, ELF, &signature);
    assert_refused(&feed, ErrorCode::UpdateRefused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_genuine_but_no_program_leaves_the_old_one() {
    let feed = Feed::start();
    feed.release(NEW, b"#!/bin/sh", &feed.sign(b"#!/bin/sh", NEW));
    assert_refused(&feed, ErrorCode::UpdateFailed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_is_not_there_leaves_the_old_one() {
    let feed = Feed::start();
    let told = feed.telling(NEW, &feed.sign(ELF, NEW));
    feed.serve("/latest.json", Served::File(told.to_string().into()));
    assert_refused(&feed, ErrorCode::Intercepted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_travels_in_the_open_is_not_fetched() {
    let feed = Feed::start();
    let mut told = feed.telling(NEW, &feed.sign(ELF, NEW));
    for platform in told["platforms"].as_object_mut().unwrap().values_mut() {
        platform["url"] = "http://releases.example/package".into();
    }
    feed.serve("/latest.json", Served::File(told.to_string().into()));
    assert_refused(&feed, ErrorCode::EndpointWrong).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_can_be_given_up() {
    let feed = Feed::with(NEW);
    feed.serve("/package", Served::Nothing);
    let computer = Computer::new(&feed);
    let (shell, updates) = (shell(&computer), computer.start());
    updates.look_at_start().await;
    let (installing, handle) = (Arc::clone(&updates), shell.handle().clone());
    let installing = tokio::spawn(async move { installing.install(&handle).await });
    feed.is_asked(2).await;
    assert_eq!(updates.view().unwrap().stage, Stage::Downloading);
    assert_eq!(
        updates.install(shell.handle()).await,
        Replaced::No,
        "one is enough"
    );
    updates.postpone();
    assert_eq!(installing.await.unwrap(), Replaced::No);
    let view = updates.view().unwrap();
    assert_eq!((view.stage, view.shown), (Stage::Offered, false));
    assert_eq!(view.problem, None);
    assert_eq!(fs::read(computer.program()).unwrap(), b"the old one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_forbidden_meanwhile_is_not_installed() {
    let feed = Feed::with(NEW);
    let computer = Computer::new(&feed);
    let (shell, updates) = (shell(&computer), computer.start());
    updates.look_at_start().await;
    fs::write(computer.policy(), OFF).unwrap();
    assert_eq!(updates.install(shell.handle()).await, Replaced::No);
    assert_forbidden(&computer, &updates);
    assert_eq!(feed.requests(), 1, "the package is not fetched");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_forbidden_while_a_check_runs_is_not_installed_after_it() {
    let feed = Feed::with(NEW);
    let computer = Computer::new(&feed);
    let (shell, updates) = (shell(&computer), computer.start());
    updates.look_at_start().await;
    let quiet = updates.desk.quiet().await;
    let (installing, handle) = (Arc::clone(&updates), shell.handle().clone());
    let installing = tokio::spawn(async move { installing.install(&handle).await });
    feed.is_asked(2).await;
    fs::write(computer.policy(), OFF).unwrap();
    drop(quiet);
    assert_eq!(installing.await.unwrap(), Replaced::No);
    assert_forbidden(&computer, &updates);
    assert!(updates.desk.ledger().is_ok());
}

const OFF: &str = r#"{"updates":"off"}"#;

#[track_caller]
fn assert_forbidden(computer: &Computer, updates: &Updates) {
    assert_eq!(fs::read(computer.program()).unwrap(), b"the old one");
    let view = updates.view().unwrap();
    assert!(view.shown, "the user is told");
    assert_eq!(view.problem.unwrap().code, ErrorCode::UpdatesForbidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_waits_for_whoever_changes_something() {
    let computer = Computer::new(&Feed::with(NEW));
    let (shell, updates) = (shell(&computer), computer.start());
    updates.look_at_start().await;
    let quiet = updates.desk.quiet().await;
    let (installing, handle) = (Arc::clone(&updates), shell.handle().clone());
    let installing = tokio::spawn(async move { installing.install(&handle).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(fs::read(computer.program()).unwrap(), b"the old one");
    drop(quiet);
    assert_eq!(installing.await.unwrap(), Replaced::Yes);
    assert_eq!(fs::read(computer.program()).unwrap(), ELF);
}

/// A key and a signature of the tool that releases are made with: `tauri signer generate`, and `tauri signer sign
/// --app-version 99.0.0` over five letters and a line's end. The key is thrown away.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_release_tool_signs_is_accepted_for_its_version_only() {
    const KEY: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IG1pbmlzaWduIHB1YmxpYyBrZXk6IEIwODk5ODUxRUM2OEU2QTQKUldTazVtanNVWmlKc0hxaWxXTkhvS3haejR5K0pFbWc4WDZBNkN3em9qWDMwQjdUUmJNdmxYckcK";
    const SIGNATURE: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IHNpZ25hdHVyZSBmcm9tIHRhdXJpIHNlY3JldCBrZXkKUlVTazVtanNVWmlKc0JRVkl3elBjZk41L0NnUVBISGhFeG8wQXJxSklpTU1TcEZBbk5OVzNzSXk1MlB2TlpJdVVyQXQrWUtwekpmZlZ6M2x4OTdSa2J4aW9US3Q4Mk4rVUFzPQp0cnVzdGVkIGNvbW1lbnQ6IHRpbWVzdGFtcDoxNzk1NDAyMzEzCWZpbGU6Zi5iaW4JdmVyc2lvbjo5OS4wLjAKdFZZYWVFWEtIaHllai96RVJPVjg5cUpjUlBQNmNFRFRra0xSLzh4NUl2YjJEZjMrN1VId3hOME1ZZ0RabGJpcDlsVytzRU83c01rc0UvV0h3ZFZKQkE9PQo=";
    for (version, code) in [
        // Genuine, but no program.
        ("99.0.0", ErrorCode::UpdateFailed),
        ("99.0.1", ErrorCode::UpdateRefused),
    ] {
        let feed = Feed::start();
        feed.release(version, b"hello\n", SIGNATURE);
        let mut computer = Computer::new(&feed);
        computer.source.as_mut().unwrap().key = KEY.to_owned();
        let (updates, _) = update(&computer).await;
        let problem = updates.view().unwrap().problem.unwrap();
        assert_eq!(problem.code, code, "{}", problem.message);
    }
}
