//! The few choices that belong to the person at this computer, not to an account.

use std::{fs, io::Write, path::Path};

use invitations::export::{ExportError, replace};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    pub language: LanguageChoice,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
pub enum LanguageChoice {
    #[default]
    #[serde(rename = "system")]
    System,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-CN")]
    SimplifiedChinese,
}

impl LanguageChoice {
    /// What the page speaks, for what is written outside the page.
    pub fn speaks_chinese(self, system_locale: Option<&str>) -> bool {
        match self {
            Self::English => false,
            Self::SimplifiedChinese => true,
            Self::System => {
                let locale = system_locale.unwrap_or_default();
                locale.to_ascii_lowercase().starts_with("zh")
            }
        }
    }
}

impl Preferences {
    /// An absent or unreadable file means the defaults: no preference is worth refusing to start.
    pub fn load(path: &Path) -> Self {
        fs::read(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// The old ones stay when the new ones cannot be written whole.
    pub fn save(&self, path: &Path) -> Result<(), ExportError> {
        let bytes = serde_json::to_vec_pretty(self).expect("choices are words");
        replace(path, |file| file.write_all(&bytes))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_loaded_and_replaces_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        for language in [LanguageChoice::SimplifiedChinese, LanguageChoice::English] {
            Preferences { language }.save(&path).unwrap();
            assert_eq!(Preferences::load(&path), Preferences { language });
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_the_system_speaks_counts_where_nothing_is_chosen() {
        use LanguageChoice::{English, SimplifiedChinese, System};
        assert!(System.speaks_chinese(Some("zh-TW")));
        assert!(!System.speaks_chinese(Some("de-DE")));
        assert!(!System.speaks_chinese(None));
        assert!(!English.speaks_chinese(Some("zh-CN")));
        assert!(SimplifiedChinese.speaks_chinese(Some("en-US")));
    }

    #[test]
    fn a_torn_file_means_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        fs::write(&path, b"{\"language\": \"zh").unwrap();
        assert_eq!(Preferences::load(&path), Preferences::default());
    }

    #[test]
    fn what_cannot_be_saved_leaves_nothing_beside_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        // Nothing can be renamed onto a folder.
        fs::create_dir(&path).unwrap();
        assert!(Preferences::default().save(&path).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
