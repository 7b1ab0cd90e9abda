use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// Where the service is. Plain `http` is for this computer only: anywhere else it would send
/// signed requests, and customers' data back, in the open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
    host_header: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    #[error("not a web address: {0}")]
    NotAnAddress(String),
    #[error("plain http is for this computer only; use https")]
    NotEncrypted,
    #[error("an endpoint is https:// and a host, with nothing behind it")]
    MoreThanAHost,
}

impl Endpoint {
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// The `Host` header as it is sent and signed: with the port only where it is unusual.
    pub(crate) fn host_header(&self) -> &str {
        &self.host_header
    }

    /// Whether it is on this computer: a simulator, not the service.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }
}

impl Default for Endpoint {
    fn default() -> Self {
        "https://intlpartnersmgt.intl.tencentcloudapi.com/"
            .parse()
            .expect("the service's own address is an endpoint")
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let url =
            Url::parse(text.trim()).map_err(|e| EndpointError::NotAnAddress(e.to_string()))?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            _ => return Err(EndpointError::NotEncrypted),
        }
        let host = url.host_str().unwrap_or_default();
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        // User and password in an address would end up in its Display.
        let anonymous = url.username().is_empty() && url.password().is_none();
        if host.is_empty() || !bare || !anonymous {
            return Err(EndpointError::MoreThanAHost);
        }
        let host_header = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Ok(Self { url, host_header })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    match address.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        // Names under localhost never leave the computer (RFC 6761).
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_is_the_default() {
        let endpoint = Endpoint::default();
        assert_eq!(
            endpoint.to_string(),
            "https://intlpartnersmgt.intl.tencentcloudapi.com/"
        );
        assert_eq!(
            endpoint.host_header(),
            "intlpartnersmgt.intl.tencentcloudapi.com"
        );
        assert!(!endpoint.is_loopback());
    }

    #[test]
    fn plain_http_is_taken_for_loopback_only() {
        for text in [
            "http://127.0.0.1:8080",
            "http://127.8.8.8/",
            "http://[::1]:8080/",
            "http://localhost:1",
            "http://intlpartnersmgt.localhost:1/",
            "https://example.com",
            "https://10.0.0.1:8443/",
        ] {
            assert!(text.parse::<Endpoint>().is_ok(), "{text}");
        }
        for text in [
            "http://example.com/",
            "http://10.0.0.1/",
            "http://notlocalhost/",
            "http://127.0.0.1.example.com/",
            "ftp://127.0.0.1/",
        ] {
            assert_eq!(
                text.parse::<Endpoint>(),
                Err(EndpointError::NotEncrypted),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_more_or_less_than_a_host_is_refused() {
        for text in [
            "https://example.com/path",
            "https://example.com/?q",
            "https://example.com/#f",
            "https://user:secret@example.com/",
        ] {
            assert_eq!(
                text.parse::<Endpoint>(),
                Err(EndpointError::MoreThanAHost),
                "{text}"
            );
        }
        assert!("example.com".parse::<Endpoint>().is_err());
        assert!("".parse::<Endpoint>().is_err());
    }

    #[test]
    fn an_unusual_port_is_signed_with_the_host() {
        let host_header = |text: &str| text.parse::<Endpoint>().unwrap().host_header().to_owned();
        assert_eq!(host_header("http://127.0.0.1:8080/"), "127.0.0.1:8080");
        assert_eq!(host_header("https://example.com:443/"), "example.com");
        assert_eq!(host_header("http://[::1]:81/"), "[::1]:81");
    }
}
