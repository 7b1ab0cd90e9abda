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
    let wanted = format!("app-version:{version}");
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
