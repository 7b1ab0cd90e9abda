//! The session's message bus, seen by another program than ours.

use std::process::Command;

/// The name by which a second start finds the first.
const FIRST_INSTANCE: &str = "string:com.inviteledger.desktop.SingleInstance";

pub(crate) fn is_held_as_first_instance() -> bool {
    let asked = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/",
        ])
        .args(["org.freedesktop.DBus.NameHasOwner", FIRST_INSTANCE])
        .output()
        .expect("dbus-send starts");
    String::from_utf8_lossy(&asked.stdout).contains("boolean true")
}
