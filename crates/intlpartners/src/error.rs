use crate::credentials::CredentialsError;
use crate::{ErrorClass, MAX_TOKENS_PER_QUERY};

/// Why a query has no answer. Holds no secret, so it may be shown, logged and kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The service answered with an error; `code` is the contract, `message` is text for people.
    #[error("{code}: {message}")]
    Service {
        code: String,
        message: String,
        request_id: Option<String>,
    },
    /// What answered was not the service: a gateway, a proxy, a sign-in page of the network.
    #[error("not the service's answer ({}): {excerpt}", describe(*status, content_type.as_deref()))]
    Intercepted {
        /// None when it did not even speak HTTP.
        status: Option<u16>,
        content_type: Option<String>,
        /// The beginning of what it said, on one line.
        excerpt: String,
    },
    /// No answer arrived.
    #[error("{detail}")]
    Network { class: ErrorClass, detail: String },
    #[error(
        "a query is for 1 to {max} invitation tokens, not for {tokens}",
        max = MAX_TOKENS_PER_QUERY
    )]
    BatchSize { tokens: usize },
    #[error("{0}")]
    Credentials(#[from] CredentialsError),
}

impl Error {
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Service { code, .. } => ErrorClass::of_code(code),
            // A proxy between us and an http endpoint answers 407 itself.
            Self::Intercepted {
                status: Some(407), ..
            } => ErrorClass::ProxyAuthRequired,
            Self::Intercepted { .. } => ErrorClass::Intercepted,
            Self::Network { class, .. } => *class,
            Self::BatchSize { .. } => ErrorClass::RequestRefused,
            Self::Credentials(error) => error.class(),
        }
    }

    /// The service's error code, when it was the service that answered.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// Whether the same query may succeed when sent again, unchanged, a little later.
    pub fn is_retryable(&self) -> bool {
        match self {
            // What a gateway says of itself passes; a sign-in page stays until someone signs in.
            Self::Intercepted {
                status: Some(status),
                ..
            } => matches!(status, 408 | 429 | 500 | 502 | 503 | 504),
            _ => matches!(
                self.class(),
                ErrorClass::RateLimited
                    | ErrorClass::ServiceBusy
                    | ErrorClass::Offline
                    | ErrorClass::Unreachable
                    | ErrorClass::TimedOut
                    | ErrorClass::ConnectionLost
            ),
        }
    }

    /// Whether it would have been well at a slower pace: so says the service, or a gateway.
    pub fn is_one_too_many(&self) -> bool {
        let gateway = matches!(
            self,
            Self::Intercepted {
                status: Some(429),
                ..
            }
        );
        gateway || self.class() == ErrorClass::RateLimited
    }

    /// Whether one token may have spoilt it for the others: a smaller batch can tell.
    pub fn is_about_batch(&self) -> bool {
        matches!(self, Self::Service { .. })
            && matches!(
                self.class(),
                ErrorClass::RequestRefused | ErrorClass::TooLarge
            )
    }
}

fn describe(status: Option<u16>, content_type: Option<&str>) -> String {
    let status = status.map_or_else(|| "no HTTP".to_owned(), |status| format!("HTTP {status}"));
    match content_type {
        Some(content_type) => format!("{status}, {content_type}"),
        None => status,
    }
}
