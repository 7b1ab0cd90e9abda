//! Names every command, so that a window may call only what its capability lists.
#![allow(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts through the environment"
)]

include!("src/commands/names.rs");

fn main() {
    println!("cargo:rerun-if-changed=src/commands/names.rs");
    // The page is compiled in; checks of the Rust side alone must not ask for a built one.
    std::fs::create_dir_all("../ui/dist").expect("the page's folder can be made");
    let manifest = tauri_build::AppManifest::new().commands(COMMAND_NAMES);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the configuration, the icons and the capabilities are in order");
    let target = std::env::var("TARGET").expect("cargo says what it compiles for");
    if target.ends_with("windows-msvc") {
        // The program says so in its own manifest. Tests have none, and would not start: dialogs come from this library.
        println!(
            "cargo:rustc-link-arg=/MANIFESTDEPENDENCY:type='win32' name='Microsoft.Windows.Common-Controls' version='6.0.0.0' \
             processorArchitecture='*' publicKeyToken='6595b64144ccf1df' language='*'"
        );
    }
}
