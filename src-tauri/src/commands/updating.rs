use std::sync::Arc;

use tauri::{AppHandle, Runtime};
use tauri_plugin_opener::OpenerExt;

use super::{Answer, UpdatesState};
use crate::{
    error::{CommandError, ErrorCode},
    updates::{Replaced, UpdatesView},
};

/// Null in a build without updates.
#[tauri::command]
pub async fn updates(updates: UpdatesState<'_>) -> Answer<Option<UpdatesView>> {
    Ok(updates.view())
}

#[tauri::command]
pub async fn look_for_update(updates: UpdatesState<'_>) -> Answer<()> {
    updates.look_by_hand().await;
    Ok(())
}

#[tauri::command]
pub async fn switch_updates(on: bool, updates: UpdatesState<'_>) -> Answer<()> {
    updates.switch(on)
}

#[tauri::command]
pub async fn postpone_update(updates: UpdatesState<'_>) -> Answer<()> {
    updates.postpone();
    Ok(())
}

#[tauri::command]
pub async fn skip_update(updates: UpdatesState<'_>) -> Answer<()> {
    updates.skip()
}

/// What becomes of it is told as it happens.
#[tauri::command]
pub async fn install_update<R: Runtime>(
    updates: UpdatesState<'_>,
    app: AppHandle<R>,
) -> Answer<()> {
    let updates = Arc::clone(&updates);
    tauri::async_runtime::spawn(async move {
        if updates.install(&app).await == Replaced::Yes {
            app.request_restart();
        }
    });
    Ok(())
}

/// The one that is built in: the page cannot make the system open any other.
#[tauri::command]
pub async fn open_download_page<R: Runtime>(
    updates: UpdatesState<'_>,
    app: AppHandle<R>,
) -> Answer<()> {
    let Some(page) = updates.page() else {
        return Ok(());
    };
    app.opener()
        .open_url(page, None::<&str>)
        .map_err(|error| CommandError::new(ErrorCode::Internal, format!("{page}: {error}")))
}
