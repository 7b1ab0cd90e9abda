//! One row in little memory: a million of them have to fit beside everything else.

use super::wall_time::WallTime;
use crate::{ids::InvitationId, ledger::QueryNumber, stage::Stage, standing::Outcome};

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: InvitationId,
    pub(super) text: EntryText,
    pub(super) create_time: WallTime,
    pub(super) use_time: WallTime,
    pub(super) bind_time: WallTime,
    /// The number of its status and client type, of which few pairs occur.
    pub(super) kind: u32,
    pub(super) answered_by: Option<QueryNumber>,
    pub(super) failed_by: Option<QueryNumber>,
    pub(super) outcome: Outcome,
    pub(super) ever_returned: bool,
    /// What the rest is read as, at the sheet's time.
    pub(super) stage: Stage,
    pub(super) expiring: bool,
    pub(super) archived: bool,
}

/// Everything that a search looks into, in one piece.
#[derive(Debug)]
pub(super) struct EntryText {
    joined: Box<str>,
    /// Where token, note and UIN end. A line break follows each: no search runs across it.
    ends: [u32; 3],
}

impl EntryText {
    /// `None` and an empty text are the same.
    pub(super) fn new(
        token: &str,
        note: Option<&str>,
        client_uin: Option<&str>,
        client_mail: Option<&str>,
    ) -> Self {
        let parts = [Some(token), note, client_uin, client_mail].map(Option::unwrap_or_default);
        let joined = parts.join("\n");
        let mut end = 0;
        let ends = [parts[0], parts[1], parts[2]].map(|part| {
            let this = end + part.len();
            end = this + 1;
            u32::try_from(this).expect("a row's text is short")
        });
        Self {
            joined: joined.into(),
            ends,
        }
    }

    pub(super) fn all(&self) -> &str {
        &self.joined
    }

    pub(super) fn token(&self) -> &str {
        &self.joined[..self.ends[0] as usize]
    }

    pub(super) fn note(&self) -> Option<&str> {
        self.between(0, self.ends[1] as usize)
    }

    pub(super) fn client_uin(&self) -> Option<&str> {
        self.between(1, self.ends[2] as usize)
    }

    pub(super) fn client_mail(&self) -> Option<&str> {
        self.between(2, self.joined.len())
    }

    fn between(&self, part_before: usize, end: usize) -> Option<&str> {
        let start = self.ends[part_before] as usize + 1;
        Some(&self.joined[start..end]).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_comes_back_even_with_line_breaks_in_it() {
        let full = EntryText::new("token", Some("two\nlines"), Some("100"), Some("a@b.c"));
        assert_eq!(full.token(), "token");
        assert_eq!(full.note(), Some("two\nlines"));
        assert_eq!(full.client_uin(), Some("100"));
        assert_eq!(full.client_mail(), Some("a@b.c"));
        let bare = EntryText::new("token", None, None, None);
        assert_eq!(bare.token(), "token");
        assert_eq!(
            (bare.note(), bare.client_uin(), bare.client_mail()),
            (None, None, None)
        );
    }

    #[test]
    fn a_row_takes_less_than_a_hundred_bytes_beside_its_text() {
        assert!(size_of::<Entry>() <= 80, "{}", size_of::<Entry>());
    }
}
