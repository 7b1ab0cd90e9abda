//! A terminal with a command in it, read and typed into like a person does.

use crate::heard::Heard;
use std::{
    io::Write,
    process::{Child, ChildStdin, Command, Stdio},
};

#[derive(Debug)]
pub struct Terminal {
    /// `script`, which makes the terminal.
    child: Child,
    keyboard: ChildStdin,
    shown: Heard,
}

impl Terminal {
    /// Runs `command`, with its variables and in its folder.
    pub fn open(command: &Command) -> Self {
        let words = [command.get_program()]
            .into_iter()
            .chain(command.get_args());
        let line: Vec<String> = words
            .map(|word| word.to_str().expect("our own words are text"))
            .map(|word| format!("'{}'", word.replace('\'', r"'\''")))
            .collect();
        let mut script = Command::new("script");
        script
            .args(["--quiet", "--return", "--command", &line.join(" ")])
            .arg("/dev/null")
            .env_clear()
            .envs((command.get_envs()).filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some(folder) = command.get_current_dir() {
            script.current_dir(folder);
        }
        let mut child = script.spawn().expect("script starts");
        Self {
            keyboard: child.stdin.take().expect("it is a pipe"),
            shown: Heard::of(child.stdout.take()),
            child,
        }
    }

    /// Waits until it is shown.
    pub fn see(&self, words: &str) {
        self.shown.wait_for(words);
    }

    pub fn type_in(&mut self, keys: &str) {
        let typed = self.keyboard.write_all(keys.as_bytes());
        typed
            .and_then(|()| self.keyboard.flush())
            .expect("the terminal takes keys");
    }

    /// Waits for the command's end: its exit code, and everything that was shown.
    pub fn end(mut self) -> (Option<i32>, String) {
        let shown = self.shown.end();
        drop(self.keyboard);
        let status = self.child.wait().expect("a child can be waited for");
        (status.code(), shown)
    }
}
