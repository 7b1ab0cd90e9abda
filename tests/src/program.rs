//! The program under test: one of this system, or a Windows one that wine runs.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    wine: Option<OsString>,
}

impl Program {
    /// Named by `cargo xtask test`, else beside this test in the target folder.
    pub(crate) fn under_test() -> Self {
        let path = env::var_os("INVITE_LEDGER_PROGRAM").map_or_else(beside_this_test, Into::into);
        assert!(
            path.exists(),
            "{} is not built: run `cargo xtask test`",
            path.display()
        );
        let is_foreign = !cfg!(windows) && path.extension() == Some(OsStr::new("exe"));
        let wine =
            is_foreign.then(|| env::var_os("INVITE_LEDGER_WINE").unwrap_or_else(|| "wine".into()));
        Self { path, wine }
    }

    /// Whether it is a Windows program, here or under wine.
    pub(crate) fn is_windows(&self) -> bool {
        cfg!(windows) || self.wine.is_some()
    }

    pub(crate) fn is_under_wine(&self) -> bool {
        self.wine.is_some()
    }

    /// What to start, and its first arguments, so that `program` runs where this one does.
    pub(crate) fn start<'a>(&'a self, program: &'a OsStr) -> (&'a OsStr, Option<&'a OsStr>) {
        match &self.wine {
            Some(wine) => (wine, Some(program)),
            None => (program, None),
        }
    }

    /// As the program calls it.
    pub(crate) fn name_of(&self, path: &Path) -> OsString {
        if self.wine.is_none() {
            return path.into();
        }
        let path = path.to_str().expect("our own names are text");
        // The drive on which wine shows this system's files.
        format!("Z:{}", path.replace('/', r"\")).into()
    }
}

fn beside_this_test() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it lies");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("deps lies in the profile's folder");
    profile
        .join("invite-ledger")
        .with_extension(env::consts::EXE_EXTENSION)
}
