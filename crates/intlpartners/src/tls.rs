//! TLS as the system does it, except for the time: it is the corrected one, or a computer whose
//! clock is years off would find every certificate expired, or not yet valid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, SignatureScheme,
};

use crate::clock::Clock;
use crate::presented::Presented;

/// Whose certificates are good.
#[derive(Debug)]
enum Trust {
    System(rustls_platform_verifier::Verifier),
    /// A computer without any trusted certificate can still talk to itself.
    Nobody,
    /// For what is not secret and not believed.
    Anybody,
}

/// Verifies, and remembers per host what was presented: that is what a person needs to see when it
/// was not good.
#[derive(Debug)]
pub(crate) struct Verifier {
    trust: Trust,
    provider: Arc<CryptoProvider>,
    presented: Mutex<HashMap<ServerName<'static>, Presented>>,
}

impl Verifier {
    pub(crate) fn of_the_system() -> Self {
        let provider = Arc::new(ring::default_provider());
        let trust = match rustls_platform_verifier::Verifier::new(Arc::clone(&provider)) {
            Ok(system) => Trust::System(system),
            Err(_) => Trust::Nobody,
        };
        Self::new(trust, provider)
    }

    /// Believes every certificate, which proves nothing.
    pub(crate) fn gullible() -> Self {
        Self::new(Trust::Anybody, Arc::new(ring::default_provider()))
    }

    fn new(trust: Trust, provider: Arc<CryptoProvider>) -> Self {
        Self {
            trust,
            provider,
            presented: Mutex::default(),
        }
    }

    /// The last certificate of this host, good or not.
    pub(crate) fn presented_by(&self, host: &str) -> Option<Presented> {
        let name = ServerName::try_from(host).ok()?.to_owned();
        let presented = self.presented.lock();
        let presented = presented.unwrap_or_else(PoisonError::into_inner);
        presented.get(&name).cloned()
    }

    pub(crate) fn forget_presented(&self) {
        let presented = self.presented.lock();
        presented.unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn into_config(self: Arc<Self>, clock: Arc<Clock>) -> ClientConfig {
        let mut config = ClientConfig::builder_with_details(Arc::clone(&self.provider), clock)
            .with_safe_default_protocol_versions()
            .expect("the provider has ciphers for every version")
            .dangerous()
            .with_custom_certificate_verifier(self)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let verdict = match &self.trust {
            Trust::System(system) => system.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            ),
            Trust::Nobody => Err(CertificateError::UnknownIssuer.into()),
            Trust::Anybody => Ok(ServerCertVerified::assertion()),
        };
        let error = verdict.as_ref().err();
        let presented = Presented::new(end_entity, intermediates, now, error);
        self.presented
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(server_name.to_owned(), presented);
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let since_1970 = self.look().corrected().timestamp();
        let since_1970 = Duration::from_secs(since_1970.try_into().unwrap_or(0));
        Some(UnixTime::since_unix_epoch(since_1970))
    }
}
