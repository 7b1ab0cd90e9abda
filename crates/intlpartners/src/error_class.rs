use serde::Serialize;

/// What went wrong, as far as it changes what the user should do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// Too many requests on this account or this network.
    RateLimited,
    ServiceBusy,
    /// This computer's clock is more than five minutes off.
    ClockOff,
    SecretIdUnknown,
    SecretKeyWrong,
    TemporaryKeyExpired,
    MfaRequired,
    NotPermitted,
    NetworkBlocked,
    /// The service takes offence at the request itself: a smaller one may find the culprit.
    RequestRefused,
    TooLarge,
    EndpointWrong,
    /// The service answered with a code that is in no table of ours.
    ServiceRefused,
    /// The name was not resolved, or there is no route.
    Offline,
    Unreachable,
    ProxyRefused,
    ProxyAuthRequired,
    TlsUntrusted,
    TimedOut,
    ConnectionLost,
    /// Something between us and the service answered in its place.
    Intercepted,
}

impl ErrorClass {
    /// The class of an error code, by the part before the dot where its table has no word for the
    /// part behind it: the service adds sub-codes as it likes.
    pub fn of_code(code: &str) -> Self {
        let (prefix, detail) = code.split_once('.').unwrap_or((code, ""));
        match (prefix, detail) {
            ("AuthFailure", "SignatureExpire") => Self::ClockOff,
            ("AuthFailure", "SecretIdNotFound" | "InvalidSecretId") => Self::SecretIdUnknown,
            ("AuthFailure", "TokenFailure") => Self::TemporaryKeyExpired,
            ("AuthFailure", "MFAFailure") => Self::MfaRequired,
            ("AuthFailure", "UnauthorizedOperation") => Self::NotPermitted,
            // SignatureFailure, InvalidAuthorization, and what may come to stand beside them.
            ("AuthFailure", _) => Self::SecretKeyWrong,
            ("RequestLimitExceeded", _) => Self::RateLimited,
            ("InternalError" | "ServiceUnavailable" | "ResourceUnavailable", _)
            | ("OperationDenied", "ServiceBusy") => Self::ServiceBusy,
            ("UnauthorizedOperation", _) => Self::NotPermitted,
            ("IpInBlacklist" | "IpNotInWhitelist", _) => Self::NetworkBlocked,
            ("MissingParameter" | "UnknownParameter", _) => Self::RequestRefused,
            ("RequestSizeLimitExceeded" | "ResponseSizeLimitExceeded", _) => Self::TooLarge,
            ("InvalidAction" | "NoSuchVersion" | "NoSuchProduct" | "ActionOffline", _) => {
                Self::EndpointWrong
            }
            (other, _) if other.starts_with("Unsupported") => Self::EndpointWrong,
            (other, _) if other.starts_with("InvalidParameter") => Self::RequestRefused,
            _ => Self::ServiceRefused,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::RateLimited => "rate_limited",
            Self::ServiceBusy => "service_busy",
            Self::ClockOff => "clock_off",
            Self::SecretIdUnknown => "secret_id_unknown",
            Self::SecretKeyWrong => "secret_key_wrong",
            Self::TemporaryKeyExpired => "temporary_key_expired",
            Self::MfaRequired => "mfa_required",
            Self::NotPermitted => "not_permitted",
            Self::NetworkBlocked => "network_blocked",
            Self::RequestRefused => "request_refused",
            Self::TooLarge => "too_large",
            Self::EndpointWrong => "endpoint_wrong",
            Self::ServiceRefused => "service_refused",
            Self::Offline => "offline",
            Self::Unreachable => "unreachable",
            Self::ProxyRefused => "proxy_refused",
            Self::ProxyAuthRequired => "proxy_auth_required",
            Self::TlsUntrusted => "tls_untrusted",
            Self::TimedOut => "timed_out",
            Self::ConnectionLost => "connection_lost",
            Self::Intercepted => "intercepted",
        }
    }

    /// Whether it was the service that said so.
    pub fn reached_service(self) -> bool {
        match self {
            Self::RateLimited
            | Self::ServiceBusy
            | Self::ClockOff
            | Self::SecretIdUnknown
            | Self::SecretKeyWrong
            | Self::TemporaryKeyExpired
            | Self::MfaRequired
            | Self::NotPermitted
            | Self::NetworkBlocked
            | Self::RequestRefused
            | Self::TooLarge
            | Self::EndpointWrong
            | Self::ServiceRefused => true,
            Self::Offline
            | Self::Unreachable
            | Self::ProxyRefused
            | Self::ProxyAuthRequired
            | Self::TlsUntrusted
            | Self::TimedOut
            | Self::ConnectionLost
            | Self::Intercepted => false,
        }
    }

    /// Whether every other query of this account would meet the same answer, until someone mends
    /// the account, the clock or the endpoint.
    pub fn is_about_account(self) -> bool {
        matches!(
            self,
            Self::ClockOff
                | Self::SecretIdUnknown
                | Self::SecretKeyWrong
                | Self::TemporaryKeyExpired
                | Self::MfaRequired
                | Self::NotPermitted
                | Self::NetworkBlocked
                | Self::EndpointWrong
        )
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorClass::{self, *};

    #[test]
    fn every_documented_code_has_its_class() {
        let table = [
            ("RequestLimitExceeded", RateLimited),
            ("RequestLimitExceeded.UinLimitExceeded", RateLimited),
            ("RequestLimitExceeded.IPLimitExceeded", RateLimited),
            (
                "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
                RateLimited,
            ),
            ("OperationDenied.ServiceBusy", ServiceBusy),
            ("InternalError", ServiceBusy),
            ("ServiceUnavailable", ServiceBusy),
            ("ResourceUnavailable", ServiceBusy),
            ("AuthFailure.SignatureExpire", ClockOff),
            ("AuthFailure.SecretIdNotFound", SecretIdUnknown),
            ("AuthFailure.InvalidSecretId", SecretIdUnknown),
            ("AuthFailure.SignatureFailure", SecretKeyWrong),
            ("AuthFailure.InvalidAuthorization", SecretKeyWrong),
            ("AuthFailure.TokenFailure", TemporaryKeyExpired),
            ("AuthFailure.MFAFailure", MfaRequired),
            ("AuthFailure.UnauthorizedOperation", NotPermitted),
            ("UnauthorizedOperation", NotPermitted),
            ("UnauthorizedOperation.UinNoAuth", NotPermitted),
            ("IpInBlacklist", NetworkBlocked),
            ("IpNotInWhitelist", NetworkBlocked),
            ("InvalidParameter", RequestRefused),
            ("InvalidParameterValue", RequestRefused),
            ("MissingParameter", RequestRefused),
            ("UnknownParameter", RequestRefused),
            ("RequestSizeLimitExceeded", TooLarge),
            ("ResponseSizeLimitExceeded", TooLarge),
            ("InvalidAction", EndpointWrong),
            ("NoSuchVersion", EndpointWrong),
            ("NoSuchProduct", EndpointWrong),
            ("ActionOffline", EndpointWrong),
            ("UnsupportedProtocol", EndpointWrong),
            ("UnsupportedRegion", EndpointWrong),
            ("UnsupportedOperation", EndpointWrong),
        ];
        for (code, class) in table {
            assert_eq!(ErrorClass::of_code(code), class, "{code}");
        }
    }

    #[test]
    fn an_unlisted_sub_code_falls_into_the_class_of_its_prefix() {
        let table = [
            ("RequestLimitExceeded.SomethingNew", RateLimited),
            ("InternalError.Db.Timeout", ServiceBusy),
            ("AuthFailure.SomethingNew", SecretKeyWrong),
            ("UnauthorizedOperation.NotReseller", NotPermitted),
            ("InvalidParameterValue.InvitationToken", RequestRefused),
            ("InvalidParameterSomething", RequestRefused),
            ("OperationDenied", ServiceRefused),
            ("FailedOperation.Mystery", ServiceRefused),
            ("", ServiceRefused),
        ];
        for (code, class) in table {
            assert_eq!(ErrorClass::of_code(code), class, "{code}");
        }
    }

    #[test]
    fn as_str_says_what_serde_says() {
        for class in [RateLimited, MfaRequired, TlsUntrusted, Intercepted] {
            let json = serde_json::to_string(&class).expect("a class is a string");
            assert_eq!(json.trim_matches('"'), class.as_str());
        }
    }
}
