//! What separates the cells of a text.

use std::collections::HashMap;

use super::table::Records;

/// How much of a text decides what separates its cells.
const SAMPLED_RECORDS: usize = 200;
const SAMPLED_BYTES: usize = 64 * 1024;

/// What separates the cells, if most lines agree on a number of them.
pub(super) fn delimiter(text: &str) -> Option<u8> {
    let sample = sample(text);
    // The semicolon of `&amp;` separates nothing.
    let candidates = [b'\t', b';', b'|', b','];
    let candidates = candidates
        .into_iter()
        .filter(|&byte| byte != b';' || !sample.contains("&amp;"));
    let mut best = None;
    for candidate in candidates {
        let mut records = Records::with_delimiter(sample, Some(candidate));
        let (mut cells, mut total, mut widths) = (Vec::new(), 0, HashMap::<usize, usize>::new());
        while let Some(record) = records.next(&mut cells) {
            if record.text.is_none_or(|text| text.trim().is_empty()) {
                continue;
            }
            if total == SAMPLED_RECORDS {
                break;
            }
            total += 1;
            *widths.entry(cells.len()).or_default() += 1;
        }
        let agreeing = widths
            .iter()
            .filter(|&(&width, _)| width > 1)
            .map(|(&width, &count)| (count, width))
            .max();
        if let Some((count, width)) = agreeing
            && count * 2 >= total
            && best.is_none_or(|(most, widest, _)| (count, width) > (most, widest))
        {
            best = Some((count, width, candidate));
        }
    }
    best.map(|(_, _, delimiter)| delimiter)
}

/// The first whole lines of a text.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLED_BYTES {
        return text;
    }
    match memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..SAMPLED_BYTES]) {
        Some(end) => &text[..end],
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_usual_delimiters_are_recognized() {
        for delimiter_byte in [b',', b';', b'\t', b'|'] {
            let text = "a,b\nc,d\n".replace(',', &char::from(delimiter_byte).to_string());
            assert_eq!(delimiter(&text), Some(delimiter_byte), "{text:?}");
        }
    }

    #[test]
    fn a_delimiter_inside_quotes_or_on_few_lines_does_not_count() {
        assert_eq!(delimiter("Contoso, Inc.;1\nFabrikam, Inc.;2"), Some(b';'));
        assert_eq!(delimiter("\"a;b\",1\n\"c;d;e\",2"), Some(b','));
        assert_eq!(delimiter("a title; of sorts\n\n1,2\n3,4\n5,6"), Some(b','));
    }

    #[test]
    fn prose_with_a_comma_here_and_there_is_no_table() {
        let prose =
            "Dear all\nhere, as promised, is the link\nplease use it\nby Friday, thanks\nregards";
        assert_eq!(delimiter(prose), None);
    }

    #[test]
    fn an_escaped_ampersand_separates_nothing() {
        assert_eq!(delimiter("u?a=1&amp;b=2\nu?a=3&amp;b=4"), None);
    }

    #[test]
    fn a_line_longer_than_the_sample_decides_nothing() {
        assert_eq!(delimiter(&"a,".repeat(SAMPLED_BYTES)), None);
    }
}
