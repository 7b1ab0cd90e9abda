use std::fmt;

/// A key pair that the simulator knows. A stand-in's keys guard nothing, but they look like real ones in a
/// log, so `Debug` leaves the SecretKey out.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    pub secret_id: String,
    pub secret_key: String,
    /// A temporary key also needs this token in `X-TC-Token`; a permanent one must come without.
    pub session_token: Option<String>,
}

impl Key {
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            secret_id: secret_id.into(),
            secret_key: secret_key.into(),
            session_token: None,
        }
    }

    /// The key pair of the published signing example.
    #[must_use]
    pub fn sample() -> Self {
        Self::new(
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        )
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("secret_id", &self.secret_id)
            .finish_non_exhaustive()
    }
}
