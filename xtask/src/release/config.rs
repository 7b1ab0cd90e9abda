//! What a release adds to Tauri's configuration: who signs it on Windows, and where its updates come from. All of it
//! is public; the secrets themselves stay in the environment of the step that signs.

use super::failure;
use crate::shell::{Done, Failure};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// As `tauri signer generate` writes it.
pub(super) const UPDATER_PUBLIC_KEY: &str = "UPDATER_PUBLIC_KEY";
const REPOSITORY: &str = "GITHUB_REPOSITORY";
const AZURE: [&str; 3] = [
    "AZURE_SIGNING_ENDPOINT",
    "AZURE_SIGNING_ACCOUNT",
    "AZURE_SIGNING_PROFILE",
];

#[derive(Debug)]
pub(super) struct Settings {
    updates: Option<Updates>,
    azure: Option<[String; 3]>,
}

#[derive(Debug)]
struct Updates {
    key: String,
    repository: String,
}

impl Settings {
    /// What is not set up is left out; what is half set up is a mistake.
    pub(super) fn of(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let updates = match (variable(UPDATER_PUBLIC_KEY), variable(REPOSITORY)) {
            (None, _) => None,
            (Some(key), Some(repository)) => Some(Updates { key, repository }),
            (Some(_), None) => return failure(format!("{REPOSITORY} is not set")),
        };
        let azure = match AZURE.map(variable) {
            [None, None, None] => None,
            [Some(endpoint), Some(account), Some(profile)] => Some([endpoint, account, profile]),
            _ => return failure(format!("only some are set of {}", AZURE.join(", "))),
        };
        Ok(Self { updates, azure })
    }

    pub(super) fn write(&self, file: &Path) -> Done {
        let mut text = serde_json::to_string_pretty(&self.json()).expect("JSON can be written");
        text.push('\n');
        print!("{text}");
        fs::write(file, text).map_err(Failure::during(file.display()))
    }

    fn json(&self) -> Value {
        let mut config = json!({ "bundle": {} });
        if let Some(Updates { key, repository }) = &self.updates {
            let releases = format!("https://github.com/{repository}/releases/latest");
            config["bundle"]["createUpdaterArtifacts"] = json!(true);
            config["plugins"]["updater"] = json!({
                "pubkey": key,
                "endpoints": [format!("{releases}/download/latest.json")],
                "page": releases,
            });
        }
        if let Some([endpoint, account, profile]) = &self.azure {
            config["bundle"]["windows"]["signCommand"] = json!({
                "cmd": "artifact-signing-cli",
                "args": ["-e", endpoint, "-a", account, "-c", profile, "-d", "Invite Ledger", "%1"],
            });
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(set: &[(&str, &str)]) -> Result<Settings, Failure> {
        let value = |name: &str| set.iter().find(|(it, _)| *it == name);
        Settings::of(&|name| value(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn where_nothing_is_set_up_nothing_is_signed_and_nothing_updates_itself() {
        let config = settings(&[(REPOSITORY, "a/b")]);
        assert_eq!(config.unwrap().json(), json!({ "bundle": {} }));
    }

    #[test]
    fn updates_come_from_the_repository_that_releases() {
        let set = [(REPOSITORY, "a/b"), (UPDATER_PUBLIC_KEY, "key")];
        let config = settings(&set).unwrap().json();
        let updater = &config["plugins"]["updater"];
        assert_eq!(
            updater["endpoints"],
            json!(["https://github.com/a/b/releases/latest/download/latest.json"])
        );
        assert_eq!(updater["page"], "https://github.com/a/b/releases/latest");
        assert_eq!(updater["pubkey"], "key");
        assert_eq!(config["bundle"]["createUpdaterArtifacts"], true);
    }

    #[test]
    fn windows_programs_are_signed_one_by_one_while_they_are_packed() {
        let set = [
            (AZURE[0], "https://e"),
            (AZURE[1], "account"),
            (AZURE[2], "profile"),
        ];
        let config = settings(&set).unwrap().json();
        let command = &config["bundle"]["windows"]["signCommand"];
        assert_eq!(command["args"][1], "https://e");
        assert_eq!(command["args"].as_array().unwrap().last().unwrap(), "%1");
    }

    #[test]
    fn what_is_half_set_up_is_a_mistake() {
        assert!(settings(&[(UPDATER_PUBLIC_KEY, "key")]).is_err());
        assert!(settings(&[(AZURE[0], "https://e"), (AZURE[1], "account")]).is_err());
    }
}
