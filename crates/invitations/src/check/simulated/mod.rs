//! Tests: whole checks, by the real client, of a simulated service over the loopback, on paused time.

mod accounted;
mod cancelled;
mod locked;
mod many;
mod outages;
mod schedules;
mod stopped;
mod watched;
mod world;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::TimeDelta;
use simulator::{Faults, Invitation, Outcome, When, population};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use self::world::{World, WorldOptions};
use super::{CheckEnd, CheckReport, CheckState, Step, Terms, run};
use crate::{
    ids::{AccountId, CheckId},
    ledger::{Ledger, fixture},
    standing,
};

struct Scene {
    world: World,
    ledger: Ledger,
    account: AccountId,
    patience: Option<Duration>,
}

/// Tokens of the service's, and `unknown` ones, imported and never asked about.
async fn scene(tokens: usize, unknown: usize, faults: Faults) -> Scene {
    scene_in(fixture::in_memory(), tokens, unknown, faults).await
}

async fn scene_in(ledger: Ledger, tokens: usize, unknown: usize, faults: Faults) -> Scene {
    let account = fixture::account(&ledger, "Acme");
    let created = fixture::now() - TimeDelta::days(1);
    let known =
        (0..tokens).map(|n| Invitation::unused(fixture::token(&format!("known{n}")), created));
    let names: Vec<_> = (0..tokens)
        .map(|n| format!("known{n}"))
        .chain((0..unknown).map(|n| format!("unknown{n}")))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    fixture::list(&ledger, account, "L", &names);
    Scene {
        world: World::new(WorldOptions::default(), known.collect(), faults).await,
        ledger,
        account,
        patience: None,
    }
}

impl Scene {
    fn begin(&self) -> CheckId {
        let ids = self.ledger.scope(self.account, None).unwrap();
        self.ledger
            .begin_check(self.account, None, &ids, self.world.now())
            .unwrap()
    }

    async fn check(&self) -> CheckReport {
        let check = self.begin();
        self.run(check, CancellationToken::new(), |_| {}).await
    }

    async fn continue_from(&self, ended: &CheckReport) -> CheckReport {
        let now = self.world.now();
        let next = self.ledger.continue_check(ended.check, now).unwrap();
        self.run(next, CancellationToken::new(), |_| {}).await
    }

    async fn run(
        &self,
        check: CheckId,
        cancel: CancellationToken,
        on_step: impl Fn(Step) + Send + Sync,
    ) -> CheckReport {
        let terms = Terms {
            cancel,
            clock: self.world.clock(),
            patience: self.patience,
        };
        let report = run(
            self.ledger.clone(),
            self.world.client(),
            check,
            terms,
            on_step,
        )
        .await
        .unwrap();
        let accounted = report.returned + report.not_returned + report.failed + report.unasked;
        assert_eq!(accounted, report.total, "{report:?}");
        report
    }

    /// The tokens of each request that was answered.
    fn answered(&self) -> Vec<Vec<Arc<str>>> {
        self.world
            .record()
            .iter()
            .filter(|exchange| matches!(exchange.outcome, Outcome::Answered { .. }))
            .map(|exchange| exchange.tokens.clone())
            .collect()
    }
}

impl Scene {
    /// When each request arrived, since the world began.
    fn arrivals(&self) -> Vec<Duration> {
        let mut arrivals: Vec<_> = self
            .world
            .record()
            .iter()
            .map(|exchange| exchange.arrived_after)
            .collect();
        arrivals.sort_unstable();
        arrivals
    }
}

fn counts(report: &CheckReport) -> (usize, usize, usize, usize) {
    (
        report.returned,
        report.not_returned,
        report.failed,
        report.unasked,
    )
}
