//! The .deb on this machine: installed, started, upgraded, removed. The user's data outlives all of it.

use super::{packages, started::Visit};
use crate::{
    apt::{self, Elevation},
    desktop::{self, Screen, Session},
    shell::{self, Done, Failure},
    steps::Outcome,
    workspace::Workspace,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const PACKAGE: &str = "invite-ledger";
/// Room for the window and its frame.
const SCREEN: Screen = Screen {
    width: 1600,
    height: 1000,
};
const PROGRAM: &str = "/usr/bin/invite-ledger";

pub(super) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let but = |words: &str| Ok(Outcome::PassedBut(format!("not run: {words}")));
    if !apt::is_here() {
        return but("it needs Debian or Ubuntu");
    }
    let mark = workspace.target.join("deb-installed");
    let is_installed = Path::new(PROGRAM).exists();
    if is_installed && !mark.exists() {
        return but("Invite Ledger is installed on this machine, and stays so");
    }
    let Ok(root) = Elevation::find(&[PACKAGE]) else {
        return but("there is no right to install packages here");
    };
    let mut machine = Machine { root, mark };
    if is_installed {
        println!("An earlier run was stopped before it had removed what it had installed.");
        machine.remove()?;
    }
    apt::ensure(&[apt::HEADLESS_WINDOW, apt::DESKTOP_ENTRY].concat())?;
    let deb = packages::build(workspace)?.deb;
    let life = live(workspace, &mut machine, &deb);
    let left = machine.remove();
    life.and(left).map(|()| Outcome::Passed)
}

fn live(workspace: &Workspace, machine: &mut Machine, deb: &Path) -> Done {
    let session = Session::start(SCREEN)?;
    let ledger = session.data_folder().join("invite-ledger/ledger.db");

    machine.install(deb)?;
    visit(workspace, &session, Visit::First)?;

    let newer = newer(workspace, deb)?;
    machine.install(&newer)?;
    let version = machine.version()?;
    if !version.ends_with(NEWER) {
        return Err(Failure::new(format!(
            "upgraded, apt still has version {version}"
        )));
    }
    visit(workspace, &session, Visit::Again)?;

    machine.remove()?;
    let mut files = packages::FILES.iter();
    if let Some(file) = files.find(|file| Path::new(file).exists()) {
        return Err(Failure::new(format!("removed, the package left {file}")));
    }
    if !ledger.is_file() {
        return Err(Failure::new(
            "removed, the package took the user's ledger with it",
        ));
    }

    machine.install(deb)?;
    visit(workspace, &session, Visit::Again)
}

/// This program goes on inside the session, see `started`.
fn visit(workspace: &Workspace, session: &Session, visit: Visit) -> Done {
    let mut inside = workspace.command(desktop::this_program());
    session.run(inside.args(["started", visit.name()]))
}

const NEWER: &str = "+upgrade";

/// The same package with a later version: an upgrade without another build.
fn newer(workspace: &Workspace, deb: &Path) -> Result<PathBuf, Failure> {
    let unpacked = workspace.target.join("deb-newer");
    // Of an earlier run.
    _ = fs::remove_dir_all(&unpacked);
    shell::run(
        Command::new("dpkg-deb")
            .arg("--raw-extract")
            .args([deb, &unpacked]),
    )?;
    let control = unpacked.join("DEBIAN/control");
    let text = fs::read_to_string(&control).map_err(Failure::during(control.display()))?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let version = lines.iter_mut().find(|line| line.starts_with("Version: "));
    let version = version.ok_or_else(|| Failure::new("the package has no version"))?;
    version.push_str(NEWER);
    fs::write(&control, lines.join("\n") + "\n").map_err(Failure::during(control.display()))?;
    let newer = unpacked.with_extension("deb");
    let mut pack = Command::new("dpkg-deb");
    shell::run(
        pack.args(["--root-owner-group", "--build"])
            .args([&unpacked, &newer]),
    )?;
    Ok(newer)
}

/// The one that this runs on.
struct Machine {
    root: Elevation,
    /// Lies there while the package is ours: what somebody else has installed is not removed.
    mark: PathBuf,
}

impl Machine {
    fn install(&mut self, deb: &Path) -> Done {
        // apt reads it as a user of its own, who may not see the project's folder.
        let seen_by_all = env::temp_dir().join(format!("{PACKAGE}.deb"));
        fs::copy(deb, &seen_by_all).map_err(Failure::during(deb.display()))?;
        fs::write(&self.mark, "").map_err(Failure::during(self.mark.display()))?;
        let path = seen_by_all.to_string_lossy().into_owned();
        let line = [
            "install",
            "-y",
            "--no-install-recommends",
            "-qq",
            "--allow-downgrades",
            &path,
        ];
        let installed = shell::run(&mut self.root.apt_get(&line));
        // Best effort: it lies among temporary files.
        _ = fs::remove_file(&seen_by_all);
        installed
    }

    fn remove(&mut self) -> Done {
        shell::run(&mut self.root.apt_get(&["purge", "-y", "-qq", PACKAGE]))?;
        // It may not have been laid yet.
        _ = fs::remove_file(&self.mark);
        Ok(())
    }

    fn version(&self) -> Result<String, Failure> {
        let mut ask = Command::new("dpkg-query");
        shell::text_of(ask.args(["--show", "--showformat=${Version}", PACKAGE]))
    }
}
