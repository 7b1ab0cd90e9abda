use tc3::SecretKey;

use crate::ErrorClass;

/// The pair of an account that signs requests, and a third part when it is temporary.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub secret_id: String,
    pub secret_key: SecretKey,
    /// Comes with temporary keys only.
    pub session_token: Option<SecretKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    #[error("the SecretId is empty")]
    IdEmpty,
    #[error("the SecretKey is empty")]
    KeyEmpty,
    #[error("the SecretId holds characters that no SecretId has")]
    IdMalformed,
    #[error("the SecretKey holds characters that no SecretKey has")]
    KeyMalformed,
    #[error("this is a SecretId; the SecretKey is the one beside it")]
    KeyIsId,
    #[error("the session token holds characters that no session token has")]
    SessionTokenMalformed,
}

impl CredentialsError {
    pub(crate) fn class(self) -> ErrorClass {
        match self {
            Self::IdEmpty | Self::IdMalformed => ErrorClass::SecretIdUnknown,
            Self::KeyEmpty | Self::KeyMalformed | Self::KeyIsId => ErrorClass::SecretKeyWrong,
            Self::SessionTokenMalformed => ErrorClass::TemporaryKeyExpired,
        }
    }
}

impl Credentials {
    /// Takes what was typed or pasted. The flag says that blanks around it were dropped: the
    /// service refuses a key that carries them, and whoever pasted it should know.
    pub fn new(id: &str, key: &str) -> Result<(Self, bool), CredentialsError> {
        let (secret_id, secret_key) = (trim(id), trim(key));
        match (secret_id, secret_key) {
            ("", _) => return Err(CredentialsError::IdEmpty),
            (_, "") => return Err(CredentialsError::KeyEmpty),
            (id, _) if !is_printable(id) => return Err(CredentialsError::IdMalformed),
            (_, key) if !is_printable(key) => return Err(CredentialsError::KeyMalformed),
            (_, key) if looks_like_id(key) => return Err(CredentialsError::KeyIsId),
            _ => {}
        }
        let trimmed = secret_id.len() != id.len() || secret_key.len() != key.len();
        let credentials = Self {
            secret_id: secret_id.to_owned(),
            secret_key: SecretKey::new(secret_key),
            session_token: None,
        };
        Ok((credentials, trimmed))
    }

    pub fn with_session_token(mut self, token: &str) -> Result<Self, CredentialsError> {
        let token = trim(token);
        if token.is_empty() || !is_printable(token) {
            return Err(CredentialsError::SessionTokenMalformed);
        }
        self.session_token = Some(SecretKey::new(token));
        Ok(self)
    }

    /// Enough of the SecretId to tell two accounts apart: `AKID••••••••MPLE`.
    pub fn masked_id(&self) -> String {
        const SHOWN: usize = 4;
        let id = &self.secret_id;
        // Of a short one, the two ends would be all of it.
        if id.len() < 4 * SHOWN || !id.is_ascii() {
            return "••••••••".to_owned();
        }
        format!("{}••••••••{}", &id[..SHOWN], &id[id.len() - SHOWN..])
    }
}

/// Blanks as people paste them: also the invisible ones that chat programs and PDFs leave.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}')
    })
}

/// What can stand in a header; the published example keys hold asterisks.
fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The two are copied from neighbouring cells: pasting the same one twice is the usual slip.
fn looks_like_id(key: &str) -> bool {
    const SHORTEST: usize = 32;
    let is_named_so = key.starts_with("AKID") || key.starts_with("IKID");
    is_named_so
        && key.len() >= SHORTEST
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_a_pasted_key_are_dropped_and_told() {
        let (credentials, trimmed) = Credentials::new("\u{feff}AKIDx ", "\tkey\r\n").unwrap();
        assert_eq!(credentials.secret_id, "AKIDx");
        assert_eq!(credentials.secret_key.expose(), "key");
        assert!(trimmed);
        assert!(!Credentials::new("AKIDx", "key").unwrap().1);
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_by_part() {
        let refused = |id, key| Credentials::new(id, key).unwrap_err();
        assert_eq!(refused(" ", "key"), CredentialsError::IdEmpty);
        assert_eq!(refused("id", "\u{200b}"), CredentialsError::KeyEmpty);
        assert_eq!(refused("i d", "key"), CredentialsError::IdMalformed);
        assert_eq!(refused("id", "鍵"), CredentialsError::KeyMalformed);
        let id = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
        assert_eq!(refused(id, id), CredentialsError::KeyIsId);
    }

    #[test]
    fn the_masked_id_shows_both_ends_of_a_long_id_and_nothing_of_a_short_one() {
        let masked = |id| Credentials::new(id, "key").unwrap().0.masked_id();
        assert_eq!(
            masked("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"),
            "AKID••••••••MPLE"
        );
        assert_eq!(masked("AKIDshort"), "••••••••");
    }

    #[test]
    fn debug_shows_no_secret() {
        let (credentials, _) = Credentials::new("AKIDx", "very-secret").unwrap();
        let credentials = credentials.with_session_token("also-secret").unwrap();
        let shown = format!("{credentials:?}");
        assert!(!shown.contains("secret\""), "{shown}");
        assert!(
            !shown.contains("very") && !shown.contains("also"),
            "{shown}"
        );
    }
}
