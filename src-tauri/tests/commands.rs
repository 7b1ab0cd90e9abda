//! The page and the program must name the same commands.

use std::{collections::BTreeSet, fs, path::Path};

include!("../src/commands/names.rs");

#[test]
fn the_page_calls_every_command_and_no_other() {
    let page = read("../ui/src/backend/tauri.ts");
    // `call("name"` and `call<Answer>("name"`.
    let called: BTreeSet<&str> = page
        .split(" call")
        .skip(1)
        .filter(|rest| rest.starts_with(['(', '<']))
        .filter_map(|rest| rest.split_once("(\"")?.1.split_once('"'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(called, COMMAND_NAMES.iter().copied().collect());
}

#[test]
fn every_command_is_handled() {
    let handler = read("src/commands/mod.rs");
    for name in COMMAND_NAMES {
        assert!(
            handler.contains(&format!("::{name},")),
            "no handler is registered for {name}"
        );
    }
}

#[test]
fn the_window_may_call_every_command_and_be_zoomed() {
    let capability: serde_json::Value =
        serde_json::from_str(&read("capabilities/main-window.json")).expect("JSON");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|permission| permission.as_str().expect("text").to_owned())
        .collect();
    let zoom = "core:webview:allow-set-webview-zoom".to_owned();
    let expected = COMMAND_NAMES
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .chain([zoom])
        .collect();
    assert_eq!(allowed, expected);
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
