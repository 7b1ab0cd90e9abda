use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use tc3::{CanonicalRequest, CredentialScope, SigningKey};

use crate::client::ClientConfig;
use crate::{Credentials, CredentialsError};

const SERVICE: &str = "intlpartnersmgt";
const ACTION: &str = "QueryInvitationInfo";
const VERSION: &str = "2022-09-28";
const JSON: &str = "application/json";

const X_TC_ACTION: HeaderName = HeaderName::from_static("x-tc-action");
const X_TC_VERSION: HeaderName = HeaderName::from_static("x-tc-version");
const X_TC_TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
const X_TC_LANGUAGE: HeaderName = HeaderName::from_static("x-tc-language");
const X_TC_TOKEN: HeaderName = HeaderName::from_static("x-tc-token");
const X_TC_REQUEST_CLIENT: HeaderName = HeaderName::from_static("x-tc-requestclient");

/// Makes the headers of a request, its signature among them.
#[derive(Debug)]
pub(crate) struct Signer {
    credentials: Credentials,
    host: String,
    /// Those that are the same in every request.
    constant: HeaderMap,
    /// The derived key holds for a UTC day.
    key: Mutex<Option<(NaiveDate, SigningKey)>>,
}

impl Signer {
    pub(crate) fn new(config: ClientConfig) -> Self {
        let host = config.endpoint.host_header().to_owned();
        let mut constant = HeaderMap::with_capacity(12);
        constant.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        // As it is signed: with the port where there is one.
        constant.insert(
            HOST,
            HeaderValue::from_str(&host).expect("a URL's host is ASCII"),
        );
        constant.insert(X_TC_ACTION, HeaderValue::from_static(ACTION));
        constant.insert(X_TC_VERSION, HeaderValue::from_static(VERSION));
        let language = HeaderValue::from_static(config.language.as_str());
        constant.insert(X_TC_LANGUAGE, language);
        if let Some(client) = request_client(&config.request_client) {
            constant.insert(X_TC_REQUEST_CLIENT, client);
        }
        Self {
            credentials: config.credentials,
            host,
            constant,
            key: Mutex::new(None),
        }
    }

    pub(crate) fn headers(
        &self,
        payload: &[u8],
        at: DateTime<Utc>,
    ) -> Result<HeaderMap, CredentialsError> {
        let request = CanonicalRequest {
            method: "POST",
            query: "",
            headers: &[
                ("content-type", JSON),
                ("host", &self.host),
                ("x-tc-action", ACTION),
            ],
            payload,
        };
        let id = &self.credentials.secret_id;
        let authorization = self.key(at).authorization(&request, id, SERVICE, at);
        let mut headers = self.constant.clone();
        headers.insert(X_TC_TIMESTAMP, at.timestamp().into());
        let authorization = secret(&authorization).ok_or(CredentialsError::IdMalformed)?;
        headers.insert(AUTHORIZATION, authorization);
        if let Some(token) = &self.credentials.session_token {
            let token = secret(token.expose()).ok_or(CredentialsError::SessionTokenMalformed)?;
            headers.insert(X_TC_TOKEN, token);
        }
        Ok(headers)
    }

    fn key(&self, at: DateTime<Utc>) -> SigningKey {
        let scope = CredentialScope::new(at, SERVICE);
        let mut cached = self.key.lock().expect("no panic while the key is held");
        match &*cached {
            Some((date, key)) if *date == scope.date => key.clone(),
            _ => {
                let key = SigningKey::derive(&self.credentials.secret_key, scope);
                *cached = Some((scope.date, key.clone()));
                key
            }
        }
    }
}

/// A header value that is left out of debug output.
fn secret(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Our own name, of the characters and in the length that the service takes.
fn request_client(name: &str) -> Option<HeaderValue> {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "-_,;.".contains(*c);
    let name: String = name.chars().filter(allowed).take(128).collect();
    HeaderValue::from_str(&name)
        .ok()
        .filter(|name| !name.is_empty())
}
