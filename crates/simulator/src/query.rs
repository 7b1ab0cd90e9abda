use std::sync::Arc;

use hyper::HeaderMap;
use serde_json::Value;

use crate::refusal::{self, Refusal};
use crate::{ACTION, MAX_TOKENS, VERSION};

/// The signed timestamp. Needed before anything else can be verified.
pub(crate) fn timestamp(headers: &HeaderMap) -> Result<i64, Refusal> {
    let text = required(headers, "X-TC-Timestamp")?;
    text.parse().map_err(|_| {
        Refusal::new(
            refusal::INVALID_PARAMETER,
            "X-TC-Timestamp is not a number of seconds.",
        )
    })
}

/// Whether this is the action and the version that are served here.
pub(crate) fn check_action(headers: &HeaderMap) -> Result<(), Refusal> {
    let action = required(headers, "X-TC-Action")?;
    let version = required(headers, "X-TC-Version")?;
    if version != VERSION {
        return Err(Refusal::new(
            refusal::NO_SUCH_VERSION,
            format!("The version {version} does not exist."),
        ));
    }
    if action != ACTION {
        return Err(Refusal::new(
            refusal::INVALID_ACTION,
            format!("The action {action} does not exist."),
        ));
    }
    Ok(())
}

fn required<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Refusal> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .filter(|value| !value.is_empty())
        .ok_or_else(|| {
            Refusal::new(
                refusal::MISSING_PARAMETER,
                format!("The parameter {name} is missing."),
            )
        })
}

/// The tokens that a body asks for, whatever their number.
pub(crate) fn tokens(body: &[u8]) -> Result<Vec<Arc<str>>, Refusal> {
    let invalid = |why: &str| Refusal::new(refusal::INVALID_PARAMETER, why);
    let value: Value =
        serde_json::from_slice(body).map_err(|_| invalid("The body is not JSON in UTF-8."))?;
    let Value::Object(parameters) = value else {
        return Err(invalid("The body is not a JSON object."));
    };
    if let Some(name) = parameters.keys().find(|name| *name != "InvitationToken") {
        return Err(Refusal::new(
            refusal::UNKNOWN_PARAMETER,
            format!("The parameter {name} is not known."),
        ));
    }
    let elements = match parameters.get("InvitationToken") {
        None | Some(Value::Null) => {
            return Err(Refusal::new(
                refusal::MISSING_PARAMETER,
                "The parameter InvitationToken is missing.",
            ));
        }
        Some(Value::Array(elements)) => elements,
        Some(_) => return Err(invalid("InvitationToken is not an array.")),
    };
    elements
        .iter()
        .map(|element| match element {
            Value::String(token) => Ok(Arc::from(token.as_str())),
            _ => Err(invalid("InvitationToken has an element that is no string.")),
        })
        .collect()
}

pub(crate) fn check_number(tokens: &[Arc<str>]) -> Result<(), Refusal> {
    if (1..=MAX_TOKENS).contains(&tokens.len()) {
        return Ok(());
    }
    Err(Refusal::new(
        refusal::INVALID_PARAMETER_VALUE,
        format!(
            "InvitationToken has {} elements; 1 to {MAX_TOKENS} are allowed.",
            tokens.len()
        ),
    ))
}
