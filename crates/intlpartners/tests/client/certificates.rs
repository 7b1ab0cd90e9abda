//! Certificates of our own making, and servers that show them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::{WantsServerCert, WebPkiClientVerifier};
use tokio_rustls::rustls::{ConfigBuilder, RootCertStore, ServerConfig, SupportedProtocolVersion};

/// Signs certificates, as a company does for its proxy.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// Puts it where `SSL_CERT_FILE` says the system's certificates are.
    pub(crate) fn store_in(&self, file: &Path) {
        std::fs::write(file, self.0.pem()).unwrap();
    }

    /// Speaks TLS as `localhost`, by a certificate good from the year before this `time` to the
    /// year after, and passes on to `peer` what comes through.
    pub(crate) async fn in_front_of(&self, peer: SocketAddr, time: DateTime<Utc>) -> String {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth();
        self.serve(config, peer, time).await
    }

    /// As [`in_front_of`](Self::in_front_of) nobody, and wants to see a certificate of the client's.
    pub(crate) async fn demanding_a_certificate(
        &self,
        version: &'static SupportedProtocolVersion,
        time: DateTime<Utc>,
    ) -> String {
        let provider = Arc::new(ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        let clients =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_client_cert_verifier(clients.build().unwrap());
        self.serve(config, (Ipv4Addr::LOCALHOST, 0).into(), time)
            .await
    }

    async fn serve(
        &self,
        config: ConfigBuilder<ServerConfig, WantsServerCert>,
        peer: SocketAddr,
        time: DateTime<Utc>,
    ) -> String {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(time.year() - 1, 1, 1);
        params.not_after = date_time_ymd(time.year() + 1, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = config
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass_on(acceptor.clone(), stream, peer));
            }
        });
        format!("https://localhost:{port}/")
    }
}

async fn pass_on(acceptor: TlsAcceptor, stream: TcpStream, peer: SocketAddr) {
    // A client that does not trust us breaks the handshake off.
    let Ok(mut inside) = acceptor.accept(stream).await else {
        return;
    };
    let mut outside = TcpStream::connect(peer).await.unwrap();
    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
}
