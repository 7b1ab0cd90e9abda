use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap};
use reqwest::{ClientBuilder, Method, Request, Response, Url, redirect};

use crate::answer::Reply;
use crate::system_proxy::system_proxy;
use crate::{Error, ErrorClass};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// No byte for so long, and a query that was sent once more, still ends within 35 s.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(15);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(30);

/// The service's own limit of an answer.
const MAX_RESPONSE_BYTES: usize = 50 * 1024 * 1024;

/// The HTTP client to make once and share. Before that, install a rustls crypto provider as the
/// process's default.
pub fn http_client() -> Result<reqwest::Client, Error> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err(no_client("no TLS provider is installed"));
    }
    builder()
        .build()
        // A computer without any trusted certificate can still talk to itself; elsewhere each
        // query will say that nobody is trusted.
        .or_else(|_| builder().tls_certs_only([]).build())
        .map_err(|error| no_client(&error.to_string()))
}

fn builder() -> ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(SILENCE_TIMEOUT)
        .timeout(TOTAL_TIMEOUT)
        // A redirect is never the service's: it leads to a sign-in page.
        .redirect(redirect::Policy::none())
        .proxy(system_proxy())
}

fn no_client(detail: &str) -> Error {
    Error::Network {
        class: ErrorClass::TlsUntrusted,
        detail: detail.to_owned(),
    }
}

/// Sends, and reads all of the reply: a connection with unread bytes cannot be used again.
pub(crate) async fn exchange(
    http: &reqwest::Client,
    url: Url,
    headers: HeaderMap,
    body: bytes::Bytes,
) -> Result<(Reply, Option<DateTime<Utc>>), Error> {
    let mut request = Request::new(Method::POST, url);
    *request.headers_mut() = headers;
    *request.body_mut() = Some(body.into());
    let response = http.execute(request).await.map_err(Error::from_network)?;
    let date = date_of(response.headers());
    Ok((read(response).await?, date))
}

async fn read(mut response: Response) -> Result<Reply, Error> {
    let status = response.status().as_u16();
    let content_type = text_of(response.headers(), CONTENT_TYPE);
    let announced = text_of(response.headers(), CONTENT_LENGTH)
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = Vec::with_capacity(usize::min(announced, 64 * 1024));
    let too_much = || Error::Intercepted {
        status: Some(status),
        content_type: content_type.clone(),
        excerpt: format!("more than {MAX_RESPONSE_BYTES} bytes"),
    };
    if announced > MAX_RESPONSE_BYTES {
        return Err(too_much());
    }
    while let Some(chunk) = response.chunk().await.map_err(Error::from_network)? {
        if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
            return Err(too_much());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply {
        status,
        content_type,
        body,
    })
}

fn date_of(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date).ok().map(Into::into)
}

fn text_of(headers: &HeaderMap, name: reqwest::header::HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
