//! Tests: whole checks, by the real client, of a simulated service.

mod accounted;
mod stopped;
mod watched;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use intlpartners::{Client, ClientConfig, Credentials, Endpoint, Language, Transport, WallClock};
use simulator::{
    Faults, Invitation, Key, Limiter, LimiterKind, Outcome, Simulator, SimulatorConfig, When,
    population,
};
use tokio_util::sync::CancellationToken;

use super::{CheckEnd, CheckReport, Step, run};
use crate::{
    ids::{AccountId, CheckId},
    ledger::{Ledger, fixture},
    standing,
};

struct Scene {
    simulator: Simulator,
    ledger: Ledger,
    account: AccountId,
}

/// Tokens of the service's, and `unknown` ones, imported and never asked about.
async fn scene(tokens: usize, unknown: usize, faults: Faults) -> Scene {
    let ledger = fixture::in_memory();
    let account = fixture::account(&ledger, "Acme");
    let created = clock()() - chrono::TimeDelta::days(1);
    let known =
        (0..tokens).map(|n| Invitation::unused(fixture::token(&format!("known{n}")), created));
    let names: Vec<_> = (0..tokens)
        .map(|n| format!("known{n}"))
        .chain((0..unknown).map(|n| format!("unknown{n}")))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    fixture::list(&ledger, account, "L", &names);
    let simulator = Simulator::start(SimulatorConfig {
        invitations: known.collect(),
        limiter: Limiter {
            kind: LimiterKind::TokenBucket,
            requests_per_second: 20,
        },
        faults,
        ..SimulatorConfig::default()
    })
    .await
    .unwrap();
    Scene {
        simulator,
        ledger,
        account,
    }
}

impl Scene {
    fn begin(&self) -> CheckId {
        let ids = self.ledger.scope(self.account, None).unwrap();
        self.ledger
            .begin_check(self.account, None, &ids, clock()())
            .unwrap()
    }

    async fn check(&self) -> CheckReport {
        let check = self.begin();
        self.run(check, CancellationToken::new(), |_| {}).await
    }

    async fn run(
        &self,
        check: CheckId,
        cancel: CancellationToken,
        on_step: impl Fn(Step) + Send + Sync,
    ) -> CheckReport {
        let client = client(&self.simulator.endpoint(), &self.simulator.keys()[0]);
        let report = run(self.ledger.clone(), client, check, cancel, clock(), on_step)
            .await
            .unwrap();
        let accounted = report.returned + report.not_returned + report.failed + report.unasked;
        assert_eq!(accounted, report.total, "{report:?}");
        report
    }

    /// The tokens of each request that was answered.
    fn answered(&self) -> Vec<Vec<Arc<str>>> {
        self.simulator
            .record()
            .iter()
            .filter(|exchange| matches!(exchange.outcome, Outcome::Answered { .. }))
            .map(|exchange| exchange.tokens.clone())
            .collect()
    }
}

pub(super) fn client(endpoint: &str, key: &Key) -> Client {
    let (credentials, _) = Credentials::new(&key.secret_id, &key.secret_key).unwrap();
    let config = ClientConfig {
        endpoint: endpoint.parse::<Endpoint>().unwrap(),
        credentials,
        requests_per_second: 20,
        language: Language::EnUs,
        request_client: "InviteLedger_test".to_owned(),
    };
    Client::new(Transport::new(clock()).unwrap(), config, 1)
}

#[allow(
    clippy::disallowed_methods,
    reason = "a test is its own composition root"
)]
pub(super) fn clock() -> WallClock {
    Arc::new(|| SystemTime::now().into())
}

fn counts(report: &CheckReport) -> (usize, usize, usize, usize) {
    (
        report.returned,
        report.not_returned,
        report.failed,
        report.unasked,
    )
}
