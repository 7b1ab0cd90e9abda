use std::time::Duration;

use rustls::pki_types::{CertificateDer, UnixTime};
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// What a host showed of itself in a TLS handshake, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Presented {
    /// Who signed the last certificate of the chain, such as `CN=Example Root CA,O=Example`: a
    /// company's name here means that the company reads along.
    pub(crate) signed_by: Option<String>,
    /// Why it was refused.
    pub(crate) refused: Option<String>,
    /// A certificate of the chain is expired, or not yet valid, by the time it was looked at.
    pub(crate) outside_its_time: bool,
}

impl Presented {
    pub(crate) fn new(
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
        refused: Option<&rustls::Error>,
    ) -> Self {
        let chain: Vec<Certificate> = std::iter::once(end_entity)
            .chain(intermediates)
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect();
        Self {
            signed_by: chain.last().map(issuer),
            refused: refused.map(ToString::to_string),
            outside_its_time: chain.iter().any(|it| !is_valid_at(it, now)),
        }
    }
}

fn issuer(certificate: &Certificate) -> String {
    certificate.tbs_certificate().issuer().to_string()
}

fn is_valid_at(certificate: &Certificate, now: UnixTime) -> bool {
    let validity = certificate.tbs_certificate().validity();
    let now = Duration::from_secs(now.as_secs());
    validity.not_before.to_unix_duration() <= now && now <= validity.not_after.to_unix_duration()
}
