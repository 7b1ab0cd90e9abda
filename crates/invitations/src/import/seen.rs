//! Where a token was seen first.

use std::{hash::BuildHasher, hint::black_box};

use hashbrown::{DefaultHashBuilder, HashTable, hash_table::Entry};

use crate::token::{InvitationToken, USUAL_TOKEN_LENGTH};

use super::ImportedToken;

/// How many tokens are worth a look ahead: as many as a processor reads from memory at the same time.
pub(super) const AHEAD: usize = 16;

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

    /// Looks up where these will go, and does nothing with it. Each look-up waits for memory, and a processor waits for
    /// several at a time when nothing but look-ups stands between them; the places are in its cache then.
    pub(super) fn look_ahead(&self, tokens: impl Iterator<Item = InvitationToken>) {
        let mut hashes = [0; AHEAD];
        let places = hashes.iter_mut().zip(tokens);
        let count = places
            .map(|(place, token)| *place = self.hasher.hash_one(token))
            .count();
        for hash in &hashes[..count] {
            black_box(self.positions.find(*hash, |position| *position == u32::MAX));
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
