//! Errors for tests.

use intlpartners::{Error, ErrorClass};

pub(super) fn lost() -> Error {
    Error::Network {
        class: ErrorClass::ConnectionLost,
        detail: "reset".to_owned(),
    }
}

pub(super) fn offline() -> Error {
    Error::Network {
        class: ErrorClass::Offline,
        detail: "no such host".to_owned(),
    }
}

pub(super) fn timed_out() -> Error {
    Error::Network {
        class: ErrorClass::TimedOut,
        detail: "no answer for too long".to_owned(),
    }
}

pub(super) fn intercepted() -> Error {
    Error::Intercepted {
        status: Some(200),
        content_type: Some("text/html".to_owned()),
        excerpt: "sign in".to_owned(),
    }
}

/// With a code that is in no table.
pub(super) fn refused() -> Error {
    service("FailedOperation.Mystery")
}

pub(super) fn service(code: &str) -> Error {
    Error::Service {
        code: code.to_owned(),
        message: "it failed".to_owned(),
        request_id: None,
    }
}
