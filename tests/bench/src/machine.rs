//! Which machine the figures are from, and the file they are kept in.

use std::{fs, io, path::Path, process::Command, thread::available_parallelism};

const BEGIN: &str = "<!-- figures: `cargo xtask bench --write` -->\n";
const END: &str = "<!-- end of figures -->";

/// Replaces what stands between the file's markers.
pub(crate) fn write(path: &Path, table: &str) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let figures = format!("{}\n\n{table}", machine());
    let written = replaced(&text, &figures)
        .ok_or_else(|| io::Error::other(format!("{} has no markers", path.display())))?;
    fs::write(path, written)
}

fn replaced(text: &str, figures: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{figures}\n{END}{after}"))
}

#[allow(clippy::disallowed_methods, reason = "today is what is asked for")]
fn machine() -> String {
    let cores = available_parallelism().map_or(0, usize::from);
    let rustc = Command::new("rustc")
        .arg("--version")
        .output()
        .map_or_else(|_| "rustc".to_owned(), |it| text(&it.stdout));
    let today = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    let (processor, system) = (processor(), system());
    format!(
        "{}: {cores} × {processor}, {system}, {rustc}.",
        today.format("%F")
    )
}

fn processor() -> String {
    let value = || {
        let info = fs::read_to_string("/proc/cpuinfo").ok()?;
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    value().unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

fn system() -> String {
    let value = || {
        let release = fs::read_to_string("/etc/os-release").ok()?;
        let line = release
            .lines()
            .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
        Some(line.trim_matches('"').to_owned())
    };
    value().unwrap_or_else(|| std::env::consts::OS.to_owned())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_markers_is_replaced() {
        let text = format!("# A\n\n{BEGIN}\nold\n{END}\n\nB\n");
        let written = replaced(&text, "new\n").unwrap();
        assert_eq!(written, format!("# A\n\n{BEGIN}\nnew\n\n{END}\n\nB\n"));
        assert_eq!(replaced(&written, "new\n").unwrap(), written);
        assert_eq!(replaced("nothing", "new"), None);
    }
}
