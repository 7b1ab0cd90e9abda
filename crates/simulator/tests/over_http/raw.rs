//! A client in as few parts as possible, so that a test can send what no client would.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use simulator::{Key, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A request before it is signed. A header with an empty value is not sent.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) key: Key,
    pub(crate) at: DateTime<Utc>,
    pub(crate) signed_headers: &'static str,
    pub(crate) headers: BTreeMap<&'static str, String>,
    pub(crate) request_line: &'static str,
    pub(crate) body: String,
    /// Sent in place of the right one.
    pub(crate) authorization: Option<String>,
}

/// What came back before the connection ended or the answer was complete.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
    pub(crate) end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Whole,
    /// The connection was closed in an orderly way before that.
    Closed,
    Reset,
    /// Nothing more came for a second.
    Silent,
}

impl Request {
    /// What a right client sends for these tokens.
    pub(crate) fn of(tokens: &[&str]) -> Self {
        let headers = [
            ("content-type", "application/json"),
            ("host", "127.0.0.1"),
            ("x-tc-action", "QueryInvitationInfo"),
            ("x-tc-version", "2022-09-28"),
        ];
        let at = crate::noon();
        let mut request = Self {
            key: Key::sample(),
            at,
            signed_headers: "content-type;host;x-tc-action",
            headers: headers.map(|(name, value)| (name, value.to_owned())).into(),
            request_line: "POST / HTTP/1.1",
            body: json!({ "InvitationToken": tokens }).to_string(),
            authorization: None,
        };
        request.sign_at(at);
        request
    }

    pub(crate) fn sign_at(&mut self, at: DateTime<Utc>) {
        self.at = at;
        self.headers
            .insert("x-tc-timestamp", at.timestamp().to_string());
    }

    pub(crate) fn with_body(body: &str) -> Self {
        Self {
            body: body.to_owned(),
            ..Self::of(&[])
        }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.to_owned());
        self
    }

    pub(crate) async fn send(&self, simulator: &Simulator) -> Reply {
        Connection::open(simulator.address()).await.ask(self).await
    }

    fn authorization(&self) -> String {
        let date = self.at.format("%Y-%m-%d").to_string();
        let names = self.signed_headers.split(';');
        let headers: String = names
            .map(|name| format!("{name}:{}\n", self.headers[name].trim().to_lowercase()))
            .collect();
        let method = self.request_line.split(' ').next().unwrap();
        let canonical = format!(
            "{method}\n/\n\n{headers}\n{}\n{}",
            self.signed_headers,
            hash(self.body.as_bytes())
        );
        let scope = format!("{date}/intlpartnersmgt/tc3_request");
        let to_sign = format!(
            "TC3-HMAC-SHA256\n{}\n{scope}\n{}",
            self.at.timestamp(),
            hash(canonical.as_bytes())
        );
        let secret = format!("TC3{}", self.key.secret_key);
        let key = ["intlpartnersmgt", "tc3_request"]
            .iter()
            .fold(mac(secret.as_bytes(), &date), |key, part| mac(&key, part));
        format!(
            "TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={}, Signature={}",
            self.key.secret_id,
            self.signed_headers,
            hex(&mac(&key, &to_sign))
        )
    }

    fn bytes(&self) -> Vec<u8> {
        let authorization = self
            .authorization
            .clone()
            .unwrap_or_else(|| self.authorization());
        let mut text = format!(
            "{}\r\nauthorization: {authorization}\r\ncontent-length: {}\r\n",
            self.request_line,
            self.body.len()
        );
        for (name, value) in self.headers.iter().filter(|(_, value)| !value.is_empty()) {
            text += &format!("{name}: {value}\r\n");
        }
        text += "\r\n";
        text += &self.body;
        text.into_bytes()
    }
}

/// A kept-alive connection.
pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub(crate) async fn ask(&mut self, request: &Request) -> Reply {
        self.0.write_all(&request.bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let end = loop {
            if whole_length(&bytes).is_some_and(|whole| bytes.len() >= whole) {
                break End::Whole;
            }
            match timeout(Duration::from_secs(1), self.0.read_buf(&mut bytes)).await {
                Err(_) => break End::Silent,
                Ok(Ok(0)) => break End::Closed,
                Ok(Ok(_)) => {}
                Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => break End::Reset,
                Ok(Err(error)) => panic!("{error}"),
            }
        };
        Reply::read(&bytes, end)
    }
}

impl Reply {
    fn read(bytes: &[u8], end: End) -> Self {
        let head_length = head_length(bytes).unwrap_or(bytes.len());
        let head = String::from_utf8(bytes[..head_length].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        Self {
            status: status.map_or(0, |status| status.parse().unwrap()),
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: bytes[head_length..].to_vec(),
            end,
        }
    }

    /// The answer in the service's envelope.
    pub(crate) fn response(&self) -> Value {
        assert_eq!((self.status, self.end), (200, End::Whole), "{self:?}");
        assert_eq!(self.headers["content-type"], "application/json");
        let mut body: Value = serde_json::from_slice(&self.body).unwrap();
        let response = body["Response"].take();
        assert_eq!(response["RequestId"].as_str().unwrap().len(), 36);
        response
    }

    pub(crate) fn rows(&self) -> Vec<Value> {
        let response = self.response();
        assert_eq!(response["Error"], Value::Null);
        response["InvitationInfo"].as_array().unwrap().clone()
    }

    pub(crate) fn tokens(&self) -> Vec<String> {
        let rows = self.rows();
        let tokens = rows.iter().map(|row| row["InvitationToken"].as_str());
        tokens.map(|token| token.unwrap().to_owned()).collect()
    }

    /// The error's code; "none" where the answer has rows.
    pub(crate) fn code(&self) -> String {
        let code = &self.response()["Error"]["Code"];
        code.as_str().unwrap_or("none").to_owned()
    }
}

fn head_length(bytes: &[u8]) -> Option<usize> {
    Some(bytes.windows(4).position(|at| at == b"\r\n\r\n")? + 4)
}

fn whole_length(bytes: &[u8]) -> Option<usize> {
    let head = head_length(bytes)?;
    let text = std::str::from_utf8(&bytes[..head]).unwrap().to_lowercase();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    Some(head + line?.parse::<usize>().unwrap())
}

fn mac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
