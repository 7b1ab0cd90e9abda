//! From a response to the bytes of its reply.

use chrono::{DateTime, Utc};
use reqwest::Response;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap, HeaderName};

use crate::Error;
use crate::answer::Reply;

/// The service's own limit of an answer.
const MAX_RESPONSE_BYTES: usize = 50 * 1024 * 1024;

pub(crate) async fn read(mut response: Response) -> Result<Reply, Error> {
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

pub(crate) fn date_of(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date).ok().map(Into::into)
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
