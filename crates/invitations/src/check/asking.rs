//! One batch on its way.

use std::{
    future::pending,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use intlpartners::{Answer, Client, Error, Event};
use tokio_util::sync::CancellationToken;

use super::{batches::Batch, pace::Hindrances};

/// A batch and what came of it.
pub(super) struct Asked {
    pub(super) batch: Batch,
    /// `None` when it was cancelled before it was sent.
    pub(super) result: Option<Result<Answer, Error>>,
    /// How many had come when it was first sent.
    pub(super) answers_before: usize,
}

/// `answers` counts those of the whole check. A cancel abandons what has not been sent yet.
pub(super) async fn ask(
    client: Client,
    batch: Batch,
    answers: Arc<AtomicUsize>,
    hindrances: Arc<Hindrances>,
    cancel: CancellationToken,
) -> Asked {
    let answers_before = OnceLock::new();
    let on_event = |event| {
        if event == Event::Sent {
            answers_before.get_or_init(|| answers.load(Ordering::Relaxed));
        }
        hindrances.note(event);
    };
    let tokens: Vec<&str> = batch.iter().map(|(_, token)| token.as_str()).collect();
    let cancelled_in_time = async {
        cancel.cancelled().await;
        if answers_before.get().is_some() {
            pending::<()>().await;
        }
    };
    let result = tokio::select! {
        biased;
        () = cancelled_in_time => None,
        result = client.query_invitation_info(&tokens, &on_event) => Some(result),
    };
    Asked {
        batch,
        result,
        answers_before: answers_before.into_inner().unwrap_or_default(),
    }
}
