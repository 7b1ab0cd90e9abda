//! Whatever goes wrong, in whatever order: every token has one outcome, and the check ends.
//!
//! `INVITE_LEDGER_SCHEDULES=10000` tries so many schedules, and `INVITE_LEDGER_FIRST_SCHEDULE=4711` begins with that
//! one: a failure says its number.

mod evidence;
mod random;

use std::{collections::BTreeMap, thread};

use super::{
    many::{each, knob},
    *,
};
use crate::{import::read_text, ledger::ImportTarget};

const SCHEDULES: u64 = 200;
/// So long after the last fault, a check has ended that never loses its patience: half a minute until it tries again,
/// as long until it knows that a request of before is lost, and all that is to be asked, at the slowest pace.
const HEALTHY: Duration = Duration::from_secs(15 * 60);

#[test]
fn whatever_goes_wrong_no_token_is_lost_or_doubled_and_the_check_ends() {
    let first = knob("INVITE_LEDGER_FIRST_SCHEDULE").unwrap_or(0);
    let last = first + knob("INVITE_LEDGER_SCHEDULES").unwrap_or(SCHEDULES);
    let endings = Mutex::new(BTreeMap::<String, usize>::new());
    each(first..last, async |number| {
        let ending = Schedule::random(number).run().await;
        *endings.lock().unwrap().entry(ending).or_default() += 1;
    });
    println!("{:#?}", endings.into_inner().unwrap());
}

#[derive(Debug)]
struct Schedule {
    number: u64,
    known: usize,
    unknown: usize,
    world: WorldOptions,
    patience: Option<Duration>,
    phases: Vec<Phase>,
}

#[derive(Debug)]
struct Phase {
    duration: Duration,
    /// Nobody listens.
    down: bool,
    faults: Faults,
    /// By how much the computer's clock is set at the beginning, …
    clock_moved: TimeDelta,
    /// … and how long the computer sleeps then.
    slept: TimeDelta,
}

impl Schedule {
    /// How the check ended.
    async fn run(self) -> String {
        let schedule = Named(self);
        let schedule = &schedule.0;
        let scene = schedule.scene().await;
        let steps = Mutex::new(Vec::new());
        let check = scene.begin();
        let report = {
            let run = scene.run(check, CancellationToken::new(), |step| {
                steps.lock().unwrap().push(step);
            });
            tokio::select! {
                report = run => report,
                () = schedule.act(&scene.world) => panic!("the check does not end"),
            }
        };
        schedule.may_end_like_this(&report);
        schedule.was_asked_at_the_pace(&scene);
        let steps = steps.into_inner().unwrap();
        evidence::steps_agree_with(&report, &steps, &scene);
        evidence::every_token_has_one_outcome(&report, &scene);
        schedule.continues(&report, &scene).await;
        let error = report.error.map_or(String::new(), |error| error.code);
        let has_waited = |step: &Step| step.progress.state == CheckState::Waiting;
        let waited = if steps.iter().any(has_waited) {
            "after waiting"
        } else {
            ""
        };
        let failed = if report.failed > 0 {
            "with failures"
        } else {
            ""
        };
        format!("{:?} {error} {waited} {failed}", report.end)
    }

    async fn scene(&self) -> Scene {
        let ledger = fixture::in_memory();
        let account = fixture::account(&ledger, "Acme");
        let invitations = population(self.number, self.known, fixture::now());
        let others = population(!self.number, self.unknown, fixture::now());
        let tokens: Vec<_> = invitations
            .iter()
            .chain(&others)
            .map(|it| it.token.to_string())
            .collect();
        let target = ImportTarget::NewList("L".to_owned());
        let import = read_text(&tokens.join("\n"));
        ledger
            .store_import(account, &target, &import, fixture::now())
            .unwrap();
        let faults = self.phases[0].faults.clone();
        Scene {
            world: World::new(self.world.clone(), invitations, faults).await,
            ledger,
            account,
            patience: self.patience,
        }
    }

    async fn act(&self, world: &World) {
        for phase in &self.phases {
            world.move_clock(phase.clock_moved);
            world.sleep(phase.slept);
            world.set_faults(phase.faults.clone());
            match phase.down {
                true => world.bring_down().await,
                false => world.bring_up().await,
            }
            sleep(phase.duration).await;
        }
    }

    /// To the end, except for a reason, which must be one of those given.
    fn may_end_like_this(&self, report: &CheckReport) {
        let Some(error) = &report.error else {
            assert_eq!((report.end, report.unasked), (CheckEnd::Completed, 0));
            return;
        };
        assert_eq!(report.end, CheckEnd::Stopped);
        assert!(report.unasked > 0, "{report:?}");
        let reasons: HashSet<_> = self
            .phases
            .iter()
            .flat_map(Phase::reasons_to_stop)
            .collect();
        let is_impatient = self.patience.is_some();
        assert!(
            is_impatient || reasons.contains(error.code.as_str()),
            "{report:?}"
        );
    }

    /// At the service's door, as far as the way there is even.
    fn was_asked_at_the_pace(&self, scene: &Scene) {
        let ways = self.phases.iter().map(|phase| {
            let Faults {
                latency, jitter, ..
            } = phase.faults;
            (latency / 2, (latency + jitter) / 2)
        });
        let (nearest, farthest) = ways.fold((Duration::MAX, Duration::ZERO), |all, way| {
            (all.0.min(way.0), all.1.max(way.1))
        });
        // The world's own steps.
        let uneven = farthest - nearest + Duration::from_millis(60);
        let arrivals = scene.arrivals();
        let limit = self.world.requests_per_second as usize;
        for seconds in [1, 2, 5, 10] {
            for window in arrivals.windows(seconds * limit + 1) {
                let taken = window[seconds * limit] - window[0];
                let least = Duration::from_secs(seconds as u64);
                assert!(taken + uneven >= least, "{taken:?}: {window:?}");
            }
        }
    }

    /// When all is well again, only what is missing is asked about.
    async fn continues(&self, report: &CheckReport, scene: &Scene) {
        let missing = scene.ledger.unanswered(report.check).unwrap();
        assert_eq!(missing.len(), report.failed + report.unasked);
        if missing.is_empty() {
            return;
        }
        let last = self.phases.last().expect("there is one");
        scene.world.set_faults(last.faults.clone());
        scene.world.bring_up().await;
        let before = scene.world.record().len();
        let next = scene.continue_from(report).await;
        assert_eq!(
            (next.end, next.unasked, next.failed),
            (CheckEnd::Completed, 0, 0)
        );
        assert_eq!(next.total, report.total);
        let missing = scene.ledger.tokens(&missing).unwrap();
        let asked: HashSet<_> = scene.world.record()[before..]
            .iter()
            .flat_map(|exchange| exchange.tokens.iter().map(|token| token.to_string()))
            .collect();
        assert_eq!(asked, missing.into_iter().collect());
    }
}

/// Shows itself when its check fails.
struct Named(Schedule);

impl Drop for Named {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!(
                "INVITE_LEDGER_FIRST_SCHEDULE={}: {:?}",
                self.0.number, self.0
            );
        }
    }
}
