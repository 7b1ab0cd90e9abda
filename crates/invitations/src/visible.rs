//! Text as it is seen. What nobody sees can make a name look like another one, or a file like one of another kind.

use crate::token::is_blank;

/// A control character, or one that turns the direction of what follows.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control() || is_direction(character)
}

/// On one line, with single blanks, and without what cannot be seen.
pub fn visible(text: &str) -> String {
    visible_chars(text.chars()).collect()
}

/// Its first characters; an ellipsis tells that there was more. However long the text is, no more of it is read.
pub(crate) fn visible_beginning(text: &str, chars: usize) -> String {
    let beginning: String = visible_chars(text.chars()).take(chars + 1).collect();
    cut(&beginning, chars)
}

/// To so many characters at most; an ellipsis tells that there was more.
pub(crate) fn cut(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        None => text.to_owned(),
        Some(_) => text.chars().take(chars - 1).chain(['…']).collect(),
    }
}

fn visible_chars(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let is_between = |character: char| is_blank(character) || character.is_control();
    let mut characters = text
        .filter(|&character| !is_direction(character))
        .skip_while(move |&character| is_between(character))
        .peekable();
    std::iter::from_fn(move || {
        let next = characters.next()?;
        if !is_between(next) {
            return Some(next);
        }
        while characters.next_if(|&other| is_between(other)).is_some() {}
        // Of blanks at the end, nothing is left.
        characters.peek().map(|_| ' ')
    })
}

/// Marks, embeddings, overrides and isolates.
fn is_direction(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_one_line_and_what_nobody_sees_is_gone() {
        for (text, seen) in [
            ("", ""),
            (" \r\n\t", ""),
            (" a\r\n b\0\u{85}c\u{feff} ", "a b c"),
            ("\u{2068}Contoso\u{2069}, Ltd.", "Contoso, Ltd."),
            ("Contoso\u{202e}fdp.\u{202c}\u{200b}", "Contosofdp."),
            ("شركة\u{200f} العملاء\u{61c}", "شركة العملاء"),
        ] {
            assert_eq!(visible(text), seen);
        }
    }

    #[test]
    fn a_beginning_is_as_long_as_it_may_be() {
        assert_eq!(visible_beginning(" ab\tcd ", 5), "ab cd");
        assert_eq!(visible_beginning(" ab\tcde ", 5), "ab c…");
        assert_eq!(visible_beginning("客户客户", 3), "客户…");
    }

    #[test]
    fn of_a_long_text_only_the_beginning_is_read() {
        let mut read = 0;
        let endless = std::iter::repeat('a').inspect(|_| read += 1);
        assert_eq!(visible_chars(endless).take(81).count(), 81);
        assert!(read < 100, "{read}");
    }
}
