//! Another program keeps the ledger locked for longer than a transaction waits.

use std::thread;

use rusqlite::Connection;

use super::*;

/// Real time: the disk knows no other.
const A_TRANSACTION_WAITS: Duration = Duration::from_millis(20);
const LOCKED_FOR: Duration = Duration::from_millis(300);

#[tokio::test(start_paused = true)]
async fn a_ledger_that_is_locked_for_a_while_costs_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = fixture::impatient(&path, A_TRANSACTION_WAITS);
    let scene = scene_in(ledger, 2_000, 0, Faults::default()).await;
    let check = scene.begin();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let unlocked = thread::spawn(move || {
        thread::sleep(LOCKED_FOR);
        drop(other);
    });
    let report = scene.run(check, CancellationToken::new(), |_| {}).await;
    unlocked.join().unwrap();
    assert_eq!(
        (report.end, counts(&report)),
        (CheckEnd::Completed, (2_000, 0, 0, 0))
    );
}
