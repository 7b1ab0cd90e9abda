use std::sync::Arc;

use tauri::{AppHandle, Runtime, ipc::Channel};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::{Answer, DeskState};
use crate::{
    desk::DeskView,
    error::{CommandError, ErrorCode},
    events::DeskEvent,
    preferences::Preferences,
};

#[tauri::command]
pub async fn desk(desk: DeskState<'_>) -> Answer<DeskView> {
    desk.view().await
}

#[tauri::command]
pub async fn subscribe(events: Channel<DeskEvent>, desk: DeskState<'_>) -> Answer<()> {
    // A page that is gone hears nothing; the one that comes next subscribes anew.
    desk.subscribe(Box::new(move |event| drop(events.send(event))));
    Ok(())
}

#[tauri::command]
pub async fn set_preferences(preferences: Preferences, desk: DeskState<'_>) -> Answer<()> {
    desk.set_preferences(preferences)
}

#[tauri::command]
pub async fn open_sample(desk: DeskState<'_>) -> Answer<()> {
    Arc::clone(&desk).open_sample().await
}

#[tauri::command]
pub async fn leave_sample(desk: DeskState<'_>) -> Answer<()> {
    desk.leave_sample().await
}

/// By the program, not the page: web views differ in when they let a page write to the clipboard.
#[tauri::command]
pub async fn copy_text<R: Runtime>(text: String, app: AppHandle<R>) -> Answer<()> {
    app.clipboard().write_text(text).map_err(|error| {
        CommandError::new(
            ErrorCode::Internal,
            format!("the clipboard cannot be written: {error}"),
        )
    })
}
