use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use hyper::http::request::Parts;
use sha2::{Digest, Sha256};

use crate::SERVICE;
use crate::refusal::{self, Refusal};

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const LIFE_OF_A_SIGNATURE: TimeDelta = TimeDelta::minutes(5);

/// A key pair that the simulator knows. A stand-in's keys guard nothing, but they look like real ones in a
/// log, so `Debug` leaves the SecretKey out.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    pub secret_id: String,
    pub secret_key: String,
    /// A temporary key also needs this token in `X-TC-Token`; a permanent one must come without.
    pub session_token: Option<String>,
}

impl Key {
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            secret_id: secret_id.into(),
            secret_key: secret_key.into(),
            session_token: None,
        }
    }

    /// The key pair of the published signing example.
    #[must_use]
    pub fn sample() -> Self {
        Self::new(
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        )
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("secret_id", &self.secret_id)
            .finish_non_exhaustive()
    }
}

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
    use fmt::Write;
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
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::path::Path;

    use hyper::Request;
    use serde_json::Value;

    use super::*;

    /// A published or recorded request, with the key that signed it.
    struct Known {
        request: Parts,
        body: Vec<u8>,
        secret_key: String,
        timestamp: i64,
        folder: std::path::PathBuf,
    }

    fn known_requests() -> Vec<Known> {
        let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/tc3");
        let folders = fs::read_dir(vectors).unwrap();
        folders
            .map(|folder| known(folder.unwrap().path()))
            .collect()
    }

    fn known(folder: std::path::PathBuf) -> Known {
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let inputs: Value = serde_json::from_str(&read("request.json")).unwrap();
        let input = |name: &str| inputs[name].as_str().unwrap_or_default();
        let mut request = Request::builder()
            .method(input("method"))
            .uri(format!("/?{}", input("query")).trim_end_matches('?'))
            .header("Host", input("host"))
            .header("Content-Type", input("content_type"))
            .header("X-TC-Action", input("action"))
            .header("Authorization", read("authorization.txt").trim());
        if let Some(token) = inputs["session_token"].as_str() {
            request = request.header("X-TC-Token", token);
        }
        Known {
            request: request.body(()).unwrap().into_parts().0,
            body: fs::read(folder.join("body")).unwrap(),
            secret_key: input("secret_key").to_owned(),
            timestamp: inputs["timestamp"].as_i64().unwrap(),
            folder,
        }
    }

    impl Known {
        fn claim(&self) -> Authorization<'_> {
            Authorization::read(&self.request.headers).unwrap()
        }

        fn verify(&self, key: &Key, later: i64) -> Result<(), String> {
            let now = DateTime::from_timestamp(self.timestamp + later, 0).unwrap();
            let claim = self.claim();
            verify(&claim, key, &self.request, &self.body, self.timestamp, now)
                .map_err(|refusal| refusal.code.into_owned())
        }
    }

    fn recorded(name: &str) -> (Known, Key) {
        let known = known_requests()
            .into_iter()
            .find(|known| known.folder.ends_with(name))
            .unwrap();
        let key = Key::new(known.claim().secret_id, &known.secret_key);
        (known, key)
    }

    #[test]
    fn every_known_answer_is_recognized_and_no_other_key_is() {
        let known_requests = known_requests();
        assert!(known_requests.len() >= 8);
        for known in known_requests {
            let claim = known.claim();
            let canonical = canonical_request(claim.signed_headers, &known.request, &known.body);
            let name = known.folder.display();
            let expected = fs::read(known.folder.join("canonical_request.txt")).unwrap();
            assert_eq!(
                String::from_utf8_lossy(&canonical),
                String::from_utf8_lossy(&expected),
                "{name}"
            );
            let to_sign = fs::read_to_string(known.folder.join("string_to_sign.txt")).unwrap();
            assert!(
                is_signature_of(&claim, &known.secret_key, &to_sign),
                "{name}"
            );
            assert!(!is_signature_of(&claim, "another", &to_sign), "{name}");
        }
    }

    #[test]
    fn a_recorded_request_is_verified_within_five_minutes_on_either_side() {
        let (known, key) = recorded("node-ascii-compact");
        for (later, expected) in [
            (0, Ok(())),
            (300, Ok(())),
            (-300, Ok(())),
            (301, Err(refusal::SIGNATURE_EXPIRE.to_owned())),
            (-301, Err(refusal::SIGNATURE_EXPIRE.to_owned())),
        ] {
            assert_eq!(known.verify(&key, later), expected, "{later} s later");
        }
    }

    #[test]
    fn anything_that_was_signed_and_then_changed_is_refused() {
        let failure = Err(refusal::SIGNATURE_FAILURE.to_owned());
        let (mut known, key) = recorded("sdk-ascii-1token");
        known.body[20] ^= 1;
        assert_eq!(known.verify(&key, 0), failure, "body");

        let (mut known, key) = recorded("sdk-ascii-1token");
        known
            .request
            .headers
            .insert("host", "elsewhere".parse().unwrap());
        assert_eq!(known.verify(&key, 0), failure, "host");

        let (mut known, key) = recorded("sdk-ascii-1token");
        known.timestamp += 1;
        assert_eq!(known.verify(&key, 0), failure, "timestamp");
    }

    #[test]
    fn a_signature_for_another_service_is_refused() {
        let (known, key) = recorded("docs-2019-POST");
        assert_eq!(
            known.verify(&key, 0),
            Err(refusal::SIGNATURE_FAILURE.to_owned())
        );
    }

    #[test]
    fn the_scopes_date_is_the_timestamps_date_in_utc() {
        let (known, key) = recorded("sdk-utc-day-end");
        assert_eq!(known.verify(&key, 0), Ok(()));
        let (mut known, key) = recorded("sdk-utc-day-end");
        known.timestamp += 60;
        let now = DateTime::from_timestamp(known.timestamp, 0).unwrap();
        let refusal = verify(
            &known.claim(),
            &key,
            &known.request,
            &known.body,
            known.timestamp,
            now,
        );
        assert!(refusal.unwrap_err().message.contains("date"));
    }

    #[test]
    fn a_temporary_key_needs_its_token_and_a_permanent_one_has_none() {
        let (known, permanent) = recorded("sdk-token-zhCN-region");
        let temporary = Key {
            session_token: Some("SESSION-TOKEN-EXAMPLE-1234567890".to_owned()),
            ..permanent.clone()
        };
        let token_failure = Err(refusal::TOKEN_FAILURE.to_owned());
        assert_eq!(known.verify(&temporary, 0), Ok(()));
        assert_eq!(known.verify(&permanent, 0), token_failure);
        let (untokened, _) = recorded("sdk-ascii-1token");
        assert_eq!(untokened.verify(&temporary, 0), token_failure);
    }

    #[test]
    fn an_authorization_that_is_not_well_formed_is_called_so() {
        let good = "TC3-HMAC-SHA256 Credential=A/2026-01-01/intlpartnersmgt/tc3_request, SignedHeaders=content-type;host, Signature=00";
        let read = |authorization: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("host", "h".parse().unwrap());
            headers.insert("content-type", "application/json".parse().unwrap());
            headers.insert("authorization", authorization.parse().unwrap());
            Authorization::read(&headers)
                .map(|claim| claim.secret_id.to_owned())
                .map_err(|refusal| refusal.code)
        };
        assert_eq!(read(good), Ok("A".to_owned()));
        assert_eq!(read(&good.replace(", ", ",")), Ok("A".to_owned()));
        for wrong in [
            "",
            "Bearer abc",
            &good.replace("TC3-HMAC-SHA256", "HMAC-SHA256"),
            &good.replace("Credential=", "Key="),
            &good.replace("/tc3_request", ""),
            &good.replace("A/2026-01-01", "2026-01-01"),
            &good.replace(", Signature=00", ""),
            &good.replace("content-type;host", "host"),
            &good.replace("content-type;host", "content-type"),
            &good.replace("content-type;host", "content-type;host;x-tc-action"),
        ] {
            assert_eq!(
                read(wrong),
                Err(refusal::INVALID_AUTHORIZATION.into()),
                "{wrong}"
            );
        }
    }
}
