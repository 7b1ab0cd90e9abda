//! The page: Node, its packages, its build and its own checks.

use crate::{
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use std::{fs, process::Command};

const NODE_AT_LEAST: (u32, u32) = (20, 19);

/// Installs the page's packages when the lock file is another than the one they were installed from.
pub(crate) fn install(workspace: &Workspace) -> Done {
    node_is_recent_enough(workspace)?;
    let lock = workspace.ui().join("package-lock.json");
    let installed_from = workspace.ui().join("node_modules/.installed-from.json");
    let wanted = fs::read(&lock).map_err(Failure::during(lock.display()))?;
    if fs::read(&installed_from).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::run(npm(workspace).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&installed_from, wanted).map_err(Failure::during(installed_from.display()))
}

/// Builds `ui/dist`, which the program carries inside; once a run.
pub(crate) fn build(workspace: &Workspace) -> Done {
    if workspace.page_is_built.get().is_some() {
        return Ok(());
    }
    script(workspace, "build")?;
    workspace.page_is_built.get_or_init(|| ());
    Ok(())
}

/// Runs a script of `ui/package.json`.
pub(crate) fn script(workspace: &Workspace, name: &str) -> Done {
    install(workspace)?;
    shell::run(npm(workspace).args(["run", "--silent", name]))
}

pub(crate) fn npm(workspace: &Workspace) -> Command {
    let mut npm = workspace.command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(workspace.ui());
    npm
}

fn node_is_recent_enough(workspace: &Workspace) -> Done {
    let (major, minor) = NODE_AT_LEAST;
    let words = || format!("Node {major}.{minor} or newer is needed: https://nodejs.org");
    let version = shell::text_of(workspace.command("node").arg("--version"))
        .map_err(|failure| Failure::new(format!("{}\n({failure})", words())))?;
    match major_and_minor(&version) {
        Some(found) if found >= NODE_AT_LEAST => Ok(()),
        _ => Err(Failure::new(format!(
            "{}; this one is {}",
            words(),
            version.trim()
        ))),
    }
}

fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|it| it.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::major_and_minor;

    #[test]
    fn nodes_own_way_of_writing_its_version_is_understood() {
        assert_eq!(major_and_minor("v20.19.2\n"), Some((20, 19)));
        assert_eq!(major_and_minor("nonsense"), None);
    }
}
