use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{ALGORITHM, CanonicalRequest, CredentialScope, SecretKey, hex};

/// The value of the `Authorization` header of a request sent `at` this time.
///
/// The derived key holds for a whole UTC day; who signs many requests derives it once with
/// [`SigningKey::derive`] and calls [`SigningKey::authorization`].
pub fn authorization(
    request: &CanonicalRequest<'_>,
    secret_id: &str,
    secret_key: &SecretKey,
    service: &str,
    at: DateTime<Utc>,
) -> String {
    let scope = CredentialScope::new(at, service);
    SigningKey::derive(secret_key, scope).authorization(request, secret_id, service, at)
}

/// What is signed: the algorithm, the time, the scope and the hash of the request.
pub fn string_to_sign(
    at: DateTime<Utc>,
    scope: CredentialScope<'_>,
    hashed_request: &str,
) -> String {
    format!("{ALGORITHM}\n{}\n{scope}\n{hashed_request}", at.timestamp())
}

/// The three keys derived from a SecretKey, each from the one before; the last one signs.
#[derive(Clone)]
pub struct SigningKey {
    date: Zeroizing<[u8; 32]>,
    service: Zeroizing<[u8; 32]>,
    signing: Zeroizing<[u8; 32]>,
}

impl SigningKey {
    pub fn derive(secret_key: &SecretKey, scope: CredentialScope<'_>) -> Self {
        let secret = secret_key.expose();
        // Room for all of it at once: growing would leave copies behind that nobody wipes.
        let mut root = Zeroizing::new(String::with_capacity(3 + secret.len()));
        root.push_str("TC3");
        root.push_str(secret);
        let date = Zeroizing::new(hmac(root.as_bytes(), scope.date.to_string().as_bytes()));
        let service = Zeroizing::new(hmac(&*date, scope.service.as_bytes()));
        let signing = Zeroizing::new(hmac(&*service, b"tc3_request"));
        Self {
            date,
            service,
            signing,
        }
    }

    pub fn date_key(&self) -> &[u8; 32] {
        &self.date
    }

    pub fn service_key(&self) -> &[u8; 32] {
        &self.service
    }

    pub fn signing_key(&self) -> &[u8; 32] {
        &self.signing
    }

    pub fn signature(&self, string_to_sign: &str) -> String {
        hex(&hmac(&*self.signing, string_to_sign.as_bytes()))
    }

    /// Like [`authorization`], with the key at hand. `at` must be of the day and `service` the
    /// service that the key was derived for.
    pub fn authorization(
        &self,
        request: &CanonicalRequest<'_>,
        secret_id: &str,
        service: &str,
        at: DateTime<Utc>,
    ) -> String {
        let scope = CredentialScope::new(at, service);
        let signed_headers = request.signed_headers();
        let signature = self.signature(&string_to_sign(at, scope, &request.hashed()));
        format!(
            "{ALGORITHM} Credential={secret_id}/{scope}, \
             SignedHeaders={signed_headers}, Signature={signature}"
        )
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
