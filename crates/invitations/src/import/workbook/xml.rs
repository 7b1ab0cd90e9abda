//! XML, event by event, with bounds to what one event and their nesting may take.

use std::{borrow::Cow, io::BufReader};

use quick_xml::{
    Reader,
    escape::{resolve_xml_entity, unescape},
    events::{BytesRef, BytesStart, Event},
};

use super::{
    ImportError, damaged,
    package::{OverLimit, Unpacked},
};

/// The text of a cell has 32,767 characters at most.
const MAX_EVENT_BYTES: u64 = 1024 * 1024;
const MAX_DEPTH: usize = 256;

pub(super) struct Xml<R> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'p> Xml<Unpacked<'p>> {
    pub(super) fn new(part: Unpacked<'p>) -> Self {
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 * 1024, part));
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next event, and the depth of the element that begins, ends or contains it. What has ended before its elements
    /// did is damaged.
    pub(super) fn next(&mut self) -> Result<(usize, Event<'_>), ImportError> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().mark(MAX_EVENT_BYTES);
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(failed)?;
        let depth = self.depth;
        match event {
            Event::Start(_) if depth == MAX_DEPTH => Err(damaged("too many elements in others")),
            Event::Start(_) => {
                self.depth += 1;
                Ok((depth + 1, event))
            }
            Event::End(_) => {
                self.depth = depth.saturating_sub(1);
                Ok((depth, event))
            }
            Event::Eof if depth > 0 => Err(damaged("a part ends too early")),
            _ => Ok((depth, event)),
        }
    }

    /// To the end of the element that began at this depth.
    pub(super) fn skip(&mut self, depth: usize) -> Result<(), ImportError> {
        loop {
            if let (at, Event::End(_)) = self.next()?
                && at == depth
            {
                return Ok(());
            }
        }
    }

    /// Adds the text of the element that began at this depth.
    pub(super) fn text(&mut self, depth: usize, text: &mut String) -> Result<(), ImportError> {
        loop {
            match self.next()? {
                (at, Event::End(_)) if at == depth => return Ok(()),
                (_, event) => push_text(&event, text)?,
            }
        }
    }
}

/// Adds what is text of an event.
pub(super) fn push_text(event: &Event<'_>, text: &mut String) -> Result<(), ImportError> {
    match event {
        Event::Text(piece) => text.push_str(&piece.xml10_content()),
        Event::CData(piece) => text.push_str(&piece.xml10_content()),
        Event::GeneralRef(reference) => text.push_str(&resolved(reference)?),
        _ => {}
    }
    Ok(())
}

/// Only the five entities that XML has by itself: one that a document defines may expand to anything.
fn resolved(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, ImportError> {
    if let Some(text) = resolve_xml_entity(reference) {
        return Ok(text.into());
    }
    match reference.resolve_char_ref().map_err(failed)? {
        Some(character) => Ok(character.to_string().into()),
        None => Err(damaged("an entity that is not defined")),
    }
}

/// The value of an element's attribute, whatever its prefix.
pub(super) fn attribute<'e>(
    element: &'e BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'e, str>>, ImportError> {
    for attribute in attributes(element) {
        let (key, value) = attribute?;
        if key == name {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// The attributes of an element by their names without prefixes.
pub(super) fn attributes<'e>(
    element: &'e BytesStart<'_>,
) -> impl Iterator<Item = Result<(&'e str, Cow<'e, str>), ImportError>> {
    let mut attributes = element.attributes();
    // The check compares each with all others, and their number is not ours.
    attributes.with_checks(false);
    attributes.filter_map(|attribute| {
        let attribute = match attribute {
            Ok(attribute) => attribute,
            Err(error) => return Some(Err(damaged(error))),
        };
        let name = match attribute.key.into_inner().split_once(':') {
            Some(("xmlns", _)) => return None,
            Some((_, name)) => name,
            None => attribute.key.into_inner(),
        };
        let value = match attribute.value {
            Cow::Borrowed(value) => unescape(value),
            Cow::Owned(value) => unescape(&value).map(|value| Cow::Owned(value.into_owned())),
        };
        Some(value.map(|value| (name, value)).map_err(damaged))
    })
}

fn failed(error: quick_xml::Error) -> ImportError {
    if let quick_xml::Error::Io(error) = &error
        && let Some(&over) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<OverLimit>())
    {
        return over.into();
    }
    damaged(error)
}
