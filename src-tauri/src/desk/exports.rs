//! Handing rows to a spreadsheet.

use std::{path::PathBuf, sync::Arc};

use chrono::TimeDelta;
use invitations::{
    export::{self, ExportLanguage},
    sheet::{Facet, Sheet, ViewQuery},
    visible::visible,
};
use serde::{Deserialize, Serialize};

use super::{Desk, blocking, lock};
use crate::error::{CommandError, ErrorCode};

#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum ExportWhat {
    /// The rows of the view, in its order.
    Shown,
    /// Every row of the list.
    All,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    pub path: String,
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub rows: u64,
}

impl Desk {
    /// Such as `Spring campaign 2026-11-22.csv`.
    pub async fn export_file_name(&self, query: &ViewQuery) -> Result<String, CommandError> {
        let (account, list) = (query.account, query.list);
        let offset = self.account(account).await?.settings.utc_offset_minutes;
        let day = (self.reading_time() + TimeDelta::minutes(offset.into())).date_naive();
        let name = self
            .on_ledger(move |ledger| {
                let lists = ledger.lists(account)?;
                Ok(lists.into_iter().find(|found| Some(found.id) == list))
            })
            .await?
            .map_or_else(|| "Invitations".to_owned(), |list| file_name_of(&list.name));
        Ok(format!("{name} {day}.csv"))
    }

    pub async fn export_csv(
        self: &Arc<Self>,
        query: ViewQuery,
        what: ExportWhat,
        path: PathBuf,
    ) -> Result<ExportedFile, CommandError> {
        let account = self.account(query.account).await?;
        let (ledger, language) = (self.ledger()?, self.export_language());
        let now = self.reading_time();
        let query = match what {
            ExportWhat::Shown => query,
            ExportWhat::All => ViewQuery {
                facet: Facet::All,
                search: String::new(),
                ..query
            },
        };
        let (path, rows) = blocking(move || {
            let mut sheet = Sheet::load(&ledger, query.account, query.list, now)?;
            sheet.look(&query, now);
            let written =
                export::write_csv(&path, sheet.shown_rows(), language, &account.settings)?;
            Ok::<_, CommandError>((path, written))
        })
        .await??;
        let exported = ExportedFile {
            path: path.display().to_string(),
            rows,
        };
        lock(&self.exported).push(path);
        Ok(exported)
    }

    /// The path, if this run of the program has exported it.
    pub fn exported_file(&self, path: PathBuf) -> Result<PathBuf, CommandError> {
        if lock(&self.exported).contains(&path) {
            Ok(path)
        } else {
            Err(CommandError::new(
                ErrorCode::Gone,
                "this file was not exported just now",
            ))
        }
    }

    fn export_language(&self) -> ExportLanguage {
        if self.speaks_chinese() {
            ExportLanguage::SimplifiedChinese
        } else {
            ExportLanguage::English
        }
    }
}

/// Without what a file system refuses in a name, or would not show.
fn file_name_of(name: &str) -> String {
    visible(name).replace(|c: char| r#"<>:"/\|?*"#.contains(c), "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_like_its_list_as_far_as_files_may_be() {
        for (list, file) in [
            ("Spring campaign", "Spring campaign"),
            ("客户 1/2", "客户 1_2"),
            ("vsc.\u{202e}exe\n", "vsc.exe"),
        ] {
            assert_eq!(file_name_of(list), file);
        }
    }
}
