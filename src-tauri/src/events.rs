//! What the back end tells the page without being asked.

use invitations::check::{CheckProgress, CheckReport};
use serde::Serialize;

use crate::updates::UpdatesView;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum DeskEvent {
    /// Accounts, lists, preferences or the ledger itself are not what they were.
    DeskChanged,
    CheckProgress {
        progress: CheckProgress,
    },
    CheckEnded {
        report: CheckReport,
    },
    /// A file is being dragged over the window, or no longer is.
    FileDragged {
        over: bool,
    },
    FilesDropped {
        paths: Vec<String>,
    },
    UpdatesChanged {
        updates: UpdatesView,
    },
}
