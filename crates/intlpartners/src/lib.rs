//! Client of the Tencent Cloud International partner API (`intlpartnersmgt`, `2022-09-28`).
//!
//! [`Client::query_invitation_info`] asks about 1 to 100 invitation tokens: it paces itself below
//! the service's limit, signs each attempt anew, retries what is worth retrying, corrects the
//! clock, and tells apart a refusal by the service from something in between that answered.
//! [`Client::diagnose`] finds out what is in the way when it does not work.
//!
//! ```no_run
//! # async fn example(now: intlpartners::WallClock) -> Result<(), Box<dyn std::error::Error>> {
//! use intlpartners::{Client, ClientConfig, Credentials, Endpoint, Language, Transport};
//!
//! let (credentials, _) = Credentials::new("AKID…", "…")?;
//! let config = ClientConfig {
//!     endpoint: Endpoint::default(),
//!     credentials,
//!     requests_per_second: intlpartners::MAX_REQUESTS_PER_SECOND,
//!     language: Language::EnUs,
//!     request_client: "MyTool_1.0".to_owned(),
//! };
//! let client = Client::new(Transport::new(now)?, config, 1);
//! let answer = client
//!     .query_invitation_info(&["17772490a7664fc1f3fd31a1b2c363d8"], &|event| println!("{event:?}"))
//!     .await?;
//! println!("{}: {:?}", answer.request_id, answer.invitations);
//! # Ok(())
//! # }
//! ```

mod answer;
mod client;
mod clock;
mod credentials;
mod diagnosis;
mod endpoint;
mod error;
mod error_class;
mod fetch;
mod lenient;
mod network_error;
mod pacer;
mod presented;
mod proxies;
mod query;
mod reply;
mod retry;
mod sign;
mod time_hint;
mod tls;
mod transport;
mod wire;

pub use client::{Client, ClientConfig, Event, Language};
pub use clock::WallClock;
pub use credentials::{Credentials, CredentialsError};
pub use diagnosis::{Aspect, Diagnosis, Finding, Verdict};
pub use endpoint::{Endpoint, EndpointError};
pub use error::Error;
pub use error_class::ErrorClass;
pub use fetch::Fetch;
pub use pacer::Pace;
pub use proxies::ProxyChoice;
pub use tc3::SecretKey;
pub use transport::{Transport, TransportOptions};
pub use wire::{Answer, InvitationInfo};

/// The service refuses a query for more tokens than this.
pub const MAX_TOKENS_PER_QUERY: usize = 100;

/// The service's limit, per root account and per network address: shared with the partner's other
/// tools.
pub const MAX_REQUESTS_PER_SECOND: u32 = 20;

/// A way into the decoder of answers, for `tests/fuzz`.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing {
    use crate::{Error, InvitationInfo, answer::Reply};

    #[derive(Debug, PartialEq, Eq)]
    pub struct Contents {
        pub request_id: String,
        pub invitations: Vec<InvitationInfo>,
        pub unreadable_rows: u32,
    }

    pub fn read_answer(status: u16, body: &[u8]) -> Result<Contents, Error> {
        let reply = Reply {
            status,
            content_type: None,
            body: body.to_vec(),
        };
        let contents = reply.read()?;
        Ok(Contents {
            request_id: contents.request_id,
            invitations: contents.invitations,
            unreadable_rows: contents.unreadable_rows,
        })
    }
}
