//! `cargo xtask release assemble`: the builds under their public names, the feed, the notes and the checksums.

use super::{
    changelog::Entry,
    failure,
    packages::{PACKAGES, Package, System},
    signature,
};
use crate::shell::{Done, Failure};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

const CHECKSUMS: &str = "SHA256SUMS";
const FEED: &str = "latest.json";

#[derive(Debug)]
pub(super) struct Release<'a> {
    pub(super) entry: &'a Entry,
    pub(super) built: &'a Path,
    pub(super) folder: &'a Path,
    pub(super) repository: &'a str,
    pub(super) notes: &'a Path,
    pub(super) unsigned: &'a [System],
    /// None where the program does not update itself.
    pub(super) updater_key: Option<&'a str>,
}

/// What lies in the release's folder already, such as the bill of materials, is part of it.
pub(super) fn assemble(release: &Release<'_>) -> Done {
    fs::create_dir_all(release.folder).map_err(Failure::during(release.folder.display()))?;
    let mut platforms = Map::new();
    for package in release.packages() {
        let from = release.find(package)?;
        let name = package.name(&release.entry.version);
        if let Some(key) = release.updater_key
            && !package.targets.is_empty()
        {
            let signature = signature::beside(&from, key, &release.entry.version)?;
            let at = json!({ "signature": signature, "url": release.address(&name) });
            platforms.extend(
                package
                    .targets
                    .iter()
                    .map(|it| ((*it).to_owned(), at.clone())),
            );
        }
        let to = release.folder.join(name);
        fs::copy(&from, &to).map_err(Failure::during(from.display()))?;
    }
    if release.updater_key.is_some() {
        let feed = serde_json::to_string_pretty(&release.feed(platforms));
        write(
            &release.folder.join(FEED),
            &feed.expect("JSON can be written"),
        )?;
    }
    write(release.notes, &release.words())?;
    write(&release.folder.join(CHECKSUMS), &checksums(release.folder)?)
}

impl Release<'_> {
    fn packages(&self) -> impl Iterator<Item = &'static Package> {
        let updates = self.updater_key.is_some();
        PACKAGES
            .iter()
            .filter(move |it| updates || !it.is_for_updates())
            .filter(move |it| it.exists_of(&self.entry.version))
    }

    fn find(&self, package: &Package) -> Result<PathBuf, Failure> {
        let folder = self.built.join(package.folder);
        let mut found = files(&folder)?;
        found.retain(|it| it.to_string_lossy().ends_with(package.ending));
        match <[PathBuf; 1]>::try_from(found) {
            Ok([file]) => Ok(file),
            Err(found) => failure(format!(
                "{} has {} files that end with {}, one is wanted",
                folder.display(),
                found.len(),
                package.ending
            )),
        }
    }

    fn address(&self, name: &str) -> String {
        let (repository, version) = (self.repository, &self.entry.version);
        format!("https://github.com/{repository}/releases/download/v{version}/{name}")
    }

    fn feed(&self, platforms: Map<String, Value>) -> Value {
        let mut feed = json!({
            "version": self.entry.version,
            "notes": self.entry.text,
            "platforms": platforms,
        });
        // Of a rehearsal there is none.
        if let Some(date) = &self.entry.date {
            feed["pub_date"] = json!(format!("{date}T00:00:00Z"));
        }
        feed
    }

    fn words(&self) -> String {
        let mut words = format!(
            "{}\n\n## Which file?\n\n| | |\n|---|---|\n",
            self.entry.text
        );
        for package in self.packages().filter(|it| !it.is_for_updates()) {
            let name = package.name(&self.entry.version);
            let address = self.address(&name);
            writeln!(words, "| {} | [{name}]({address}) |", package.what).expect("a text takes it");
        }
        for system in self.unsigned {
            words += match system {
                System::Windows => UNSIGNED_WINDOWS,
                System::Macos => UNSIGNED_MACOS,
                System::Linux => continue,
            };
        }
        let (repository, file) = (self.repository, PACKAGES[0].name(&self.entry.version));
        words += &format!(
            "\n## Is it genuine?\n\nEach file was built from this repository by its own workflow, and that is on record:\n\n\
             ```\ngh attestation verify {file} --repo {repository}\n```\n\n\
             The SHA-256 of each is in `{CHECKSUMS}`: `Get-FileHash {file}` on Windows, `sha256sum --check --ignore-missing {CHECKSUMS}` on Linux, \
             `shasum -a 256 --check --ignore-missing {CHECKSUMS}` on macOS. What they are made of is in the file that ends with `.cdx.json`.\n"
        );
        words
    }
}

const UNSIGNED_WINDOWS: &str = "
**The Windows programs of this release are not signed.** Windows does not know who made them, and SmartScreen says \
*Windows protected your PC*: compare the SHA-256 first (below), then choose *More info* and *Run anyway*. Where that is \
switched off, ask IT.
";

const UNSIGNED_MACOS: &str = "
**The macOS program of this release is not signed.** macOS says that it could not be checked. Compare the SHA-256 \
first (below), try to open it once, and then allow it under *System Settings › Privacy & Security › Open Anyway*.
";

fn checksums(folder: &Path) -> Result<String, Failure> {
    let mut lines = String::new();
    for file in files(folder)? {
        let name = file
            .file_name()
            .expect("it was found in its folder")
            .to_string_lossy();
        if name == CHECKSUMS {
            continue;
        }
        let content = fs::read(&file).map_err(Failure::during(file.display()))?;
        for byte in Sha256::digest(&content) {
            write!(lines, "{byte:02x}").expect("a text takes it");
        }
        writeln!(lines, "  {name}").expect("a text takes it");
    }
    Ok(lines)
}

/// Sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::during(folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

fn write(path: &Path, text: &str) -> Done {
    fs::write(path, text).map_err(Failure::during(path.display()))
}

#[cfg(test)]
mod tests;
