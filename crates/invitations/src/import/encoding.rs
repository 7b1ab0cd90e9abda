//! Which characters the bytes of a file stand for.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{ImportError, workbook::is_archive};

/// Enough of a file's beginning to tell text from anything else.
pub(super) const SNIFFED_BYTES: usize = 64 * 1024;

/// Refuses what is no text by its first [`SNIFFED_BYTES`], so that a large file need not be read to be refused.
pub(super) fn refuse_binary(beginning: &[u8]) -> Result<(), ImportError> {
    const DOCUMENTS: [&[u8]; 2] = [b"%PDF-", b"\x1f\x8b"];
    if is_archive(beginning) {
        return Ok(()); // Which kind of archive it is, only the whole of it can tell.
    }
    if DOCUMENTS.iter().any(|magic| beginning.starts_with(magic)) {
        return Err(ImportError::NotText);
    }
    if utf16(beginning).is_none() && !is_mostly_printable(beginning) {
        return Err(ImportError::NotText);
    }
    Ok(())
}

/// The text of a file, and the name of the encoding it was in.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, &'static str), ImportError> {
    if let Some(encoding) = utf16(&bytes) {
        let (text, replaced) = encoding.decode_with_bom_removal(&bytes);
        return if replaced || text.contains('\0') {
            Err(ImportError::NotText)
        } else {
            Ok((text.into_owned(), encoding.name()))
        };
    }
    if bytes.contains(&0) {
        return Err(ImportError::NotText);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            return Ok((text, "UTF-8"));
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(text) = damaged_utf8(&bytes) {
        return Ok((text, "UTF-8"));
    }
    if !is_western(&bytes)
        && let (text, false) = GB18030.decode_without_bom_handling(&bytes)
    {
        return Ok((text.into_owned(), "GB18030"));
    }
    let (text, ..) = WINDOWS_1252.decode(&bytes);
    Ok((text.into_owned(), WINDOWS_1252.name()))
}

/// One bad byte in a file of names, such as a system's cut through the last of them, must not cost all the others. Text in
/// another encoding is UTF-8 by chance here and there at most.
fn damaged_utf8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let is_marked = text.starts_with('\u{feff}');
    let (mut good, mut bad) = (0, 0);
    for character in text.chars().filter(|it| !it.is_ascii()) {
        match character {
            char::REPLACEMENT_CHARACTER => bad += 1,
            _ => good += 1,
        }
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    (is_marked || good > 20 * bad).then(|| text.to_owned())
}

/// UTF-16 by its mark, or by where its zeros are: tokens are ASCII, so every second byte of them is one.
fn utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let sample = &bytes[..bytes.len().min(SNIFFED_BYTES)];
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let many = (sample.len() / 8).max(2);
    match (first >= many, second >= many) {
        (false, true) if first * 20 < second => Some(UTF_16LE),
        (true, false) if second * 20 < first => Some(UTF_16BE),
        _ => None,
    }
}

fn is_mostly_printable(bytes: &[u8]) -> bool {
    let unprintable = bytes
        .iter()
        .filter(|&&byte| matches!(byte, 0..=8 | 14..=25 | 28..=31 | 127))
        .count();
    unprintable * 100 <= bytes.len() && !bytes.contains(&0)
}

/// Whether the bytes beyond ASCII stand alone between letters, as in "Müller". Chinese text has them in pairs, and its
/// rarest characters have each before a digit.
fn is_western(bytes: &[u8]) -> bool {
    let (mut alone, mut others) = (0, 0);
    let mut runs = bytes
        .chunk_by(|left, right| left.is_ascii() == right.is_ascii())
        .peekable();
    while let Some(run) = runs.next() {
        let before_digit = runs.peek().is_some_and(|next| next[0].is_ascii_digit());
        match run {
            [byte] if !byte.is_ascii() && !before_digit => alone += 1,
            [byte, ..] if !byte.is_ascii() => others += 1,
            _ => {}
        }
    }
    alone > others
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "客户,链接\r\n华为，令牌,92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b\r\n";

    fn decoded(bytes: impl Into<Vec<u8>>) -> (String, &'static str) {
        let bytes = bytes.into();
        refuse_binary(&bytes[..bytes.len().min(SNIFFED_BYTES)]).unwrap();
        decode(bytes).unwrap()
    }

    fn utf16_bytes(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark() {
        assert_eq!(decoded(TEXT), (TEXT.into(), "UTF-8"));
        assert_eq!(decoded(format!("\u{feff}{TEXT}")), (TEXT.into(), "UTF-8"));
        assert_eq!(decoded(""), (String::new(), "UTF-8"));
    }

    #[test]
    fn utf_16_is_read_in_both_orders_with_and_without_its_mark() {
        let marked = format!("\u{feff}{TEXT}");
        assert_eq!(
            decoded(utf16_bytes(&marked, u16::to_le_bytes)),
            (TEXT.into(), "UTF-16LE")
        );
        assert_eq!(
            decoded(utf16_bytes(&marked, u16::to_be_bytes)),
            (TEXT.into(), "UTF-16BE")
        );
        assert_eq!(
            decoded(utf16_bytes(TEXT, u16::to_le_bytes)),
            (TEXT.into(), "UTF-16LE")
        );
        assert_eq!(
            decoded(utf16_bytes(TEXT, u16::to_be_bytes)),
            (TEXT.into(), "UTF-16BE")
        );
    }

    #[test]
    fn gb18030_is_read_where_utf_8_fails() {
        assert_eq!(decoded(GB18030.encode(TEXT).0), (TEXT.into(), "GB18030"));
        let many = TEXT.repeat(100);
        assert_eq!(decoded(GB18030.encode(&many).0), (many, "GB18030"));
        let rare = "𠀀客户㐀";
        assert_eq!(decoded(GB18030.encode(rare).0), (rare.into(), "GB18030"));
    }

    #[test]
    fn a_few_bad_bytes_do_not_turn_utf_8_into_another_encoding() {
        let names = "客户名称，令牌\r\n".repeat(5);
        for bad in [b"\xff".as_slice(), b"\xe5", b"\xe5\xae", b"\x80"] {
            for (before, after) in [(names.as_str(), names.as_str()), (names.as_str(), "")] {
                let bytes = [before.as_bytes(), bad, after.as_bytes()].concat();
                let expected = format!("{before}\u{fffd}{after}");
                assert_eq!(decoded(bytes), (expected, "UTF-8"));
            }
        }
        let marked = [b"\xef\xbb\xbfM\xfcller".as_slice(), TEXT.as_bytes()].concat();
        assert_eq!(decoded(marked), (format!("M\u{fffd}ller{TEXT}"), "UTF-8"));
    }

    #[test]
    fn western_letters_do_not_turn_into_chinese_ones() {
        for text in ["Müller GmbH;Café René", "Société Générale"] {
            assert_eq!(
                decoded(WINDOWS_1252.encode(text).0),
                (text.into(), "windows-1252")
            );
        }
    }

    #[test]
    fn what_is_no_text_is_refused_by_its_beginning() {
        let noise: Vec<u8> = (0..4096u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        for bytes in [
            noise.as_slice(),
            b"%PDF-1.7\n",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"abc\0def",
            &[0; 512],
        ] {
            assert!(matches!(refuse_binary(bytes), Err(ImportError::NotText)));
        }
        let bom_then_zeros = [b"\xff\xfe".as_slice(), &[0; 64]].concat();
        assert!(matches!(decode(bom_then_zeros), Err(ImportError::NotText)));
    }
}
