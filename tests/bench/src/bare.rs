//! The least that asks the service the same: hyper on one connection, serde, and the signature. No pace, no retries, no
//! proxy, no TLS, no leniency.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use http_body_util::{BodyExt, Full};
use hyper::{
    Request,
    client::conn::http1::{SendRequest, handshake},
    header::{AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use simulator::{ACTION, Key, SERVICE, VERSION};
use tc3::{CanonicalRequest, CredentialScope, SecretKey, SigningKey};
use tokio::net::TcpStream;

const JSON: &str = "application/json";

#[derive(Debug)]
pub(crate) struct BareClient {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    key: Key,
    signing: (NaiveDate, SigningKey),
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Question<'a> {
    invitation_token: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope {
    response: Answer,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Answer {
    pub(crate) invitation_info: Vec<InvitationInfo>,
    pub(crate) request_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct InvitationInfo {
    pub(crate) invitation_token: String,
    pub(crate) create_time: Option<String>,
    pub(crate) status: Option<i64>,
    pub(crate) use_time: Option<String>,
    pub(crate) client_uin: Option<i64>,
    pub(crate) client_mail: Option<String>,
    pub(crate) client_type: Option<i64>,
    pub(crate) bind_time: Option<String>,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl BareClient {
    /// `host` with its port.
    pub(crate) async fn connect(host: &str, key: Key, now: DateTime<Utc>) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: host.to_owned(),
            signing: (now.date_naive(), signing_key(&key, now)),
            key,
        })
    }

    pub(crate) async fn ask(
        &mut self,
        tokens: &[&str],
        now: DateTime<Utc>,
    ) -> Result<Answer, Failure> {
        let body = serde_json::to_vec(&Question {
            invitation_token: tokens,
        })?;
        if self.signing.0 != now.date_naive() {
            self.signing = (now.date_naive(), signing_key(&self.key, now));
        }
        let canonical = CanonicalRequest {
            method: "POST",
            query: "",
            headers: &[
                ("content-type", JSON),
                ("host", &self.host),
                ("x-tc-action", ACTION),
            ],
            payload: &body,
        };
        let signing = &self.signing.1;
        let authorization = signing.authorization(&canonical, &self.key.secret_id, SERVICE, now);
        let request = Request::post("/")
            .header(CONTENT_TYPE, JSON)
            .header(HOST, &self.host)
            .header(USER_AGENT, "bare")
            .header("x-tc-action", ACTION)
            .header("x-tc-version", VERSION)
            .header("x-tc-timestamp", now.timestamp())
            .header(AUTHORIZATION, authorization)
            .body(Full::new(body.into()))?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let body = response.into_body().collect().await?.to_bytes();
        let envelope: Envelope = serde_json::from_slice(&body)?;
        Ok(envelope.response)
    }
}

fn signing_key(key: &Key, now: DateTime<Utc>) -> SigningKey {
    let secret = SecretKey::new(key.secret_key.as_str());
    SigningKey::derive(&secret, CredentialScope::new(now, SERVICE))
}
