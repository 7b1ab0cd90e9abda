//! The packages, built by Tauri's bundler, and what they hold.

use crate::{
    apt, page,
    shell::{self, Failure},
    steps::Outcome,
    workspace::Workspace,
};
use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What both packages bring, beside documents.
pub(super) const FILES: &[&str] = &[
    "/usr/bin/invite-ledger",
    "/usr/share/applications/invite-ledger.desktop",
    "/usr/share/icons/hicolor/16x16/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/24x24/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/32x32/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/48x48/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/64x64/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/128x128/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/256x256/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/512x512/apps/invite-ledger.png",
    "/usr/share/icons/hicolor/scalable/apps/invite-ledger.svg",
    "/usr/share/metainfo/com.inviteledger.desktop.metainfo.xml",
];

#[derive(Debug)]
pub(crate) struct Packages {
    pub(crate) deb: PathBuf,
    rpm: PathBuf,
}

pub(super) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    if !apt::is_here() {
        return Ok(Outcome::PassedBut(
            "not run: it needs Debian or Ubuntu".to_owned(),
        ));
    }
    apt::ensure(apt::PACKAGING)?;
    let packages = build(workspace)?;
    check_deb(workspace, &packages.deb)?;
    check_rpm(&packages.rpm)?;
    for file in [
        &workspace.target.join("release/invite-ledger"),
        &packages.deb,
        &packages.rpm,
    ] {
        let size = fs::metadata(file)
            .map_err(Failure::during(file.display()))?
            .len();
        println!("{:>6} kB  {}", size / 1000, workspace.shown(file));
    }
    Ok(Outcome::Passed)
}

/// Optimized, as it is shipped. An AppImage is left to the release: its runtime has to be downloaded.
pub(crate) fn build(workspace: &Workspace) -> Result<Packages, Failure> {
    apt::ensure(apt::BUILD)?;
    page::build(workspace)?;
    let bundles = workspace.target.join("release/bundle");
    for kind in ["deb", "rpm"] {
        // Of another version, perhaps.
        _ = fs::remove_dir_all(bundles.join(kind));
    }
    let tauri = |arguments: &[&str]| {
        let mut tauri = workspace.command("node");
        tauri.arg("ui/node_modules/@tauri-apps/cli/tauri.js");
        tauri.env("CARGO_TARGET_DIR", &workspace.target);
        shell::run(tauri.args(arguments))
    };
    let page_is_built = r#"{"build":{"beforeBuildCommand":null}}"#;
    let compile = ["build", "--ci", "--no-bundle", "--config", page_is_built];
    tauri(&[&compile[..], &["--", "--locked"]].concat())?;
    // By itself, as the release does it on another machine.
    tauri(&["bundle", "--ci", "--bundles", "deb,rpm"])?;
    Ok(Packages {
        deb: only_file(&bundles.join("deb"), "deb")?,
        rpm: only_file(&bundles.join("rpm"), "rpm")?,
    })
}

fn only_file(folder: &Path, extension: &str) -> Result<PathBuf, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::during(folder.display()))?;
    let mut files = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == extension));
    files
        .next()
        .ok_or_else(|| Failure::new(format!("the bundler made no .{extension}")))
}

fn check_deb(workspace: &Workspace, deb: &Path) -> Result<(), Failure> {
    let unpacked = workspace.target.join("deb");
    // Of an earlier run.
    _ = fs::remove_dir_all(&unpacked);
    shell::run(
        Command::new("dpkg-deb")
            .arg("--extract")
            .args([deb, &unpacked]),
    )?;
    let lacks = |file: &&&str| !unpacked.join(file.trim_start_matches('/')).is_file();
    complain("the .deb lacks", FILES.iter().filter(lacks))?;
    let shared = unpacked.join("usr/share");
    shell::run(
        Command::new("desktop-file-validate")
            .arg(shared.join("applications/invite-ledger.desktop")),
    )?;
    shell::run(
        Command::new("appstreamcli")
            .args(["validate", "--no-net"])
            .arg(shared.join("metainfo/com.inviteledger.desktop.metainfo.xml")),
    )?;
    check_kind(&unpacked.join("usr/bin/invite-ledger"))?;
    check_libraries(deb, &unpacked)
}

/// The bundler writes into the program what it is packed in, by which the program knows whether it can replace itself.
/// When it does not find the place, as after another compiler's optimization, it only warns.
fn check_kind(program: &Path) -> Result<(), Failure> {
    let has = |kind: &str| {
        let mut search = Command::new("grep");
        search.args(["--quiet", "--text", "--fixed-strings"]);
        shell::succeeds(search.arg(kind).arg(program))
    };
    if has("__TAURI_BUNDLE_TYPE_VAR_DEB") && !has("__TAURI_BUNDLE_TYPE_VAR_UNK") {
        return Ok(());
    }
    Err(Failure::new(
        "the bundler could not write into the program that it is in a .deb",
    ))
}

/// Every library that the program asks for comes with what the package depends on.
fn check_libraries(deb: &Path, unpacked: &Path) -> Result<(), Failure> {
    let depends = shell::text_of(
        Command::new("dpkg-deb")
            .arg("--field")
            .arg(deb)
            .arg("Depends"),
    )?;
    let mut closure = Command::new("apt-cache");
    closure.args(["depends", "--recurse", "--important"]);
    let closure = shell::text_of(closure.args(package_names(&depends)))?;
    let brought: HashSet<&str> = closure
        .lines()
        .filter(|line| !line.starts_with(' '))
        .collect();

    // It wants to be called in a source package.
    let source = unpacked.join("debian");
    fs::create_dir_all(&source).map_err(Failure::during(source.display()))?;
    fs::write(
        source.join("control"),
        "Source: invite-ledger\n\nPackage: invite-ledger\nArchitecture: any\n",
    )
    .map_err(Failure::during(source.display()))?;
    let mut asked = Command::new("dpkg-shlibdeps");
    asked
        .current_dir(unpacked)
        .args(["-O", "usr/bin/invite-ledger"]);
    let asked = shell::text_of(&mut asked)?;
    let asked = asked.trim().trim_start_matches("shlibs:Depends=");
    println!("The libraries: {asked}");
    complain(
        "the .deb does not depend on",
        package_names(asked).filter(|it| !brought.contains(it)),
    )
}

/// Of `libc6 (>= 2.34), libgtk-3-0 | gtk` the names; of alternatives the first.
fn package_names(relation: &str) -> impl Iterator<Item = &str> {
    relation
        .split(',')
        .filter_map(|one| one.split_whitespace().next())
}

fn check_rpm(rpm: &Path) -> Result<(), Failure> {
    let ask = |question: &str| {
        shell::text_of(
            Command::new("rpm")
                .args(["--query", "--package", question])
                .arg(rpm),
        )
    };
    let listed = ask("--list")?;
    let held: HashSet<&str> = listed.lines().collect();
    complain(
        "the .rpm lacks",
        FILES.iter().filter(|file| !held.contains(**file)),
    )?;
    let requires = ask("--requires")?;
    let required: HashSet<&str> = requires.lines().map(str::trim).collect();
    let libraries = ["libwebkit2gtk-4.1.so.0()(64bit)", "libgtk-3.so.0()(64bit)"];
    complain(
        "the .rpm does not require",
        libraries.iter().filter(|it| !required.contains(**it)),
    )
}

fn complain(what: &str, of: impl Iterator<Item = impl std::fmt::Display>) -> Result<(), Failure> {
    let words: Vec<String> = of.map(|it| it.to_string()).collect();
    if words.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("{what} {}", words.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_read_down_to_its_first_names() {
        let names: Vec<_> = package_names("libc6 (>= 2.34), libgtk-3-0 | gtk").collect();
        assert_eq!(names, ["libc6", "libgtk-3-0"]);
        assert_eq!(package_names("").count(), 0);
    }
}
