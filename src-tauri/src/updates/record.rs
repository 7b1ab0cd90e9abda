//! What is remembered of updates from one start to the next: beside the preferences, in a file of its own.

use std::{fs, io::Write, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use invitations::export::{ExportError, replace};
use serde::{Deserialize, Serialize};

const BETWEEN_LOOKS: TimeDelta = TimeDelta::days(1);

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Record {
    /// The user wants no looking at start.
    pub(super) off: bool,
    /// The last look, whatever came of it: a feed that is out of reach is not asked at every start.
    pub(super) looked: Option<DateTime<Utc>>,
    /// The version that the user does not want to hear of.
    pub(super) skipped: Option<String>,
}

impl Record {
    /// An absent or unreadable file means the defaults, as with the preferences.
    pub(super) fn load(path: &Path) -> Self {
        fs::read(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub(super) fn save(&self, path: &Path) -> Result<(), ExportError> {
        let bytes = serde_json::to_vec_pretty(self).expect("times and words");
        replace(path, |file| file.write_all(&bytes))
    }

    /// A look in the future was by a clock that has been set back since: it says nothing about today.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        match self.looked {
            Some(looked) => looked > now || now - looked >= BETWEEN_LOOKS,
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn looked(text: &str) -> Record {
        Record {
            looked: Some(at(text)),
            ..Record::default()
        }
    }

    #[test]
    fn a_look_is_due_once_a_day() {
        let record = looked("2026-11-20T09:00:00Z");
        assert!(Record::default().is_due(at("2026-11-20T09:00:00Z")));
        for (now, due) in [
            ("2026-11-20T09:00:00Z", false),
            ("2026-11-21T08:59:59Z", false),
            ("2026-11-21T09:00:00Z", true),
            ("2027-11-20T09:00:00Z", true),
        ] {
            assert_eq!(record.is_due(at(now)), due, "{now}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_end_the_looking() {
        let record = looked("2036-01-01T00:00:00Z");
        assert!(record.is_due(at("2026-11-20T09:00:00Z")));
    }

    #[test]
    fn what_is_saved_is_loaded_and_what_cannot_be_read_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("updates.json");
        let record = Record {
            off: true,
            skipped: Some("0.2.0".into()),
            ..looked("2026-11-20T09:00:00Z")
        };
        record.save(&path).unwrap();
        assert_eq!(Record::load(&path), record);
        for torn in [&b"{\"off\": tr"[..], b"", b"\xff\xfe", b"{\"looked\": 7}"] {
            fs::write(&path, torn).unwrap();
            assert_eq!(Record::load(&path), Record::default());
        }
    }
}
