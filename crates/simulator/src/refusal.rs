//! What the service answers when it does not answer: a code, which is the contract, and a text for people.

use std::borrow::Cow;

/// An error in the service's envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: Cow<'static, str>,
    pub message: String,
}

impl Refusal {
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}

pub const INVALID_AUTHORIZATION: &str = "AuthFailure.InvalidAuthorization";
pub const SECRET_ID_NOT_FOUND: &str = "AuthFailure.SecretIdNotFound";
pub const SIGNATURE_EXPIRE: &str = "AuthFailure.SignatureExpire";
pub const SIGNATURE_FAILURE: &str = "AuthFailure.SignatureFailure";
pub const TOKEN_FAILURE: &str = "AuthFailure.TokenFailure";
pub const INTERNAL_ERROR: &str = "InternalError";
pub const INVALID_ACTION: &str = "InvalidAction";
pub const INVALID_PARAMETER: &str = "InvalidParameter";
pub const INVALID_PARAMETER_VALUE: &str = "InvalidParameterValue";
pub const MISSING_PARAMETER: &str = "MissingParameter";
pub const NO_SUCH_VERSION: &str = "NoSuchVersion";
pub const REQUEST_LIMIT_EXCEEDED: &str = "RequestLimitExceeded";
pub const REQUEST_SIZE_LIMIT_EXCEEDED: &str = "RequestSizeLimitExceeded";
pub const SERVICE_BUSY: &str = "OperationDenied.ServiceBusy";
pub const UNKNOWN_PARAMETER: &str = "UnknownParameter";
pub const UNSUPPORTED_PROTOCOL: &str = "UnsupportedProtocol";
