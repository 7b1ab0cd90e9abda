//! The texts that the cells of all sheets share.

use std::borrow::Cow;

use quick_xml::events::Event;

use super::{ImportError, damaged, package::Unpacked, xml::Xml};

/// One after the other in one text: a million of them need no million allocations.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn read(mut xml: Xml<Unpacked<'_>>) -> Result<Self, ImportError> {
        let mut strings = Self::default();
        loop {
            let depth = match xml.next()? {
                (depth, Event::Start(element)) if element.local_name().as_ref() == "si" => depth,
                (_, Event::Eof) => return Ok(strings),
                _ => continue,
            };
            rich_text(&mut xml, depth, &mut strings.text)?;
            let end = u32::try_from(strings.text.len());
            strings.ends.push(end.map_err(damaged)?);
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        Some(&self.text[start..end])
    }
}

/// Adds the text of an element whose pieces may each have a look of their own.
pub(super) fn rich_text(
    xml: &mut Xml<Unpacked<'_>>,
    depth: usize,
    text: &mut String,
) -> Result<(), ImportError> {
    let mut piece = String::new();
    loop {
        let (at, name) = match xml.next()? {
            (at, Event::End(_)) if at == depth => return Ok(()),
            (at, Event::Start(element)) => (at, element.local_name().as_ref().to_owned()),
            _ => continue,
        };
        match name.as_str() {
            "t" => {
                piece.clear();
                xml.text(at, &mut piece)?;
                text.push_str(&unescaped(&piece));
            }
            // How a name is pronounced, which its text does not hold.
            "rPh" => xml.skip(at)?,
            _ => {}
        }
    }
}

/// Excel writes characters that XML cannot hold as `_x000D_`, and an underscore that looks like one as `_x005F_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let Some((mut before, mut rest)) = text.split_once("_x") else {
        return text.into();
    };
    let mut unescaped = String::with_capacity(text.len());
    loop {
        unescaped.push_str(before);
        let code = rest
            .get(..4)
            .filter(|_| rest.as_bytes().get(4) == Some(&b'_'));
        let character = code
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        match character {
            Some(character) => {
                unescaped.push(character);
                rest = &rest[5..];
            }
            None => unescaped.push_str("_x"),
        }
        match rest.split_once("_x") {
            Some(next) => (before, rest) = next,
            None => {
                unescaped.push_str(rest);
                return unescaped.into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_unescaped_and_all_else_is_left() {
        for (escaped, text) in [
            ("plain", "plain"),
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("tok_x12_x", "tok_x12_x"),
            ("_x00", "_x00"),
            ("_x+0D0_", "_x+0D0_"),
            ("_xD83D_", "\u{fffd}"),
            ("客_x0041_户_x", "客A户_x"),
            ("_x客户_", "_x客户_"),
        ] {
            assert_eq!(unescaped(escaped), text, "{escaped}");
        }
    }
}
