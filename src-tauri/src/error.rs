//! What crosses to the page when something fails: a code it acts upon, and the detail behind "Copy details".

use intlpartners::ErrorClass;
use invitations::{export::ExportError, import::ImportError, ledger::LedgerError};
use serde::Serialize;

use crate::keychain::KeychainError;

/// A closed set: the page has words and a next step for each, in the user's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    // The service answered.
    RateLimited,
    ServiceBusy,
    ClockOff,
    SecretIdUnknown,
    SecretKeyWrong,
    TemporaryKeyExpired,
    MfaRequired,
    NotPermitted,
    NetworkBlocked,
    RequestRefused,
    TooLarge,
    EndpointWrong,
    ServiceRefused,
    // The service was not reached, or something else answered.
    Offline,
    Unreachable,
    ProxyRefused,
    ProxyAuthRequired,
    TlsUntrusted,
    TimedOut,
    ConnectionLost,
    Intercepted,
    // Keys.
    KeyMissing,
    KeychainUnavailable,
    // Files.
    FileUnreadable,
    FileTooLarge,
    FileNotText,
    FileIsWorkbook,
    FileProtected,
    FileDamaged,
    ExportTargetBusy,
    ExportDiskFull,
    ExportFailed,
    // The ledger.
    LedgerDamaged,
    LedgerNewer,
    LedgerBusy,
    LedgerDiskFull,
    LedgerReadOnly,
    LedgerFailed,
    // Updates.
    UpdatesForbidden,
    UpdateRefused,
    UpdateFailed,
    // The program.
    CheckRunning,
    NothingToCheck,
    LabelTaken,
    InvalidInput,
    Gone,
    Internal,
}

impl ErrorCode {
    /// As it crosses to the page.
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => unreachable!("a code without fields is written as its name"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct CommandError {
    pub code: ErrorCode,
    /// For support, in English; never holds a secret.
    pub message: String,
    pub request_id: Option<String>,
    pub retryable: bool,
}

impl CommandError {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            request_id: None,
            retryable: false,
        }
    }
}

impl From<ErrorClass> for ErrorCode {
    fn from(class: ErrorClass) -> Self {
        match class {
            ErrorClass::RateLimited => Self::RateLimited,
            ErrorClass::ServiceBusy => Self::ServiceBusy,
            ErrorClass::ClockOff => Self::ClockOff,
            ErrorClass::SecretIdUnknown => Self::SecretIdUnknown,
            ErrorClass::SecretKeyWrong => Self::SecretKeyWrong,
            ErrorClass::TemporaryKeyExpired => Self::TemporaryKeyExpired,
            ErrorClass::MfaRequired => Self::MfaRequired,
            ErrorClass::NotPermitted => Self::NotPermitted,
            ErrorClass::NetworkBlocked => Self::NetworkBlocked,
            ErrorClass::RequestRefused => Self::RequestRefused,
            ErrorClass::TooLarge => Self::TooLarge,
            ErrorClass::EndpointWrong => Self::EndpointWrong,
            ErrorClass::ServiceRefused => Self::ServiceRefused,
            ErrorClass::Offline => Self::Offline,
            ErrorClass::Unreachable => Self::Unreachable,
            ErrorClass::ProxyRefused => Self::ProxyRefused,
            ErrorClass::ProxyAuthRequired => Self::ProxyAuthRequired,
            ErrorClass::TlsUntrusted => Self::TlsUntrusted,
            ErrorClass::TimedOut => Self::TimedOut,
            ErrorClass::ConnectionLost => Self::ConnectionLost,
            ErrorClass::Intercepted => Self::Intercepted,
        }
    }
}

impl From<intlpartners::Error> for CommandError {
    fn from(error: intlpartners::Error) -> Self {
        Self {
            code: error.class().into(),
            message: error.to_string(),
            request_id: error.request_id().map(str::to_owned),
            retryable: error.is_retryable(),
        }
    }
}

impl From<KeychainError> for CommandError {
    fn from(error: KeychainError) -> Self {
        Self::new(ErrorCode::KeychainUnavailable, error.to_string())
    }
}

impl From<LedgerError> for CommandError {
    fn from(error: LedgerError) -> Self {
        let code = match &error {
            LedgerError::Damaged { .. } => ErrorCode::LedgerDamaged,
            LedgerError::Newer { .. } => ErrorCode::LedgerNewer,
            LedgerError::Busy => ErrorCode::LedgerBusy,
            LedgerError::DiskFull => ErrorCode::LedgerDiskFull,
            LedgerError::ReadOnly => ErrorCode::LedgerReadOnly,
            LedgerError::LabelTaken => ErrorCode::LabelTaken,
            LedgerError::Gone => ErrorCode::Gone,
            LedgerError::Io(_) | LedgerError::DiskFailed(_) | LedgerError::Sqlite(_) => {
                ErrorCode::LedgerFailed
            }
        };
        Self {
            retryable: matches!(code, ErrorCode::LedgerBusy | ErrorCode::LedgerDiskFull),
            ..Self::new(code, error.to_string())
        }
    }
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        let code = match &error {
            ImportError::TooLarge { .. } | ImportError::WorkbookTooLarge { .. } => {
                ErrorCode::FileTooLarge
            }
            ImportError::NotText => ErrorCode::FileNotText,
            ImportError::Workbook => ErrorCode::FileIsWorkbook,
            ImportError::Protected => ErrorCode::FileProtected,
            ImportError::Damaged(_) => ErrorCode::FileDamaged,
            _ => ErrorCode::FileUnreadable,
        };
        Self::new(code, error.to_string())
    }
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        let code = match &error {
            ExportError::Busy { .. } => ErrorCode::ExportTargetBusy,
            ExportError::DiskFull { .. } => ErrorCode::ExportDiskFull,
            _ => ErrorCode::ExportFailed,
        };
        Self {
            retryable: true,
            ..Self::new(code, error.to_string())
        }
    }
}
