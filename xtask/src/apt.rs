//! Debian and Ubuntu packages: looked up, and installed in one go when some are missing.

use crate::shell::{self, Done, Failure};
use std::{
    io::{IsTerminal, stdin},
    process::{Command, Stdio},
};

/// What the program is built with, beside Rust and Node.
pub(crate) const BUILD: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];

/// A window without a display, with a bus and a keychain, that can be photographed.
pub(crate) const HEADLESS_WINDOW: &[&str] = &[
    "xvfb",
    "xauth",
    "x11-utils",
    "xdotool",
    "imagemagick",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "fonts-cantarell",
    "fonts-dejavu-core",
    "fonts-noto-cjk",
];

/// What drives that window, and looks into its keychain from outside.
pub(crate) const WINDOW_TESTS: &[&str] = &["webkit2gtk-driver", "libsecret-tools"];

/// Makes the system's calls fail, one after the other.
pub(crate) const FAULT_TESTS: &[&str] = &["strace"];

/// The official Python SDK and its own environment; the Node one runs on what builds the page.
pub(crate) const SDKS: &[&str] = &["python3", "python3-venv"];

/// A compiler with the source of its standard library, C compilers for each system, and what runs and packs
/// a Windows program. LLVM's tools read Windows resources and write macOS archives.
pub(crate) const WINDOWS: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "gcc-mingw-w64-x86-64",
    "clang",
    "libc6-dev-arm64-cross",
    "llvm",
    "wine",
    "wine64",
    "nsis",
];

/// Looks into the packages for Linux, and checks what they tell the desktop.
pub(crate) const PACKAGING: &[&str] = &["appstream", "desktop-file-utils", "dpkg-dev", "rpm"];

/// Starts what a desktop entry names, and gives windows frames that can be minimized.
pub(crate) const DESKTOP_ENTRY: &[&str] = &["libgtk-3-bin", "openbox", "wmctrl"];

/// Draws the icons.
pub(crate) const ICONS: &[&str] = &["librsvg2-bin"];

/// Installs what is missing of `packages`; on systems without apt it goes on, since other names hold there.
pub(crate) fn ensure(packages: &[&str]) -> Done {
    let Some(missing) = missing(packages) else {
        return Ok(());
    };
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing packages: {}", missing.join(" "));
    let mut apt = Elevation::find(&missing)?;
    shell::run(&mut apt.apt_get(&["update", "-qq"]))?;
    // Another Rust from apt would have to make room for ours: that is for its owner to decide.
    let install = ["install", "-y", "--no-remove"];
    let quiet = ["--no-install-recommends", "-qq"];
    shell::run(&mut apt.apt_get(&[&install[..], &quiet, &missing].concat()))
}

/// Whether packages are Debian's here.
pub(crate) fn is_here() -> bool {
    shell::succeeds(Command::new("apt-get").arg("--version"))
}

/// Those of `packages` that are installed.
pub(crate) fn installed<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let missing = missing(packages).unwrap_or_else(|| packages.to_vec());
    let mut packages = packages.to_vec();
    packages.retain(|it| !missing.contains(it));
    packages
}

/// None where there is no dpkg.
fn missing<'a>(packages: &[&'a str]) -> Option<Vec<&'a str>> {
    let known = Command::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\\n"])
        .args(packages)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let installed = String::from_utf8_lossy(&known.stdout);
    let is_installed = |package: &str| {
        installed
            .lines()
            .any(|line| line == format!("{package} installed"))
    };
    Some(
        packages
            .iter()
            .copied()
            .filter(|package| !is_installed(package))
            .collect(),
    )
}

/// How we become root, if we must.
pub(crate) enum Elevation {
    IsRoot,
    Sudo,
}

impl Elevation {
    pub(crate) fn find(missing: &[&str]) -> Result<Self, Failure> {
        let is_root = shell::text_of(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        let sudo_asks_nothing = || shell::succeeds(Command::new("sudo").args(["-n", "true"]));
        let sudo_may_ask =
            || stdin().is_terminal() && shell::succeeds(Command::new("sudo").arg("-V"));
        if is_root {
            Ok(Self::IsRoot)
        } else if sudo_asks_nothing() || sudo_may_ask() {
            Ok(Self::Sudo)
        } else {
            Err(Failure::new(format!(
                "these packages are missing, and there is no right to install them here. As root, run:\n  \
                 apt-get update && apt-get install -y {}",
                missing.join(" ")
            )))
        }
    }

    pub(crate) fn apt_get(&mut self, what: &[&str]) -> Command {
        // `env` inside sudo: sudo drops our own variables.
        let quiet = ["env", "DEBIAN_FRONTEND=noninteractive"];
        // A machine that installs its updates by itself does so at any time.
        let patient = ["apt-get", "-o", "DPkg::Lock::Timeout=120"];
        let words = match self {
            Self::IsRoot => [&quiet[..], &patient, what].concat(),
            Self::Sudo => [&["sudo"], &quiet[..], &patient, what].concat(),
        };
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    }
}
