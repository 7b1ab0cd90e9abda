use chrono::TimeDelta;
use simulator::{Faults, Key, Simulator};

use crate::raw::Request;
use crate::{noon, with};

async fn code(simulator: &Simulator, request: &Request) -> String {
    request.send(simulator).await.code()
}

#[tokio::test]
async fn a_rightly_signed_request_is_answered_in_the_services_envelope() {
    let simulator = with(&["a", "b"], Faults::default()).await;
    let reply = Request::of(&["b", "unknown", "a", "b"])
        .send(&simulator)
        .await;
    assert_eq!(reply.tokens(), ["b", "a"]);
    assert_eq!(reply.headers["date"], "Mon, 02 Mar 2026 12:00:00 GMT");
    let response = reply.response();
    let record = simulator.record();
    assert_eq!(record.len(), 1);
    assert_eq!(record[0].request_id(), response["RequestId"].as_str());
    assert_eq!(record[0].tokens.len(), 4);
    assert_eq!(record[0].arrived_at, noon());
    assert_eq!(record[0].timestamp, Some(noon().timestamp()));
}

#[tokio::test]
async fn the_headers_that_were_signed_are_verified_whichever_they_are() {
    let simulator = with(&["a"], Faults::default()).await;
    for signed_headers in [
        "content-type;host",
        "content-type;host;x-tc-action",
        "content-type;host;x-tc-action;x-tc-timestamp;x-tc-version",
    ] {
        let request = Request {
            signed_headers,
            ..Request::of(&["a"])
        };
        assert_eq!(code(&simulator, &request).await, "none", "{signed_headers}");
        let mut changed = request.clone();
        changed.authorization = None;
        changed.signed_headers = "host";
        assert_eq!(
            code(&simulator, &changed).await,
            "AuthFailure.InvalidAuthorization"
        );
    }
}

#[tokio::test]
async fn each_thing_wrong_with_a_key_has_its_own_code() {
    let simulator = with(&["a"], Faults::default()).await;
    let right = Request::of(&["a"]);
    let wrong_key = Request {
        key: Key::new(right.key.secret_id.clone(), "wrong"),
        ..right.clone()
    };
    assert_eq!(
        code(&simulator, &wrong_key).await,
        "AuthFailure.SignatureFailure"
    );
    let unknown_id = Request {
        key: Key::new("AKIDnobody", right.key.secret_key.clone()),
        ..right.clone()
    };
    assert_eq!(
        code(&simulator, &unknown_id).await,
        "AuthFailure.SecretIdNotFound"
    );
    let illegible = Request {
        authorization: Some("TC3-HMAC-SHA256 what?".to_owned()),
        ..right.clone()
    };
    assert_eq!(
        code(&simulator, &illegible).await,
        "AuthFailure.InvalidAuthorization"
    );
    let session_token = right.clone().with_header("x-tc-token", "expired");
    assert_eq!(
        code(&simulator, &session_token).await,
        "AuthFailure.TokenFailure"
    );
    let mut late = right;
    late.sign_at(noon() - TimeDelta::seconds(301));
    assert_eq!(code(&simulator, &late).await, "AuthFailure.SignatureExpire");
    late.sign_at(noon() + TimeDelta::seconds(300));
    assert_eq!(code(&simulator, &late).await, "none");
    assert_eq!(simulator.counters().refused, 5);
}

#[tokio::test]
async fn the_action_and_the_version_must_be_the_ones_that_are_served() {
    let simulator = with(&["a"], Faults::default()).await;
    let right = Request::of(&["a"]);
    for (header, value, expected) in [
        ("x-tc-action", "DescribeInstances", "InvalidAction"),
        ("x-tc-version", "2017-03-12", "NoSuchVersion"),
        ("x-tc-version", "", "MissingParameter"),
        ("x-tc-timestamp", "", "MissingParameter"),
        ("x-tc-timestamp", "noon", "InvalidParameter"),
        ("content-type", "text/plain", "UnsupportedProtocol"),
        ("x-tc-region", "null", "none"),
        ("content-type", "application/json; charset=utf-8", "none"),
    ] {
        let request = right.clone().with_header(header, value);
        assert_eq!(
            code(&simulator, &request).await,
            expected,
            "{header}: {value}"
        );
    }
    let put = Request {
        request_line: "PUT / HTTP/1.1",
        ..right
    };
    assert_eq!(code(&simulator, &put).await, "UnsupportedProtocol");
}

#[tokio::test]
async fn the_body_must_be_the_one_parameter_with_1_to_100_tokens() {
    let simulator = with(&[], Faults::default()).await;
    let tokens = |number: usize| {
        let tokens = vec!["t"; number];
        serde_json::json!({ "InvitationToken": tokens }).to_string()
    };
    for (body, expected) in [
        (tokens(100).as_str(), "none"),
        (&tokens(101), "InvalidParameterValue"),
        (&tokens(0), "InvalidParameterValue"),
        ("{}", "MissingParameter"),
        (r#"{"InvitationToken":null}"#, "MissingParameter"),
        (r#"{"InvitationToken":"t"}"#, "InvalidParameter"),
        (r#"{"InvitationToken":["t",7]}"#, "InvalidParameter"),
        (r#"{"InvitationToken":["t"],"Page":1}"#, "UnknownParameter"),
        (r#"["t"]"#, "InvalidParameter"),
        ("", "InvalidParameter"),
    ] {
        let reply = Request::with_body(body).send(&simulator).await;
        assert_eq!(reply.code(), expected, "{body}");
    }
}

#[tokio::test]
async fn a_body_above_ten_megabytes_is_refused() {
    let simulator = with(&[], Faults::default()).await;
    let body = format!(r#"{{"InvitationToken":["{}"]}}"#, "t".repeat(10 << 20));
    let reply = Request::with_body(&body).send(&simulator).await;
    assert_eq!(reply.code(), "RequestSizeLimitExceeded");
}

#[tokio::test]
async fn another_path_is_nobodys() {
    let simulator = with(&["a"], Faults::default()).await;
    let elsewhere = Request {
        request_line: "POST /elsewhere HTTP/1.1",
        ..Request::of(&["a"])
    };
    assert_eq!(elsewhere.send(&simulator).await.status, 404);
}
