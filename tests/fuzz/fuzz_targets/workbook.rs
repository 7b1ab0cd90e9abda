//! A workbook of any parts, or what claims to be one.
//!
//! Inputs that begin with `PK` are archives as they stand. Others are the parts of one, unpacked: checksums and packed
//! bytes would keep a fuzzer from what is in them. A part begins with `## ` and its path, on a line of its own.
#![no_main]
#![allow(
    dead_code,
    reason = "of what holds for imports, not all is about workbooks"
)]

mod accounted;

use std::io::Write;

use invitations::import::{ImportError, fuzzing::read_workbook};
use libfuzzer_sys::fuzz_target;
use rawzip::ZipArchiveWriter;

/// An error's own words, and 200 characters of the file's.
const MAX_MESSAGE_CHARS: usize = 300;

fuzz_target!(|bytes: &[u8]| {
    let packed;
    let archive = if bytes.starts_with(b"PK") {
        bytes
    } else {
        packed = pack(&String::from_utf8_lossy(bytes));
        &packed
    };
    match read_workbook(archive) {
        Ok(import) => {
            accounted::check(&import, u32::MAX as usize);
            let is_sheet = |sheet: u16| usize::from(sheet) < import.sheets.len().max(1);
            assert!(import.sheets.is_empty() || import.tokens.iter().all(|it| is_sheet(it.sheet)));
            assert!(import.sheets.is_empty() || import.refused.iter().all(|it| is_sheet(it.sheet)));
        }
        Err(error @ (ImportError::Unreadable(_) | ImportError::TooLarge { .. })) => {
            panic!("no file was opened: {error}")
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.chars().count() <= MAX_MESSAGE_CHARS, "{message}");
            assert!(!message.contains(char::is_control), "{message:?}");
        }
    }
});

fn pack(parts: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for part in format!("\n{parts}").split("\n## ").skip(1) {
        let (path, contents) = part.split_once('\n').unwrap_or((part, ""));
        // A path that no archive can hold.
        let Ok((mut entry, config)) = archive.new_file(path).start() else {
            continue;
        };
        let mut writer = config.wrap(&mut entry);
        writer
            .write_all(contents.as_bytes())
            .expect("memory takes it");
        let (_, descriptor) = writer.finish().expect("memory takes it");
        entry.finish(descriptor).expect("memory takes it");
    }
    archive.finish().expect("memory takes it");
    bytes
}
