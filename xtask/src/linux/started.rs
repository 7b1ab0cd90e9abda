//! Inside the desktop session: the installed program, as its user meets it.

use super::window::{self, Window};
use crate::shell::{self, Done, Failure};
use clap::ValueEnum;
use std::{
    io::Write,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const PROGRAM: &str = "invite-ledger";
const ACCOUNT: &str = "Contoso";
const STARTS_MEASURED: usize = 5;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Visit {
    /// Everything is new
    First,
    /// What the first visit left has to be there
    Again,
}

impl Visit {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Again => "again",
        }
    }
}

pub(crate) fn visit(visit: Visit) -> Done {
    let _frames = WindowManager::start()?;
    match visit {
        Visit::First => {
            open_twice_and_close()?;
            measure_starts()?;
            add_account()
        }
        Visit::Again => {
            account_is_there()?;
            open_twice_and_close()
        }
    }
}

/// As a click in the menu does it.
fn launch() -> Done {
    shell::run(Command::new("gtk-launch").arg(PROGRAM))
}

fn open_twice_and_close() -> Done {
    launch()?;
    let window = Window::wait_for()?;
    window.is_ours()?;
    window.wait_until_painted()?;
    window.minimize()?;
    launch()?;
    window.wait_until_in_front()?;
    let windows = window::all()?;
    if windows.len() != 1 {
        return Err(Failure::new(format!(
            "started twice, it has {} windows",
            windows.len()
        )));
    }
    window.close()
}

/// From the start of the process until its page is drawn.
fn measure_starts() -> Done {
    let mut shown = Vec::new();
    let mut painted = Vec::new();
    for _ in 0..STARTS_MEASURED {
        let start = Instant::now();
        let mut program = Command::new(PROGRAM)
            .spawn()
            .map_err(Failure::during(PROGRAM))?;
        let window = Window::wait_for()?;
        shown.push(start.elapsed());
        window.wait_until_painted()?;
        painted.push(start.elapsed());
        window.close()?;
        // It has ended: its window is closed, and `close` has waited for it.
        _ = program.wait();
    }
    let (shown, painted) = (median(shown), median(painted));
    println!(
        "From start, medians of {STARTS_MEASURED}: window {} ms, painted {} ms",
        shown.as_millis(),
        painted.as_millis()
    );
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn add_account() -> Done {
    let mut add = Command::new(PROGRAM);
    add.args([
        "account",
        "add",
        ACCOUNT,
        "--secret-id",
        "AKIDinstalledProgramsOwnTest0001",
    ]);
    println!("$ {}", shell::line(&add));
    let mut add = add
        .stdin(Stdio::piped())
        .spawn()
        .map_err(Failure::during(PROGRAM))?;
    let mut input = add.stdin.take().expect("standard input is piped");
    input
        .write_all(b"installedProgramsOwnTestKey00001\n")
        .map_err(Failure::during("writing the key"))?;
    drop(input);
    let status = add.wait().map_err(Failure::during(PROGRAM))?;
    if !status.success() {
        return Err(Failure::new(format!("`account add` ended with {status}")));
    }
    account_is_there()
}

fn account_is_there() -> Done {
    let accounts = shell::text_of(Command::new(PROGRAM).args(["account", "list"]))?;
    if accounts.contains(ACCOUNT) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the account is not in the ledger, which has: {accounts:?}"
    )))
}

/// Without one a window cannot be minimized, nor come to the front.
struct WindowManager(Child);

impl WindowManager {
    fn start() -> Result<Self, Failure> {
        let manager = Command::new("openbox").stderr(Stdio::null()).spawn();
        manager.map(Self).map_err(Failure::during("openbox"))
    }
}

impl Drop for WindowManager {
    fn drop(&mut self) {
        // The session ends with us, and everything in it.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}
