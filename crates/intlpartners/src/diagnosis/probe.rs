//! One question to the service, asked again only when it was one too many or came at a busy moment.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::{Answer, Client, Error, ErrorClass};

/// For all attempts together, waiting for the account's turn included.
const PATIENCE: Duration = Duration::from_secs(22);
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Answered {
    pub(super) outcome: Result<Answer, Error>,
    /// How often it was refused as one too many.
    pub(super) throttled: u32,
    pub(super) request_ids: Vec<String>,
}

pub(super) async fn ask(client: &Client, probe_token: &str) -> Answered {
    let deadline = Instant::now() + PATIENCE;
    let (mut throttled, mut request_ids) = (0, Vec::new());
    let mut attempt = 1;
    loop {
        let tokens = [probe_token];
        let asked = client.try_query_invitation_info(&tokens, &|_| ());
        let outcome = timeout_at(deadline, asked).await.unwrap_or_else(|_| {
            Err(Error::Network {
                class: ErrorClass::TimedOut,
                detail: format!("no answer within {} s", PATIENCE.as_secs()),
            })
        });
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
                outcome,
                throttled,
                request_ids,
            };
        }
        attempt += 1;
        sleep(PAUSE).await;
    }
}
