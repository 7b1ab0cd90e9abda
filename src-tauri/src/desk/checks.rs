//! One check at a time: started, watched, cancelled, continued.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use intlpartners::Client;
use invitations::{
    check::{self, CheckProgress, CheckReport, Step, Terms},
    ids::{AccountId, CheckId, InvitationId, ListId},
    ledger::Ledger,
};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio_util::sync::CancellationToken;

use super::{CheckScope, Desk, blocking, ended_early, lock, views::ScopeWhat};
use crate::{
    error::{CommandError, ErrorCode},
    events::DeskEvent,
};

/// Two looks at a clock never tell quite the same.
const NOTICEABLE: TimeDelta = TimeDelta::minutes(1);

pub(super) struct RunningCheck {
    check: CheckId,
    cancel: CancellationToken,
    /// Cancelled when the check has ended and said so.
    pub(super) ended: CancellationToken,
    progress: Mutex<CheckProgress>,
}

impl RunningCheck {
    pub(super) fn latest_progress(&self) -> CheckProgress {
        lock(&self.progress).clone()
    }
}

impl Desk {
    pub async fn start_check(self: &Arc<Self>, scope: CheckScope) -> Result<CheckId, CommandError> {
        let _turn = self.turn.lock().await;
        self.refuse_while_checking()?;
        let (account, list) = (scope.account, scope.list);
        let ids = match scope.what {
            ScopeWhat::All => {
                self.on_ledger(move |ledger| ledger.scope(account, list))
                    .await?
            }
            ScopeWhat::Shown => {
                let desk = Arc::clone(self);
                blocking(move || desk.shown_ids(account, list)).await??
            }
            ScopeWhat::Unanswered => {
                self.on_ledger(move |ledger| match ledger.last_check(account, list)? {
                    Some(last) => ledger.unanswered(last.check),
                    None => ledger.scope(account, list),
                })
                .await?
            }
        };
        self.begin_check(account, list, ids).await
    }

    /// A new check over what an ended one left without an answer; it reports for both.
    pub async fn continue_check(self: &Arc<Self>, check: CheckId) -> Result<CheckId, CommandError> {
        let _turn = self.turn.lock().await;
        self.refuse_while_checking()?;
        let report = self
            .on_ledger(move |ledger| ledger.check_report(check))
            .await?;
        let client = self.client(&self.account(report.account).await?).await?;
        let now = self.check_clock()();
        let next = self
            .on_ledger(move |ledger| ledger.continue_check(check, now))
            .await?;
        self.run_check(next, client).await
    }

    pub fn cancel_check(&self, check: CheckId) {
        if let Some(running) = &*lock(&self.running)
            && running.check == check
        {
            running.cancel.cancel();
        }
    }

    pub(super) fn refuse_while_checking(&self) -> Result<(), CommandError> {
        match &*lock(&self.running) {
            Some(_) => Err(CommandError::new(
                ErrorCode::CheckRunning,
                "a check is running",
            )),
            None => Ok(()),
        }
    }

    /// Cancels the running check, if there is one, and waits for its end.
    pub(super) async fn stop_check(&self) {
        let ended = lock(&self.running).as_ref().map(|running| {
            running.cancel.cancel();
            running.ended.clone()
        });
        if let Some(ended) = ended {
            ended.cancelled().await;
        }
    }

    async fn begin_check(
        self: &Arc<Self>,
        account: AccountId,
        list: Option<ListId>,
        ids: Vec<InvitationId>,
    ) -> Result<CheckId, CommandError> {
        if ids.is_empty() {
            return Err(CommandError::new(
                ErrorCode::NothingToCheck,
                "there is nothing to check",
            ));
        }
        let client = self.client(&self.account(account).await?).await?;
        let now = self.check_clock()();
        let check = self
            .on_ledger(move |ledger| ledger.begin_check(account, list, &ids, now))
            .await?;
        self.run_check(check, client).await
    }

    async fn run_check(
        self: &Arc<Self>,
        check: CheckId,
        client: Client,
    ) -> Result<CheckId, CommandError> {
        let ledger = self.ledger()?;
        let report = self
            .on_ledger(move |ledger| ledger.check_report(check))
            .await?;
        let running = RunningCheck {
            check,
            cancel: CancellationToken::new(),
            ended: CancellationToken::new(),
            progress: Mutex::new(CheckProgress::starting(
                check,
                report.account,
                report.list,
                report.total,
            )),
        };
        let ended = running.ended.clone();
        let terms = Terms {
            cancel: running.cancel.clone(),
            clock: self.check_clock(),
            // Whoever sees it wait can cancel it.
            patience: None,
        };
        *lock(&self.running) = Some(running);
        let (steps, heard) = mpsc::unbounded_channel();
        let run = tokio::spawn(check::run(
            ledger.clone(),
            client,
            check,
            terms,
            move |step| drop(steps.send(step)),
        ));
        let desk = Arc::clone(self);
        tokio::spawn(async move {
            desk.follow(heard).await;
            let outcome = match run.await {
                Ok(ended) => ended.map_err(CommandError::from),
                Err(panic) => Err(ended_early(panic)),
            };
            *lock(&desk.running) = None;
            desk.check_ended(outcome, check, ledger).await;
            ended.cancel();
        });
        Ok(check)
    }

    /// Until the check has ended. The rows are read again beside the check, which never waits for them: what happens
    /// meanwhile becomes one step.
    async fn follow(self: &Arc<Self>, mut steps: UnboundedReceiver<Step>) {
        while let Some(mut step) = steps.recv().await {
            while let Ok(next) = steps.try_recv() {
                step.progress = next.progress;
                step.changed.extend(next.changed);
            }
            let (desk, Step { progress, changed }) = (Arc::clone(self), step);
            // Rows that could not be read are read anew by the next look.
            let _ = blocking(move || desk.learnt(&changed)).await;
            if let Some(running) = &*lock(&self.running) {
                *lock(&running.progress) = progress.clone();
            }
            self.tell(DeskEvent::CheckProgress { progress });
        }
    }

    /// A ledger that failed mid-check still has what was saved before: the report is read back from it.
    async fn check_ended(
        &self,
        ended: Result<CheckReport, CommandError>,
        check: CheckId,
        ledger: Ledger,
    ) {
        let report = match ended {
            Ok(report) => Some(report),
            Err(error) => blocking(move || ledger.check_report(check))
                .await
                .ok()
                .and_then(Result::ok)
                .map(|report| CheckReport {
                    error: Some(check::CheckError {
                        code: error.code.word(),
                        message: error.message,
                        request_id: error.request_id,
                        retryable: error.retryable,
                    }),
                    ..report
                }),
        };
        self.forget_sheet().await;
        match report {
            Some(report) => self.tell(DeskEvent::CheckEnded { report }),
            None => self.tell(DeskEvent::DeskChanged),
        }
    }

    /// The sample's answers are dated by the simulator's clock.
    pub(super) fn check_clock(&self) -> intlpartners::WallClock {
        match &lock(&self.books).sample {
            Some(sample) => sample.clock.clone(),
            None => self.config.clock.clone(),
        }
    }

    /// What rows are read by: links end by the service's clock, however far off this computer's is. Until the service
    /// has answered for the first time, nobody knows better than this computer.
    pub(super) fn reading_time(&self) -> DateTime<Utc> {
        self.check_clock()() + self.clock_offset()
    }

    pub(super) fn clock_offset(&self) -> TimeDelta {
        match &lock(&self.books).sample {
            Some(sample) => sample.transport.clock_offset(),
            None => self.config.transport.clock_offset(),
        }
    }

    /// An answer has come outside of a check: rows that were read by another time are to be read again.
    pub(super) fn tell_of_the_clock(&self, offset_before: TimeDelta) {
        if (self.clock_offset() - offset_before).abs() > NOTICEABLE {
            self.tell(DeskEvent::DeskChanged);
        }
    }
}
