//! One check, from its first request to its report.

use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use intlpartners::{Client, Error, ErrorClass, WallClock};
use tokio::{
    task::{JoinHandle, spawn_blocking},
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use super::{
    CheckEnd, CheckError, CheckProgress, CheckReport, CheckState, Step,
    accounting::{account_for, all_failed, refused_whole},
    asking::{Asked, ask},
    batches::Batches,
    pace::{Hindrances, Rate},
    waiting::{at, blocking, finished},
};
use crate::{
    ids::{CheckId, InvitationId},
    ledger::{Ledger, LedgerError, Query, QueryOutcome, Saved},
};

/// Keeps 20 requests a second going when each takes three seconds to be answered.
const IN_FLIGHT: usize = 64;
/// When the disk is slower than the service, asking waits for it.
const MAX_UNSAVED: usize = 2 * IN_FLIGHT;
/// After a cancel, answers on their way are still taken for so long.
const GRACE: Duration = Duration::from_millis(800);
const STEP: Duration = Duration::from_millis(200);
/// So many batches failed, and none was answered between them: the rest would fail too.
const FAILURES_IN_A_ROW: usize = 2 * IN_FLIGHT;
/// So often something else answers in the service's place before it is believed to do so always.
const STRANGERS_IN_A_ROW: usize = 3;

/// Asks about everything that the check has no answer for. To be called once for a check that `begin_check` or
/// `continue_check` has made.
///
/// An error about the account stops the check, and so does a network without the service; the tokens concerned stay
/// unasked. Any other failure is that of its batch, and a batch that the service refuses is halved until the token to
/// blame stands alone. `on_step` hears how far it is, five times a second at most.
///
/// # Errors
/// Those of the ledger. What was answered before is on disk, and the check is one that was interrupted.
pub async fn run(
    ledger: Ledger,
    client: Client,
    check: CheckId,
    cancel: CancellationToken,
    clock: WallClock,
    on_step: impl Fn(Step) + Send + Sync,
) -> Result<CheckReport, LedgerError> {
    let _mark = ledger.mark_running(check);
    let (report, missing) = {
        let ledger = ledger.clone();
        blocking(move || Ok((ledger.check_report(check)?, ledger.unanswered(check)?))).await?
    };
    let run = Run::new(
        ledger.clone(),
        client,
        &report,
        missing,
        cancel,
        Arc::clone(&clock),
        on_step,
    );
    let (end, error) = run.finish().await?;
    let now = clock();
    blocking(move || {
        ledger.end_check(check, end, error.as_ref(), now)?;
        ledger.check_report(check)
    })
    .await
}

struct Run<OnStep> {
    ledger: Ledger,
    client: Client,
    cancel: CancellationToken,
    clock: WallClock,
    on_step: OnStep,
    batches: Batches,
    progress: CheckProgress,
    /// Since the last step.
    changed: Vec<InvitationId>,
    rate: Rate,
    hindrances: Arc<Hindrances>,
    asking: FuturesUnordered<BoxFuture<'static, Asked>>,
    /// Waits for the transaction under way: the slower the disk, the more answers share one.
    unsaved: Vec<Query>,
    saving: Option<JoinHandle<SavedQueries>>,
    /// So far; the requests under way look at it too.
    answers: Arc<AtomicUsize>,
    /// Since the last answer.
    failures: usize,
    strangers: usize,
    ending: Option<Ending>,
}

/// What was saved, and how much it is.
type SavedQueries = Result<(Saved, Vec<Query>), LedgerError>;

struct Ending {
    end: CheckEnd,
    error: Option<CheckError>,
    /// What has not been answered then is not waited for.
    deadline: Instant,
}

impl<OnStep: Fn(Step)> Run<OnStep> {
    fn new(
        ledger: Ledger,
        client: Client,
        report: &CheckReport,
        missing: Vec<InvitationId>,
        cancel: CancellationToken,
        clock: WallClock,
        on_step: OnStep,
    ) -> Self {
        let mut progress =
            CheckProgress::starting(report.check, report.account, report.list, report.total);
        progress.returned = report.returned;
        progress.not_returned = report.not_returned;
        progress.done = report.returned + report.not_returned;
        Self {
            batches: Batches::new(ledger.clone(), missing),
            rate: Rate::starting_at(progress.done),
            progress,
            changed: Vec::new(),
            hindrances: Arc::new(Hindrances::none()),
            asking: FuturesUnordered::new(),
            unsaved: Vec::new(),
            saving: None,
            answers: Arc::default(),
            failures: 0,
            strangers: 0,
            ending: None,
            ledger,
            client,
            cancel,
            clock,
            on_step,
        }
    }

    async fn finish(mut self) -> Result<(CheckEnd, Option<CheckError>), LedgerError> {
        let mut steps = interval(STEP);
        steps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            self.ask_more().await?;
            self.save_more();
            if self.asking.is_empty() && self.saving.is_none() {
                break;
            }
            let deadline = self.ending.as_ref().map(|ending| ending.deadline);
            tokio::select! {
                Some(asked) = self.asking.next() => self.take(asked),
                saved = finished(&mut self.saving) => self.count(saved?),
                () = self.cancel.cancelled(), if self.ending.is_none() => self.end(CheckEnd::Cancelled, None),
                () = at(deadline) => {
                    self.asking.clear();
                    self.ending.iter_mut().for_each(|ending| ending.deadline += GRACE);
                }
                _ = steps.tick() => self.tell(),
            }
        }
        self.tell();
        let all_done = self.progress.done == self.progress.total;
        Ok(match self.ending {
            Some(ending) if !all_done => (ending.end, ending.error),
            _ => (CheckEnd::Completed, None),
        })
    }

    async fn ask_more(&mut self) -> Result<(), LedgerError> {
        while self.ending.is_none()
            && self.asking.len() < IN_FLIGHT
            && self.unsaved.len() < MAX_UNSAVED
            && let Some(batch) = self.batches.next().await?
        {
            self.asking.push(Box::pin(ask(
                self.client.clone(),
                batch,
                Arc::clone(&self.answers),
                Arc::clone(&self.hindrances),
                self.cancel.clone(),
            )));
        }
        Ok(())
    }

    fn save_more(&mut self) {
        if self.saving.is_none() && !self.unsaved.is_empty() {
            let (ledger, check) = (self.ledger.clone(), self.progress.check);
            let queries = mem::take(&mut self.unsaved);
            self.saving = Some(spawn_blocking(move || {
                let saved = ledger.save(check, &queries)?;
                Ok((saved, queries))
            }));
        }
    }

    fn take(&mut self, asked: Asked) {
        let Asked {
            batch,
            result,
            answers_before,
        } = asked;
        let error = match result {
            None => return,
            Some(Ok(answer)) => {
                (self.failures, self.strangers) = (0, 0);
                self.answers.fetch_add(1, Ordering::Relaxed);
                self.hindrances.note_answer();
                self.unsaved.extend(account_for(&batch, answer));
                return;
            }
            Some(Err(error)) => error,
        };
        if self.ending.is_some() {
            return;
        }
        let class = error.class();
        let asked_at = (self.clock)() + self.client.transport().clock_offset();
        if class.is_about_account() {
            self.stop(&error);
        } else if error.is_about_batch() && batch.len() > 1 {
            self.unsaved.push(refused_whole(&error, asked_at));
            if class == ErrorClass::TooLarge {
                self.batches.stay_below(batch.len());
            }
            self.batches.ask_in_halves(batch);
        } else if !class.reached_service() && self.answers.load(Ordering::Relaxed) == answers_before
        {
            // Nobody has got through since this one set out. The client has already tried again what may pass;
            // where it has not, a single strange answer is no proof yet.
            self.strangers += 1;
            if error.is_retryable() || self.strangers == STRANGERS_IN_A_ROW {
                self.stop(&error);
            } else {
                self.batches.ask_again(batch);
            }
        } else {
            self.unsaved.push(all_failed(&batch, &error, asked_at));
            self.failures += 1;
            if self.failures == FAILURES_IN_A_ROW {
                self.stop(&error);
            }
        }
    }

    fn count(&mut self, (saved, queries): (Saved, Vec<Query>)) {
        self.saving = None;
        let progress = &mut self.progress;
        progress.returned += saved.returned;
        progress.not_returned += saved.not_returned;
        progress.failed += saved.failed;
        progress.done += saved.returned + saved.not_returned + saved.failed;
        for query in queries {
            match query.outcome {
                QueryOutcome::Answered(answered) => {
                    self.changed
                        .extend(answered.observed.into_iter().map(|(id, _)| id));
                }
                QueryOutcome::Failed { invitations, .. } => self.changed.extend(invitations),
            }
        }
    }

    /// Whatever else is on its way would meet the same error.
    fn stop(&mut self, error: &Error) {
        let error = CheckError {
            code: error.class().as_str().to_owned(),
            message: error.to_string(),
            request_id: error.request_id().map(str::to_owned),
            retryable: error.is_retryable(),
        };
        self.end(CheckEnd::Stopped, Some(error));
        self.asking.clear();
    }

    fn end(&mut self, end: CheckEnd, error: Option<CheckError>) {
        self.ending = Some(Ending {
            end,
            error,
            deadline: Instant::now() + GRACE,
        });
    }

    fn tell(&mut self) {
        self.rate.sample(self.progress.done);
        let rate = self.rate.tokens_per_second();
        let left = (self.progress.total - self.progress.done) as f64;
        self.progress.tokens_per_second = rate;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "a float's cast to an integer saturates, and nobody waits for 136 years"
        )]
        let seconds_left = (rate > 0.0).then(|| (left / rate).ceil() as u32);
        self.progress.seconds_left = seconds_left;
        (self.progress.state, self.progress.reason) = match self.ending {
            Some(_) => (CheckState::Stopping, None),
            None => self.hindrances.now(),
        };
        (self.on_step)(Step {
            progress: self.progress.clone(),
            changed: mem::take(&mut self.changed),
        });
    }
}

#[cfg(test)]
mod tests {
    use intlpartners::Answer;
    use simulator::Key;

    use super::*;
    use crate::{
        check::simulated::{client, clock},
        ledger::fixture,
    };

    #[tokio::test]
    async fn a_service_that_fails_batch_after_batch_is_asked_no_more() {
        let ledger = fixture::in_memory();
        let account = fixture::account(&ledger, "Acme");
        let check = ledger
            .begin_check(account, None, &[], fixture::now())
            .unwrap();
        let mut run = Run::new(
            ledger.clone(),
            client("http://127.0.0.1:1/", &Key::sample()),
            &ledger.check_report(check).unwrap(),
            Vec::new(),
            CancellationToken::new(),
            clock(),
            |_| {},
        );
        let asked = |result| Asked {
            batch: vec![(InvitationId(1), fixture::token("a"))],
            result: Some(result),
            answers_before: 0,
        };
        let failed = || {
            asked(Err(Error::Service {
                code: "FailedOperation.Mystery".to_owned(),
                message: "it failed".to_owned(),
                request_id: None,
            }))
        };
        for _ in 1..FAILURES_IN_A_ROW {
            run.take(failed());
        }
        run.take(asked(Ok(Answer {
            request_id: "request".to_owned(),
            asked_at: fixture::now(),
            invitations: Vec::new(),
            unreadable_rows: 0,
        })));
        for _ in 1..FAILURES_IN_A_ROW {
            run.take(failed());
        }
        assert!(run.ending.is_none());
        run.take(failed());
        let error = run.ending.unwrap().error.unwrap();
        assert_eq!(error.code, "service_refused");
    }
}
