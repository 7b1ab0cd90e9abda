use std::collections::HashSet;
use std::time::Duration;

use chrono::TimeDelta;
use fastrand::Rng;

use crate::refusal::{self, Refusal};
use crate::rival::Rival;
use crate::when::When;

/// What goes wrong, and how often. The default is nothing.
///
/// Faults on the way and of the service strike per request; faults of the answer strike per row, unless
/// they say otherwise. A request meets at most one fault on the way; such a request never reaches the
/// service, so it counts against no limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// On the way: the request is taken and never answered.
    pub hang: When,
    /// On the way: the connection is reset (TCP RST) instead of an answer.
    pub reset: When,
    /// On the way: the connection ends in the middle of the answer's body.
    pub truncated: When,
    /// On the way: something else answers, such as the sign-in page of a hotel's network.
    pub html_page: When,
    /// Which page that is.
    pub html_page_as: HtmlPage,
    /// On the way: a proxy asks for a sign-in (407).
    pub proxy_auth: When,
    /// The round trip takes this long, …
    pub latency: Duration,
    /// … and up to this much longer. Each way has half of both and its own luck, so requests do not arrive as
    /// evenly as they were sent. What limits the rate sees them when they arrive.
    pub jitter: Duration,

    /// The service's clock is off by this much against [`SimulatorConfig::clock`](crate::SimulatorConfig::clock):
    /// to a client with the right time it is the same as a client with the wrong one. Shows in the `Date` header
    /// and in what is taken for an expired signature; the invitations' clock stays.
    pub clock_offset: TimeDelta,
    /// `OperationDenied.ServiceBusy`
    pub busy: When,
    /// `InternalError`
    pub internal_error: When,
    /// `RequestLimitExceeded`, whatever the rate
    pub over_limit: When,
    /// Another program with the same SecretId.
    pub rival: Option<Rival>,
    /// Any other code.
    pub refused: When,
    /// Which code that is.
    pub refused_with: String,
    /// A request with one of these is refused as `InvalidParameterValue`, whole.
    pub poison_tokens: HashSet<String>,
    /// `RequestSizeLimitExceeded` above this many tokens.
    pub size_limit: Option<usize>,

    /// Rows that are left out though the service knows the token.
    pub left_out: When,
    /// Rows that come twice.
    pub doubled: When,
    /// Answers whose rows come in another order than asked.
    pub shuffled: When,
    /// Answers with a row that nobody asked for.
    pub unasked: When,
    /// Rows with a Status that is not documented (7).
    pub unknown_status: When,
    /// Rows in which some fields beside the token are `null`.
    pub null_fields: When,
    /// Rows whose numbers are written as strings.
    pub text_numbers: When,
}

/// The answer of something between the client and the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HtmlPage {
    /// A page with status 200, in place of the answer.
    #[default]
    Ok,
    /// A redirection to a sign-in page (302).
    Redirect,
    /// "Network authentication required" (511).
    NetworkAuth,
    /// A gateway that finds nobody behind it (502).
    BadGateway,
}

impl HtmlPage {
    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::Redirect => 302,
            Self::NetworkAuth => 511,
            Self::BadGateway => 502,
        }
    }
}

/// What a request meets on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OnTheWay {
    Hang,
    Reset,
    Page(HtmlPage),
    ProxyAuth,
    Truncated,
}

impl Faults {
    pub(crate) fn on_the_way(&mut self, random: &mut Rng) -> Option<OnTheWay> {
        if self.hang.strikes(random) {
            Some(OnTheWay::Hang)
        } else if self.reset.strikes(random) {
            Some(OnTheWay::Reset)
        } else if self.html_page.strikes(random) {
            Some(OnTheWay::Page(self.html_page_as))
        } else if self.proxy_auth.strikes(random) {
            Some(OnTheWay::ProxyAuth)
        } else if self.truncated.strikes(random) {
            Some(OnTheWay::Truncated)
        } else {
            None
        }
    }

    /// How long a request takes to the service, or its answer back.
    pub(crate) fn one_way(&self, random: &mut Rng) -> Duration {
        if self.jitter.is_zero() {
            return self.latency / 2;
        }
        (self.latency + self.jitter.mul_f64(random.f64())) / 2
    }

    pub(crate) fn of_the_service(&mut self, random: &mut Rng) -> Result<(), Refusal> {
        if self.busy.strikes(random) {
            return Err(Refusal::new(
                refusal::SERVICE_BUSY,
                "The service is busy. Try again later.",
            ));
        }
        if self.internal_error.strikes(random) {
            return Err(Refusal::new(refusal::INTERNAL_ERROR, "An internal error."));
        }
        if self.refused.strikes(random) {
            let code = self.refused_with.clone();
            return Err(Refusal::new(code, "Refused as the simulator was told to."));
        }
        Ok(())
    }
}
