//! Commands that are shown before they run, and must succeed.

use std::{
    ffi::OsStr,
    fmt, io,
    path::Path,
    process::{Command, Output, Stdio},
};

pub(crate) type Done = Result<(), Failure>;

/// Why a task stopped, in words for the person who started it.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// For `map_err`: what was being done, then the system's own words.
    pub(crate) fn during(what: impl fmt::Display) -> impl FnOnce(io::Error) -> Self {
        move |error| Self(format!("{what}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the command, runs it with our own input and output, and fails when it does.
pub(crate) fn run(command: &mut Command) -> Done {
    println!("$ {}", line(command));
    let status = command
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure(format!("`{}` failed: {status}", line(command))))
}

/// The standard output of a command that must succeed.
pub(crate) fn text_of(command: &mut Command) -> Result<String, Failure> {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&stderr);
    Err(Failure(format!(
        "`{}` failed: {status}\n{}",
        line(command),
        words.trim()
    )))
}

/// Whether a command can be started and succeeds; its output is nobody's business.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.is_empty() || word.contains([' ', '\'', '"', '\n', '$']) {
        return format!("{word:?}");
    }
    word.into_owned()
}

fn cannot_start(command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    if error.kind() == io::ErrorKind::NotFound {
        return Failure(format!("`{program}` is not installed, or not on the PATH"));
    }
    Failure(format!("`{program}` does not start: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_in_the_failure() {
        let failure = text_of(Command::new("cargo").arg("no-such-subcommand")).unwrap_err();
        assert!(
            failure
                .to_string()
                .starts_with("`cargo no-such-subcommand` failed"),
            "{failure}"
        );
    }

    #[test]
    fn a_missing_program_is_said_to_be_missing() {
        let failure = run(&mut Command::new("invite-ledger-no-such-program")).unwrap_err();
        assert!(failure.to_string().contains("not installed"), "{failure}");
    }

    #[test]
    fn words_with_blanks_are_quoted_when_shown() {
        assert_eq!(
            line(Command::new("/bin/a").args(["b c", "d"])),
            r#"a "b c" d"#
        );
    }
}
