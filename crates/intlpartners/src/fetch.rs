//! Files that are not the service's, by the same way: its proxy, its certificates, its clock.

use std::time::Duration;

use reqwest::{Response, Url, header::CONTENT_TYPE, redirect};

use crate::endpoint::is_loopback;
use crate::{Error, ErrorClass, Transport};

/// As many as a download page with a shop front before it needs, twice over.
const MAX_REDIRECTS: usize = 8;

/// What to fetch, and how much to bear for it.
#[derive(Debug, Clone, Copy)]
pub struct Fetch<'a> {
    /// `https`, or `http` on this computer. Redirects are followed, and held to the same.
    pub url: &'a str,
    pub max_bytes: usize,
    /// To the last byte. Silence ends it sooner.
    pub patience: Duration,
}

impl Transport {
    /// All of the file. `heard` is told how many bytes have come, of how many if that is known.
    pub async fn fetch(
        &self,
        fetch: Fetch<'_>,
        mut heard: impl FnMut(usize, Option<usize>),
    ) -> Result<Vec<u8>, Error> {
        let url = Url::parse(fetch.url).map_err(|error| wrong_address(&error.to_string()))?;
        if !is_private_enough(&url) {
            return Err(wrong_address("not encrypted"));
        }
        let client = self
            .client_builder()
            .redirect(redirect::Policy::custom(follow))
            .timeout(fetch.patience)
            .build()
            .map_err(Error::from_network)?;
        let mut response = client.get(url).send().await.map_err(from_network)?;
        if !response.status().is_success() {
            return Err(unexpected(&response, "not found there"));
        }
        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Error::from_network)? {
            if body.len() + chunk.len() > fetch.max_bytes {
                return Err(unexpected(&response, "too much of it"));
            }
            body.extend_from_slice(&chunk);
            heard(body.len(), announced);
        }
        Ok(body)
    }
}

fn is_private_enough(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

/// Nor does anybody on the network send us to a service of this computer.
fn is_no_less_private(previous: &[Url], next: &Url) -> bool {
    let begun_in_private = previous.first().is_some_and(|url| url.scheme() == "https");
    is_private_enough(next) && (next.scheme() == "https" || !begun_in_private)
}

fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    if attempt.previous().len() > MAX_REDIRECTS {
        attempt.error("too many redirects")
    } else if is_no_less_private(attempt.previous(), attempt.url()) {
        attempt.follow()
    } else {
        attempt.error("redirected to where nothing is encrypted")
    }
}

/// Whoever redirects out of the encryption is not whom we asked.
fn from_network(error: reqwest::Error) -> Error {
    let redirected = error.is_redirect();
    match Error::from_network(error) {
        Error::Network { detail, .. } if redirected => Error::Intercepted {
            status: None,
            content_type: None,
            excerpt: detail,
        },
        error => error,
    }
}

fn unexpected(response: &Response, why: &str) -> Error {
    let content_type = response.headers().get(CONTENT_TYPE);
    Error::Intercepted {
        status: Some(response.status().as_u16()),
        content_type: content_type.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned()),
        excerpt: why.to_owned(),
    }
}

fn wrong_address(why: &str) -> Error {
    Error::Network {
        class: ErrorClass::EndpointWrong,
        detail: why.to_owned(),
    }
}
