//! Where things are.

use std::{
    cell::OnceCell,
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The project's folders, and what this run has already set up in them.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Cargo's target folder: `CARGO_TARGET_DIR` when set.
    pub(crate) target: PathBuf,
    /// Tools that take minutes to build are kept here, across checkouts.
    pub(crate) tools: PathBuf,
    /// Set once the page is built in this run: its sources do not change meanwhile.
    pub(crate) page_is_built: OnceCell<()>,
}

impl Workspace {
    pub(crate) fn here() -> Self {
        // Asked at run time: a cached xtask may have been built in another checkout.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .expect("xtask lies in the workspace")
            .to_path_buf();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |it| root.join(it));
        let tools = cache_folder()
            .map_or_else(|| target.join("tools"), |it| it.join("invite-ledger/tools"));
        Self {
            root,
            target,
            tools,
            page_is_built: OnceCell::new(),
        }
    }

    /// A command in the project's root.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The path as one would write it from the project's root.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

fn cache_folder() -> Option<PathBuf> {
    let home = || {
        env::var_os("HOME")
            .or_else(|| env::var_os("USERPROFILE"))
            .map(PathBuf::from)
    };
    env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|it| it.is_absolute())
        .or_else(|| home().map(|it| it.join(".cache")))
}
