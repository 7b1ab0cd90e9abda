//! How a computer whose clock is years off gets to its first verified connection.
//!
//! By such a clock the service's certificate has expired, or is not valid yet, so nothing the
//! service says of the time can be believed, and nothing that is believed says the time. The way
//! out: ask the same endpoint for its `Date` without verifying it, then verify its certificate
//! strictly at that time. Nothing secret goes out with the question, and the answer is a hint
//! only: it counts for one handshake, and is taken back unless that handshake succeeds. Whoever
//! would lie about the time must own the key of a certificate of this host, signed by someone this
//! computer trusts and valid at the time he claims.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Method, Request, Url};

use crate::Transport;
use crate::clock::{Clock, Look};
use crate::reply::date_of;

/// An offset on trial: dropped, it is taken back.
#[must_use]
#[derive(Debug)]
pub(crate) struct Hint<'a> {
    clock: &'a Clock,
    before: TimeDelta,
    applied: TimeDelta,
}

impl Hint<'_> {
    /// The certificate verified at this time.
    pub(crate) fn prove(self) {
        std::mem::forget(self);
    }
}

impl Drop for Hint<'_> {
    fn drop(&mut self) {
        self.clock.take_back(self.applied, self.before);
    }
}

/// What a handshake that failed may have taught.
#[derive(Debug)]
pub(crate) enum Lesson<'a> {
    /// The clock is not to blame, or nobody tells the time.
    None,
    /// Another query has put the clock right meanwhile.
    Known,
    Hint(Hint<'a>),
}

impl Transport {
    /// The certificate at `url` was refused in a request that went out at `sent`.
    pub(crate) async fn doubt_the_clock(&self, url: &Url, sent: Look) -> Lesson<'_> {
        let Some(host) = url.host_str() else {
            return Lesson::None;
        };
        let presented = self.presented_by(host);
        if !presented.is_some_and(|it| it.outside_its_time) {
            return Lesson::None;
        }
        // Queries under way together have the same doubt: one asks for all.
        let _turn = self.hint_turn().lock().await;
        let clock = self.clock();
        if clock.knows_better_than(sent) {
            return Lesson::Known;
        }
        let asked = clock.look();
        let Some(date) = self.unverified_date(url).await else {
            return Lesson::None;
        };
        let before = clock.offset();
        clock.learn(asked, clock.look(), date);
        if clock.knows_better_than(asked) {
            Lesson::Hint(Hint {
                clock,
                before,
                applied: clock.offset(),
            })
        } else {
            Lesson::None
        }
    }

    async fn unverified_date(&self, url: &Url) -> Option<DateTime<Utc>> {
        let request = Request::new(Method::HEAD, url.clone());
        let http = self.gullible_client()?;
        let response = http.execute(request).await.ok()?;
        date_of(response.headers())
    }
}
