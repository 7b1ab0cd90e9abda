//! Finding text in any case.

use memchr::memmem::Finder;

/// A search, ready to be put to a million rows.
#[derive(Debug)]
pub(super) struct Search {
    needle: Finder<'static>,
    /// One row in lower case, written over and over.
    folded: Vec<u8>,
}

impl Search {
    /// `None` when there is nothing to look for. Blanks around it are a slip of the keyboard or of the clipboard.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut needle = Vec::new();
        fold(text.trim(), &mut needle);
        if needle.is_empty() {
            return None;
        }
        Some(Self {
            needle: Finder::new(&needle).into_owned(),
            folded: Vec::new(),
        })
    }

    pub(super) fn finds(&mut self, text: &str) -> bool {
        fold(text, &mut self.folded);
        self.needle.find(&self.folded).is_some()
    }
}

/// Writes the text in lower case. Letter by letter, so that the same letter always gives the same: Unicode's rule for a
/// sigma at the end of a word would hide words from a search for their beginning.
pub(super) fn fold(text: &str, folded: &mut Vec<u8>) {
    folded.clear();
    if text.is_ascii() {
        folded.extend_from_slice(text.as_bytes());
        folded.make_ascii_lowercase();
        return;
    }
    let mut bytes = [0; 4];
    for letter in text.chars().flat_map(char::to_lowercase) {
        folded.extend_from_slice(letter.encode_utf8(&mut bytes).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter_in_any_script() {
        for (search, text) in [
            ("ACME", "Acme Ltd"),
            (" acme\t", "ACME"),
            ("größe", "GRÖSSE, GRÖßE"),
            ("ΟΔΟΣ", "οδοσ"),
            ("客户", "新客户 A"),
            ("İ", "i\u{307}"),
        ] {
            assert!(
                Search::new(search).unwrap().finds(text),
                "{search} in {text}"
            );
        }
        assert!(!Search::new("acme").unwrap().finds("acm e"));
        assert!(Search::new(" \t").is_none());
    }
}
