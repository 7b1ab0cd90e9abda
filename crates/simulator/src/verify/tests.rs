#![allow(clippy::unwrap_used)]

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
