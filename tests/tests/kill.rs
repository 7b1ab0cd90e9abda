//! A check that is killed, at any instant, loses nothing that it has told to be answered.
//!
//! `INVITE_LEDGER_KILLS` says how often; `INVITE_LEDGER_KILL_SEED` says which instants.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is a composition root"
)]

use fastrand::Rng;
use invitations::check::CheckEnd;
use simulator::{Faults, Key, Limiter, LimiterKind, Simulator, SimulatorConfig, population};
use std::{
    collections::HashSet,
    env, fs,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tests::{audit, within};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::Command,
    task::block_in_place,
    time::sleep,
};

const TOKENS: usize = 2_500;
const FIRST: &str = "AKIDofTheRunThatIsKilled00000001";
const SECOND: &str = "AKIDofTheRunThatGoesOn0000000002";
const AT_A_TIME: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn a_check_killed_at_any_instant_keeps_what_it_told_and_goes_on_with_the_rest() {
    let number = |name, default| env::var(name).map_or(default, |it| it.parse().unwrap());
    let (kills, seed) = (
        number("INVITE_LEDGER_KILLS", 40),
        number("INVITE_LEDGER_KILL_SEED", 20_261_122),
    );
    let next = Arc::new(AtomicU64::new(0));
    let workers: Vec<_> = (0..AT_A_TIME)
        .map(|_| {
            let next = Arc::clone(&next);
            tokio::spawn(async move {
                let mut killed = [0; 4];
                loop {
                    let kill = next.fetch_add(1, Ordering::Relaxed);
                    if kill >= kills {
                        return killed;
                    }
                    println!("kill {kill}");
                    let phase = within(Duration::from_secs(120), kill_one(seed + kill)).await;
                    killed[phase as usize] += 1;
                }
            })
        })
        .collect();
    let mut killed = [0; 4];
    for worker in workers {
        for (all, some) in killed.iter_mut().zip(worker.await.unwrap()) {
            *all += some;
        }
    }
    let [opening, beginning, checking, ended] = killed;
    println!(
        "killed: {opening} opening or importing, {beginning} beginning, {checking} checking, {ended} too late"
    );
    assert!(checking * 2 >= kills, "most are to be killed as they check");
    assert!(opening + beginning > 0, "some are to be killed before");
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Opening,
    Beginning,
    Checking,
    Ended,
}

async fn kill_one(seed: u64) -> Phase {
    let mut random = Rng::with_seed(seed);
    let mut config = SimulatorConfig {
        seed,
        // One for each run: what the killed one has sent may arrive, and be recorded, after its death.
        credentials: [FIRST, SECOND]
            .map(|secret_id| Key::new(secret_id, Key::sample().secret_key))
            .to_vec(),
        limiter: Limiter {
            kind: LimiterKind::Unlimited,
            requests_per_second: 20,
        },
        faults: Faults {
            jitter: Duration::from_millis(30),
            ..Faults::default()
        },
        ..SimulatorConfig::default()
    };
    config.invitations = population(seed, TOKENS, config.clock.now());
    let tokens: Vec<_> = (config.invitations.iter())
        .map(|it| it.token.to_string())
        .collect();
    let simulator = Simulator::start(config).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (ledger, list) = (
        folder.path().join("ledger.db"),
        folder.path().join("tokens"),
    );
    fs::write(&list, tokens.join("\n")).unwrap();

    let said = checker(&simulator, &ledger, &list, Some(&mut random)).await;
    // The simulators of the others answer meanwhile.
    let before = block_in_place(|| audit(&ledger, &said, &simulator));
    let said = [said, checker(&simulator, &ledger, &list, None).await].concat();
    let after = block_in_place(|| audit(&ledger, &said, &simulator));

    let tokens: HashSet<String> = tokens.into_iter().collect();
    assert_eq!(after.tokens, tokens);
    assert_eq!(after.missing, HashSet::new());
    let report = after.last_check.unwrap();
    assert_eq!(
        (report.total, report.unasked, report.failed),
        (TOKENS, 0, 0)
    );
    let asked: Vec<_> = simulator
        .record()
        .iter()
        .filter(|exchange| exchange.secret_id.as_deref() == Some(SECOND))
        .flat_map(|exchange| exchange.tokens.iter().map(|token| token.to_string()))
        .collect();
    let missing = match &before.last_check {
        Some(report) if report.end != CheckEnd::Completed => &before.missing,
        // Too early or too late: that was a new check.
        _ => &tokens,
    };
    // On a computer too busy to answer in time, some are asked for again.
    if asked.len() > missing.len() {
        println!("{} asked for, {} missing", asked.len(), missing.len());
    }
    assert_eq!(&asked.into_iter().collect::<HashSet<_>>(), missing);
    match before.last_check {
        None if before.tokens.is_empty() => Phase::Opening,
        None => Phase::Beginning,
        Some(report) if report.unasked > 0 => Phase::Checking,
        Some(_) => Phase::Ended,
    }
}

/// What it said, until it ended or was killed at a random instant: early, or a while after one of its lines.
async fn checker(
    simulator: &Simulator,
    ledger: &Path,
    list: &Path,
    kill: Option<&mut Rng>,
) -> String {
    let mut checker = Command::new(env!("CARGO_BIN_EXE_checker"))
        .arg("import-and-check")
        .args([ledger, list])
        .arg(simulator.endpoint())
        .env(
            "CHECKER_SECRET_ID",
            if kill.is_some() { FIRST } else { SECOND },
        )
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(checker.stdout.take().unwrap());
    let mut said = String::new();
    match kill {
        None => {
            lines.read_to_string(&mut said).await.unwrap();
            assert!(checker.wait().await.unwrap().success());
        }
        Some(random) => {
            // "opened", "imported", "opened", "begun", then one for each step of the check.
            let (lines_before, at_most) = match random.u8(0..10) {
                0 => (0, 100_000),
                1 => (random.u8(1..4), 30_000),
                _ => (random.u8(4..7), 220_000),
            };
            for _ in 0..lines_before {
                lines.read_line(&mut said).await.unwrap();
            }
            sleep(Duration::from_micros(random.u64(0..at_most))).await;
            checker.kill().await.unwrap();
            // What it wrote before is still in the pipe.
            lines.read_to_string(&mut said).await.unwrap();
        }
    }
    said
}
