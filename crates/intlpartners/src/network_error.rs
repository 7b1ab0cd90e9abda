//! Why no reply arrived, read from the types along the chain of causes.

use std::error::Error as StdError;
use std::io;

use crate::{Error, ErrorClass};

impl Error {
    pub(crate) fn from_network(error: reqwest::Error) -> Self {
        // The address is ours, and known.
        let error = error.without_url();
        let detail = describe(&error);
        match classify(&error) {
            ErrorClass::Intercepted => Self::Intercepted {
                status: None,
                content_type: None,
                excerpt: detail,
            },
            class => Self::Network { class, detail },
        }
    }
}

fn classify(error: &reqwest::Error) -> ErrorClass {
    if error.is_timeout() {
        return ErrorClass::TimedOut;
    }
    let specific = causes(error).find_map(specific_class);
    if let Some(class) = specific {
        return class;
    }
    if error.is_dns() {
        ErrorClass::Offline
    } else if error.is_connect() {
        ErrorClass::Unreachable
    } else {
        ErrorClass::ConnectionLost
    }
}

/// The class that this one link of the chain settles, if it does.
fn specific_class(cause: Cause<'_>) -> Option<ErrorClass> {
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return match tls {
            // No TLS at all on the other side: a sign-in page that answers on every port.
            rustls::Error::InvalidMessage(_) => Some(ErrorClass::Intercepted),
            // The second is what the system's verifier says when it has no better word.
            rustls::Error::InvalidCertificate(_) | rustls::Error::General(_) => {
                Some(ErrorClass::TlsUntrusted)
            }
            // The two do not agree on how to speak, which is nobody's certificate's fault.
            _ => None,
        };
    }
    if let Some(class) = proxy_class(cause) {
        return Some(class);
    }
    if let Some(http) = cause.downcast_ref::<hyper::Error>() {
        return http.is_parse().then_some(ErrorClass::Intercepted);
    }
    class_of_io(cause.downcast_ref()?)
}

/// Of an error that says by itself that there is no network.
pub(crate) fn class_of_io(error: &io::Error) -> Option<ErrorClass> {
    match error.kind() {
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => Some(ErrorClass::Offline),
        _ => None,
    }
}

/// The HTTP stack keeps the types of its proxy errors to itself, so here their words must do; the
/// tests hold them against real proxies.
fn proxy_class(cause: Cause<'_>) -> Option<ErrorClass> {
    let words = cause.to_string();
    if words == "tunnel error: proxy authorization required" {
        Some(ErrorClass::ProxyAuthRequired)
    } else if words.starts_with("tunnel error: ") || words == "error connecting to socks proxy" {
        Some(ErrorClass::ProxyRefused)
    } else {
        None
    }
}

type Cause<'a> = &'a (dyn StdError + 'static);

fn causes<'a>(error: Cause<'a>) -> impl Iterator<Item = Cause<'a>> {
    std::iter::successors(Some(error), |&error| next_cause(error))
}

fn next_cause<'a>(error: Cause<'a>) -> Option<Cause<'a>> {
    // An I/O error names as its source not what it carries, but the source of that.
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(carried) => Some(carried),
        None => error.source(),
    }
}

fn describe(error: &reqwest::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in causes(error) {
        let words = cause.to_string();
        // Wrappers often repeat what they wrap.
        if said.last() != Some(&words) {
            said.push(words);
        }
    }
    said.join(": ")
}
