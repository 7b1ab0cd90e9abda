//! TC3-HMAC-SHA256: the signature of Tencent Cloud API requests.
//!
//! Pure: the time comes in, the header comes out. Each stage of the signature is a value of its
//! own, so that a wrong signature can be traced to the stage where it went wrong.
//!
//! ```
//! use tc3::{CanonicalRequest, SecretKey, authorization};
//!
//! let request = CanonicalRequest {
//!     method: "POST",
//!     query: "",
//!     headers: &[
//!         ("Content-Type", "application/json"),
//!         ("Host", "intlpartnersmgt.intl.tencentcloudapi.com"),
//!     ],
//!     payload: b"{}",
//! };
//! let at = chrono::DateTime::from_timestamp(1_764_590_400, 0).unwrap();
//! let header = authorization(&request, "AKID…", &SecretKey::new("…"), "intlpartnersmgt", at);
//! assert!(header.starts_with("TC3-HMAC-SHA256 Credential=AKID…/2025-12-01/intlpartnersmgt/tc3_request, "));
//! ```

mod canonical;
mod hex;
mod scope;
mod secret;
mod signature;

pub use canonical::CanonicalRequest;
pub use hex::hex;
pub use scope::CredentialScope;
pub use secret::SecretKey;
pub use signature::{SigningKey, authorization, string_to_sign};

/// The name that the algorithm goes by on the wire.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";
