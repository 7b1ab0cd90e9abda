//! Updates without a window: real feeds over real HTTP, real signatures, and the plugin that does the replacing.

mod feed;
mod looking;
mod replacing;

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use intlpartners::{Transport, WallClock};
use tempfile::TempDir;

use self::feed::Feed;
use super::*;
use crate::{desk::DeskConfig, paths::Paths};

const DAY: TimeDelta = TimeDelta::days(1);

/// A computer with the program on it, as an AppImage.
struct Computer {
    folder: TempDir,
    shift: Arc<AtomicI64>,
    source: Option<Source>,
}

impl Computer {
    fn new(feed: &Feed) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Invite Ledger.AppImage"), b"the old one").unwrap();
        Self {
            folder,
            shift: Arc::default(),
            source: Some(feed.source()),
        }
    }

    /// The program is started anew.
    fn start(&self) -> Arc<Updates> {
        let shift = Arc::clone(&self.shift);
        let clock: WallClock = Arc::new(move || noon() + seconds(&shift));
        let transport = Transport::new(clock.clone()).unwrap();
        let paths = Paths {
            folder: self.folder.path().join("data"),
            window: Vec::new(),
        };
        let config = UpdatesConfig {
            source: self.source.clone(),
            place: Place {
                program: self.program(),
                package: Some(Package::AppImage),
            },
            policy: self.policy(),
            record: paths.updates(),
            clock: UpdatesClock(clock.clone()),
            transport: transport.clone(),
        };
        let desk = Desk::open(DeskConfig {
            paths,
            endpoint: "http://127.0.0.1:9/".parse().unwrap(),
            transport,
            clock,
            seed: 7,
            system_locale: None,
            system: String::new(),
        });
        Updates::new(config, desk)
    }

    fn later(&self, span: TimeDelta) {
        self.shift.fetch_add(span.num_seconds(), Ordering::Relaxed);
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("Invite Ledger.AppImage")
    }

    fn policy(&self) -> PathBuf {
        self.folder.path().join("policy.json")
    }
}

fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn seconds(shift: &AtomicI64) -> TimeDelta {
    TimeDelta::seconds(shift.load(Ordering::Relaxed))
}
