//! One question to the service, asked again only when it was one too many or came at a busy moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::{Answer, Client, Error, ErrorClass, Event};

/// For all attempts together, waiting for the account's turn included.
pub(super) const PATIENCE: Duration = Duration::from_secs(22);
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Answered {
    /// None when nothing was sent, because its turn did not come.
    pub(super) outcome: Option<Result<Answer, Error>>,
    /// How often it was refused as one too many.
    pub(super) throttled: u32,
    pub(super) request_ids: Vec<String>,
}

pub(super) async fn ask(client: &Client, probe_token: &str) -> Answered {
    let deadline = Instant::now() + PATIENCE;
    let (mut throttled, mut request_ids) = (0, Vec::new());
    let mut before = None;
    let mut attempt = 1;
    loop {
        let Some(outcome) = try_once(client, probe_token, deadline).await else {
            return Answered {
                outcome: before,
                throttled,
                request_ids,
            };
        };
        let request_id = match &outcome {
            Ok(answer) => Some(answer.request_id.as_str()),
            Err(error) => error.request_id(),
        };
        request_ids.extend(request_id.map(str::to_owned));
        let class = outcome.as_ref().err().map(Error::class);
        throttled += u32::from(class == Some(ErrorClass::RateLimited));
        let passing = matches!(
            class,
            Some(ErrorClass::RateLimited | ErrorClass::ServiceBusy)
        );
        if !passing || attempt == ATTEMPTS {
            return Answered {
                outcome: Some(outcome),
                throttled,
                request_ids,
            };
        }
        before = Some(outcome);
        attempt += 1;
        sleep(PAUSE).await;
    }
}

/// None when its turn has not come by then: at a lowered pace, a check may stand in the queue before it.
async fn try_once(
    client: &Client,
    probe_token: &str,
    deadline: Instant,
) -> Option<Result<Answer, Error>> {
    let sent = AtomicBool::new(false);
    // One that has learnt the time waits for its turn again.
    let note = |event| sent.store(event == Event::Sent, Ordering::Relaxed);
    let tokens = [probe_token];
    let asked = client.try_query_invitation_info(&tokens, &note);
    match timeout_at(deadline, asked).await {
        Ok(outcome) => Some(outcome),
        Err(_) if !sent.load(Ordering::Relaxed) => None,
        Err(_) => Some(Err(Error::Network {
            class: ErrorClass::TimedOut,
            detail: format!("no answer within {} s", PATIENCE.as_secs()),
        })),
    }
}
