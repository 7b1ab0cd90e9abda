//! Where new versions come from, and whose signature they bear: built in for releases, absent from all other builds.

use serde::Deserialize;
use serde_json::{Value, json};

/// The section `plugins.updater` of Tauri's configuration, and the page to send people to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub feed: String,
    /// As `tauri signer generate` writes it.
    pub key: String,
    pub page: String,
}

#[derive(Deserialize)]
struct Section {
    pubkey: String,
    endpoints: [String; 1],
    page: String,
}

impl Source {
    /// None in a build that was made without.
    pub fn built_in(section: Option<&Value>) -> Result<Option<Self>, String> {
        let Some(section) = section else {
            return Ok(None);
        };
        let section = Section::deserialize(section).map_err(|error| error.to_string())?;
        let [feed] = section.endpoints;
        for address in [&feed, &section.page] {
            if !address.starts_with("https://") {
                return Err(format!("{address} is not encrypted"));
            }
        }
        Ok(Some(Self {
            feed,
            key: section.pubkey,
            page: section.page,
        }))
    }

    /// What the plugin is configured with. It fetches nothing, so the feed is for form's sake.
    pub(super) fn for_plugin(&self) -> Value {
        json!({
            "pubkey": self.key,
            "endpoints": [self.feed],
            // Another version's package does not pass for this one, however genuine.
            "requireSignedVersion": true,
            // Shows a bar, asks nothing.
            "windows": { "installMode": "passive" },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "https://releases.example/latest.json";
    const PAGE: &str = "https://releases.example/";

    #[test]
    fn a_build_without_has_no_updates() {
        assert_eq!(Source::built_in(None), Ok(None));
    }

    #[test]
    fn a_release_says_where_and_by_whom() {
        let section = json!({ "pubkey": "key", "endpoints": [FEED], "page": PAGE });
        let source = Source::built_in(Some(&section)).unwrap().unwrap();
        assert_eq!(
            (&*source.feed, &*source.key, &*source.page),
            (FEED, "key", PAGE)
        );
    }

    #[test]
    fn what_is_half_said_or_not_encrypted_is_refused() {
        for section in [
            json!({}),
            json!({ "pubkey": "key", "endpoints": [], "page": PAGE }),
            json!({ "pubkey": "key", "endpoints": [FEED] }),
            json!({ "pubkey": "key", "endpoints": ["http://releases.example/"], "page": PAGE }),
            json!({ "pubkey": "key", "endpoints": [FEED], "page": "file:///bin/sh" }),
        ] {
            assert!(Source::built_in(Some(&section)).is_err(), "{section}");
        }
    }
}
