//! Field readers that never fail on valid JSON: what is absent, empty, zero or of no sensible type
//! is none.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Text, or a number written as text. Not trimmed: what came is kept.
pub(crate) fn text<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    source.deserialize_any(TextVisitor)
}

/// An integer, also as a string or as a float without a fraction.
pub(crate) fn int<'de, D: Deserializer<'de>>(source: D) -> Result<Option<i64>, D::Error> {
    source.deserialize_any(IntVisitor)
}

/// An identifier that arrives as a number: taken from the source text, because a number type
/// would round what is longer than its mantissa.
pub(crate) fn digits<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let Some(raw) = Option::<&'de RawValue>::deserialize(source)? else {
        return Ok(None);
    };
    let raw = raw.get();
    Ok(match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(raw)
            .ok()
            .and_then(|text| present(text.trim()).map(str::to_owned)),
        Some(b'-' | b'0'..=b'9') => present(&without_fraction(raw)).map(str::to_owned),
        _ => None,
    })
}

/// The forms of "nothing there" that the service may use for text.
fn present(text: &str) -> Option<&str> {
    let trimmed = text.trim();
    let nothing = trimmed.is_empty()
        || trimmed == "0"
        || trimmed.starts_with("0000-00-00")
        || trimmed.starts_with("0001-01-01");
    (!nothing).then_some(text)
}

/// `1.0` and `2.00012345678e11` are integers in the clothes of a float.
fn without_fraction(number: &str) -> String {
    if number.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return number.to_owned();
    }
    match number.parse().ok().and_then(integral) {
        Some(whole) => whole.to_string(),
        None => number.to_owned(),
    }
}

fn integral(number: f64) -> Option<i64> {
    // Beyond 2^53 a float no longer tells which integer it was.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation)] // whole, and small enough
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or nothing")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(present(text).map(str::to_owned))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(present(&number.to_string()).map(str::to_owned))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(present(&number.to_string()).map(str::to_owned))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        let text = integral(number).map_or_else(|| number.to_string(), |whole| whole.to_string());
        Ok(present(&text).map(str::to_owned))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }
}

struct IntVisitor;

impl<'de> Visitor<'de> for IntVisitor {
    type Value = Option<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, or nothing")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        let text = text.trim();
        let number = text.parse().ok();
        Ok(number
            .or_else(|| text.parse().ok().and_then(integral))
            .filter(|number| *number != 0))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number).filter(|number| *number != 0))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).ok().filter(|number| *number != 0))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(integral(number).filter(|number| *number != 0))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }
}
