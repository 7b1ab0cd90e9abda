//! An account: whose invitations these are, and how its answers are to be read.

use intlpartners::MAX_REQUESTS_PER_SECOND;
use serde::{Deserialize, Serialize};

use crate::ids::AccountId;

/// An account as the ledger keeps it: without its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// Names the account's entry in the OS keychain; unique across ledgers.
    pub key_name: String,
    pub label: String,
    /// For people to recognize the key by, such as `AKID••••••••MPLE`.
    pub secret_id_masked: String,
    pub key_place: KeyPlace,
    pub settings: AccountSettings,
}

/// What finds an account's key, and tells people whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountKey {
    /// As in [`Account`], and so the others.
    pub key_name: String,
    pub label: String,
    pub secret_id_masked: String,
    pub key_place: KeyPlace,
}

impl From<Account> for AccountKey {
    fn from(account: Account) -> Self {
        let Account {
            key_name,
            label,
            secret_id_masked,
            key_place,
            ..
        } = account;
        Self {
            key_name,
            label,
            secret_id_masked,
            key_place,
        }
    }
}

/// Where an account's SecretKey is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum KeyPlace {
    /// In the OS keychain.
    Keychain,
    /// In memory, until the program ends.
    Session,
    /// Nowhere: it has to be entered again.
    Missing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct AccountSettings {
    /// The zone in which the service writes times, UTC-12:00 to UTC+14:00. The service does not state it; a sibling action
    /// says UTC+08:00.
    pub utc_offset_minutes: i32,
    /// An unused link within this many days of its end, 1 to 29, is "expiring".
    pub expiring_days: u32,
    /// Ceiling on requests, 1 to 20; the service's limit is shared with the partner's other tools.
    pub requests_per_second: u32,
}

impl AccountSettings {
    /// Whether each means something. A ledger that says otherwise is read all the same.
    pub fn are_within_bounds(&self) -> bool {
        (-12 * 60..=14 * 60).contains(&self.utc_offset_minutes)
            && (1..=29).contains(&self.expiring_days)
            && (1..=MAX_REQUESTS_PER_SECOND).contains(&self.requests_per_second)
    }
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            utc_offset_minutes: 8 * 60,
            expiring_days: 7,
            requests_per_second: 20,
        }
    }
}
