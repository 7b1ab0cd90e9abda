//! The shapes on the wire. The service's documentation leaves open what absence looks like, so
//! every form of it is read as none, numbers are taken as text and the reverse, and a value that
//! makes no sense costs its own field or row, never the rest of the answer.

use std::{fmt, marker::PhantomData};

use chrono::{DateTime, Utc};
use serde::de::{Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::lenient::{digits, int, text};

/// What the service said of the tokens it was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub request_id: String,
    /// When the query that was answered was sent, by the corrected clock.
    pub asked_at: DateTime<Utc>,
    /// In the service's order; a token may be left out, or doubled.
    pub invitations: Vec<InvitationInfo>,
    /// Rows that could not be made out. While there are any, a token that is not among
    /// `invitations` may still have been returned.
    pub unreadable_rows: u32,
}

/// A row of the answer, with the field names and texts of the service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct InvitationInfo {
    #[serde(deserialize_with = "text")]
    pub invitation_token: Option<String>,
    #[serde(deserialize_with = "text")]
    pub create_time: Option<String>,
    #[serde(deserialize_with = "int")]
    pub status: Option<i64>,
    #[serde(deserialize_with = "text")]
    pub use_time: Option<String>,
    /// An identifier: all its digits, however many.
    #[serde(deserialize_with = "digits")]
    pub client_uin: Option<String>,
    #[serde(deserialize_with = "text")]
    pub client_mail: Option<String>,
    #[serde(deserialize_with = "int")]
    pub client_type: Option<i64>,
    #[serde(deserialize_with = "text")]
    pub bind_time: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct QueryInvitationInfo<'a> {
    pub(crate) invitation_token: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", bound = "Rows: Deserialize<'de>")]
pub(crate) struct Envelope<'a, Rows> {
    #[serde(borrow)]
    pub(crate) response: Object<Response<'a, Rows>>,
}

/// A JSON object and nothing else. The derived readers take an array for a struct's fields in their order as well, and
/// no service means that: `[[null, [], "x"]]` would tell that none of the tokens exists.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// `Rows` is how closely to look: rows to be read at once, or each apart.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", bound = "Rows: Deserialize<'de>")]
pub(crate) struct Response<'a, Rows> {
    #[serde(default, borrow)]
    pub(crate) error: Option<&'a RawValue>,
    #[serde(default = "absent")]
    pub(crate) invitation_info: Option<Rows>,
    #[serde(default, deserialize_with = "text")]
    pub(crate) request_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ErrorBody {
    #[serde(deserialize_with = "text")]
    pub(crate) code: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) message: Option<String>,
}

fn absent<Rows>() -> Option<Rows> {
    None
}
