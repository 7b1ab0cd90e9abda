//! Every known answer under `tests/vectors/tc3`, stage by stage: a failure names vector and stage.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use serde::Deserialize;
use tc3::{CanonicalRequest, CredentialScope, SecretKey, SigningKey, authorization, hex};

#[derive(Deserialize)]
struct Inputs {
    secret_id: String,
    secret_key: String,
    timestamp: i64,
    utc_date: String,
    service: String,
    host: String,
    method: String,
    query: String,
    action: String,
    content_type: String,
    signed_headers: String,
}

struct Vector {
    folder: PathBuf,
    inputs: Inputs,
    body: Vec<u8>,
}

impl Vector {
    fn read(folder: PathBuf) -> Self {
        let inputs = serde_json::from_str(&read(&folder.join("request.json"))).unwrap();
        let body = fs::read(folder.join("body")).unwrap();
        Self {
            folder,
            inputs,
            body,
        }
    }

    fn value_of(&self, header: &str) -> &str {
        match header {
            "content-type" => &self.inputs.content_type,
            "host" => &self.inputs.host,
            "x-tc-action" => &self.inputs.action,
            other => panic!(
                "{}: signs {other}, which is no input",
                self.folder.display()
            ),
        }
    }

    fn headers<'a>(&'a self, signed_headers: &'a str) -> Vec<(&'a str, &'a str)> {
        let names = signed_headers.split(';');
        names.map(|name| (name, self.value_of(name))).collect()
    }

    fn request<'a>(&'a self, headers: &'a [(&'a str, &'a str)]) -> CanonicalRequest<'a> {
        CanonicalRequest {
            method: &self.inputs.method,
            query: &self.inputs.query,
            headers,
            payload: &self.body,
        }
    }

    fn authorization(&self, request: &CanonicalRequest<'_>) -> String {
        let key = SecretKey::new(self.inputs.secret_key.as_str());
        let at = DateTime::from_timestamp(self.inputs.timestamp, 0).unwrap();
        authorization(
            request,
            &self.inputs.secret_id,
            &key,
            &self.inputs.service,
            at,
        )
    }

    fn assert_stage(&self, stage: &str, actual: &str) {
        let expected = read(&self.folder.join(stage));
        let vector = self.folder.file_name().unwrap().to_string_lossy();
        assert_eq!(actual, expected, "vector {vector}, stage {stage}");
    }
}

#[test]
fn every_stage_of_every_vector_is_as_recorded() {
    for vector in vectors() {
        let inputs = &vector.inputs;
        let headers = vector.headers(&inputs.signed_headers);
        let request = vector.request(&headers);
        vector.assert_stage("hashed_payload.txt", &request.hashed_payload());
        vector.assert_stage("canonical_request.txt", &request.text());
        vector.assert_stage("hashed_canonical_request.txt", &request.hashed());

        let at = DateTime::from_timestamp(inputs.timestamp, 0).unwrap();
        let scope = CredentialScope::new(at, &inputs.service);
        assert_eq!(
            scope.date.to_string(),
            inputs.utc_date,
            "{}",
            vector.folder.display()
        );
        let to_sign = tc3::string_to_sign(at, scope, &request.hashed());
        vector.assert_stage("string_to_sign.txt", &to_sign);

        let key = SigningKey::derive(&SecretKey::new(inputs.secret_key.as_str()), scope);
        vector.assert_stage("date_key.hex", &hex(key.date_key()));
        vector.assert_stage("service_key.hex", &hex(key.service_key()));
        vector.assert_stage("signing_key.hex", &hex(key.signing_key()));
        vector.assert_stage("signature.txt", &key.signature(&to_sign));
        vector.assert_stage("authorization.txt", &vector.authorization(&request));
    }
}

#[test]
fn signing_the_action_too_gives_the_other_recorded_signature() {
    let mut seen = 0;
    for vector in vectors() {
        let folder = Path::new("signing_x_tc_action_too");
        if !vector.folder.join(folder).is_dir() {
            continue;
        }
        seen += 1;
        let stage = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let signed_headers = read(&vector.folder.join(folder).join("signed_headers.txt"));
        let headers = vector.headers(&signed_headers);
        let request = vector.request(&headers);
        vector.assert_stage(&stage("signed_headers.txt"), &request.signed_headers());
        vector.assert_stage(&stage("hashed_canonical_request.txt"), &request.hashed());
        let authorization = vector.authorization(&request);
        vector.assert_stage(&stage("authorization.txt"), &authorization);
        let signature = authorization.rsplit_once("Signature=").unwrap().1;
        vector.assert_stage(&stage("signature.txt"), signature);
    }
    assert!(seen > 0, "no vector signs the action too");
}

#[test]
fn what_an_official_sdk_put_on_the_wire_verifies() {
    let mut seen = 0;
    for vector in vectors() {
        let recorded = vector.folder.join("wire_headers.json");
        if !recorded.is_file() {
            continue;
        }
        seen += 1;
        let name = vector.folder.display();
        let wire: Vec<(String, String)> = serde_json::from_str(&read(&recorded)).unwrap();
        let on_the_wire = |name: &str| {
            let found = wire.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str()).unwrap()
        };
        assert_eq!(
            on_the_wire("content-length"),
            vector.body.len().to_string(),
            "{name}"
        );
        assert_eq!(
            on_the_wire("x-tc-timestamp"),
            vector.inputs.timestamp.to_string(),
            "{name}"
        );
        // In the order and case in which the SDK sent them.
        let sent: Vec<(&str, &str)> = wire
            .iter()
            .filter(|(name, _)| {
                let signed = &vector.inputs.signed_headers;
                signed.split(';').any(|s| s.eq_ignore_ascii_case(name))
            })
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let request = vector.request(&sent);
        assert_eq!(
            vector.authorization(&request),
            on_the_wire("authorization"),
            "{name}"
        );
    }
    assert!(seen > 0, "no vector has recorded headers");
}

fn vectors() -> Vec<Vector> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/tc3");
    let entries = fs::read_dir(&root).unwrap_or_else(|e| panic!("{}: {e}", root.display()));
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "no vector in {}", root.display());
    folders.into_iter().map(Vector::read).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
