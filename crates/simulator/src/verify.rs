use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use hyper::http::request::Parts;
use sha2::{Digest, Sha256};

use crate::SERVICE;
use crate::key::Key;
use crate::refusal::{self, Refusal};

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const LIFE_OF_A_SIGNATURE: TimeDelta = TimeDelta::minutes(5);

/// What an `Authorization` header claims.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Authorization<'a> {
    pub(crate) secret_id: &'a str,
    date: &'a str,
    service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    pub(crate) fn read(headers: &'a HeaderMap) -> Result<Self, Refusal> {
        let invalid = |why: &str| {
            Refusal::new(
                refusal::INVALID_AUTHORIZATION,
                format!("The Authorization header is invalid: {why}."),
            )
        };
        let header = headers
            .get("authorization")
            .ok_or_else(|| invalid("it is missing"))?
            .to_str()
            .map_err(|_| invalid("it is not ASCII"))?;
        let fields = header
            .strip_prefix(ALGORITHM)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or_else(|| invalid("it does not begin with TC3-HMAC-SHA256"))?;
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for field in fields.split(',') {
            match field.trim().split_once('=') {
                Some(("Credential", value)) => credential = Some(value),
                Some(("SignedHeaders", value)) => signed_headers = Some(value),
                Some(("Signature", value)) => signature = Some(value),
                _ => return Err(invalid("it has a part that is not known")),
            }
        }
        let credential = credential.ok_or_else(|| invalid("Credential is missing"))?;
        let signed_headers = signed_headers.ok_or_else(|| invalid("SignedHeaders is missing"))?;
        let signature = signature.ok_or_else(|| invalid("Signature is missing"))?;
        let scope: Vec<&str> = credential.split('/').collect();
        let [secret_id, date, service, "tc3_request"] = scope[..] else {
            return Err(invalid(
                "Credential is not SecretId/Date/Service/tc3_request",
            ));
        };
        let names: Vec<&str> = signed_headers.split(';').collect();
        for needed in ["content-type", "host"] {
            if !names.contains(&needed) {
                return Err(invalid(&format!("SignedHeaders lacks {needed}")));
            }
        }
        for name in names {
            if !headers.contains_key(name) {
                return Err(invalid("SignedHeaders names a header that was not sent"));
            }
        }
        Ok(Self {
            secret_id,
            date,
            service,
            signed_headers,
            signature,
        })
    }
}

/// Whether `key` signed this request, for this service, now. Verifies whatever headers the request says it signed.
pub(crate) fn verify(
    claim: &Authorization<'_>,
    key: &Key,
    request: &Parts,
    body: &[u8],
    timestamp: i64,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let expired = || {
        Refusal::new(
            refusal::SIGNATURE_EXPIRE,
            "The signature has expired. Check the local time.",
        )
    };
    let signed_at = DateTime::from_timestamp(timestamp, 0).ok_or_else(expired)?;
    if (now - signed_at).abs() > LIFE_OF_A_SIGNATURE {
        return Err(expired());
    }
    let failure = |why: &str| Refusal::new(refusal::SIGNATURE_FAILURE, why);
    if claim.service != SERVICE {
        return Err(failure(
            "The credential scope names another service than the one asked.",
        ));
    }
    if claim.date != signed_at.date_naive().to_string() {
        return Err(failure(
            "The credential scope's date is not the timestamp's date in UTC.",
        ));
    }
    let canonical = canonical_request(claim.signed_headers, request, body);
    let to_sign = format!(
        "{ALGORITHM}\n{timestamp}\n{}/{}/tc3_request\n{}",
        claim.date,
        claim.service,
        hex(&Sha256::digest(canonical)),
    );
    if !is_signature_of(claim, &key.secret_key, &to_sign) {
        return Err(failure(
            "The credentials could not be validated. Check the SecretKey and how the request is signed.",
        ));
    }
    check_session_token(key, &request.headers)
}

fn canonical_request(signed_headers: &str, request: &Parts, body: &[u8]) -> Vec<u8> {
    let mut names: Vec<&str> = signed_headers.split(';').collect();
    names.sort_unstable();
    let mut canonical = format!(
        "{}\n{}\n{}\n",
        request.method,
        request.uri.path(),
        request.uri.query().unwrap_or_default()
    )
    .into_bytes();
    for name in names {
        canonical.extend_from_slice(name.as_bytes());
        canonical.push(b':');
        if let Some(value) = request.headers.get(name) {
            canonical.extend(value.as_bytes().trim_ascii().to_ascii_lowercase());
        }
        canonical.push(b'\n');
    }
    let unsigned_payload = request
        .headers
        .get("x-tc-content-sha256")
        .is_some_and(|value| value == "UNSIGNED-PAYLOAD");
    let payload: &[u8] = if unsigned_payload {
        b"UNSIGNED-PAYLOAD"
    } else {
        body
    };
    canonical.push(b'\n');
    canonical.extend_from_slice(signed_headers.as_bytes());
    canonical.push(b'\n');
    canonical.extend_from_slice(hex(&Sha256::digest(payload)).as_bytes());
    canonical
}

fn is_signature_of(claim: &Authorization<'_>, secret_key: &str, to_sign: &str) -> bool {
    let date_key = sign(format!("TC3{secret_key}").as_bytes(), claim.date);
    let service_key = sign(&date_key, claim.service);
    let signing_key = sign(&service_key, "tc3_request");
    claim.signature == hex(&sign(&signing_key, to_sign))
}

fn sign(key: &[u8], message: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a String takes everything");
            text
        })
}

fn check_session_token(key: &Key, headers: &HeaderMap) -> Result<(), Refusal> {
    let sent = headers
        .get("x-tc-token")
        .map(|value| value.as_bytes())
        .filter(|value| !value.is_empty());
    if sent == key.session_token.as_deref().map(str::as_bytes) {
        return Ok(());
    }
    Err(Refusal::new(
        refusal::TOKEN_FAILURE,
        "The temporary key's token is invalid or has expired.",
    ))
}

#[cfg(test)]
mod tests;
