//! A program beside the test, and what it has said when it has ended.

use crate::heard::Heard;
use std::{
    io::Write,
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A program that may not have ended yet.
#[derive(Debug)]
pub struct Running {
    child: Child,
    since: Instant,
    stdin: Option<ChildStdin>,
    stdout: Heard,
    stderr: Heard,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Finished {
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Running {
    /// With a standard input that stays open for as long as this is kept.
    pub fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let since = Instant::now();
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self {
            stdin: child.stdin.take(),
            stdout: Heard::of(child.stdout.take()),
            stderr: Heard::of(child.stderr.take()),
            child,
            since,
        }
    }

    /// Hands over all that it gets on its standard input.
    pub fn give(&mut self, input: &[u8]) {
        let mut stdin = self.stdin.take().expect("it is given once");
        // One that does not read it has its reasons, and tells them.
        _ = stdin.write_all(input);
    }

    /// Waits until it has complained of this.
    pub fn wait_for_error(&self, words: &str) {
        self.stderr.wait_for(words);
    }

    /// At once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("a child can be ended");
        self.child.wait().expect("a child that was ended ends");
    }

    pub fn end(mut self, limit: Duration) -> Finished {
        drop(self.stdin.take());
        let code = loop {
            if let Some(status) = self.child.try_wait().expect("a child can be asked") {
                break status.code();
            }
            if self.since.elapsed() > limit {
                self.child.kill().expect("a running child can be ended");
                let (said, complained) = (self.stdout.text(), self.stderr.text());
                panic!("the program did not end within {limit:?}:\n{said}{complained}");
            }
            thread::sleep(Duration::from_millis(20));
        };
        Finished {
            code,
            took: self.since.elapsed(),
            stdout: self.stdout.end(),
            stderr: self.stderr.end(),
        }
    }
}
