//! From the bytes of a reply to what the service said, or to who said something else.

use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::wire::{Envelope, ErrorBody, InvitationInfo, Object, Response};
use crate::{Error, ErrorClass};

/// A reply as it came over HTTP, from the service or from something in its place.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// What the envelope held when it held no error.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) request_id: String,
    pub(crate) invitations: Vec<InvitationInfo>,
    pub(crate) unreadable_rows: u32,
}

impl Reply {
    /// The service answers 200 whatever it has to say; the presence of `Error` decides.
    pub(crate) fn read(&self) -> Result<Contents, Error> {
        if self.status != 200 {
            return Err(self.intercepted());
        }
        let body = without_byte_order_mark(&self.body);
        match read_envelope(body) {
            Ok(response) => self.open(response),
            Err(error) if error.classify() == Category::Eof && body.starts_with(b"{") => {
                Err(Error::Network {
                    class: ErrorClass::ConnectionLost,
                    detail: format!("the answer breaks off after {} bytes", self.body.len()),
                })
            }
            Err(_) => Err(self.intercepted()),
        }
    }

    fn open(&self, response: Opened) -> Result<Contents, Error> {
        match response {
            Opened {
                error: Some(error),
                request_id,
                ..
            } => Err(Error::Service {
                code: error.code.unwrap_or_default(),
                message: error.message.unwrap_or_default(),
                request_id,
            }),
            // Whatever this is, it bears no sign of the service; reading it as "none of your
            // tokens exists" would be a lie.
            Opened {
                rows: None,
                request_id: None,
                ..
            } => Err(self.intercepted()),
            Opened {
                rows, request_id, ..
            } => {
                let (invitations, unreadable_rows) = rows.unwrap_or_default();
                Ok(Contents {
                    request_id: request_id.unwrap_or_default(),
                    invitations,
                    unreadable_rows,
                })
            }
        }
    }

    fn intercepted(&self) -> Error {
        Error::Intercepted {
            status: Some(self.status),
            content_type: self.content_type.clone(),
            excerpt: excerpt(&self.body),
        }
    }
}

struct Opened {
    error: Option<ErrorBody>,
    rows: Option<(Vec<InvitationInfo>, u32)>,
    request_id: Option<String>,
}

fn read_envelope(body: &[u8]) -> serde_json::Result<Opened> {
    match serde_json::from_slice::<Object<Envelope<'_, Vec<Object<InvitationInfo>>>>>(body) {
        Ok(Object(envelope)) => Ok(envelope.response.0.opened(|rows| {
            let rows = rows.into_iter().map(|Object(row)| row);
            (rows.collect(), 0)
        })),
        // Something in it is odd: find out how little of it.
        Err(_) => read_row_by_row(&String::from_utf8_lossy(body)),
    }
}

fn read_row_by_row(body: &str) -> serde_json::Result<Opened> {
    let Object(envelope) = serde_json::from_str::<Object<Envelope<'_, Vec<&RawValue>>>>(body)?;
    Ok(envelope.response.0.opened(|rows| {
        let mut unreadable = 0;
        let readable = rows.into_iter().filter_map(|row| {
            let row = serde_json::from_str(row.get()).ok();
            unreadable += u32::from(row.is_none());
            row.map(|Object(row)| row)
        });
        (readable.collect(), unreadable)
    }))
}

impl<Rows> Response<'_, Rows> {
    fn opened(self, read_rows: impl FnOnce(Rows) -> (Vec<InvitationInfo>, u32)) -> Opened {
        Opened {
            error: self.error.map(read_error),
            rows: self.invitation_info.map(read_rows),
            request_id: self.request_id,
        }
    }
}

/// Its presence decides, so an `Error` of a strange shape is still one.
fn read_error(error: &RawValue) -> ErrorBody {
    match serde_json::from_str(error.get()) {
        Ok(Object(error)) => error,
        Err(_) => ErrorBody {
            code: None,
            message: Some(excerpt(error.get().as_bytes())),
        },
    }
}

fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii()
}

/// The beginning of a text that may be anything, on one line, fit to be shown.
pub(crate) fn excerpt(body: &[u8]) -> String {
    const SHOWN: usize = 200;
    // A character has four bytes at most.
    let beginning = String::from_utf8_lossy(&body[..body.len().min(8 * SHOWN)]);
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let spaced: String = beginning.chars().map(visible).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests;
