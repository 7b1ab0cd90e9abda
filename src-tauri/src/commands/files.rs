//! The system's file dialogs, and what is done with the paths they answer.

use std::{path::PathBuf, sync::Arc};

use invitations::{ids::AccountId, sheet::ViewQuery};
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;
use tokio::sync::oneshot;

use super::{Answer, DeskState};
use crate::{
    desk::{ExportWhat, ExportedFile, ImportPreview},
    error::{CommandError, ErrorCode},
};

#[tauri::command]
pub async fn choose_file<R: Runtime>(
    account: AccountId,
    desk: DeskState<'_>,
    app: AppHandle<R>,
) -> Answer<Option<ImportPreview>> {
    match ask_for_file(&app).await {
        Some(path) => desk.preview_file(account, path).await.map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
pub async fn export_csv<R: Runtime>(
    query: ViewQuery,
    what: ExportWhat,
    desk: DeskState<'_>,
    app: AppHandle<R>,
) -> Answer<Option<ExportedFile>> {
    let suggested = desk.export_file_name(&query).await?;
    match ask_where_to_save(&app, suggested).await {
        Some(path) => Arc::clone(&desk)
            .export_csv(query, what, path)
            .await
            .map(Some),
        None => Ok(None),
    }
}

/// Only what this run of the program has exported: the page cannot make the system open anything else.
#[tauri::command]
pub async fn reveal_file<R: Runtime>(
    path: PathBuf,
    desk: DeskState<'_>,
    app: AppHandle<R>,
) -> Answer<()> {
    let path = desk.exported_file(path)?;
    app.opener().reveal_item_in_dir(path).map_err(|error| {
        CommandError::new(
            ErrorCode::Internal,
            format!("the folder cannot be shown: {error}"),
        )
    })
}

async fn ask_for_file<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    #[cfg(feature = "e2e")]
    if let Some(path) = crate::environment::file_to_open() {
        return Some(path);
    }
    let (reply, answer) = oneshot::channel();
    app.dialog()
        .file()
        .add_filter(
            "Excel, CSV, TXT",
            &["xlsx", "xlsm", "ods", "csv", "tsv", "txt"],
        )
        .add_filter("*", &["*"])
        .pick_file(|path| drop(reply.send(path)));
    answer.await.ok()??.into_path().ok()
}

async fn ask_where_to_save<R: Runtime>(app: &AppHandle<R>, suggested: String) -> Option<PathBuf> {
    #[cfg(feature = "e2e")]
    if let Some(path) = crate::environment::file_to_save() {
        return Some(path);
    }
    let (reply, answer) = oneshot::channel();
    app.dialog()
        .file()
        .add_filter("CSV", &["csv"])
        .set_file_name(suggested)
        .save_file(|path| drop(reply.send(path)));
    let path = answer.await.ok()??.into_path().ok()?;
    Some(with_extension(path))
}

/// Some dialogs do not add the extension, and without it Excel is not what opens the file. Nor do they ask whether to
/// replace the file that has it: that one is left alone.
fn with_extension(path: PathBuf) -> PathBuf {
    let named = path.with_extension("csv");
    if path.extension().is_some() || named.exists() {
        path
    } else {
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_added_unless_that_would_replace_a_file_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let (bare, named) = (folder.path().join("a"), folder.path().join("a.csv"));
        assert_eq!(with_extension(bare.clone()), named);
        std::fs::write(&named, "yesterday's").unwrap();
        assert_eq!(with_extension(bare.clone()), bare);
        assert_eq!(with_extension(named.clone()), named);
    }
}
