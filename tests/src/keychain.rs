//! The keychain, seen by another program than ours.

use std::process::Command;

/// Everything that the session's keychain holds under our name, as `secret-tool` prints it.
pub fn secrets_in_keychain() -> String {
    let search = Command::new("secret-tool")
        .args(["search", "--all", "--unlock", "service", "Invite Ledger"])
        .output()
        .expect("secret-tool starts");
    // It prints the attributes on the one and the secrets on the other.
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&search.stdout),
        String::from_utf8_lossy(&search.stderr)
    )
}
