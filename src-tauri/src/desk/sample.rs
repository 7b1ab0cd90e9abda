//! "Explore with sample data": a demo account on a simulator inside this process, asked by the real client,
//! signed and over HTTP, and kept in a ledger of its own in memory. The user's accounts are not touched.

use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use intlpartners::{Client, Credentials, Endpoint, Transport, WallClock};
use invitations::{
    account::{AccountSettings, KeyPlace},
    check::{self, Terms},
    import,
    ledger::{ImportTarget, Ledger},
};
use simulator::{
    Faults, Invitation, Key, Recording, Simulator, SimulatorClock, SimulatorConfig, population,
};
use tokio_util::sync::CancellationToken;

use super::{
    CheckScope, Desk, DeskConfig, blocking, lock, sample_names::customer, views::ScopeWhat,
};
use crate::error::{CommandError, ErrorCode};

const KEY_NAME: &str = "sample";
const SECRET_ID: &str = "AKIDSampleDataOnlyNotAnAccount00";
const SECRET_KEY: &str = "SampleDataOnlyNotASecret00000000";
const LINK: &str = "https://www.tencentcloud.com/reseller-customer/invitation?RegisterToken=";
const INVITATIONS: usize = 1_200;
/// The same customers every time: a sample that changes between two looks would confuse.
const SEED: u64 = 7;
/// The sample was checked once before, so long ago that the service has since forgotten some of it.
const EARLIER_CHECK: TimeDelta = TimeDelta::days(21);
/// It answers from within this process, or something is wrong with it.
const PATIENCE: Duration = Duration::from_secs(10);
/// As the service is from afar, so that the check can be watched.
const LATENCY: Duration = Duration::from_millis(220);
const JITTER: Duration = Duration::from_millis(80);

pub(super) struct Sample {
    pub(super) ledger: Ledger,
    /// Its clock is not this computer's.
    pub(super) transport: Transport,
    pub(super) endpoint: Endpoint,
    pub(super) clock: WallClock,
    /// Serves for as long as it is held.
    simulator: Simulator,
}

impl Desk {
    pub async fn open_sample(&self) -> Result<(), CommandError> {
        let _turn = self.turn.lock().await;
        self.refuse_while_checking()?;
        if self.shows_sample() {
            return Ok(());
        }
        let sample = self.prepare_sample().await?;
        lock(&self.session_keys).insert(KEY_NAME.to_owned(), credentials()?);
        self.show(Some(sample)).await;
        Ok(())
    }

    /// The sample as it is after the user's first check: for `--sample`, which shows the program at work.
    pub async fn open_checked_sample(self: &Arc<Self>) -> Result<(), CommandError> {
        self.open_sample().await?;
        let accounts = self.on_ledger(|ledger| ledger.accounts()).await?;
        if let Some(sample) = accounts.first() {
            self.start_check(CheckScope {
                account: sample.id,
                list: None,
                what: ScopeWhat::All,
            })
            .await?;
        }
        Ok(())
    }

    /// A running check of the sample is cancelled: leaving takes one click.
    pub async fn leave_sample(&self) -> Result<(), CommandError> {
        let _turn = self.turn.lock().await;
        // The user's own check is none of the sample's.
        if !self.shows_sample() {
            return Ok(());
        }
        self.stop_check().await;
        lock(&self.session_keys).remove(KEY_NAME);
        lock(&self.clients).remove(KEY_NAME);
        self.show(None).await;
        Ok(())
    }

    /// What was read for the one ledger must not be stored in the other.
    async fn show(&self, sample: Option<Sample>) {
        *lock(&self.import) = None;
        lock(&self.books).sample = sample;
        self.changed().await;
    }

    /// Imports the sample's links as a user would, after one look at the older ones, three weeks ago.
    async fn prepare_sample(&self) -> Result<Sample, CommandError> {
        let seconds_back = Arc::new(AtomicI64::new(EARLIER_CHECK.num_seconds()));
        let clock: WallClock = {
            let (real, back) = (self.config.clock.clone(), Arc::clone(&seconds_back));
            Arc::new(move || real() - TimeDelta::seconds(back.load(Ordering::Relaxed)))
        };
        let (then, now) = (clock(), self.now());
        let (older, newer): (Vec<_>, Vec<_>) = population(SEED, INVITATIONS, now)
            .into_iter()
            .partition(|invitation| invitation.created_at < then);
        let words = Words::of(self.speaks_chinese());
        let older_list = list_text(&words, &older, 0);
        let newer_list = list_text(&words, &newer, older.len());
        let simulator = Simulator::start(SimulatorConfig {
            credentials: vec![Key::new(SECRET_ID, SECRET_KEY)],
            invitations: older.into_iter().chain(newer).collect(),
            clock: SimulatorClock::following({
                let clock = clock.clone();
                move || clock()
            }),
            recording: Recording::Nothing,
            ..SimulatorConfig::default()
        })
        .await
        .map_err(failed)?;
        let seed = self.config.seed;
        let ledger = blocking(move || Ledger::open_in_memory(seed, then)).await??;
        let sample = Sample {
            ledger: ledger.clone(),
            transport: Transport::new(clock.clone())?,
            endpoint: simulator.endpoint().parse().map_err(failed)?,
            clock: clock.clone(),
            simulator,
        };

        let account = ledger.add_account(
            words.label,
            KEY_NAME,
            &credentials()?.masked_id(),
            KeyPlace::Session,
            then,
        )?;
        let import = import::read_text(&older_list);
        let target = ImportTarget::NewList(words.older.to_owned());
        let stored = ledger.store_import(account, &target, &import, then)?;
        let ids = ledger.scope(account, Some(stored.list))?;
        let check = ledger.begin_check(account, Some(stored.list), &ids, then)?;
        let client = sample.client(&self.config, credentials()?, &AccountSettings::default());
        let terms = Terms {
            cancel: CancellationToken::new(),
            clock,
            patience: Some(PATIENCE),
        };
        check::run(ledger.clone(), client, check, terms, |_| ()).await?;

        seconds_back.store(0, Ordering::Relaxed);
        sample.simulator.set_faults(Faults {
            latency: LATENCY,
            jitter: JITTER,
            ..Faults::default()
        });
        let import = import::read_text(&newer_list);
        let target = ImportTarget::NewList(words.newer.to_owned());
        ledger.store_import(account, &target, &import, now)?;
        Ok(sample)
    }
}

impl Sample {
    pub(super) fn client(
        &self,
        config: &DeskConfig,
        credentials: Credentials,
        settings: &AccountSettings,
    ) -> Client {
        let (transport, endpoint) = (self.transport.clone(), self.endpoint.clone());
        config.client_at(transport, endpoint, credentials, settings)
    }
}

struct Words {
    label: &'static str,
    older: &'static str,
    newer: &'static str,
    heading: &'static str,
}

impl Words {
    fn of(chinese: bool) -> Self {
        if chinese {
            Self {
                label: "示例账号",
                older: "第一批邀请",
                newer: "最近邀请",
                heading: "客户,邀请链接",
            }
        } else {
            Self {
                label: "Sample account",
                older: "First campaign",
                newer: "This month",
                heading: "Customer,Invitation link",
            }
        }
    }
}

/// A list as partner managers keep it: the customer's name, and the link that was sent.
fn list_text(words: &Words, invitations: &[Invitation], first: usize) -> String {
    let mut text = format!("{}\n", words.heading);
    for (index, invitation) in invitations.iter().enumerate() {
        writeln!(
            text,
            "{},{LINK}{}",
            customer(first + index),
            invitation.token
        )
        .expect("a String takes all text");
    }
    text
}

fn credentials() -> Result<Credentials, CommandError> {
    let (credentials, _) = Credentials::new(SECRET_ID, SECRET_KEY).map_err(failed)?;
    Ok(credentials)
}

fn failed(detail: impl std::fmt::Display) -> CommandError {
    CommandError::new(
        ErrorCode::Internal,
        format!("the sample cannot be prepared: {detail}"),
    )
}
