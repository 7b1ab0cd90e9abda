//! Where the program keeps its files.

use std::{fs, path::PathBuf};

/// Overrides the folder, for IT and for tests.
pub const DATA_DIR_VARIABLE: &str = "INVITE_LEDGER_DATA_DIR";

#[derive(Debug, Clone)]
pub struct Paths {
    pub folder: PathBuf,
}

impl Paths {
    /// A folder of our own in the user's local data folder: that one does not roam, since a ledger on a network share
    /// is a broken ledger.
    pub fn of_this_user(
        override_folder: Option<PathBuf>,
        local_data: Option<PathBuf>,
    ) -> Option<Self> {
        let folder = match override_folder {
            Some(folder) => folder,
            None => local_data?.join(if cfg!(target_os = "linux") {
                "invite-ledger"
            } else {
                "Invite Ledger"
            }),
        };
        Some(Self { folder })
    }

    /// Makes the folder, for this user only. What keeps it from being made is told by what is opened in it.
    pub fn prepare(&self) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let _ = builder.create(&self.folder);
    }

    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.db")
    }

    pub fn preferences(&self) -> PathBuf {
        self.folder.join("preferences.json")
    }
}
