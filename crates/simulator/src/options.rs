use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use clap::{Args, Parser, ValueEnum};
use simulator::{
    Faults, HtmlPage, Invitation, Key, Limiter, LimiterKind, Recording, Rival, SimulatorClock,
    SimulatorConfig, UnusedFields, When, population,
};

/// A loopback stand-in for QueryInvitationInfo of the partner API: verifies signatures, limits the rate, lets
/// invitations age, and misbehaves when told to.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    /// On 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 8780)]
    port: u16,
    /// All random choices follow from it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The one SecretId that is known [default: that of the published signing example]
    #[arg(long, requires = "secret_key")]
    secret_id: Option<String>,
    /// Its SecretKey
    #[arg(long, requires = "secret_id")]
    secret_key: Option<String>,
    /// How many invitations there are, over all stages
    #[arg(long, default_value_t = 240)]
    population: usize,
    /// Write their tokens to this file, one a line
    #[arg(long, value_name = "FILE")]
    write_tokens: Option<PathBuf>,
    /// Make an unused invitation, one day old, for each line of this file too
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// Let the invitations age by so many days
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    advance: u32,
    /// How requests are counted
    #[arg(long, value_enum, default_value = "sliding")]
    limiter: LimiterName,
    /// Requests per second for a SecretId
    #[arg(long, default_value_t = 20)]
    rate: u32,
    /// How fields without a value are written
    #[arg(long, value_enum, default_value = "mixed")]
    unused_fields: UnusedName,
    #[command(flatten)]
    faults: FaultOptions,
}

/// WHEN is never, always, 12.5%, every:20 (each 20th), next:3 (only the next 3) or after:5 (all but the first 5).
#[derive(Debug, Args)]
#[command(next_help_heading = "Faults (WHEN: never, always, 12.5%, every:20, next:3, after:5)")]
struct FaultOptions {
    /// Take the request and never answer
    #[arg(long, value_name = "WHEN")]
    hang: Option<When>,
    /// Reset the connection
    #[arg(long, value_name = "WHEN")]
    reset: Option<When>,
    /// End the connection in the middle of the body
    #[arg(long, value_name = "WHEN")]
    truncated: Option<When>,
    /// Answer with a page of somebody else
    #[arg(long, value_name = "WHEN")]
    html_page: Option<When>,
    /// The status of that page
    #[arg(long, value_enum, default_value = "200")]
    html_page_as: PageName,
    /// Answer 407 like a proxy
    #[arg(long, value_name = "WHEN")]
    proxy_auth: Option<When>,
    /// How long the way there and back takes, half of it each way
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    latency: u64,
    /// … and up to so much longer
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    jitter: u64,
    /// Put the service's clock forward by so much, or back
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    clock_offset: i32,
    /// OperationDenied.ServiceBusy
    #[arg(long, value_name = "WHEN")]
    busy: Option<When>,
    /// InternalError
    #[arg(long, value_name = "WHEN")]
    internal_error: Option<When>,
    /// RequestLimitExceeded, whatever the rate
    #[arg(long, value_name = "WHEN")]
    over_limit: Option<When>,
    /// Let another program spend so much of the SecretId's limit
    #[arg(long, value_name = "RATE", value_parser = clap::value_parser!(u32).range(1..))]
    rival: Option<u32>,
    /// Let its requests come so many at a time
    #[arg(long, value_name = "REQUESTS", default_value_t = 1, requires = "rival")]
    rival_at_once: u32,
    /// Any other error code
    #[arg(long, value_name = "WHEN")]
    refused: Option<When>,
    /// Which code that is
    #[arg(long, value_name = "CODE", default_value = "UnauthorizedOperation")]
    refused_with: String,
    /// Refuse any request with this token (may be given again)
    #[arg(long, value_name = "TOKEN")]
    poison: Vec<String>,
    /// RequestSizeLimitExceeded above so many tokens
    #[arg(long, value_name = "TOKENS")]
    size_limit: Option<usize>,
    /// Leave a row out
    #[arg(long, value_name = "WHEN")]
    left_out: Option<When>,
    /// Send a row twice
    #[arg(long, value_name = "WHEN")]
    doubled: Option<When>,
    /// Send an answer's rows in another order
    #[arg(long, value_name = "WHEN")]
    shuffled: Option<When>,
    /// Add a row to an answer that nobody asked for
    #[arg(long, value_name = "WHEN")]
    unasked: Option<When>,
    /// Send a row with an undocumented Status
    #[arg(long, value_name = "WHEN")]
    unknown_status: Option<When>,
    /// Send a row with null in some fields
    #[arg(long, value_name = "WHEN")]
    null_fields: Option<When>,
    /// Write a row's numbers as strings
    #[arg(long, value_name = "WHEN")]
    text_numbers: Option<When>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LimiterName {
    Sliding,
    Fixed,
    Bucket,
    Off,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnusedName {
    Mixed,
    Absent,
    Null,
    Empty,
    ZeroTime,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PageName {
    #[value(name = "200")]
    Ok,
    #[value(name = "302")]
    Redirect,
    #[value(name = "502")]
    BadGateway,
    #[value(name = "511")]
    NetworkAuth,
}

impl Options {
    /// The configuration, and by how much the invitations are to be aged.
    pub(crate) fn into_config(self) -> io::Result<(SimulatorConfig, TimeDelta)> {
        let clock = SimulatorClock::system();
        let now = clock.now();
        let mut invitations = population(self.seed, self.population, now);
        if let Some(path) = &self.tokens {
            let lines = fs::read_to_string(path)?;
            let tokens = lines.lines().map(str::trim).filter(|it| !it.is_empty());
            invitations.extend(tokens.map(|it| Invitation::unused(it, now - TimeDelta::days(1))));
        }
        if let Some(path) = &self.write_tokens {
            let tokens = invitations.iter().map(|it| format!("{}\n", it.token));
            fs::write(path, tokens.collect::<String>())?;
        }
        let key = match (self.secret_id, self.secret_key) {
            (Some(id), Some(key)) => Key::new(id, key),
            _ => Key::sample(),
        };
        let config = SimulatorConfig {
            port: self.port,
            credentials: vec![key],
            invitations,
            seed: self.seed,
            clock,
            limiter: Limiter {
                kind: self.limiter.into(),
                requests_per_second: self.rate,
            },
            unused_fields: self.unused_fields.into(),
            faults: self.faults.into(),
            recording: Recording::Nothing,
        };
        Ok((config, TimeDelta::days(self.advance.into())))
    }
}

impl From<FaultOptions> for Faults {
    fn from(options: FaultOptions) -> Self {
        Self {
            hang: options.hang.unwrap_or_default(),
            reset: options.reset.unwrap_or_default(),
            truncated: options.truncated.unwrap_or_default(),
            html_page: options.html_page.unwrap_or_default(),
            html_page_as: options.html_page_as.into(),
            proxy_auth: options.proxy_auth.unwrap_or_default(),
            latency: Duration::from_millis(options.latency),
            jitter: Duration::from_millis(options.jitter),
            clock_offset: TimeDelta::seconds(options.clock_offset.into()),
            busy: options.busy.unwrap_or_default(),
            internal_error: options.internal_error.unwrap_or_default(),
            over_limit: options.over_limit.unwrap_or_default(),
            rival: options.rival.map(|requests_per_second| Rival {
                requests_per_second,
                at_once: options.rival_at_once,
            }),
            refused: options.refused.unwrap_or_default(),
            refused_with: options.refused_with,
            poison_tokens: options.poison.into_iter().collect(),
            size_limit: options.size_limit,
            left_out: options.left_out.unwrap_or_default(),
            doubled: options.doubled.unwrap_or_default(),
            shuffled: options.shuffled.unwrap_or_default(),
            unasked: options.unasked.unwrap_or_default(),
            unknown_status: options.unknown_status.unwrap_or_default(),
            null_fields: options.null_fields.unwrap_or_default(),
            text_numbers: options.text_numbers.unwrap_or_default(),
        }
    }
}

impl From<LimiterName> for LimiterKind {
    fn from(name: LimiterName) -> Self {
        match name {
            LimiterName::Sliding => Self::SlidingWindow,
            LimiterName::Fixed => Self::FixedWindow,
            LimiterName::Bucket => Self::TokenBucket,
            LimiterName::Off => Self::Unlimited,
        }
    }
}

impl From<UnusedName> for UnusedFields {
    fn from(name: UnusedName) -> Self {
        match name {
            UnusedName::Mixed => Self::Mixed,
            UnusedName::Absent => Self::Absent,
            UnusedName::Null => Self::Null,
            UnusedName::Empty => Self::Empty,
            UnusedName::ZeroTime => Self::ZeroTime,
        }
    }
}

impl From<PageName> for HtmlPage {
    fn from(name: PageName) -> Self {
        match name {
            PageName::Ok => Self::Ok,
            PageName::Redirect => Self::Redirect,
            PageName::BadGateway => Self::BadGateway,
            PageName::NetworkAuth => Self::NetworkAuth,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_options_are_well_formed() {
        Options::command().debug_assert();
    }

    #[test]
    fn faults_come_from_the_command_line() {
        let options = Options::parse_from([
            "simulator",
            "--busy",
            "10%",
            "--reset",
            "every:20",
            "--latency",
            "200",
            "--clock-offset",
            "-900",
            "--rival",
            "10",
            "--poison",
            "x",
            "--html-page-as",
            "511",
        ]);
        let (config, _) = options.into_config().expect("no files are named");
        let expected = Faults {
            busy: When::Chance(0.1),
            reset: When::every(20),
            latency: Duration::from_millis(200),
            clock_offset: TimeDelta::minutes(-15),
            rival: Some(Rival {
                requests_per_second: 10,
                at_once: 1,
            }),
            poison_tokens: ["x".to_owned()].into(),
            html_page_as: HtmlPage::NetworkAuth,
            refused_with: "UnauthorizedOperation".to_owned(),
            ..Faults::default()
        };
        assert_eq!(config.faults, expected);
        assert_eq!(config.invitations.len(), 240);
    }
}
