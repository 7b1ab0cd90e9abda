use std::fmt;

use zeroize::Zeroizing;

/// A secret that can be signed with but not shown: no `Display`, no `Serialize`, and wiped from
/// memory when dropped.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    /// The secret itself, for the two places that cannot do without: the signature and the keychain.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_secret() {
        let shown = format!("{:?}", SecretKey::new("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"));
        assert_eq!(shown, "SecretKey(redacted)");
    }
}
