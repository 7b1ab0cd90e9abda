//! What the company's IT has decided: `policy.json` in a folder for the whole computer, which IT closes to its users.
//!
//! The whole format: `{"updates": "off"}`, or `"on"`, which leaves it to the user as no file does.

use std::{fs::File, io, io::Read, path::Path};

use serde::Deserialize;

/// Far more than the format has room for.
const MAX_BYTES: u64 = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    UpToUser,
    Off,
    /// Taken for off: whoever wrote it wanted something, and this is what does no harm.
    Unreadable,
}

impl Policy {
    pub(super) fn read(path: &Path) -> Self {
        match contents(path) {
            Ok(bytes) => Self::parse(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::UpToUser,
            Err(_) => Self::Unreadable,
        }
    }

    pub(super) fn allows(self) -> bool {
        self == Self::UpToUser
    }

    fn parse(bytes: &[u8]) -> Self {
        // As Windows' editors begin a file.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match serde_json::from_slice(text) {
            Ok(PolicyFile {
                updates: Choice::On,
            }) => Self::UpToUser,
            Ok(PolicyFile {
                updates: Choice::Off,
            }) => Self::Off,
            Err(_) => Self::Unreadable,
        }
    }
}

/// Closed: a misspelt word must not pass for "nothing decided".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    updates: Choice,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Choice {
    On,
    Off,
}

fn contents(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_has_its_meaning() {
        for (text, policy) in [
            (&br#"{"updates": "off"}"#[..], Policy::Off),
            (
                b"\xef\xbb\xbf{\r\n  \"updates\": \"off\"\r\n}\r\n",
                Policy::Off,
            ),
            (br#"{"updates": "on"}"#, Policy::UpToUser),
            (b"{}", Policy::Unreadable),
            (br#"{"updates": null}"#, Policy::Unreadable),
            (b"", Policy::Unreadable),
            (br#"{"updates": "Off"}"#, Policy::Unreadable),
            (br#"{"updates": false}"#, Policy::Unreadable),
            (br#"{"update": "off"}"#, Policy::Unreadable),
            (br#"{"updates": "off", "ledger": "/x"}"#, Policy::Unreadable),
            (b"\xff\xfe{\0}\0", Policy::Unreadable),
            (br#""off""#, Policy::Unreadable),
        ] {
            assert_eq!(
                Policy::parse(text),
                policy,
                "{}",
                String::from_utf8_lossy(text)
            );
        }
    }

    #[test]
    fn no_file_leaves_it_to_the_user_and_one_that_cannot_be_read_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.json");
        assert_eq!(Policy::read(&path), Policy::UpToUser);
        std::fs::create_dir(&path).unwrap();
        assert_eq!(Policy::read(&path), Policy::Unreadable);
    }

    #[test]
    fn a_file_without_end_is_not_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.json");
        let allows = r#"{"updates": "on"}"#;
        for (blanks, policy) in [(0, Policy::UpToUser), (MAX_BYTES, Policy::Unreadable)] {
            let padded = " ".repeat(blanks.try_into().unwrap()) + allows;
            std::fs::write(&path, padded).unwrap();
            assert_eq!(Policy::read(&path), policy);
        }
    }
}
