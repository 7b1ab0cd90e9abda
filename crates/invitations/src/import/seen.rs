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
    /// With room for the tokens of so many bytes of text: growing means to hash again.
    pub(super) fn for_text(bytes: usize) -> Self {
        let positions = HashTable::with_capacity(bytes / (USUAL_TOKEN_LENGTH + 1));
        Self {
            positions,
            ..Self::default()
        }
    }

    /// Keeps a token that is new. Otherwise gives it back, and as what it was seen first.
    pub(super) fn keep(&mut self, new: ImportedToken) -> Option<(InvitationToken, &ImportedToken)> {
        let Self {
            tokens,
            positions,
            hasher,
        } = self;
        let token = |&position: &u32| &tokens[position as usize].token;
        let known = positions.entry(
            hasher.hash_one(&new.token),
            |position| *token(position) == new.token,
            |position| hasher.hash_one(token(position)),
        );
        match known {
            Entry::Occupied(known) => Some((new.token, &tokens[*known.get() as usize])),
            Entry::Vacant(place) => {
                place.insert(
                    u32::try_from(tokens.len())
                        .expect("an import has fewer bytes than u32 has values"),
                );
                tokens.push(new);
                None
            }
        }
    }
}
