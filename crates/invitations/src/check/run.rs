//! One check, from its first request to its report.

use std::{fmt, mem, time::Duration};

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
    pace::Rate,
    room::MOST,
    traffic::{Errand, Home, Next, Traffic},
    waiting::{at, blocking, finished},
    wakefulness::Wakefulness,
};
use crate::{
    ids::{CheckId, InvitationId},
    ledger::{Ledger, LedgerError, Query, QueryOutcome, Saved},
};

/// When the disk is slower than the service, asking waits for it.
const MAX_UNSAVED: usize = 2 * MOST;
/// After a cancel, answers on their way are still taken for so long.
const GRACE: Duration = Duration::from_millis(800);
const STEP: Duration = Duration::from_millis(200);
/// A check whose end could not be noted is taken for an interrupted one, and loses nothing else by it.
const MORE_TRIES_TO_END: u32 = 5;

/// What a check goes by.
#[derive(Clone)]
pub struct Terms {
    pub cancel: CancellationToken,
    pub clock: WallClock,
    /// How long it waits for a single answer before it stops with the last error. `None`: until it is cancelled.
    pub patience: Option<Duration>,
}

impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terms")
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// Asks about everything that the check has no answer for. To be called once for a check that `begin_check` or
/// `continue_check` has made.
///
/// An error about the account stops the check; the tokens concerned stay unasked. A batch that the service refuses is
/// halved until the token to blame stands alone. Whatever else goes wrong is tried again: with one batch as long as it
/// is worth it, and with all of them as long as `terms` have patience. `on_step` hears how far it is, five times a
/// second at most.
///
/// # Errors
/// Those of the ledger. What was answered before is on disk, and the check is one that was interrupted.
pub async fn run(
    ledger: Ledger,
    client: Client,
    check: CheckId,
    terms: Terms,
    on_step: impl Fn(Step) + Send + Sync,
) -> Result<CheckReport, LedgerError> {
    let _mark = ledger.mark_running(check);
    let clock = terms.clock.clone();
    let (report, left) = {
        let ledger = ledger.clone();
        blocking(move || {
            let report = ledger.check_report(check)?;
            let left = Left {
                missing: ledger.unanswered(check)?,
                witness: ledger.answered_last(report.account)?,
            };
            Ok((report, left))
        })
        .await?
    };
    let run = Run::new(ledger.clone(), client, &report, left, terms, on_step);
    let (end, error) = run.finish().await?;
    let now = clock();
    blocking(move || {
        let mut tries = 0..MORE_TRIES_TO_END;
        while_busy(
            || ledger.end_check(check, end, error.as_ref(), now),
            || tries.next().is_some(),
        )?;
        ledger.check_report(check)
    })
    .await
}

/// Tries again for as long as another program keeps the ledger locked. Each try takes its time.
fn while_busy<T>(
    work: impl Fn() -> Result<T, LedgerError>,
    mut may_wait: impl FnMut() -> bool,
) -> Result<T, LedgerError> {
    loop {
        match work() {
            Err(LedgerError::Busy) if may_wait() => {}
            done => return done,
        }
    }
}

/// What an earlier check, or none, has left to be done.
struct Left {
    missing: Vec<InvitationId>,
    /// A token that the service has answered for.
    witness: Option<(InvitationId, String)>,
}

struct Run<OnStep> {
    ledger: Ledger,
    client: Client,
    terms: Terms,
    on_step: OnStep,
    batches: Batches,
    traffic: Traffic,
    wakefulness: Wakefulness,
    progress: CheckProgress,
    /// Since the last step.
    changed: Vec<InvitationId>,
    rate: Rate,
    asking: FuturesUnordered<BoxFuture<'static, Asked>>,
    /// Waits for the transaction under way: the slower the disk, the more answers share one.
    unsaved: Vec<Query>,
    saving: Option<JoinHandle<SavedQueries>>,
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
        left: Left,
        terms: Terms,
        on_step: OnStep,
    ) -> Self {
        let mut progress =
            CheckProgress::starting(report.check, report.account, report.list, report.total);
        progress.returned = report.returned;
        progress.not_returned = report.not_returned;
        progress.done = report.returned + report.not_returned;
        // Pauses are to differ between programs that lost the service together.
        let seed = (terms.clock)().timestamp_micros() ^ report.check.0;
        let random = fastrand::Rng::with_seed(seed.cast_unsigned());
        let witness = left.witness.map(|token| [token].into());
        Self {
            batches: Batches::new(ledger.clone(), left.missing),
            traffic: Traffic::new(Instant::now(), random, witness),
            wakefulness: Wakefulness::new(terms.clock.clone()),
            rate: Rate::starting_at(progress.done),
            progress,
            changed: Vec::new(),
            asking: FuturesUnordered::new(),
            unsaved: Vec::new(),
            saving: None,
            ending: None,
            ledger,
            client,
            terms,
            on_step,
        }
    }

    async fn finish(mut self) -> Result<(CheckEnd, Option<CheckError>), LedgerError> {
        let mut steps = interval(STEP);
        steps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let more = self.ask_more().await?;
            self.save_more();
            if self.is_over() {
                break;
            }
            let deadline = self.ending.as_ref().map(|ending| ending.deadline);
            tokio::select! {
                Some(asked) = self.asking.next() => self.take(asked),
                saved = finished(&mut self.saving) => self.count(saved?),
                () = self.terms.cancel.cancelled(), if self.ending.is_none() => {
                    self.end(CheckEnd::Cancelled, None);
                    self.traffic.call_back();
                }
                () = at(deadline) => {
                    self.asking.clear();
                    self.ending.iter_mut().for_each(|ending| ending.deadline += GRACE);
                }
                () = at(more) => {}
                _ = steps.tick() => {
                    self.look_at_the_clock();
                    self.tell();
                }
            }
        }
        self.tell();
        let all_done = self.progress.done == self.progress.total;
        Ok(match self.ending {
            Some(ending) if !all_done => (ending.end, ending.error),
            _ => (CheckEnd::Completed, None),
        })
    }

    fn is_over(&self) -> bool {
        let all_asked = self.batches.is_empty() && self.traffic.is_over();
        self.asking.is_empty() && self.saving.is_none() && (all_asked || self.ending.is_some())
    }

    /// Says when there may be more to ask, if time alone brings that about.
    async fn ask_more(&mut self) -> Result<Option<Instant>, LedgerError> {
        while self.ending.is_none() && self.unsaved.len() < MAX_UNSAVED {
            let fresh = !self.batches.is_empty();
            let pace = self.client.pace().per_second;
            let errand = match self.traffic.next(fresh, pace, Instant::now()) {
                Next::Wait(until) => return Ok(until),
                Next::Ask(errand) => errand,
                Next::Fresh => match self.batches.next().await? {
                    Some(batch) => Errand::Batch(batch),
                    None => continue,
                },
            };
            let (number, tokens, recall) = self.traffic.depart(errand);
            self.asking
                .push(Box::pin(ask(self.client.clone(), number, tokens, recall)));
        }
        Ok(None)
    }

    fn save_more(&mut self) {
        if self.saving.is_none() && !self.unsaved.is_empty() {
            let (ledger, check) = (self.ledger.clone(), self.progress.check);
            let queries = mem::take(&mut self.unsaved);
            let cancel = self.terms.cancel.clone();
            self.saving = Some(spawn_blocking(move || {
                // The answers are worth more than the time: whoever is tired of waiting can cancel.
                let saved = while_busy(|| ledger.save(check, &queries), || !cancel.is_cancelled())?;
                Ok((saved, queries))
            }));
        }
    }

    fn take(&mut self, asked: Asked) {
        let pace = self.client.pace().per_second;
        let home = self.traffic.home(asked, pace, Instant::now());
        let asked_at = (self.terms.clock)() + self.client.transport().clock_offset();
        match home {
            Home::Answered(batch, answer) => {
                self.unsaved.extend(account_for(&batch.tokens, answer));
            }
            // What has no answer when the check ends is unasked, whatever has become of it.
            _ if self.ending.is_some() => {}
            Home::Settled => {}
            Home::Again(batch) => self.batches.ask_again(batch),
            Home::Stop(error) => self.stop(&error),
            Home::Refused(batch, error) if batch.tokens.len() > 1 => {
                self.unsaved.push(refused_whole(&error, asked_at));
                if error.class() == ErrorClass::TooLarge {
                    self.batches.stay_below(batch.tokens.len());
                }
                self.batches.ask_in_halves(&batch);
            }
            Home::Refused(batch, error) | Home::Failed(batch, error) => {
                self.unsaved
                    .push(all_failed(&batch.tokens, &error, asked_at));
            }
        }
    }

    /// After sleep, connections are dead without knowing it, and time has passed that nobody spent waiting.
    fn look_at_the_clock(&mut self) {
        if self.wakefulness.has_slept() && self.ending.is_none() {
            self.client.transport().reconnect();
            self.asking.clear();
            for batch in self.traffic.give_back().rev() {
                self.batches.ask_again(batch);
            }
        } else if self.ending.is_none()
            && let Some(error) = self.traffic.hopeless(self.terms.patience, Instant::now())
        {
            self.stop(&error);
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
        let progress = &mut self.progress;
        (
            progress.state,
            progress.reason,
            progress.next_try_in_seconds,
        ) = match self.ending {
            Some(_) => (CheckState::Stopping, None, None),
            None => self.traffic.state(Instant::now()),
        };
        (self.on_step)(Step {
            progress: self.progress.clone(),
            changed: mem::take(&mut self.changed),
        });
    }
}
