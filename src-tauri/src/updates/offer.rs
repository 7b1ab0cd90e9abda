//! What a feed says, read: a version, when it came out, and what is new. The feed is not signed, so all of it is text
//! and none of it is believed; what gets installed is.

use semver::Version;
use serde::Serialize;
use serde_json::Value;
use tauri_plugin_updater::RemoteRelease;

use super::place::Place;

/// More than anybody reads.
const MAX_NOTES: usize = 4_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "typescript",
    derive(ts_rs::TS),
    ts(export_to = "types.gen.ts")
)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    pub version: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Text, not markup.
    pub notes: String,
    /// False where the program was put by somebody else: there is only the download page then.
    pub installable: bool,
}

impl Offer {
    /// With the feed's name for what can be installed here. None when the feed has nothing newer than `current`.
    pub(super) fn read(
        feed: &Value,
        current: &Version,
        place: &Place,
    ) -> Result<Option<(Self, Option<String>)>, serde_json::Error> {
        let release: RemoteRelease = serde_json::from_value(feed.clone())?;
        if release.version <= *current {
            return Ok(None);
        }
        let mut targets = place.targets().into_iter();
        let target = targets
            .find(|target| release.download_url(target).is_ok())
            .filter(|_| place.is_ours());
        let offer = Self {
            version: release.version.to_string(),
            date: release.pub_date.map(|at| at.date().to_string()),
            notes: plain(release.notes.as_deref().unwrap_or_default()),
            installable: target.is_some(),
        };
        Ok(Some((offer, target)))
    }
}

/// Without what is not seen, or turns around what is.
fn plain(text: &str) -> String {
    let seen = |c: &char| match c {
        '\n' | '\t' => true,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        c => !c.is_control(),
    };
    let mut plain: String = text.trim().chars().filter(seen).take(MAX_NOTES).collect();
    if plain.chars().count() == MAX_NOTES {
        plain.push('…');
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const HERE: &str = "http://127.0.0.1:9/package";

    fn read(feed: &Value, current: &str) -> Option<Offer> {
        let place = Place {
            program: "/nowhere/at/all".into(),
            package: None,
        };
        let read = Offer::read(feed, &current.parse().unwrap(), &place);
        read.unwrap().map(|(offer, _)| offer)
    }

    fn feed(version: &str) -> Value {
        json!({ "version": version, "platforms": {} })
    }

    #[test]
    fn only_what_is_newer_is_offered() {
        for (version, offered) in [
            ("0.1.0", false),
            ("0.0.9", false),
            ("0.1.0-beta.1", false),
            ("0.1.1-beta.1", true),
            ("0.1.1", true),
            ("v0.2.0", true),
            ("0.10.0", true),
        ] {
            assert_eq!(
                read(&feed(version), "0.1.0").is_some(),
                offered,
                "{version}"
            );
        }
    }

    #[test]
    fn what_is_new_is_told_as_text() {
        let mut feed = feed("0.2.0");
        feed["pub_date"] = json!("2026-12-01T08:30:00+08:00");
        feed["notes"] =
            json!("\u{feff}\r\n- <b>Bold</b>\r\n- [x](javascript:y)\u{202e}\u{1b}[31m\u{7}\n");
        let offer = read(&feed, "0.1.0").unwrap();
        assert_eq!(offer.version, "0.2.0");
        assert_eq!(offer.date.as_deref(), Some("2026-12-01"));
        assert!(
            offer
                .notes
                .ends_with("- <b>Bold</b>\n- [x](javascript:y)[31m")
        );
        assert!(!offer.installable);
    }

    #[test]
    fn nobody_has_to_read_a_novel() {
        let mut feed = feed("0.2.0");
        feed["notes"] = json!("长".repeat(MAX_NOTES * 3));
        let notes = read(&feed, "0.1.0").unwrap().notes;
        assert_eq!(notes.chars().count(), MAX_NOTES + 1);
        assert!(notes.ends_with('…'));
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        for odd in [
            json!({}),
            json!([]),
            json!({ "version": "new" }),
            json!({ "version": "0.2.0" }),
            json!({ "version": 2, "platforms": {} }),
            json!({ "version": "0.2.0", "pub_date": "soon", "url": HERE, "signature": "" }),
        ] {
            let place = Place {
                program: "/nowhere/at/all".into(),
                package: None,
            };
            let current = "0.1.0".parse().unwrap();
            assert!(Offer::read(&odd, &current, &place).is_err(), "{odd}");
        }
    }
}
