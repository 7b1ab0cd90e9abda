use std::sync::Arc;

use hyper::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use reqwest::{Proxy, Url};

use crate::endpoint::is_loopback;

/// Which proxy to go through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// As the system or the environment prescribes.
    #[default]
    System,
    Direct,
    /// This one, such as `http://proxy.example:3128` or `socks5h://…`.
    Through(String),
}

/// The rules in force. reqwest would find the system's by itself, but would send requests to this
/// very computer through a proxy as well, where none can follow.
#[derive(Debug, Clone)]
pub(crate) struct Proxies {
    matcher: Arc<Matcher>,
}

impl Proxies {
    /// Looks the system's up anew each time: a laptop changes networks.
    pub(crate) fn look_up(choice: &ProxyChoice) -> Self {
        let matcher = match choice {
            ProxyChoice::System => Matcher::from_system(),
            ProxyChoice::Direct => Matcher::builder().build(),
            ProxyChoice::Through(proxy) => Matcher::builder().all(proxy).build(),
        };
        Self {
            matcher: Arc::new(matcher),
        }
    }

    /// The proxy on the way to `url`.
    fn on_the_way_to(&self, url: &Url) -> Option<Intercept> {
        if is_loopback(url) {
            return None;
        }
        self.matcher.intercept(&url.as_str().parse().ok()?)
    }

    /// Its name or address, and its port.
    pub(crate) fn address_on_the_way_to(&self, url: &Url) -> Option<(String, u16)> {
        let proxy = self.on_the_way_to(url)?;
        let host = proxy.uri().host()?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let usual = match proxy.uri().scheme_str() {
            Some("https") => 443,
            Some(scheme) if scheme.starts_with("socks") => 1080,
            _ => 80,
        };
        Some((host.to_owned(), proxy.uri().port_u16().unwrap_or(usual)))
    }

    pub(crate) fn into_reqwest(self) -> Proxy {
        let authorization = self
            .any_intercept()
            .and_then(|intercept| intercept.basic_auth().cloned());
        let proxy = Proxy::custom(move |url| proxy_url(&self.on_the_way_to(url)?));
        match authorization {
            Some(authorization) => proxy.custom_http_auth(authorization),
            None => proxy,
        }
    }

    /// The proxy for https, of a host that no list of exceptions names.
    fn any_intercept(&self) -> Option<Intercept> {
        self.matcher
            .intercept(&Uri::from_static("https://invite-ledger.invalid/"))
    }
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
