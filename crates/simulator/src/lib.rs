//! A loopback stand-in for `QueryInvitationInfo`, the one action of the partner API
//! (`intlpartnersmgt`, version `2022-09-28`) that tells what became of an invitation link.
//!
//! Nobody can try a client against the live service at will: it is limited, it holds real customers, and
//! it cannot be asked to fail. This crate answers the real client over real HTTP, so a test, a benchmark
//! and the program's sample data all run the code that runs in production. It shares nothing with that
//! client: it verifies signatures and writes answers with code of its own, so that a mistake of the
//! client cannot mirror itself. The official Python and Node SDKs are run against it to show that it is
//! faithful.
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! use simulator::{Faults, Simulator, SimulatorClock, SimulatorConfig, When, population};
//!
//! let clock = SimulatorClock::system();
//! let simulator = Simulator::start(SimulatorConfig {
//!     invitations: population(7, 240, clock.now()),
//!     clock,
//!     ..SimulatorConfig::default()
//! })
//! .await?;
//! println!("ask {} with {:?}", simulator.endpoint(), simulator.keys());
//!
//! simulator.advance(chrono::TimeDelta::days(10)); // links age; the service's own clock stays
//! simulator.set_faults(Faults { busy: When::Next(3), ..Faults::default() });
//! // … run a client …
//! assert!(simulator.record().iter().all(|exchange| exchange.tokens.len() <= 100));
//! # Ok(())
//! # }
//! ```
//!
//! # Shapes and units
//! - **Times** go in and out of this API as `DateTime<Utc>`; on the wire they are UTC+08:00 wall times,
//!   `YYYY-MM-DD hh:mm:ss`. Rates are requests per second, latencies are [`Duration`](std::time::Duration)s.
//! - **Two clocks.** [`Simulator::advance`] moves the invitations only. The service's own clock (its `Date`
//!   header, and the 5 minutes that a signature lives) follows [`SimulatorConfig::clock`] plus
//!   [`Faults::clock_offset`]. So links can age 40 days in a test whose client signs with the real time, and a
//!   client's clock can be wrong without a link ageing.
//! - **An invitation** is unused (Status 1), used (2), bound (2 with a BindTime), and gone 60 days after its
//!   creation. As on the service, there is no status for "expired". See [`Invitation`].
//! - **Errors** arrive as the service sends them, HTTP 200 with `Response.Error`; the codes in use are the
//!   constants of [`refusal`].
//! - **Randomness** comes from [`SimulatorConfig::seed`]; with one request at a time a run repeats exactly.
//!
//! # What is not known of the service, and what this one does
//! | Question | Here |
//! |---|---|
//! | A token it does not know | left out of the array |
//! | A token asked twice in one request | one row, where it was first asked |
//! | Order of the rows | as asked ([`Faults::shuffled`] changes it) |
//! | The fields of an unused link that have no value yet | absent, `null`, `""`/`0`, or a zero date, by the invitation ([`UnusedFields`]) |
//! | 0 or more than 100 tokens | `InvalidParameterValue` |
//! | How it counts 20 requests per second | choose: [`LimiterKind`]; a refused request does not count |
//! | `GET`, other content types | `UnsupportedProtocol` (the documentation names only the JSON `POST`) |
//!
//! Source: the public API page, the descriptions in the official SDKs, and the published signing examples.

mod answer;
mod clock;
mod connection;
mod faults;
mod invitation;
mod key;
mod limiter;
mod population;
mod query;
mod record;
pub mod refusal;
mod rival;
mod row;
mod server;
mod service;
mod verify;
mod when;

pub use clock::SimulatorClock;
pub use faults::{Faults, HtmlPage};
pub use invitation::{ClientKind, Invitation, UnusedFields, Use};
pub use key::Key;
pub use limiter::{Limiter, LimiterKind, Meter};
pub use population::population;
pub use record::{Counters, Exchange, Outcome, Recording};
pub use refusal::Refusal;
pub use rival::Rival;
pub use server::{Simulator, SimulatorConfig};
pub use when::{When, WhenError};

/// The service name that a signature's credential scope must carry.
pub const SERVICE: &str = "intlpartnersmgt";
/// The one action that is answered.
pub const ACTION: &str = "QueryInvitationInfo";
/// The one version that is answered.
pub const VERSION: &str = "2022-09-28";
/// The most tokens that one request may ask for.
pub const MAX_TOKENS: usize = 100;
