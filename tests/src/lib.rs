//! What the whole-program tests stand on: a computer of one's own, its window, its keychain, its files.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is a composition root: it makes the world that the program finds"
)]

mod audit;
mod feed;
mod heard;
mod keychain;
mod machine;
mod messy_file;
mod program;
mod results;
mod running;
mod service;

// Windows are driven where there is a WebDriver for them.
#[cfg(target_os = "linux")]
mod bus;
#[cfg(target_os = "linux")]
mod driver;
#[cfg(target_os = "linux")]
mod frame;
// What makes it is another program elsewhere.
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(target_os = "linux")]
pub mod tour;
#[cfg(target_os = "linux")]
mod window;

pub use audit::{Audit, audit};
pub use feed::Feed;
pub use keychain::{keychain_holds, secrets_in_keychain};
pub use machine::Machine;
pub use messy_file::MessyFile;
pub use results::Results;
pub use running::{Finished, Running};
pub use service::{SECRET_ID, SECRET_KEY, Service};
#[cfg(target_os = "linux")]
pub use terminal::Terminal;
#[cfg(target_os = "linux")]
pub use window::Window;

use std::{future::Future, time::Duration};

/// A test that hangs says so, and lets the others run.
pub async fn within<T>(limit: Duration, test: impl Future<Output = T>) -> T {
    tokio::time::timeout(limit, test)
        .await
        .unwrap_or_else(|_| panic!("the test took longer than {limit:?}"))
}
