//! Where the program looks for a new version: on this computer, with packages signed by a key of its own.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use minisign::KeyPair;
use serde_json::json;
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Cursor, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

pub struct Feed {
    address: SocketAddr,
    key: KeyPair,
    files: Files,
    requests: Arc<AtomicUsize>,
}

type Files = Arc<Mutex<HashMap<String, Vec<u8>>>>;

impl Feed {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let (files, requests) = (Files::default(), Arc::new(AtomicUsize::new(0)));
        let (served, counted) = (Arc::clone(&files), Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                // Whoever goes away early misses the answer.
                let _ = answer(stream, &served);
            }
        });
        let key = KeyPair::generate_unencrypted_keypair().expect("random numbers");
        Self {
            address,
            key,
            files,
            requests,
        }
    }

    /// A release for the AppImage of this computer; `signed` is what its signature is for.
    pub fn release(&self, version: &str, notes: &str, package: &[u8], signed: &[u8]) {
        let comment = format!("timestamp:1795000000\tfile:package\tversion:{version}");
        let (public, signed) = (Some(&self.key.pk), Cursor::new(signed));
        let signature = minisign::sign(public, &self.key.sk, signed, Some(&comment), None);
        let signature = signature.expect("a key without a password");
        let target = format!("linux-{}-appimage", std::env::consts::ARCH);
        let package_url = format!("http://{}/package", self.address);
        let signature = BASE64.encode(signature.into_string());
        let told = json!({
            "version": version,
            "notes": notes,
            "pub_date": "2026-11-20T00:00:00Z",
            "platforms": { target: { "url": package_url, "signature": signature } },
        });
        let mut files = self.files.lock().expect("whole");
        files.insert("/package".to_owned(), package.to_vec());
        files.insert("/latest.json".to_owned(), told.to_string().into_bytes());
    }

    pub fn address(&self) -> String {
        format!("http://{}/latest.json", self.address)
    }

    /// How often anything was asked for.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    pub fn public_key(&self) -> String {
        let public = self.key.pk.to_box().expect("a public key");
        BASE64.encode(public.into_string())
    }
}

fn answer(mut stream: TcpStream, files: &Files) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let file = files.lock().expect("whole").get(path).cloned();
    let (status, body) = match file {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feed")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
