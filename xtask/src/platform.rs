//! What a machine must have that we cannot install for its owner.

use std::env;

/// Says what is missing and where it is to be had; the build goes on, and its own words follow.
pub(crate) fn say_what_is_missing() {
    for missing in missing() {
        println!("Missing: {missing}");
    }
}

/// Whether a window can be shown.
pub(crate) fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(target_os = "macos")]
fn missing() -> Vec<&'static str> {
    use crate::shell::succeeds;
    use std::process::Command;
    if succeeds(Command::new("xcode-select").arg("--print-path")) {
        return Vec::new();
    }
    vec!["the Xcode command line tools. Run: xcode-select --install"]
}

#[cfg(target_os = "windows")]
fn missing() -> Vec<&'static str> {
    use crate::shell::succeeds;
    use std::{path::Path, process::Command};
    const WEBVIEW2: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let registered = |root: &str| {
        succeeds(Command::new("reg").args(["query", &format!(r"{root}\{WEBVIEW2}"), "/v", "pv"]))
    };
    let roots = [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\Software",
    ];
    let mut missing = Vec::new();
    if !roots.into_iter().any(registered) {
        missing
            .push("the WebView2 runtime: https://developer.microsoft.com/microsoft-edge/webview2");
    }
    let installer = env::var_os("ProgramFiles(x86)")
        .map(|it| Path::new(&it).join(r"Microsoft Visual Studio\Installer\vswhere.exe"));
    if !installer.is_some_and(|it| it.exists()) {
        missing.push("the Microsoft C++ build tools: https://visualstudio.microsoft.com/visual-cpp-build-tools");
    }
    missing
}

/// Debian and Ubuntu are served by apt; elsewhere the libraries carry other packages' names.
#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn missing() -> Vec<&'static str> {
    use crate::shell::succeeds;
    use std::{path::Path, process::Command};
    let has_webkit = || succeeds(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    if Path::new("/usr/bin/dpkg-query").exists() || has_webkit() {
        return Vec::new();
    }
    vec!["WebKitGTK 4.1 with its headers (webkit2gtk4.1-devel on Fedora, webkit2gtk-4.1 on Arch)"]
}
