//! What is printed: errors with their mend, and how far a check is.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use intlpartners::ErrorClass;
use invitations::check::{CheckProgress, CheckState, Step};

use crate::mends::mend;

/// A reader that is gone, such as `head`, is no reason to panic.
pub(super) fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

pub(super) fn complain(message: &str, id: Option<&str>, code: &str) {
    say(format_args!("invite-ledger: {message}{}", request_id(id)));
    suggest(code);
}

pub(super) fn suggest(code: &str) {
    if let Some(mend) = mend(code) {
        say(format_args!("  What helps: {mend}."));
    }
}

pub(super) fn request_id(id: Option<&str>) -> String {
    id.map(|id| format!(" (RequestId {id})"))
        .unwrap_or_default()
}

/// How far it is, on one line that is written over, and only where somebody watches; and in every log, when it begins to
/// wait and when it goes on.
pub(super) fn progress(quiet: bool, minutes: u32) -> impl Fn(Step) + Send + Sync {
    let watched = !quiet && io::stderr().is_terminal();
    let waiting = AtomicBool::new(false);
    move |Step { progress, .. }| {
        let waits = progress.state == CheckState::Waiting;
        let waited = waiting.swap(waits, Ordering::Relaxed);
        if waits && !waited && !quiet {
            tell_that_it_waits(&progress, minutes);
        } else if waited && goes_on(&progress) && !quiet {
            let CheckProgress { done, total, .. } = progress;
            say(format_args!(
                "invite-ledger: going on at {done} of {total} tokens"
            ));
        }
        if watched && !waits {
            overwrite(&progress);
        }
    }
}

fn goes_on(progress: &CheckProgress) -> bool {
    !matches!(progress.state, CheckState::Waiting | CheckState::Stopping)
}

fn tell_that_it_waits(progress: &CheckProgress, minutes: u32) {
    let CheckProgress { done, total, .. } = progress;
    let reason = progress.reason.map_or("no answer", ErrorClass::as_str);
    say(format_args!(
        "invite-ledger: waiting ({reason}) at {done} of {total} tokens, for up to {minutes} minutes"
    ));
    suggest(reason);
}

fn overwrite(progress: &CheckProgress) {
    let CheckProgress {
        done,
        total,
        tokens_per_second,
        ..
    } = progress;
    let end = if done == total { "\n" } else { "" };
    // A terminal that is gone is no reason to stop checking.
    let _ = write!(
        io::stderr(),
        "\r{done} of {total} tokens, {tokens_per_second:.0} a second {end}"
    );
}
