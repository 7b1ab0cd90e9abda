use super::*;

fn reply(body: &str) -> Reply {
    Reply {
        status: 200,
        content_type: Some("application/json".to_owned()),
        body: body.as_bytes().to_vec(),
    }
}

fn rows(rows: &str) -> Contents {
    let body = format!(r#"{{"Response":{{"InvitationInfo":{rows},"RequestId":"r-1"}}}}"#);
    reply(&body).read().unwrap()
}

fn row(row: &str) -> InvitationInfo {
    let mut contents = rows(&format!("[{row}]"));
    assert_eq!(contents.unreadable_rows, 0);
    contents.invitations.pop().unwrap()
}

#[test]
fn a_full_row_is_read_as_it_came() {
    let row = row(
        r#"{"InvitationToken":"17772490a7664fc1f3fd31a1b2c363d8","CreateTime":"2025-08-20 10:00:00",
        "Status":2,"UseTime":"2025-08-17 09:00:00","ClientUin":200012345678,"ClientMail":"a***@b.com",
        "ClientType":1,"BindTime":"2025-08-21 00:00:01","Novelty":{"a":[1]}}"#,
    );
    let some = |text: &str| Some(text.to_owned());
    let expected = InvitationInfo {
        invitation_token: some("17772490a7664fc1f3fd31a1b2c363d8"),
        create_time: some("2025-08-20 10:00:00"),
        status: Some(2),
        use_time: some("2025-08-17 09:00:00"),
        client_uin: some("200012345678"),
        client_mail: some("a***@b.com"),
        client_type: Some(1),
        bind_time: some("2025-08-21 00:00:01"),
    };
    assert_eq!(row, expected);
}

#[test]
fn every_form_of_absence_is_none() {
    let nothing = InvitationInfo::default();
    assert_eq!(row("{}"), nothing);
    for value in [
        "null",
        r#""""#,
        "0",
        r#""0""#,
        "0.0",
        r#""0000-00-00 00:00:00""#,
        "false",
        "[]",
        "{}",
    ] {
        let fields = [
            "InvitationToken",
            "CreateTime",
            "Status",
            "UseTime",
            "ClientUin",
            "ClientMail",
            "ClientType",
            "BindTime",
        ];
        let fields: Vec<_> = fields.map(|name| format!(r#""{name}":{value}"#)).into();
        assert_eq!(
            row(&format!("{{{}}}", fields.join(","))),
            nothing,
            "{value}"
        );
    }
}

#[test]
fn a_uin_keeps_all_its_digits_whatever_clothes_it_wears() {
    for (wire, uin) in [
        ("200012345678", "200012345678"),
        (r#""200012345678""#, "200012345678"),
        (r#"" 200012345678 ""#, "200012345678"),
        ("9007199254740993", "9007199254740993"),
        ("18446744073709551615", "18446744073709551615"),
        ("98765432109876543210987", "98765432109876543210987"),
        ("200012345678.0", "200012345678"),
        ("2.00012345678e11", "200012345678"),
        (r#""007""#, "007"),
    ] {
        let row = row(&format!(r#"{{"ClientUin":{wire}}}"#));
        assert_eq!(row.client_uin.as_deref(), Some(uin), "{wire}");
    }
}

#[test]
fn an_enum_value_is_read_from_text_and_float_and_kept_when_unknown() {
    for (wire, status) in [
        ("7", 7),
        ("-1", -1),
        (r#""2""#, 2),
        (r#"" 2 ""#, 2),
        ("2.0", 2),
        (r#""2.0""#, 2),
    ] {
        let row = row(&format!(r#"{{"Status":{wire}}}"#));
        assert_eq!(row.status, Some(status), "{wire}");
    }
    assert_eq!(row(r#"{"Status":"used"}"#).status, None);
    assert_eq!(row(r#"{"Status":1.5}"#).status, None);
}

#[test]
fn text_that_arrives_as_a_number_is_text() {
    let row = row(r#"{"InvitationToken":12345,"CreateTime":1764590400}"#);
    assert_eq!(row.invitation_token.as_deref(), Some("12345"));
    assert_eq!(row.create_time.as_deref(), Some("1764590400"));
}

#[test]
fn a_row_that_is_no_row_does_not_cost_the_others() {
    let broken_text = r#"{"InvitationToken":"c","ClientMail":"\ud83d"}"#;
    let contents = rows(&format!(
        r#"[{{"InvitationToken":"a"}}, 7, null, "x", {broken_text}, {{"InvitationToken":"b"}}]"#
    ));
    let tokens: Vec<_> = contents
        .invitations
        .iter()
        .filter_map(|row| row.invitation_token.as_deref())
        .collect();
    assert_eq!(tokens, ["a", "b"]);
    assert_eq!(contents.unreadable_rows, 4);
}

#[test]
fn a_list_is_neither_a_row_nor_an_answer() {
    let contents = rows(r#"[["a","2026-05-04 10:00:00",1],{"InvitationToken":"b"},[]]"#);
    assert_eq!(contents.invitations.len(), 1);
    assert_eq!(contents.unreadable_rows, 2);
    for body in [
        r#"{"Response":[null,[],"r-1"]}"#,
        r#"[{"RequestId":"r-1"}]"#,
        r#"[[null,[],"r-1"]]"#,
    ] {
        let error = reply(body).read().unwrap_err();
        assert!(matches!(error, Error::Intercepted { .. }), "{body}");
    }
}

#[test]
fn bytes_that_are_not_utf8_cost_a_character_not_the_answer() {
    let mut reply = reply("");
    reply.body = b"{\"Response\":{\"InvitationInfo\":[{\"InvitationToken\":\"a\",\"ClientMail\":\"x\xff@b.c\"}],\
        \"RequestId\":\"r\"}}"
        .to_vec();
    let contents = reply.read().unwrap();
    let mail = contents.invitations[0].client_mail.as_deref();
    assert_eq!(mail, Some("x\u{fffd}@b.c"));
}

#[test]
fn no_rows_is_an_answer_when_the_service_signs_it() {
    for body in [
        r#"{"Response":{"RequestId":"r-1"}}"#,
        r#"{"Response":{"InvitationInfo":null,"RequestId":"r-1"}}"#,
        r#"{"Response":{"InvitationInfo":[],"RequestId":"r-1"}}"#,
        "\u{feff}{\"Response\":{\"InvitationInfo\":[],\"Error\":null,\"RequestId\":\"r-1\"}}\n",
    ] {
        let contents = reply(body).read().unwrap();
        assert_eq!(contents.request_id, "r-1", "{body}");
        assert!(contents.invitations.is_empty());
    }
}

#[test]
fn the_presence_of_an_error_decides() {
    let body = r#"{"Response":{"InvitationInfo":[{"InvitationToken":"a"}],
        "Error":{"Code":"InternalError","Message":"m","Extra":1},"RequestId":"r-2"}}"#;
    let error = reply(body).read().unwrap_err();
    assert_eq!(error.code(), Some("InternalError"));
    assert_eq!(error.request_id(), Some("r-2"));
    assert_eq!(error.class(), ErrorClass::ServiceBusy);
    assert!(error.is_retryable());
}

#[test]
fn an_error_of_a_strange_shape_is_still_an_error() {
    for (error, code) in [
        ("{}", ""),
        ("\"boom\"", ""),
        ("[]", ""),
        (r#"{"Code":null}"#, ""),
        (
            r#"{"Code":"AuthFailure.MFAFailure"}"#,
            "AuthFailure.MFAFailure",
        ),
    ] {
        let error = reply(&format!(r#"{{"Response":{{"Error":{error}}}}}"#))
            .read()
            .unwrap_err();
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.request_id(), None);
    }
}

#[test]
fn what_is_no_envelope_came_from_something_in_between() {
    for body in [
        "",
        "<html><body>Sign in to   Hotel\nWi-Fi</body></html>",
        "[]",
        "null",
        "\"ok\"",
        "{}",
        r#"{"Response":null}"#,
        r#"{"Response":"blocked"}"#,
        r#"{"Response":{}}"#,
        r#"{"Response":{"InvitationInfo":"blocked","RequestId":"r"}}"#,
        r#"{"Response":{"InvitationInfo":{},"RequestId":"r"}}"#,
        r#"{"error":"blocked"}"#,
    ] {
        let error = reply(body).read().unwrap_err();
        assert_eq!(error.class(), ErrorClass::Intercepted, "{body}");
        assert!(!error.is_retryable(), "{body}");
    }
}

#[test]
fn a_status_that_is_not_200_came_from_something_in_between_whatever_it_says() {
    let envelope = r#"{"Response":{"InvitationInfo":[],"RequestId":"r"}}"#;
    for (status, retryable) in [(201, false), (302, false), (403, false), (503, true)] {
        let reply = Reply {
            status,
            ..reply(envelope)
        };
        let error = reply.read().unwrap_err();
        assert_eq!(error.class(), ErrorClass::Intercepted, "{status}");
        assert_eq!(error.is_retryable(), retryable, "{status}");
    }
    let reply = Reply {
        status: 407,
        ..reply("")
    };
    let error = reply.read().unwrap_err();
    assert_eq!(error.class(), ErrorClass::ProxyAuthRequired);
}

#[test]
fn an_answer_that_breaks_off_is_a_lost_connection() {
    let error = reply(r#"{"Response":{"InvitationInfo":[{"Invi"#)
        .read()
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::ConnectionLost);
}

#[test]
fn an_excerpt_is_short_and_on_one_line() {
    assert_eq!(excerpt(b"<p>\r\n  a\tb\0c </p>"), "<p> a b c </p>");
    let long = excerpt("\u{90ae}".repeat(1000).as_bytes());
    assert_eq!(long.chars().count(), 201);
    assert!(long.ends_with('…'));
}
