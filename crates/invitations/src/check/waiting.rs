//! What a check waits for: the disk, a deadline, or nothing.

use std::{future::pending, panic::resume_unwind};

use tokio::{
    task::{JoinError, JoinHandle, spawn_blocking},
    time::{Instant, sleep_until},
};

use crate::ledger::LedgerError;

/// Never, when nothing is being saved; nor when the runtime shuts down and drops both sides.
pub(super) async fn finished<T>(saving: &mut Option<JoinHandle<T>>) -> T {
    let Some(task) = saving else {
        return pending().await;
    };
    match task.await.map_err(JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => resume_unwind(panic),
        Err(Err(_)) => pending().await,
    }
}

/// Never, when there is no deadline.
pub(super) async fn at(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}

/// Disk work, off the threads that keep everything else going.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    finished(&mut Some(spawn_blocking(work))).await
}
