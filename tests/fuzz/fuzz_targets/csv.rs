//! A file of any bytes, read as text in whatever encoding it seems to be.
#![no_main]

mod accounted;

use invitations::import::{Import, ImportError, fuzzing::read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // An archive's checksums keep a fuzzer out: workbooks have a target of their own.
    if bytes.starts_with(b"PK") {
        return;
    }
    let import = match read_bytes(bytes.to_vec()) {
        Ok(import) => import,
        Err(ImportError::NotText | ImportError::Workbook | ImportError::Protected) => return,
        Err(error) => panic!("no way for a text to fail: {error}"),
    };
    // In each of the encodings a line break has one of these bytes.
    let breaks = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r'));
    accounted::check(&import, breaks.count() + 1);
    if import.encoding == "UTF-8" {
        // All of it, or all but a few bytes.
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(import, accounted::text(&text), "a file and a paste differ");
        in_utf16(&text, import);
    }
});

/// The same text as Excel saves "Unicode text".
fn in_utf16(text: &str, import: Import) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    let again = read_bytes(bytes).expect("it was a text before");
    let expected = Import {
        encoding: "UTF-16LE",
        ..import
    };
    assert_eq!(again, expected, "the encoding makes a difference");
}
