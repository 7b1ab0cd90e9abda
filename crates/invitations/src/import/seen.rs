//! Where a token was seen first.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable, hash_table::Entry};

use crate::token::{InvitationToken, USUAL_TOKEN_LENGTH};

use super::ImportedToken;

/// The tokens so far, each once. Their positions are hashed, not copies of them: that is 5 bytes a token instead of 50.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub tokens: Vec<ImportedToken>,
    positions: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Seen {
    /// With room for the tokens of so many bytes of text: growing means to hash again, and to copy.
    pub(super) fn for_text(bytes: usize) -> Self {
        let most = bytes / (USUAL_TOKEN_LENGTH + 1);
        Self {
            tokens: Vec::with_capacity(most),
            positions: HashTable::with_capacity(most),
            ..Self::default()
        }
    }

    /// Keeps a token that is new. Otherwise gives it back, and as what it was seen first.
    #[inline(always)]
    pub(super) fn keep(&mut self, new: ImportedToken) -> Option<(InvitationToken, &ImportedToken)> {
        // Made in its place (hence inlined) and looked at there: copies of it take longer than the rest.
        self.tokens.push(new);
        let (new, known) = self.tokens.split_last().expect("one was pushed");
        let token = |&position: &u32| match known.get(position as usize) {
            Some(imported) => &imported.token,
            None => &new.token,
        };
        let entry = self.positions.entry(
            self.hasher.hash_one(&new.token),
            |position| *token(position) == new.token,
            |position| self.hasher.hash_one(token(position)),
        );
        match entry {
            Entry::Occupied(first) => {
                let first = *first.get() as usize;
                let again = self.tokens.pop()?;
                Some((again.token, &self.tokens[first]))
            }
            Entry::Vacant(place) => {
                place.insert(
                    u32::try_from(known.len())
                        .expect("an import has fewer bytes than u32 has values"),
                );
                None
            }
        }
    }
}
