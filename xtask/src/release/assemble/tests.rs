use super::*;
use base64::{Engine, prelude::BASE64_STANDARD};
use minisign::{KeyPair, sign};
use std::io::Cursor;
use tempfile::TempDir;

const VERSION: &str = "1.3.0";

/// What the three systems' builds leave behind.
struct Builds {
    place: TempDir,
    entry: Entry,
    keys: KeyPair,
}

impl Builds {
    fn finished() -> Self {
        let builds = Self {
            place: tempfile::tempdir().unwrap(),
            entry: Entry {
                version: VERSION.to_owned(),
                date: Some("2026-12-01".to_owned()),
                text: "- Lists can be merged".to_owned(),
            },
            keys: KeyPair::generate_unencrypted_keypair().unwrap(),
        };
        for package in PACKAGES {
            let file = builds.built(package);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, format!("{file:?}")).unwrap();
            builds.sign(package, VERSION);
        }
        builds
    }

    fn built(&self, package: &Package) -> PathBuf {
        let name = format!("Invite Ledger_x64{}", package.ending);
        self.place
            .path()
            .join("built")
            .join(package.folder)
            .join(name)
    }

    fn sign(&self, package: &Package, version: &str) {
        let file = self.built(package);
        let content = Cursor::new(fs::read(&file).unwrap());
        let comment = format!("timestamp:1\tfile:x\tversion:{version}");
        let KeyPair { pk, sk } = &self.keys;
        let signature = sign(Some(pk), sk, content, Some(&comment), None).unwrap();
        let text = BASE64_STANDARD.encode(signature.to_string());
        fs::write(signature::path(&file), text).unwrap();
    }

    fn key(&self) -> String {
        BASE64_STANDARD.encode(self.keys.pk.to_box().unwrap().to_string())
    }

    fn assemble(
        &self,
        updater_key: Option<&str>,
        unsigned: &[System],
    ) -> Result<Published, Failure> {
        let (folder, notes) = (
            self.place.path().join("release"),
            self.place.path().join("notes.md"),
        );
        assemble(&Release {
            entry: &self.entry,
            built: &self.place.path().join("built"),
            folder: &folder,
            repository: "a/b",
            notes: &notes,
            unsigned,
            updater_key,
        })?;
        let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        Ok(Published {
            names: files(&folder).unwrap().into_iter().map(name).collect(),
            notes: fs::read_to_string(notes).unwrap(),
            folder,
        })
    }
}

struct Published {
    folder: PathBuf,
    names: Vec<String>,
    notes: String,
}

impl Published {
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }
}

fn package_for(target: &str) -> &'static Package {
    PACKAGES
        .iter()
        .find(|it| it.targets.contains(&target))
        .unwrap()
}

#[test]
fn every_package_is_published_under_a_name_without_blanks() {
    let builds = Builds::finished();
    let published = builds.assemble(Some(&builds.key()), &[]).unwrap();
    assert_eq!(published.names.len(), PACKAGES.len() + 2);
    assert!(
        published.names.iter().all(|name| !name.contains(' ')),
        "{:?}",
        published.names
    );
    assert!(
        published
            .names
            .contains(&"Invite-Ledger-1.3.0-windows-setup.exe".to_owned())
    );
}

#[test]
fn the_feed_leads_each_system_to_what_replaces_itself_there() {
    let builds = Builds::finished();
    let published = builds.assemble(Some(&builds.key()), &[]).unwrap();
    let feed: Value = serde_json::from_str(&published.text(FEED)).unwrap();
    assert_eq!(feed["version"], VERSION);
    assert_eq!(feed["pub_date"], "2026-12-01T00:00:00Z");
    assert_eq!(feed["notes"], "- Lists can be merged");
    let mut targets: Vec<_> = feed["platforms"].as_object().unwrap().keys().collect();
    // Their order depends on what else is built with serde_json.
    targets.sort();
    assert_eq!(
        targets,
        [
            "darwin-aarch64-app",
            "darwin-x86_64-app",
            "linux-x86_64-appimage",
            "windows-x86_64-nsis"
        ]
    );
    let windows = &feed["platforms"]["windows-x86_64-nsis"];
    assert_eq!(
        windows["url"],
        "https://github.com/a/b/releases/download/v1.3.0/Invite-Ledger-1.3.0-windows-setup.exe"
    );
    assert!(
        windows["signature"]
            .as_str()
            .is_some_and(|it| !it.is_empty())
    );
}

#[test]
fn the_notes_lead_to_each_download_and_only_to_what_there_is() {
    let builds = Builds::finished();
    let published = builds.assemble(None, &[]).unwrap();
    assert!(published.notes.starts_with("- Lists can be merged\n"));
    let prefix = "https://github.com/a/b/releases/download/v1.3.0/";
    let linked: Vec<_> = published.notes.split(prefix).skip(1).collect();
    assert_eq!(linked.len(), PACKAGES.len() - 1);
    for link in linked {
        let name = link.split(')').next().unwrap();
        assert!(published.folder.join(name).is_file(), "{name}");
    }
}

#[test]
fn what_is_not_signed_is_called_so() {
    let builds = Builds::finished();
    let both = builds
        .assemble(None, &[System::Windows, System::Macos])
        .unwrap()
        .notes;
    assert!(both.contains("SmartScreen") && both.contains("Open Anyway"));
    let none = builds.assemble(None, &[]).unwrap().notes;
    assert!(!none.contains("not signed"));
}

#[test]
fn without_a_key_there_is_neither_a_feed_nor_what_it_would_lead_to() {
    let builds = Builds::finished();
    fs::remove_file(builds.built(package_for("darwin-aarch64-app"))).unwrap();
    let published = builds.assemble(None, &[]).unwrap();
    assert!(
        !published
            .names
            .iter()
            .any(|name| name == FEED || name.ends_with(".tar.gz"))
    );
}

#[test]
fn of_a_beta_there_is_nothing_that_would_count_as_newer_than_the_version_itself() {
    let mut builds = Builds::finished();
    "1.3.0-beta.1".clone_into(&mut builds.entry.version);
    for package in PACKAGES {
        builds.sign(package, "1.3.0-beta.1");
        if [".deb", ".rpm"].contains(&package.ending) {
            fs::remove_file(builds.built(package)).unwrap();
        }
    }
    let published = builds.assemble(Some(&builds.key()), &[]).unwrap();
    let image = "Invite-Ledger-1.3.0-beta.1-linux.AppImage";
    assert!(published.names.contains(&image.to_owned()));
    assert!(published.notes.contains(image) && !published.notes.contains(".deb"));
}

#[test]
fn the_checksums_are_of_all_files_but_their_own() {
    let builds = Builds::finished();
    let folder = builds.place.path().join("release");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("bill.cdx.json"), "abc").unwrap();
    let published = builds.assemble(Some(&builds.key()), &[]).unwrap();
    let sums = published.text(CHECKSUMS);
    assert_eq!(sums.lines().count(), published.names.len() - 1);
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  bill.cdx.json";
    assert!(sums.lines().any(|line| line == abc), "{sums}");
}

#[test]
fn a_package_that_is_missing_or_there_twice_stops_the_release() {
    let builds = Builds::finished();
    let dmg = builds.built(&PACKAGES[3]);
    fs::copy(&dmg, dmg.with_file_name("another.dmg")).unwrap();
    assert!(builds.assemble(None, &[]).is_err());
    fs::remove_file(&dmg).unwrap();
    assert!(builds.assemble(None, &[]).is_ok());
    fs::remove_file(dmg.with_file_name("another.dmg")).unwrap();
    assert!(builds.assemble(None, &[]).is_err());
}

#[test]
fn a_signature_that_the_program_would_refuse_stops_the_release() {
    let builds = Builds::finished();
    let package = package_for("windows-x86_64-nsis");
    let refused = |builds: &Builds, key: &str| {
        builds
            .assemble(Some(key), &[])
            .err()
            .map(|it| it.to_string())
    };

    let other = Builds::finished().key();
    assert!(refused(&builds, &other).is_some_and(|it| it.contains("not signed by the key")));

    builds.sign(package, "1.2.9");
    assert!(refused(&builds, &builds.key()).is_some_and(|it| it.contains("another version")));

    builds.sign(package, VERSION);
    fs::write(builds.built(package), "something else").unwrap();
    assert!(refused(&builds, &builds.key()).is_some_and(|it| it.contains("not signed by the key")));

    fs::remove_file(signature::path(&builds.built(package))).unwrap();
    assert!(refused(&builds, &builds.key()).is_some());
}
