//! Whatever answers, on the way to the service or in its place.
#![no_main]

mod standing;

use intlpartners::{Error, InvitationInfo, fuzzing::read_answer};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const OK: u16 = 200;
/// An excerpt's 200 characters and its ellipsis.
const MAX_EXCERPT_CHARS: usize = 201;

fuzz_target!(|body: &[u8]| {
    let read = read_answer(OK, body);
    assert_eq!(read, read_answer(OK, body), "read twice");
    let told = serde_json::from_slice::<Value>(body).ok();
    match &read {
        Ok(contents) => {
            if let Some(told) = &told {
                let told = Told::of(told).expect("an answer is an object in an object");
                assert!(!told.is_error, "an error is no answer");
                let rows = contents.invitations.len() + contents.unreadable_rows as usize;
                assert_eq!(
                    rows,
                    told.elements.len(),
                    "each element is a row or unreadable"
                );
                assert!(
                    stand_there(&contents.invitations, told.elements),
                    "a row was invented"
                );
            }
            contents.invitations.iter().for_each(standing::check);
        }
        Err(error) => {
            assert!(!error.to_string().contains(['\n', '\r', '\0']) || is_services(error));
            if let Error::Intercepted { excerpt, .. } = error {
                assert!(excerpt.chars().count() <= MAX_EXCERPT_CHARS);
                assert!(!excerpt.contains(char::is_control));
            }
            let _ = (error.class(), error.is_retryable());
        }
    }
    if let Some(told) = told.as_ref().and_then(Told::of)
        && told.is_error
    {
        let error = read.expect_err("an error is no answer");
        // A row that makes no sense must not turn what the service refused into something else.
        assert!(matches!(
            error,
            Error::Service { .. } | Error::Intercepted { .. }
        ));
    }
    for status in [204, 302, 407, 500] {
        read_answer(status, body).expect_err("the service answers 200 whatever it has to say");
    }
});

/// The answer as a reader of plain JSON sees it.
struct Told<'a> {
    is_error: bool,
    elements: &'a [Value],
}

impl<'a> Told<'a> {
    fn of(answer: &'a Value) -> Option<Self> {
        let response = answer.as_object()?.get("Response")?.as_object()?;
        let elements = response.get("InvitationInfo").and_then(Value::as_array);
        Some(Self {
            is_error: response.get("Error").is_some_and(|error| !error.is_null()),
            elements: elements.map_or(&[], Vec::as_slice),
        })
    }
}

/// Whether every row is one of the elements, in their order.
fn stand_there(rows: &[InvitationInfo], elements: &[Value]) -> bool {
    let mut elements = elements.iter().filter_map(Value::as_object);
    rows.iter().all(|row| {
        elements.any(
            |element| match (&row.invitation_token, element.get("InvitationToken")) {
                (None, _) => true,
                (Some(token), Some(Value::String(text))) => token == text,
                (Some(_), Some(Value::Number(_))) => true,
                (Some(_), _) => false,
            },
        )
    })
}

/// Its words are kept as they came.
fn is_services(error: &Error) -> bool {
    matches!(error, Error::Service { .. })
}
