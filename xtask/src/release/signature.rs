//! The updater's signatures, looked at as the program will: one that it would refuse leaves everybody where they are.

use super::failure;
use crate::shell::Failure;
use base64::{Engine, prelude::BASE64_STANDARD};
use minisign_verify::{PublicKey, Signature};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The text beside `file`, proved to be of `key`, for `file` and for this version.
pub(super) fn beside(file: &Path, key: &str, version: &str) -> Result<String, Failure> {
    let path = path(file);
    let text = fs::read_to_string(&path).map_err(Failure::during(path.display()))?;
    let content = fs::read(file).map_err(Failure::during(file.display()))?;
    let text = text.trim();
    match refused(&content, text, key, version) {
        None => Ok(text.to_owned()),
        Some(why) => failure(format!("{}: {why}", path.display())),
    }
}

pub(super) fn path(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(".sig");
    path.into()
}

fn refused(content: &[u8], signature: &str, key: &str, version: &str) -> Option<&'static str> {
    let key = decoded(key).and_then(|text| PublicKey::decode(&text).ok());
    let Some(key) = key else {
        return Some("the public key cannot be read");
    };
    let signature = decoded(signature).and_then(|text| Signature::decode(&text).ok());
    let Some(signature) = signature else {
        return Some("the signature cannot be read");
    };
    if key.verify(content, &signature, false).is_err() {
        return Some("not signed by the key that the program was built with");
    }
    let wanted = format!("version:{version}");
    let mut fields = signature.trusted_comment().split('\t');
    if !fields.any(|field| field == wanted) {
        return Some("signed for another version, or for none");
    }
    None
}

/// Tauri wraps minisign's texts once more.
fn decoded(text: &str) -> Option<String> {
    String::from_utf8(BASE64_STANDARD.decode(text.trim()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `tauri signer generate` and `tauri signer sign --app-version 1.3.0`, which thus stay what is read here. The
    /// private key is thrown away.
    const KEY: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IG1pbmlzaWduIHB1YmxpYyBrZXk6IDgzRDA0RENGNDU0NjMzRkEKUldUNk0wWkZ6MDNRZ3lSaEF4Nk1oS21yZ2JUZjU4OE1YM3Riait1c3ErcHVQTWxpNFZOT1FiN0MK";
    const SIGNATURE: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IHNpZ25hdHVyZSBmcm9tIHRhdXJpIHNlY3JldCBrZXkKUlVUNk0wWkZ6MDNRZ3hOdHcrYkNpdHF0ME9ibjVvOFhtZ2c0WXBVZGFGYTNobjFZQkk4RXJRZFNxRXJ2MUpkdTQrcC9GbDBkczd6V3ViZEVYa2tTZFhwOFVoS2x6d2VNOFFnPQp0cnVzdGVkIGNvbW1lbnQ6IHRpbWVzdGFtcDoxNzk1NDAzMTMzCWZpbGU6cGtnCXZlcnNpb246MS4zLjAKOGdxWlZkQ21BN2QwUldXNDVLbys0alRxMnpEUE1LeHFtTUlwTmRkaEFUUHdIaFJQc1dieFpHV3BOWEVhR2ZwKzBpcTRBbTM5MGxuN2ErR2QveXBzRFE9PQo=";

    #[test]
    fn what_tauris_own_tool_signs_is_accepted_and_nothing_else_is() {
        assert_eq!(refused(b"package\n", SIGNATURE, KEY, "1.3.0"), None);
        for (content, signature, key, version) in [
            (&b"Package\n"[..], SIGNATURE, KEY, "1.3.0"),
            (b"package\n", SIGNATURE, KEY, "1.3"),
            (b"package\n", "c2lnbmF0dXJl", KEY, "1.3.0"),
            (b"package\n", SIGNATURE, "a2V5", "1.3.0"),
        ] {
            assert!(refused(content, signature, key, version).is_some());
        }
    }
}
