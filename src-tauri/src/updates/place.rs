//! Where this program lies, and whether it may put a new version of itself there.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Beside the program, for an instant: whoever may not write there may not replace it.
const PROBE: &str = ".invite-ledger-update";

#[derive(Debug, Clone)]
pub struct Place {
    /// The program, or the AppImage that it runs from.
    pub program: PathBuf,
    /// In the feed's word, what it was installed from. None when it was by a package manager, by IT, or by hand: then
    /// it is not for the program to change it.
    pub package: Option<Package>,
}

/// What can be replaced by the one who uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    Nsis,
    App,
    AppImage,
}

impl Place {
    /// The feed's names for what fits here, the first the better.
    pub(super) fn targets(&self) -> Vec<String> {
        let (Some(package), Some(target)) = (self.package, tauri_plugin_updater::target()) else {
            return Vec::new();
        };
        let package = match package {
            Package::Nsis => "nsis",
            Package::App => "app",
            Package::AppImage => "appimage",
        };
        vec![format!("{target}-{package}"), target]
    }

    /// Not in a folder for all users of the computer, unless this one administers it.
    pub(super) fn is_ours(&self) -> bool {
        let Some(folder) = self.folder() else {
            return false;
        };
        let probe = folder.join(PROBE);
        let ours = File::create(&probe).is_ok();
        let _ = fs::remove_file(probe);
        ours
    }

    /// That has to take the new version in.
    fn folder(&self) -> Option<&Path> {
        match self.package? {
            Package::Nsis | Package::AppImage => self.program.parent(),
            // …/Invite Ledger.app/Contents/MacOS/invite-ledger
            Package::App => self.program.ancestors().nth(4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_ones_own_is_ours_and_nothing_is_left_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place {
            program: folder.path().join("Invite Ledger.AppImage"),
            package: Some(Package::AppImage),
        };
        assert!(place.is_ours());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_package_manager_put_there_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place {
            program: folder.path().join("invite-ledger"),
            package: None,
        };
        assert!(!place.is_ours());
        assert_eq!(place.targets(), Vec::<String>::new());
    }

    #[test]
    fn a_bundle_is_replaced_whole() {
        let place = Place {
            program: "/Applications/Invite Ledger.app/Contents/MacOS/invite-ledger".into(),
            package: Some(Package::App),
        };
        assert_eq!(place.folder(), Some(Path::new("/Applications")));
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_ours() {
        let place = Place {
            program: "/nowhere/at/all/Invite Ledger.AppImage".into(),
            package: Some(Package::AppImage),
        };
        assert!(!place.is_ours());
    }
}
