use invitations::{
    ids::{AccountId, ListId},
    ledger::{ImportTarget, StoredImport},
};

use super::{Answer, DeskState};
use crate::desk::ImportPreview;

#[tauri::command]
pub async fn preview_text(
    account: AccountId,
    text: String,
    desk: DeskState<'_>,
) -> Answer<ImportPreview> {
    desk.preview_text(account, text).await
}

/// Only what was dropped on the window: the page cannot make the program read anything else.
#[tauri::command]
pub async fn preview_file(
    account: AccountId,
    path: String,
    desk: DeskState<'_>,
) -> Answer<ImportPreview> {
    desk.preview_dropped(account, &path).await
}

#[tauri::command]
pub async fn store_import(
    imported: u32,
    target: ImportTarget,
    desk: DeskState<'_>,
) -> Answer<StoredImport> {
    desk.store_import(imported, target).await
}

#[tauri::command]
pub async fn discard_import(imported: u32, desk: DeskState<'_>) -> Answer<()> {
    desk.discard_import(imported);
    Ok(())
}

#[tauri::command]
pub async fn rename_list(list: ListId, name: String, desk: DeskState<'_>) -> Answer<()> {
    desk.rename_list(list, name).await
}

#[tauri::command]
pub async fn delete_list(list: ListId, desk: DeskState<'_>) -> Answer<()> {
    desk.delete_list(list).await
}
