//! Tokens on their way in: read, shown, and only then stored.

use std::path::{Path, PathBuf};

use invitations::{
    ids::{AccountId, ListId},
    import::{self, DuplicateLine, Import, PreviewToken, RefusedLine},
    ledger::{ImportTarget, StoredImport},
};
use serde::Serialize;

use super::{Desk, accounts::valid_name, blocking, lock};
use crate::{
    error::{CommandError, ErrorCode},
    events::DeskEvent,
};

/// How many lines of each kind the preview shows.
const SAMPLE_LINES: usize = 200;

/// What was read last, waiting for a yes. One at a time: a newer one replaces it.
#[derive(Debug)]
pub(super) struct PendingImport {
    id: u32,
    account: AccountId,
    import: Import,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    pub id: u32,
    /// The file's name, or null for pasted text.
    pub file_name: Option<String>,
    pub encoding: String,
    /// A workbook's, when more than one has something in it: a line is then told with its sheet.
    pub sheets: Vec<String>,
    pub tokens: usize,
    /// Of those, how many this account's ledger already has.
    pub known: usize,
    /// Of those, how many are not 32 lower-case hex digits.
    pub unusual: usize,
    pub duplicates: usize,
    pub refused: usize,
    pub blank_lines: u32,
    /// The first few of each, to look at.
    pub token_sample: Vec<PreviewToken>,
    pub duplicate_sample: Vec<DuplicateLine>,
    pub refused_sample: Vec<RefusedLine>,
}

impl Desk {
    pub async fn preview_text(
        &self,
        account: AccountId,
        text: String,
    ) -> Result<ImportPreview, CommandError> {
        let import = blocking(move || import::read_text(&text)).await?;
        self.preview(account, import).await
    }

    pub async fn preview_file(
        &self,
        account: AccountId,
        path: PathBuf,
    ) -> Result<ImportPreview, CommandError> {
        let import = blocking(move || import::read_file(&path)).await??;
        self.preview(account, import).await
    }

    /// The page may ask to read these, and no others.
    pub fn files_dropped(&self, files: &[PathBuf]) {
        let paths = files.iter().map(|file| as_told(file)).collect();
        *lock(&self.dropped) = files.to_vec();
        self.tell(DeskEvent::FilesDropped { paths });
    }

    /// `path` as the event told it.
    pub async fn preview_dropped(
        &self,
        account: AccountId,
        path: &str,
    ) -> Result<ImportPreview, CommandError> {
        let dropped = lock(&self.dropped)
            .iter()
            .find(|file| as_told(file) == path)
            .cloned();
        let file = dropped.ok_or_else(|| {
            CommandError::new(ErrorCode::Gone, "this file was not dropped just now")
        })?;
        self.preview_file(account, file).await
    }

    async fn preview(
        &self,
        account: AccountId,
        import: Import,
    ) -> Result<ImportPreview, CommandError> {
        let _turn = self.turn.lock().await;
        let (import, known) = self
            .on_ledger(move |ledger| {
                let known = ledger.count_known(account, &import.tokens)?;
                Ok((import, known))
            })
            .await?;
        let id = self.new_number();
        let preview = describe(id, &import, known);
        *lock(&self.import) = Some(PendingImport {
            id,
            account,
            import,
        });
        Ok(preview)
    }

    pub async fn store_import(
        &self,
        imported: u32,
        target: ImportTarget,
    ) -> Result<StoredImport, CommandError> {
        let target = match target {
            ImportTarget::NewList(name) => ImportTarget::NewList(valid_name(&name)?),
            list @ ImportTarget::List(_) => list,
        };
        let _turn = self.turn.lock().await;
        let (ledger, now) = (self.ledger()?, self.now());
        let pending = lock(&self.import)
            .take_if(|pending| pending.id == imported)
            .ok_or_else(|| CommandError::new(ErrorCode::Gone, "this import is no longer open"))?;
        // Given back when storing fails: nothing that the user brought is lost.
        let (result, pending) = blocking(move || {
            let stored = ledger.store_import(pending.account, &target, &pending.import, now);
            (stored, pending)
        })
        .await?;
        match result {
            Ok(stored) => {
                self.changed().await;
                Ok(stored)
            }
            Err(error) => {
                *lock(&self.import) = Some(pending);
                Err(error.into())
            }
        }
    }

    pub fn discard_import(&self, imported: u32) {
        lock(&self.import).take_if(|pending| pending.id == imported);
    }

    pub async fn rename_list(&self, list: ListId, name: String) -> Result<(), CommandError> {
        let name = valid_name(&name)?;
        self.on_ledger(move |ledger| ledger.rename_list(list, &name))
            .await?;
        self.changed().await;
        Ok(())
    }

    /// The invitations stay in the ledger.
    pub async fn delete_list(&self, list: ListId) -> Result<(), CommandError> {
        let _turn = self.turn.lock().await;
        self.refuse_while_checking()?;
        self.on_ledger(move |ledger| ledger.delete_list(list))
            .await?;
        self.changed().await;
        Ok(())
    }
}

/// A name that is no Unicode loses something on the way to the page; the file is found again by what is left.
fn as_told(file: &Path) -> String {
    file.display().to_string()
}

fn describe(id: u32, import: &Import, known: usize) -> ImportPreview {
    let sample = import.tokens.iter().take(SAMPLE_LINES);
    ImportPreview {
        id,
        file_name: import.file_name.clone(),
        encoding: import.encoding.to_owned(),
        sheets: import.sheets.clone(),
        tokens: import.tokens.len(),
        known,
        unusual: import.unusual(),
        duplicates: import.duplicates.len(),
        refused: import.refused.len(),
        blank_lines: import.blank_lines,
        token_sample: sample.map(PreviewToken::from).collect(),
        duplicate_sample: import
            .duplicates
            .iter()
            .take(SAMPLE_LINES)
            .cloned()
            .collect(),
        refused_sample: import.refused.iter().take(SAMPLE_LINES).cloned().collect(),
    }
}
