//! What stands between an account and its answers, looked at step by step.

use reqwest::Url;
use serde::Serialize;
use tokio::time::Instant;

use crate::{Client, ErrorClass};

mod probe;
mod verdicts;
mod way;

/// Everything that [`Client::diagnose`] found out. Holds no secret: it is for whoever helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    pub endpoint: String,
    /// Every [`Aspect`] once, in their order.
    pub findings: Vec<Finding>,
    /// Under which the service knows the questions that were asked.
    pub request_ids: Vec<String>,
    pub milliseconds: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub aspect: Aspect,
    pub verdict: Verdict,
    /// What is wrong, where something is.
    pub class: Option<ErrorClass>,
    /// English and technical: addresses, names, the words of the error.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Which proxy is in use, and whether it lets us through.
    Proxy,
    /// Of the endpoint, or of the proxy on the way to it.
    NameResolution,
    /// TCP, and that it is the service that answers at its end.
    Connection,
    /// Whether the certificate is trusted, and who signed it.
    Tls,
    Clock,
    Credentials,
    Permission,
    Rate,
}

impl Aspect {
    pub const ALL: [Self; 8] = [
        Self::Proxy,
        Self::NameResolution,
        Self::Connection,
        Self::Tls,
        Self::Clock,
        Self::Credentials,
        Self::Permission,
        Self::Rate,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Good,
    /// It works, and someone should look at it.
    Warning,
    Failed,
    /// Something else failed first.
    Untried,
    /// No proxy; no TLS on loopback; no name to resolve.
    NotNeeded,
}

impl Client {
    /// Finds out what is in the way of this account's queries: looks at the network step by step,
    /// then asks the service one signed question about `probe_token`, over new connections and
    /// by the system's proxy of this moment. Ends within 35 s whatever happens.
    pub async fn diagnose(&self, probe_token: &str) -> Diagnosis {
        let started = Instant::now();
        let transport = self.transport();
        transport.reconnect();
        let endpoint = self.endpoint();
        let mut found = Findings::untried();
        let mut request_ids = Vec::new();
        if let Some(way) = way::examine(transport, endpoint.url(), &mut found).await {
            let answered = probe::ask(self, probe_token).await;
            verdicts::judge(self, &way, &answered, &mut found);
            request_ids = answered.request_ids;
        }
        Diagnosis {
            endpoint: endpoint.to_string(),
            findings: found.0,
            request_ids,
            milliseconds: started.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
        }
    }
}

/// One finding per aspect; what nobody looks at stays untried.
#[derive(Debug)]
struct Findings(Vec<Finding>);

impl Findings {
    fn untried() -> Self {
        let untried = |aspect| Finding {
            aspect,
            verdict: Verdict::Untried,
            class: None,
            detail: String::new(),
        };
        Self(Aspect::ALL.map(untried).into())
    }

    fn good(&mut self, aspect: Aspect, detail: impl Into<String>) {
        self.note(aspect, Verdict::Good, None, detail.into());
    }

    fn not_needed(&mut self, aspect: Aspect, detail: impl Into<String>) {
        self.note(aspect, Verdict::NotNeeded, None, detail.into());
    }

    fn warn(&mut self, aspect: Aspect, class: ErrorClass, detail: impl Into<String>) {
        self.note(aspect, Verdict::Warning, Some(class), detail.into());
    }

    fn fail(&mut self, aspect: Aspect, class: ErrorClass, detail: impl Into<String>) {
        self.note(aspect, Verdict::Failed, Some(class), detail.into());
    }

    fn note(
        &mut self,
        aspect: Aspect,
        verdict: Verdict,
        class: Option<ErrorClass>,
        detail: String,
    ) {
        let finding = self.0.iter_mut().find(|finding| finding.aspect == aspect);
        *finding.expect("there is one for every aspect") = Finding {
            aspect,
            verdict,
            class,
            detail,
        };
    }
}

/// The name or address in a URL, and the port.
fn host_and_port(url: &Url) -> Option<(String, u16)> {
    let host = url.host_str()?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    Some((host.to_owned(), url.port_or_known_default()?))
}
