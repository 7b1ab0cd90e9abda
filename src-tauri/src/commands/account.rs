use invitations::{account::AccountSettings, ids::AccountId};

use super::{Answer, DeskState};
use crate::desk::{AddedAccount, ConnectionReport, DiagnosisReport, Keys, KeysToTest};

#[tauri::command]
pub async fn test_connection(what: KeysToTest, desk: DeskState<'_>) -> Answer<ConnectionReport> {
    desk.test_connection(what).await
}

#[tauri::command]
pub async fn diagnose(what: KeysToTest, desk: DeskState<'_>) -> Answer<DiagnosisReport> {
    desk.diagnose(what).await
}

#[tauri::command]
pub async fn add_account(label: String, keys: Keys, desk: DeskState<'_>) -> Answer<AddedAccount> {
    desk.add_account(label, keys).await
}

#[tauri::command]
pub async fn replace_keys(
    account: AccountId,
    keys: Keys,
    desk: DeskState<'_>,
) -> Answer<AddedAccount> {
    desk.replace_keys(account, keys).await
}

#[tauri::command]
pub async fn update_account(
    account: AccountId,
    label: String,
    settings: AccountSettings,
    desk: DeskState<'_>,
) -> Answer<()> {
    desk.update_account(account, label, settings).await
}

#[tauri::command]
pub async fn remove_account(
    account: AccountId,
    leave_key: bool,
    desk: DeskState<'_>,
) -> Answer<()> {
    desk.remove_account(account, leave_key).await
}

#[tauri::command]
pub async fn set_ledger_aside(desk: DeskState<'_>) -> Answer<String> {
    let kept = desk.set_ledger_aside().await?;
    Ok(kept.display().to_string())
}
