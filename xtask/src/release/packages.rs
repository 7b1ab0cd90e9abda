//! The files that a release consists of, and what people are told of them.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum System {
    Windows,
    Macos,
    Linux,
}

#[derive(Debug)]
pub(super) struct Package {
    /// Below the folder of what was built; the file in it that ends with `ending`.
    pub(super) folder: &'static str,
    pub(super) ending: &'static str,
    /// `VERSION` stands for it.
    name: &'static str,
    /// For whom; empty where nobody downloads it by hand.
    pub(super) what: &'static str,
    /// The feed's names for the computers that update themselves with it.
    pub(super) targets: &'static [&'static str],
}

impl Package {
    pub(super) fn name(&self, version: &str) -> String {
        self.name.replace("VERSION", version)
    }

    /// Of a beta there is none for dpkg, to which what follows a hyphen makes it newer than the version itself, nor for
    /// RPM, which knows no hyphen.
    pub(super) fn exists_of(&self, version: &str) -> bool {
        !(version.contains('-') && [".deb", ".rpm"].contains(&self.ending))
    }

    /// Exists for updates only.
    pub(super) fn is_for_updates(&self) -> bool {
        self.what.is_empty()
    }
}

/// The first of a system is the one for most people. Of the three for Windows only that one is in the feed: what IT
/// has installed, IT replaces.
pub(super) const PACKAGES: &[Package] = &[
    Package {
        folder: "windows/user",
        ending: "-setup.exe",
        name: "Invite-Ledger-VERSION-windows-setup.exe",
        what: "**Windows** 10 and 11: for yourself, without administrator rights",
        targets: &["windows-x86_64-nsis"],
    },
    Package {
        folder: "windows/offline",
        ending: "-setup.exe",
        name: "Invite-Ledger-VERSION-windows-setup-offline.exe",
        what: "Windows, the same with Microsoft's WebView2 inside: for computers that may not download it",
        targets: &[],
    },
    Package {
        folder: "windows/all-users",
        ending: "-setup.exe",
        name: "Invite-Ledger-VERSION-windows-setup-all-users.exe",
        what: "Windows, for IT: for all users of a computer, with WebView2 inside (Intune, Configuration Manager: `/S`)",
        targets: &[],
    },
    Package {
        folder: "macos",
        ending: ".dmg",
        name: "Invite-Ledger-VERSION-macos.dmg",
        what: "**macOS**, Apple silicon and Intel",
        targets: &[],
    },
    Package {
        folder: "macos",
        ending: ".app.tar.gz",
        name: "Invite-Ledger-VERSION-macos.app.tar.gz",
        what: "",
        targets: &["darwin-aarch64-app", "darwin-x86_64-app"],
    },
    Package {
        folder: "linux",
        ending: ".deb",
        name: "invite-ledger_VERSION_amd64.deb",
        what: "**Debian** 12, **Ubuntu** 22.04 and newer",
        targets: &[],
    },
    Package {
        folder: "linux",
        ending: ".rpm",
        name: "invite-ledger-VERSION-1.x86_64.rpm",
        what: "**Fedora** and its relatives",
        targets: &[],
    },
    Package {
        folder: "linux",
        ending: ".AppImage",
        name: "Invite-Ledger-VERSION-linux.AppImage",
        what: "any other **Linux** on x86-64: make it executable and start it",
        targets: &["linux-x86_64-appimage"],
    },
];
