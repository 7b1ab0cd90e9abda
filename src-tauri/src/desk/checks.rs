//! One check at a time: started, watched, cancelled, continued.

use std::sync::{Arc, Mutex};

use intlpartners::Client;
use invitations::{
    check::{self, CheckProgress, CheckReport},
    ids::{AccountId, CheckId, InvitationId, ListId},
};
use tokio_util::sync::CancellationToken;

use super::{CheckScope, Desk, lock, views::ScopeWhat};
use crate::{
    error::{CommandError, ErrorCode},
    events::DeskEvent,
};

pub(super) struct RunningCheck {
    check: CheckId,
    cancel: CancellationToken,
    /// Cancelled when the check has ended and said so.
    ended: CancellationToken,
    progress: Mutex<CheckProgress>,
}

impl RunningCheck {
    pub(super) fn latest_progress(&self) -> CheckProgress {
        lock(&self.progress).clone()
    }
}

impl Desk {
    pub async fn start_check(self: &Arc<Self>, scope: CheckScope) -> Result<CheckId, CommandError> {
        let (account, list) = (scope.account, scope.list);
        let ids = match scope.what {
            ScopeWhat::All => {
                self.on_ledger(move |ledger| ledger.scope(account, list))
                    .await?
            }
            ScopeWhat::Shown => self.shown_ids(account, list)?,
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
        self.refuse_while_checking()?;
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
        let (cancel, ended) = (running.cancel.clone(), running.ended.clone());
        *lock(&self.running) = Some(running);
        let desk = Arc::clone(self);
        tokio::spawn(async move {
            let watcher = Arc::clone(&desk);
            let watch = move |step: check::Step| watcher.follow(step);
            let outcome =
                check::run(ledger, client, check, cancel, desk.check_clock(), watch).await;
            *lock(&desk.running) = None;
            desk.check_ended(outcome.map_err(CommandError::from), check)
                .await;
            ended.cancel();
        });
        Ok(check)
    }

    fn follow(&self, step: check::Step) {
        let check::Step { progress, changed } = step;
        self.learnt(&changed);
        if let Some(running) = &*lock(&self.running) {
            *lock(&running.progress) = progress.clone();
        }
        self.tell(DeskEvent::CheckProgress { progress });
    }

    /// A ledger that failed mid-check still has what was saved before: the report is read back from it.
    async fn check_ended(&self, ended: Result<CheckReport, CommandError>, check: CheckId) {
        let report = match ended {
            Ok(report) => Some(report),
            Err(error) => self
                .on_ledger(move |ledger| ledger.check_report(check))
                .await
                .ok()
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
        *lock(&self.sheet) = None;
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
}
