//! Names every command, so that a window may call only what its capability lists.

include!("src/commands/names.rs");

fn main() {
    println!("cargo:rerun-if-changed=src/commands/names.rs");
    // The page is compiled in; checks of the Rust side alone must not ask for a built one.
    std::fs::create_dir_all("../ui/dist").expect("the page's folder can be made");
    let manifest = tauri_build::AppManifest::new().commands(COMMAND_NAMES);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the configuration, the icons and the capabilities are in order");
}
