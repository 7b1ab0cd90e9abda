//! An account's keys: from the keychain, from this session's memory, into a client; and whether they work.

use std::{sync::Mutex, time::Duration};

use intlpartners::{
    Answer, Client, ClientConfig, Credentials, Endpoint, Error, ErrorClass, Event, Language,
    Transport,
};
use invitations::{
    account::{Account, AccountSettings, KeyPlace},
    ids::AccountId,
    ledger::{Ledger, LedgerError},
};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout};

use super::{Desk, DeskConfig, Keys, lock};
use crate::{
    error::{CommandError, ErrorCode},
    keychain::KeychainError,
};

/// How the program names itself to the service.
const REQUEST_CLIENT: &str = concat!("InviteLedger_", env!("CARGO_PKG_VERSION"));

/// Shaped like a token and surely nobody's: asking for it proves signature and permission, and reveals nothing.
pub(super) const PROBE_TOKEN: &str = "00000000000000000000000000000000";

/// For all of a connection test. A way that is broken has said so by then.
const PATIENCE: Duration = Duration::from_secs(35);

#[derive(Debug, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum KeysToTest {
    AccountId(AccountId),
    Keys(Keys),
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    pub request_id: String,
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub milliseconds: u64,
    /// How far the service's clock is ahead of this computer's.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub clock_offset_seconds: i64,
    /// Blanks around the keys were taken off.
    pub trimmed: bool,
}

impl Desk {
    /// Asks the service one harmless question.
    pub async fn test_connection(
        &self,
        what: KeysToTest,
    ) -> Result<ConnectionReport, CommandError> {
        let (client, trimmed) = match what {
            KeysToTest::AccountId(id) => {
                let _turn = self.turn.lock().await;
                (self.client(&self.account(id).await?).await?, false)
            }
            KeysToTest::Keys(keys) => {
                let (credentials, trimmed) = keys.into_credentials()?;
                let client = self.new_client(credentials, &AccountSettings::default());
                (client, trimmed)
            }
        };
        let (started, offset_before) = (Instant::now(), self.clock_offset());
        let asked = ask_within_patience(&client).await;
        self.tell_of_the_clock(offset_before);
        let request_id = match asked {
            Ok(answer) => answer.request_id,
            // Parameters are looked at after the signature and the permission, so these two are in order.
            Err(error) if error.is_about_batch() => {
                error.request_id().unwrap_or_default().to_owned()
            }
            Err(error) => return Err(error.into()),
        };
        Ok(ConnectionReport {
            request_id,
            milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            clock_offset_seconds: client.transport().clock_offset().num_seconds(),
            trimmed,
        })
    }

    pub(super) async fn account(&self, id: AccountId) -> Result<Account, CommandError> {
        self.on_ledger(move |ledger| find_account(ledger, id)).await
    }

    /// The account's one client, made when first needed.
    pub async fn client(&self, account: &Account) -> Result<Client, CommandError> {
        if let Some(client) = lock(&self.clients).get(&account.key_name) {
            return Ok(client.clone());
        }
        let credentials = self.credentials(account).await?;
        let client = self.new_client(credentials, &account.settings);
        lock(&self.clients).insert(account.key_name.clone(), client.clone());
        Ok(client)
    }

    /// After new keys, the next question is asked by a new client.
    pub(super) fn forget_client(&self, account: &Account) {
        lock(&self.clients).remove(&account.key_name);
    }

    async fn credentials(&self, account: &Account) -> Result<Credentials, CommandError> {
        if let Some(credentials) = lock(&self.session_keys).get(&account.key_name) {
            return Ok(credentials.clone());
        }
        if account.key_place != KeyPlace::Keychain {
            return Err(CommandError::new(
                ErrorCode::KeyMissing,
                format!("no key is kept for account “{}”", account.label),
            ));
        }
        let stored = self
            .keychain
            .read(&account.key_name)
            .await
            .map_err(|error| {
                let code = match error {
                    KeychainError::Unavailable(_) => ErrorCode::KeychainUnavailable,
                    KeychainError::NoEntry | KeychainError::Unreadable => ErrorCode::KeyMissing,
                };
                CommandError::new(code, error.to_string())
            })?;
        let (credentials, _) = Credentials::new(&stored.secret_id, &stored.secret_key)
            .map_err(|error| CommandError::new(ErrorCode::KeyMissing, error.to_string()))?;
        Ok(credentials)
    }

    /// A client of the service that the account in use belongs to: the real one, or the sample's.
    pub fn new_client(&self, credentials: Credentials, settings: &AccountSettings) -> Client {
        match &lock(&self.books).sample {
            Some(sample) => sample.client(&self.config, credentials, settings),
            None => self.config.client(credentials, settings),
        }
    }
}

impl DeskConfig {
    /// A client of the real service.
    pub fn client(&self, credentials: Credentials, settings: &AccountSettings) -> Client {
        let (transport, endpoint) = (self.transport.clone(), self.endpoint.clone());
        self.client_at(transport, endpoint, credentials, settings)
    }

    pub(super) fn client_at(
        &self,
        transport: Transport,
        endpoint: Endpoint,
        credentials: Credentials,
        settings: &AccountSettings,
    ) -> Client {
        let config = ClientConfig {
            endpoint,
            credentials,
            requests_per_second: settings.requests_per_second,
            language: Language::EnUs,
            request_client: REQUEST_CLIENT.to_owned(),
        };
        Client::new(transport, config, self.seed)
    }
}

/// Whoever has not got a turn by then shares the account with a check, or with another program, that is being slowed
/// down: nothing is wrong with the way.
async fn ask_within_patience(client: &Client) -> Result<Answer, Error> {
    let last_event = Mutex::new(None);
    let note = |event| *lock(&last_event) = Some(event);
    let asked = client.query_invitation_info(&[PROBE_TOKEN], &note);
    let Ok(outcome) = timeout(PATIENCE, asked).await else {
        let seconds = PATIENCE.as_secs();
        let (class, detail) = match *lock(&last_event) {
            None | Some(Event::Throttled { .. }) => {
                let pace = client.pace().per_second;
                let detail = format!("no turn within {seconds} s at {pace:.1} requests per second");
                (ErrorClass::RateLimited, detail)
            }
            Some(_) => {
                let detail = format!("no answer within {seconds} s");
                (ErrorClass::TimedOut, detail)
            }
        };
        return Err(Error::Network { class, detail });
    };
    outcome
}

fn find_account(ledger: &Ledger, id: AccountId) -> Result<Account, LedgerError> {
    let accounts = ledger.accounts()?;
    accounts
        .into_iter()
        .find(|account| account.id == id)
        .ok_or(LedgerError::Gone)
}
