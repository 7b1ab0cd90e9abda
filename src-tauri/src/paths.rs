//! Where the program keeps its files.

use std::{fs, path::PathBuf};

/// Overrides the folder, for IT and for tests.
pub const DATA_DIR_VARIABLE: &str = "INVITE_LEDGER_DATA_DIR";

/// Names the folders that the window's frame and web view make; the same as in `tauri.conf.json`.
pub const IDENTIFIER: &str = "com.inviteledger.desktop";

#[derive(Debug, Clone)]
pub struct Paths {
    pub folder: PathBuf,
    /// What the window's frame and web view make for themselves; nothing where the ledger's folder was named, since
    /// other ledgers of this user may have them in common.
    pub window: Vec<PathBuf>,
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
        Some(Self {
            folder,
            window: Vec::new(),
        })
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

    pub fn updates(&self) -> PathBuf {
        self.folder.join("updates.json")
    }
}

#[cfg(test)]
mod tests {
    use super::IDENTIFIER;

    #[test]
    fn the_identifier_is_the_one_that_the_program_is_built_with() {
        let config = include_str!("../tauri.conf.json");
        assert!(config.contains(&format!("\"identifier\": \"{IDENTIFIER}\"")));
    }
}
