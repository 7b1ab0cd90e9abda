//! Each step on the way to the service, for whoever has to find out why there is no answer.

use chrono::TimeDelta;
use intlpartners::Client;
use invitations::account::{Account, AccountSettings};
use serde::Serialize;

use super::{Desk, KeysToTest, RunningCheck, keys::PROBE_TOKEN, lock, support::Support};
use crate::error::{CommandError, ErrorCode};

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisReport {
    /// All eight, in the order in which a request passes them.
    pub findings: Vec<Finding>,
    /// How far the service's clock is ahead of this computer's.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub clock_offset_seconds: i64,
    /// For whoever helps, in English; never holds a secret.
    pub support_details: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub aspect: Aspect,
    pub verdict: Verdict,
    pub class: Option<ErrorCode>,
    /// For support, in English: addresses, certificates, spans.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum Aspect {
    Proxy,
    NameResolution,
    Connection,
    Tls,
    Clock,
    Credentials,
    Permission,
    Rate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    Good,
    /// It works, but somebody should know.
    Warning,
    Failed,
    /// An earlier one failed.
    Untried,
    NotNeeded,
}

/// Whose way is looked at.
struct Subject {
    /// None while the keys are only typed.
    account: Option<Account>,
    secret_id_masked: String,
    client: Result<Client, CommandError>,
}

impl Desk {
    /// Looks at each step; the requests end within 35 seconds. Also while a check runs, whose pace it shares.
    pub async fn diagnose(&self, what: KeysToTest) -> Result<DiagnosisReport, CommandError> {
        let subject = self.subject(what).await?;
        let offset_before = self.clock_offset();
        let (findings, request_ids, milliseconds) = match &subject.client {
            Ok(client) => {
                let found = client.diagnose(PROBE_TOKEN).await;
                let findings = found.findings.into_iter().map(Finding::from).collect();
                (findings, found.request_ids, found.milliseconds)
            }
            Err(error) => (without_keys(error)?, Vec::new(), 0),
        };
        self.tell_of_the_clock(offset_before);
        let last_check = match &subject.account {
            Some(Account { id, .. }) => {
                let id = *id;
                self.on_ledger(move |ledger| ledger.last_check(id, None))
                    .await?
            }
            None => None,
        };
        let client = subject.client.as_ref().ok();
        let clock_offset =
            client.map_or_else(TimeDelta::zero, |client| client.transport().clock_offset());
        let running = lock(&self.running)
            .as_ref()
            .map(RunningCheck::latest_progress)
            .filter(|check| Some(check.account) == subject.account.as_ref().map(|it| it.id));
        let updates = lock(&self.updates).clone();
        let support = Support {
            system: &self.config.system,
            updates: &updates,
            now: self.check_clock()(),
            clock_offset,
            endpoint: &self.endpoint(),
            account: subject.account.as_ref(),
            secret_id_masked: &subject.secret_id_masked,
            pace: client.map(Client::pace),
            findings: &findings,
            request_ids: &request_ids,
            milliseconds,
            running: running.as_ref(),
            last_check: last_check.as_ref(),
        };
        Ok(DiagnosisReport {
            support_details: support.to_string(),
            clock_offset_seconds: clock_offset.num_seconds(),
            findings,
        })
    }

    async fn subject(&self, what: KeysToTest) -> Result<Subject, CommandError> {
        match what {
            KeysToTest::AccountId(id) => {
                let _turn = self.turn.lock().await;
                let account = self.account(id).await?;
                Ok(Subject {
                    client: self.client(&account).await,
                    secret_id_masked: account.secret_id_masked.clone(),
                    account: Some(account),
                })
            }
            KeysToTest::Keys(keys) => {
                let (credentials, _) = keys.into_credentials()?;
                Ok(Subject {
                    account: None,
                    secret_id_masked: credentials.masked_id(),
                    client: Ok(self.new_client(credentials, &AccountSettings::default())),
                })
            }
        }
    }
}

/// Nothing can be asked before the keys are there. Any other error is no finding about the way.
fn without_keys(error: &CommandError) -> Result<Vec<Finding>, CommandError> {
    if !matches!(
        error.code,
        ErrorCode::KeyMissing | ErrorCode::KeychainUnavailable
    ) {
        return Err(error.clone());
    }
    let finding = |aspect| match aspect {
        Aspect::Credentials => Finding {
            aspect,
            verdict: Verdict::Failed,
            class: Some(error.code),
            detail: error.message.clone(),
        },
        _ => Finding {
            aspect,
            verdict: Verdict::Untried,
            class: None,
            detail: String::new(),
        },
    };
    Ok(Aspect::ALL.map(finding).into())
}

impl Aspect {
    const ALL: [Self; 8] = [
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

impl From<intlpartners::Finding> for Finding {
    fn from(finding: intlpartners::Finding) -> Self {
        Self {
            aspect: match finding.aspect {
                intlpartners::Aspect::Proxy => Aspect::Proxy,
                intlpartners::Aspect::NameResolution => Aspect::NameResolution,
                intlpartners::Aspect::Connection => Aspect::Connection,
                intlpartners::Aspect::Tls => Aspect::Tls,
                intlpartners::Aspect::Clock => Aspect::Clock,
                intlpartners::Aspect::Credentials => Aspect::Credentials,
                intlpartners::Aspect::Permission => Aspect::Permission,
                intlpartners::Aspect::Rate => Aspect::Rate,
            },
            verdict: match finding.verdict {
                intlpartners::Verdict::Good => Verdict::Good,
                intlpartners::Verdict::Warning => Verdict::Warning,
                intlpartners::Verdict::Failed => Verdict::Failed,
                intlpartners::Verdict::Untried => Verdict::Untried,
                intlpartners::Verdict::NotNeeded => Verdict::NotNeeded,
            },
            class: finding.class.map(ErrorCode::from),
            detail: finding.detail,
        }
    }
}
