use hyper::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use reqwest::{Proxy, Url};

use crate::endpoint::is_loopback;

/// The proxy that the system or the environment prescribes. reqwest would find it by itself, but
/// would send requests to this very computer through it as well, where no proxy can follow.
pub(crate) fn system_proxy() -> Proxy {
    let matcher = Matcher::from_system();
    let authorization = any_intercept(&matcher).and_then(|i| i.basic_auth().cloned());
    let proxy = Proxy::custom(move |url| {
        if is_loopback(url) {
            return None;
        }
        let intercept = matcher.intercept(&url.as_str().parse().ok()?)?;
        proxy_url(&intercept)
    });
    match authorization {
        Some(authorization) => proxy.custom_http_auth(authorization),
        None => proxy,
    }
}

/// The proxy for https, of a host that no list of exceptions names.
fn any_intercept(matcher: &Matcher) -> Option<Intercept> {
    matcher.intercept(&Uri::from_static("https://invite-ledger.invalid/"))
}

fn proxy_url(intercept: &Intercept) -> Option<Url> {
    let mut url = Url::parse(&intercept.uri().to_string()).ok()?;
    // A SOCKS proxy has its credentials in the address, an HTTP proxy in a header.
    if let Some((user, password)) = intercept.raw_auth() {
        url.set_username(user).ok()?;
        url.set_password(Some(password)).ok()?;
    }
    Some(url)
}
