//! What the page is told.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Offer, Updates, policy::Policy};
use crate::error::CommandError;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct UpdatesView {
    pub at_start: AtStart,
    /// Of the file with which IT decides.
    pub policy_path: String,
    pub looked: Option<DateTime<Utc>>,
    pub stage: Stage,
    /// Of the download, where its size is known.
    pub percent: Option<u8>,
    pub offer: Option<Offer>,
    /// Whether the offer is to be seen without being asked for: not put off, not skipped.
    pub shown: bool,
    pub problem: Option<CommandError>,
}

/// Whether a new version is looked for at start, and who has decided that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub enum AtStart {
    On,
    Off,
    OffByPolicy,
    /// There is a policy, but nobody can tell what it says.
    PolicyUnreadable,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts", rename = "UpdateStage")
)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    #[default]
    Idle,
    Looking,
    UpToDate,
    Offered,
    Downloading,
    /// For the end of a check.
    Waiting,
    Installing,
}

impl Stage {
    pub(super) fn is_busy(self) -> bool {
        !matches!(self, Self::Idle | Self::UpToDate | Self::Offered)
    }
}

impl Updates {
    /// None in a build without updates.
    pub fn view(&self) -> Option<UpdatesView> {
        self.config.source.as_ref()?;
        let policy = self.policy();
        let state = self.state();
        Some(UpdatesView {
            at_start: match policy {
                Policy::Off => AtStart::OffByPolicy,
                Policy::Unreadable => AtStart::PolicyUnreadable,
                Policy::UpToUser if state.record.off => AtStart::Off,
                Policy::UpToUser => AtStart::On,
            },
            policy_path: self.config.policy.display().to_string(),
            looked: state.record.looked,
            stage: state.stage,
            percent: state.percent,
            offer: state.found.as_ref().map(|it| it.offer.clone()),
            shown: state.shown,
            problem: state.problem.clone(),
        })
    }
}
