use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use reqwest::header::{
    AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
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
            // Some gateways let nobody through who does not say what he is.
            constant.insert(USER_AGENT, client.clone());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    fn signer(session_token: Option<&str>) -> Signer {
        let (id, key) = (
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        );
        let (mut credentials, _) = Credentials::new(id, key).unwrap();
        if let Some(token) = session_token {
            credentials = credentials.with_session_token(token).unwrap();
        }
        Signer::new(ClientConfig {
            endpoint: crate::Endpoint::default(),
            credentials,
            requests_per_second: 20,
            language: Language::ZhCn,
            request_client: "Invite Ledger/0.1.0 (é)".to_owned(),
        })
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_signature_is_the_known_answer_for_the_body_of_the_official_node_sdk() {
        // The same body, with the action signed as well: computed with Python's hmac.
        let body = br#"{"InvitationToken":["17772490a7664fc1f3fd31a1b2c363d8"]}"#;
        let headers = signer(None).headers(body, at(1_764_590_400)).unwrap();
        assert_eq!(
            headers[AUTHORIZATION],
            "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2025-12-01/intlpartnersmgt/tc3_request, \
             SignedHeaders=content-type;host;x-tc-action, Signature=6da48253f7ac9d3c500c7c9e8d73a4080f282fe9646d8d2bb004cac8a5778547"
        );
        assert_eq!(headers[&X_TC_TIMESTAMP], "1764590400");
        assert_eq!(headers[&X_TC_LANGUAGE], "zh-CN");
        assert_eq!(headers[HOST], "intlpartnersmgt.intl.tencentcloudapi.com");
        assert!(!headers.contains_key(&X_TC_TOKEN));
    }

    #[test]
    fn the_key_is_derived_anew_after_midnight_in_utc() {
        let kept = signer(None);
        let (before, after) = (at(1_767_225_599), at(1_767_225_600));
        kept.headers(b"{}", before).unwrap();
        let headers = kept.headers(b"{}", after).unwrap();
        let fresh = signer(None).headers(b"{}", after).unwrap();
        assert_eq!(headers[AUTHORIZATION], fresh[AUTHORIZATION]);
    }

    #[test]
    fn our_name_is_reduced_to_what_the_service_takes() {
        let headers = signer(None).headers(b"{}", at(0)).unwrap();
        assert_eq!(headers[&X_TC_REQUEST_CLIENT], "InviteLedger0.1.0");
        assert_eq!(request_client(&"x".repeat(200)).unwrap().len(), 128);
        assert_eq!(request_client("é"), None);
    }

    #[test]
    fn debug_shows_neither_signature_nor_session_token() {
        let headers = signer(Some("SESSION-TOKEN")).headers(b"{}", at(0)).unwrap();
        assert_eq!(headers[&X_TC_TOKEN], "SESSION-TOKEN");
        let shown = format!("{headers:?}");
        assert!(!shown.contains("SESSION-TOKEN"), "{shown}");
        assert!(!shown.contains("Signature="), "{shown}");
    }
}
