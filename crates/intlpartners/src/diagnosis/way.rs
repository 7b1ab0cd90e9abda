//! The way to the endpoint, as far as it can be looked at without a request.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use reqwest::Url;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout};

use super::{Aspect, Findings, host_and_port};
use crate::network_error::class_of_io;
use crate::{ErrorClass, ProxyChoice, Transport};

const RESOLVE_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A service has few; a name that has many more is no service's.
const TRIED_PER_FAMILY: usize = 4;

/// How a request gets there.
#[derive(Debug)]
pub(super) struct Way {
    /// The proxy on it, as it is shown.
    pub(super) proxy: Option<String>,
    pub(super) encrypted: bool,
    /// Who was connected to, and how fast.
    pub(super) connected: String,
}

/// None when there is no way.
pub(super) async fn examine(
    transport: &Transport,
    endpoint: &Url,
    found: &mut Findings,
) -> Option<Way> {
    let proxy = transport.proxy_on_the_way_to(endpoint);
    let proxied = proxy.is_some();
    let (host, port) = proxy.or_else(|| host_and_port(endpoint))?;
    let proxy = proxied.then(|| {
        let whose = match transport.options().proxy {
            ProxyChoice::System => "system",
            ProxyChoice::Direct | ProxyChoice::Through(_) => "given",
        };
        format!("{host}:{port} ({whose})")
    });
    match &proxy {
        Some(proxy) => found.good(Aspect::Proxy, proxy),
        None => found.not_needed(Aspect::Proxy, "none"),
    }
    // Whatever is the matter with a proxy, it is the proxy that someone has to look at.
    let class_here = |class| {
        if proxied {
            ErrorClass::ProxyRefused
        } else {
            class
        }
    };
    let addresses = match resolve(&host, port, found).await {
        Ok(addresses) => addresses,
        Err(Refusal { class, detail }) => {
            found.fail(Aspect::NameResolution, class_here(class), detail);
            return None;
        }
    };
    match connect(&addresses).await {
        Ok(connected) => {
            found.good(Aspect::Connection, connected.clone());
            Some(Way {
                proxy,
                encrypted: endpoint.scheme() == "https",
                connected,
            })
        }
        Err(Refusal { class, detail }) => {
            found.fail(Aspect::Connection, class_here(class), detail);
            None
        }
    }
}

struct Refusal {
    class: ErrorClass,
    detail: String,
}

async fn resolve(host: &str, port: u16, found: &mut Findings) -> Result<Vec<SocketAddr>, Refusal> {
    if let Ok(address) = host.parse::<IpAddr>() {
        found.not_needed(Aspect::NameResolution, host);
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let refusal = |why: &str| Refusal {
        class: ErrorClass::Offline,
        detail: format!("{host}: {why}"),
    };
    let looked_up = lookup_host((host, port));
    // The system may take minutes over it, on a thread that nobody waits for any more.
    let addresses = match timeout(RESOLVE_TIMEOUT, looked_up).await {
        Ok(Ok(addresses)) => addresses.collect::<Vec<_>>(),
        Ok(Err(error)) => return Err(refusal(&error.to_string())),
        Err(_) => return Err(refusal("no name server answered within 5 s")),
    };
    if addresses.is_empty() {
        return Err(refusal("no address"));
    }
    let listed: Vec<_> = addresses.iter().map(|it| it.ip().to_string()).collect();
    found.good(
        Aspect::NameResolution,
        format!("{host}: {}", listed.join(", ")),
    );
    Ok(addresses)
}

/// To the first addresses of each family, all at once; one of them is enough, as it is for a request.
async fn connect(addresses: &[SocketAddr]) -> Result<String, Refusal> {
    let first = |v6: bool| {
        let family = addresses.iter().filter(move |it| it.is_ipv6() == v6);
        family.take(TRIED_PER_FAMILY)
    };
    let under_way: Vec<_> = first(false)
        .chain(first(true))
        .map(|address| tokio::spawn(connect_to(*address)))
        .collect();
    let mut tried = Vec::new();
    for one in under_way {
        tried.push(one.await.expect("connecting does not panic"));
    }
    let said: Vec<_> = tried.iter().map(|it| it.said.as_str()).collect();
    let detail = said.join("; ");
    if tried.iter().any(|it| it.failure.is_none()) {
        return Ok(detail);
    }
    let class = tried.iter().find_map(|it| it.failure);
    Err(Refusal {
        class: class.unwrap_or(ErrorClass::Offline),
        detail,
    })
}

struct Tried {
    failure: Option<ErrorClass>,
    said: String,
}

async fn connect_to(address: SocketAddr) -> Tried {
    let started = Instant::now();
    let (failure, said) = match timeout(CONNECT_TIMEOUT, TcpStream::connect(address)).await {
        Ok(Ok(_)) => (None, format!("{} ms", started.elapsed().as_millis())),
        Ok(Err(error)) => (Some(class_of(&error)), error.to_string()),
        Err(_) => (
            Some(ErrorClass::TimedOut),
            "no answer within 5 s".to_owned(),
        ),
    };
    let said = format!("{address}: {said}");
    Tried { failure, said }
}

fn class_of(error: &io::Error) -> ErrorClass {
    class_of_io(error).unwrap_or(ErrorClass::Unreachable)
}
