//! One request on its way.

use std::{future::pending, sync::OnceLock};

use intlpartners::{Answer, Client, Error, Event};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::batches::Tokens;

/// What came of a request.
pub(super) struct Asked {
    pub(super) number: u64,
    /// `None` when it was called back before it was sent.
    pub(super) result: Option<Result<Answer, Error>>,
    pub(super) sent: Option<Instant>,
}

/// Waits for its turn and asks once. `recall` has it come back if it has not been sent yet.
pub(super) async fn ask(
    client: Client,
    number: u64,
    tokens: Tokens,
    recall: CancellationToken,
) -> Asked {
    let sent = OnceLock::new();
    let on_event = |event| {
        if event == Event::Sent {
            sent.get_or_init(Instant::now);
        }
    };
    let tokens: Vec<&str> = tokens.iter().map(|(_, token)| token.as_str()).collect();
    let recalled_in_time = async {
        recall.cancelled().await;
        if sent.get().is_some() {
            pending::<()>().await;
        }
    };
    let result = tokio::select! {
        biased;
        () = recalled_in_time => None,
        result = client.try_query_invitation_info(&tokens, &on_event) => Some(result),
    };
    Asked {
        number,
        result,
        sent: sent.into_inner(),
    }
}
