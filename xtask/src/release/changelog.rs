//! `CHANGELOG.md`: its newest entry says what a release is and what is new in it.

use super::failure;
use crate::{
    shell::{Done, Failure},
    workspace::Workspace,
};
use std::fs;

/// What stands for the date until the release.
const UNRELEASED: &str = "unreleased";

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) version: String,
    /// `YYYY-MM-DD`.
    pub(super) date: Option<String>,
    pub(super) text: String,
}

impl Entry {
    pub(super) fn newest(workspace: &Workspace) -> Result<Self, Failure> {
        let path = workspace.root.join("CHANGELOG.md");
        let text = fs::read_to_string(&path).map_err(Failure::during(path.display()))?;
        Self::first_of(&text)
    }

    fn first_of(text: &str) -> Result<Self, Failure> {
        let words = "CHANGELOG.md: its first entry must begin with `## 1.2.3 (2026-12-31)` or `## 1.2.3 (unreleased)`";
        let mut lines = text.lines().skip_while(|line| !line.starts_with("## "));
        let heading = lines.next().and_then(|line| {
            let (version, date) = line.strip_prefix("## ")?.split_once(" (")?;
            Some((version, date.strip_suffix(')')?))
        });
        let Some((version, date)) = heading.filter(|(_, it)| *it == UNRELEASED || is_date(it))
        else {
            return failure(words);
        };
        let text: Vec<_> = lines.take_while(|line| !line.starts_with("## ")).collect();
        let text = text.join("\n").trim().to_owned();
        if text.is_empty() {
            return failure("CHANGELOG.md: its first entry says nothing");
        }
        Ok(Self {
            version: version.to_owned(),
            date: (date != UNRELEASED).then(|| date.to_owned()),
            text,
        })
    }

    /// With a tag it is a release: then the entry has its date, and the tag is the version's.
    pub(super) fn is_of(&self, version: &str, tag: Option<&str>) -> Done {
        if self.version != version {
            return failure(format!(
                "Cargo.toml has version {version}, the changelog's first entry is for {}",
                self.version
            ));
        }
        let Some(tag) = tag else {
            return Ok(());
        };
        if tag.strip_prefix('v') != Some(version) {
            return failure(format!("the tag is {tag}, the version {version}"));
        }
        if self.date.is_none() {
            return failure("the changelog calls this version unreleased: give its entry the date");
        }
        Ok(())
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').map(str::len).collect();
    parts == [4, 2, 2] && text.bytes().all(|b| b == b'-' || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# What is new\n\nWords.\n\n## 1.3.0 (2026-12-01)\n\n- One\n- Two\n\n## 1.2.0 (2026-10-01)\n\n- Old\n";

    #[test]
    fn the_newest_entry_is_the_first_and_ends_where_the_next_begins() {
        let entry = Entry::first_of(TEXT).unwrap();
        assert_eq!((&*entry.version, &*entry.text), ("1.3.0", "- One\n- Two"));
        assert_eq!(entry.date.as_deref(), Some("2026-12-01"));
    }

    #[test]
    fn a_heading_without_version_or_date_is_refused() {
        for heading in [
            "1.3.0",
            "1.3.0 (soon)",
            "1.3.0 (2026-12-1)",
            "1.3.0 (2026-12-01",
        ] {
            let text = format!("## {heading}\n\n- One\n");
            assert!(Entry::first_of(&text).is_err(), "{heading}");
        }
        assert!(Entry::first_of("# What is new\n").is_err());
        assert!(
            Entry::first_of("## 1.3.0 (unreleased)\n\n## 1.2.0 (2026-10-01)\n\n- Old\n").is_err()
        );
    }

    #[test]
    fn version_tag_and_changelog_have_to_agree() {
        let entry = Entry::first_of(TEXT).unwrap();
        assert!(entry.is_of("1.3.0", None).is_ok());
        assert!(entry.is_of("1.3.0", Some("v1.3.0")).is_ok());
        assert!(entry.is_of("1.3.1", None).is_err());
        assert!(entry.is_of("1.3.0", Some("v1.3.1")).is_err());
        assert!(entry.is_of("1.3.0", Some("1.3.0")).is_err());
    }

    #[test]
    fn what_is_not_released_yet_may_be_rehearsed_but_not_tagged() {
        let entry = Entry::first_of("## 1.3.0 (unreleased)\n\n- One\n").unwrap();
        assert!(entry.is_of("1.3.0", None).is_ok());
        assert!(entry.is_of("1.3.0", Some("v1.3.0")).is_err());
    }
}
