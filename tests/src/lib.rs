//! What the whole-program tests stand on: a computer of one's own, its window, its keychain, its files.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is a composition root: it makes the world that the program finds"
)]

mod audit;
mod bus;
mod driver;
mod frame;
mod keychain;
mod machine;
mod messy_file;
mod results;
mod service;
pub mod tour;
mod window;

pub use audit::{Audit, audit};
pub use keychain::secrets_in_keychain;
pub use machine::{Finished, Machine};
pub use messy_file::MessyFile;
pub use results::Results;
pub use service::{SECRET_ID, SECRET_KEY, Service};
pub use window::Window;

use std::{future::Future, time::Duration};

/// A test that hangs says so, and lets the others run.
pub async fn within<T>(limit: Duration, test: impl Future<Output = T>) -> T {
    tokio::time::timeout(limit, test)
        .await
        .unwrap_or_else(|_| panic!("the test took longer than {limit:?}"))
}
