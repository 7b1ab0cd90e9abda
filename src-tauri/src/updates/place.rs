//! Where this program lies, and whether it may put a new version of itself there.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
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

/// Left beside the program by the installer for all users.
const FOR_ALL_USERS: &str = "all-users";

impl Place {
    /// What IT has installed is not for the program to change, also where its folder may be written to.
    pub fn of(program: PathBuf, package: Option<Package>) -> Self {
        let by_it =
            package == Some(Package::Nsis) && program.with_file_name(FOR_ALL_USERS).exists();
        Self {
            program,
            package: package.filter(|_| !by_it),
        }
    }

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
        make_and_remove(&folder.join(PROBE)).is_ok()
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

/// Never through a link, nor into a file that somebody has put there: what is there already is removed instead.
fn make_and_remove(probe: &Path) -> io::Result<()> {
    let make = || File::create_new(probe).map(drop);
    match make() {
        // Left by a program that was ended in here.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(probe)?;
            make()?;
        }
        made => made?,
    }
    fs::remove_file(probe)
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
    fn what_is_in_the_way_of_the_look_is_removed_and_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place {
            program: folder.path().join("invite-ledger.exe"),
            package: Some(Package::Nsis),
        };
        let probe = folder.path().join(PROBE);
        fs::write(&probe, "left by a crash").unwrap();
        assert!(place.is_ours());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        #[cfg(unix)]
        {
            let theirs = folder.path().join("theirs");
            fs::write(&theirs, "of importance").unwrap();
            std::os::unix::fs::symlink(&theirs, &probe).unwrap();
            assert!(place.is_ours());
            assert_eq!(fs::read_to_string(&theirs).unwrap(), "of importance");
        }
        fs::create_dir(&probe).unwrap();
        assert!(!place.is_ours());
    }

    #[test]
    fn what_was_installed_for_all_users_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("invite-ledger.exe");
        let place = || Place::of(program.clone(), Some(Package::Nsis));
        assert!(place().is_ours());
        fs::write(folder.path().join(FOR_ALL_USERS), "").unwrap();
        assert!(!place().is_ours());
        let installer = include_str!("../../windows/installer.nsi");
        let name = format!("!define FOR_ALL_USERS \"{FOR_ALL_USERS}\"");
        assert!(installer.contains(&name), "the installer calls it so");
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
