//! A disk that fails or fills up, at whatever call: it is told, and nothing is lost that was there before.
//!
//! `strace` makes the calls fail, one after the other; with `INVITE_LEDGER_FAULTS=all` every one of them, else some of
//! each kind. A full disk and a read-only one are real: small file systems in memory.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is a composition root"
)]

use simulator::{Limiter, LimiterKind, Simulator, SimulatorConfig, population};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    thread,
};
use tempfile::TempDir;
use tests::{Audit, audit};

const TOKENS: usize = 350;
const CHECKER: &str = env!("CARGO_BIN_EXE_checker");
/// How fast the distance between two calls grows, unless all are asked for.
const SOME: usize = 4;

/// A simulator, and a folder with a ledger.
struct Scene {
    simulator: Simulator,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let mut config = SimulatorConfig {
            limiter: Limiter {
                kind: LimiterKind::Unlimited,
                requests_per_second: 20,
            },
            ..SimulatorConfig::default()
        };
        config.invitations = population(7, TOKENS, config.clock.now());
        let tokens: Vec<_> = (config.invitations.iter())
            .map(|it| it.token.to_string())
            .collect();
        let scene = Self {
            simulator: Simulator::start(config).await.unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(scene.file("tokens"), tokens.join("\n")).unwrap();
        scene
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The arguments of the checker for this work on a ledger in `place`.
    fn work(&self, what: &str, place: &Path) -> Vec<String> {
        let path = |path: PathBuf| path.to_str().unwrap().to_owned();
        let other = match what {
            "import" => path(self.file("tokens")),
            "check" => self.simulator.endpoint(),
            _ => path(place.join("results.csv")),
        };
        vec![what.to_owned(), path(place.join("ledger.db")), other]
    }

    /// A folder with a ledger that has come this far, and an older export.
    fn place(&self, steps: &[&str]) -> TempDir {
        let place = tempfile::tempdir_in(self.folder.path()).unwrap();
        for step in steps {
            let done = run(Command::new(CHECKER).args(self.work(step, place.path())));
            assert!(done.status.success(), "{done:?}");
        }
        fs::write(place.path().join("results.csv"), "old").unwrap();
        place
    }

    fn audit(&self, place: &Path, said: &str) -> Audit {
        audit(&place.join("ledger.db"), said, &self.simulator)
    }
}

/// The simulator answers on the runtime's other threads.
fn run(command: &mut Command) -> Output {
    tokio::task::block_in_place(|| command.output().unwrap())
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Nothing, where it succeeded all the same: not each call that fails is in its way.
fn error_class(output: &Output) -> Option<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => None,
        Some(3) => said.split(':').next().map(str::to_owned),
        _ => panic!("neither done nor told: {output:?}"),
    }
}

fn assert_no_temporary_file(place: &Path) {
    for entry in fs::read_dir(place).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let expected = name == "results.csv" || name.starts_with("ledger.db");
        assert!(expected, "{name} was left behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_write_of_an_import_may_fail() {
    fail_each("import", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_write_of_a_check_may_fail_and_what_was_answered_is_kept() {
    fail_each("check", &["import"]).await;
}

async fn fail_each(work: &str, before: &[&str]) {
    for call in [
        "pwrite64",
        "fsync,fdatasync",
        "ftruncate",
        "openat",
        "unlink",
    ] {
        // A scene each, so that no record grows long, and all at a time: they wait for the simulator mostly.
        let errors = ["ENOSPC", "EIO", "EROFS"];
        let scenes = [Scene::new().await, Scene::new().await, Scene::new().await];
        thread::scope(|scope| {
            for (error, scene) in errors.iter().zip(&scenes) {
                scope.spawn(move || {
                    for_each_call(|nth| fail_ledger(scene, work, before, call, error, nth));
                });
            }
        });
    }
}

/// Whether there was such a call.
fn fail_ledger(
    scene: &Scene,
    work: &str,
    before: &[&str],
    call: &str,
    error: &str,
    nth: usize,
) -> bool {
    let what = format!("{work}, {error} at {call} {nth}");
    let place = scene.place(before);
    let ledger = place.path().join("ledger.db");
    // Only calls about these files count, and fail.
    let files = ["", "-wal", "-shm", "-journal", "-check-1"].map(|suffix| {
        let mut file = ledger.clone().into_os_string();
        file.push(suffix);
        file
    });
    let mut strace = faulty(&place.path().join("trace"), call, error, nth);
    for file in files {
        strace.arg("-P").arg(file);
    }
    let done = run(strace.arg(CHECKER).args(scene.work(work, place.path())));
    let struck = struck(&place.path().join("trace"));
    let class = error_class(&done);
    match class.as_deref() {
        None => {}
        // SQLite does not say why its shared memory cannot be made larger.
        Some("DiskFull") => assert!(error == "ENOSPC" || struck.contains("-shm>"), "{what}"),
        // What it cannot open for writing, it opens for reading, and does not say why.
        Some("ReadOnly") => assert!(error == "EROFS" || call == "openat", "{what}"),
        Some("DiskFailed" | "Io") => {}
        Some(_) => panic!("{what}: {done:?}"),
    }
    assert!(!struck.is_empty() || class.is_none(), "{what}: {done:?}");
    let audit = scene.audit(place.path(), &said(&done));
    if work == "check" {
        assert_eq!(audit.tokens.len(), TOKENS, "{what}");
    }
    // And it goes on once the disk is well again.
    let done = run(Command::new(CHECKER).args(scene.work(work, place.path())));
    assert!(done.status.success(), "{what}, and again: {done:?}");
    let audit = scene.audit(place.path(), &said(&done));
    let missing = if work == "check" { 0 } else { TOKENS };
    assert_eq!(
        (audit.tokens.len(), audit.missing.len()),
        (TOKENS, missing),
        "{what}"
    );
    !struck.is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_call_of_an_export_may_fail_and_the_old_file_stays_whole() {
    let scene = Scene::new().await;
    let place = scene.place(&["import", "check"]);
    let csv = place.path().join("results.csv");
    for call in ["write", "fsync", "rename", "openat", "fchmod"] {
        for error in ["ENOSPC", "EIO", "EROFS"] {
            for_each_call(|nth| {
                let what = format!("{error} at {call} {nth}");
                fs::write(&csv, "old").unwrap();
                let trace = scene.file("trace");
                let mut strace = faulty(&trace, call, error, nth);
                let done = run(strace.arg(CHECKER).args(scene.work("export", place.path())));
                let struck = struck(&trace);
                // The program could not even be loaded.
                if done.status.code() != Some(127) {
                    let class = error_class(&done);
                    assert!(!struck.is_empty() || class.is_none(), "{what}: {done:?}");
                    match (class.as_deref(), error) {
                        (None, _) => assert!(fs::read(&csv).unwrap().len() > 1_000, "{what}"),
                        (Some("DiskFull"), "ENOSPC") | (Some("ReadOnly"), "EROFS") => {
                            assert_eq!(fs::read(&csv).unwrap(), b"old", "{what}");
                        }
                        (Some("ReadOnly"), _) if call == "openat" => {
                            assert_eq!(fs::read(&csv).unwrap(), b"old", "{what}");
                        }
                        (Some("Io" | "DiskFailed"), _) => {
                            assert_eq!(fs::read(&csv).unwrap(), b"old", "{what}");
                        }
                        _ => panic!("{what}: {done:?}"),
                    }
                }
                assert_no_temporary_file(place.path());
                !struck.is_empty()
            });
        }
    }
    assert_eq!(scene.audit(place.path(), "").missing.len(), 0);
}

/// Until one is not reached any more.
fn for_each_call(mut fail: impl FnMut(usize) -> bool) {
    let all = env::var("INVITE_LEDGER_FAULTS").is_ok_and(|which| which == "all");
    let (mut nth, mut failed) = (1, 0);
    while fail(nth) {
        failed += 1;
        // Farther and farther apart: opening makes the first few, and the rest resemble each other.
        nth += if all { 1 } else { failed * SOME };
    }
}

fn faulty(trace: &Path, call: &str, error: &str, nth: usize) -> Command {
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-y", "-qq", "-o"])
        .arg(trace)
        .arg(format!("--trace={call}"))
        .arg(format!("--inject={call}:error={error}:when={nth}"));
    strace
}

/// The calls that were made to fail, with their files.
fn struck(trace: &Path) -> String {
    let text = fs::read_to_string(trace).unwrap();
    fs::remove_file(trace).unwrap();
    let calls = text.lines().filter(|call| call.ends_with("(INJECTED)"));
    calls.collect()
}

/// Runs `script` with a file system of its own at `/mnt`, of so many KiB; `$OUT` is a folder outside of it.
/// Nothing where the system does not let this user mount one.
fn on_small_disk(out: &Path, kib: usize, script: &str, arguments: &[String]) -> Option<Output> {
    let mount = format!("mount -t tmpfs -o size={kib}k tmpfs /mnt || exit 77\n{script}");
    let mut shell = Command::new("unshare");
    shell.args(["-rm", "sh", "-c", &mount, "sh", CHECKER]);
    let done = run(shell.args(arguments).env("OUT", out));
    if done.status.code() == Some(77) || String::from_utf8_lossy(&done.stderr).contains("unshare:")
    {
        eprintln!("NOT TESTED: this user may not mount a small disk: {done:?}");
        return None;
    }
    Some(done)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_really_full_stops_a_check_and_keeps_what_was_answered() {
    let scene = Scene::new().await;
    let mut full = 0;
    // From no room at all to enough.
    for free in (0..240).step_by(24) {
        let prepared = scene.place(&["import"]);
        let out = tempfile::tempdir_in(scene.folder.path()).unwrap();
        let script = format!(
            "cp {0}/ledger.db {0}/results.csv /mnt
             room=$(df -k --output=avail /mnt | tail -1)
             head -c $(( (room - {free}) * 1024 )) /dev/zero > /mnt/ballast
             \"$@\"; code=$?
             cp -a /mnt/ledger.db* \"$OUT\"
             exit $code",
            prepared.path().display()
        );
        let work = scene.work("check", Path::new("/mnt"));
        let Some(done) = on_small_disk(out.path(), 2_048, &script, &work) else {
            return;
        };
        let class = error_class(&done);
        assert!(
            matches!(class.as_deref(), None | Some("DiskFull")),
            "{free} KiB free: {done:?}"
        );
        full += usize::from(class.is_some());
        let audit = scene.audit(out.path(), &said(&done));
        assert_eq!(audit.missing.is_empty(), class.is_none(), "{free} KiB free");
        let again = run(Command::new(CHECKER).args(scene.work("check", out.path())));
        assert!(again.status.success(), "{again:?}");
        assert_eq!(scene.audit(out.path(), &said(&done)).missing.len(), 0);
    }
    assert!((2..10).contains(&full), "{full} of 10 were full");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_to_a_full_or_read_only_disk_leaves_the_old_file_whole() {
    let scene = Scene::new().await;
    let prepared = scene.place(&["import", "check"]);
    for (spoil, class) in [
        (
            "head -c 4M /dev/zero > /mnt/ballast 2> /dev/null",
            "DiskFull",
        ),
        ("mount -o remount,ro /mnt", "ReadOnly"),
    ] {
        let out = tempfile::tempdir_in(scene.folder.path()).unwrap();
        let script = format!(
            "cp {0}/results.csv /mnt; {spoil}
             \"$@\"; code=$?
             rm -f /mnt/ballast 2> /dev/null
             cp -a /mnt/. \"$OUT\"
             exit $code",
            prepared.path().display()
        );
        let mut work = scene.work("export", prepared.path());
        work[2] = "/mnt/results.csv".to_owned();
        let Some(done) = on_small_disk(out.path(), 512, &script, &work) else {
            return;
        };
        assert_eq!(error_class(&done).as_deref(), Some(class), "{done:?}");
        assert_eq!(fs::read(out.path().join("results.csv")).unwrap(), b"old");
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_on_a_read_only_disk_is_told_as_such_and_left_as_it_is() {
    let scene = Scene::new().await;
    for (steps, work) in [(&["import"][..], "check"), (&[], "import")] {
        let prepared = scene.place(steps);
        let script = format!(
            "cp {0}/* /mnt; mount -o remount,ro /mnt; exec \"$@\"",
            prepared.path().display()
        );
        let work = scene.work(work, Path::new("/mnt"));
        let Some(done) = on_small_disk(scene.folder.path(), 2_048, &script, &work) else {
            return;
        };
        assert_eq!(error_class(&done).as_deref(), Some("ReadOnly"), "{done:?}");
    }
}
