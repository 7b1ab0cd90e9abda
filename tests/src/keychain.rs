//! The keychain, seen by another program than ours.

use crate::Machine;
use std::process::Command;

/// The name under which people find our entries.
const SERVICE: &str = "Invite Ledger";

/// Whether the keychain has an entry of ours with this name.
pub fn keychain_holds(machine: &Machine, key_name: &str) -> bool {
    if machine.runs_under_wine() {
        // Wine keeps its Credential Manager there.
        let mut query = machine.tool("reg");
        query.args(["query", r"HKCU\Software\Wine\Credential Manager", "/s"]);
        return output(&mut query).contains(key_name);
    }
    if cfg!(windows) {
        return output(machine.tool("cmdkey").arg("/list")).contains(key_name);
    }
    if cfg!(target_os = "macos") {
        let mut find = Command::new("security");
        find.args(["find-generic-password", "-s", SERVICE, "-a", key_name]);
        return find.output().expect("security starts").status.success();
    }
    secrets_in_keychain().contains(key_name)
}

/// Everything that the session's Secret Service holds under our name, as `secret-tool` prints it.
pub fn secrets_in_keychain() -> String {
    // It prints the attributes on the one and the secrets on the other.
    output(Command::new("secret-tool").args(["search", "--all", "--unlock", "service", SERVICE]))
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
