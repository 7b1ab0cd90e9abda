//! A feed and its packages on a port of this computer, signed as `tauri build` signs them.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Cursor, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use minisign::KeyPair;
use serde_json::{Value, json};

use crate::updates::Source;

/// Begins as an AppImage does, and is long enough to be one: the plugin takes nothing else for one.
pub(super) const ELF: &[u8] =
    b"\x7fELF\x02\x01\x01\0 the new version, which would be many millions of bytes long";

pub(super) struct Feed {
    address: SocketAddr,
    maintainer: KeyPair,
    files: Files,
    requests: Arc<AtomicUsize>,
}

type Files = Arc<Mutex<HashMap<String, Served>>>;

#[derive(Clone)]
pub(super) enum Served {
    File(Vec<u8>),
    /// The connection stays open, and nothing comes.
    Nothing,
}

impl Feed {
    /// There is nothing in it yet.
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (files, requests) = (Files::default(), Arc::new(AtomicUsize::new(0)));
        let (served, counted) = (Arc::clone(&files), Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, served) = (stream.unwrap(), Arc::clone(&served));
                counted.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || answer(stream, &served));
            }
        });
        Self {
            address,
            maintainer: key(),
            files,
            requests,
        }
    }

    /// A release of this version, as it should be.
    pub(super) fn with(version: &str) -> Self {
        let feed = Self::start();
        feed.release(version, ELF, &sign(&feed.maintainer, ELF, version));
        feed
    }

    pub(super) fn release(&self, version: &str, package: &[u8], signature: &str) {
        self.serve("/package", Served::File(package.to_vec()));
        let told = self.telling(version, signature);
        self.serve("/latest.json", Served::File(told.to_string().into()));
    }

    pub(super) fn telling(&self, version: &str, signature: &str) -> Value {
        let target = format!("{}-appimage", tauri_plugin_updater::target().unwrap());
        json!({
            "version": version,
            "notes": "- Quicker\n- <img src=x onerror=alert(1)>",
            "pub_date": "2026-11-19T10:00:00Z",
            "platforms": { target: { "url": self.url("/package"), "signature": signature } },
        })
    }

    pub(super) fn serve(&self, path: &str, served: Served) {
        self.files.lock().unwrap().insert(path.to_owned(), served);
    }

    pub(super) fn sign(&self, package: &[u8], version: &str) -> String {
        sign(&self.maintainer, package, version)
    }

    /// For packages that are put in place, which is tried on Linux only.
    #[cfg(target_os = "linux")]
    pub(super) fn sign_saying(&self, package: &[u8], comment: &str) -> String {
        sign_saying(&self.maintainer, package, comment)
    }

    pub(super) fn source(&self) -> Source {
        Source {
            feed: self.url("/latest.json"),
            key: public(&self.maintainer),
            page: "https://releases.example/".to_owned(),
        }
    }

    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    pub(super) async fn is_asked(&self, times: usize) {
        for _ in 0..2_000 {
            if self.requests() >= times {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("asked {} times, not {times}", self.requests());
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

pub(super) fn key() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().unwrap()
}

/// The contents of a `.sig` file.
pub(super) fn sign(key: &KeyPair, package: &[u8], version: &str) -> String {
    sign_saying(
        key,
        package,
        &format!("timestamp:1795000000\tfile:package\tversion:{version}"),
    )
}

fn sign_saying(key: &KeyPair, package: &[u8], comment: &str) -> String {
    let (public, package) = (Some(&key.pk), Cursor::new(package));
    let signature = minisign::sign(public, &key.sk, package, Some(comment), None).unwrap();
    BASE64.encode(signature.into_string())
}

fn public(key: &KeyPair) -> String {
    BASE64.encode(key.pk.to_box().unwrap().into_string())
}

fn answer(mut stream: TcpStream, files: &Files) {
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    reader.read_line(&mut request).unwrap();
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        line.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let served = files.lock().unwrap().get(path).cloned();
    let (status, body) = match served {
        Some(Served::File(body)) => ("200 OK", body),
        Some(Served::Nothing) => {
            // Until the other side gives up.
            let _ = reader.read_line(&mut line);
            return;
        }
        None => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(&[head.as_bytes(), &body].concat());
}
