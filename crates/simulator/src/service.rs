use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use hyper::Method;
use hyper::http::request::Parts;
use tokio::time::Instant;

use crate::answer;
use crate::clock::SimulatorClock;
use crate::faults::{Faults, HtmlPage, OnTheWay};
use crate::invitation::{Invitation, UnusedFields};
use crate::key::Key;
use crate::limiter::{Limiter, Meter};
use crate::query;
use crate::record::{Exchange, Outcome, Recorder};
use crate::refusal::{self, Refusal};
use crate::server::SimulatorConfig;
use crate::verify::{self, Authorization};

/// The service behind the HTTP: decides what a request is answered, and remembers it. No I/O.
#[derive(Debug)]
pub(crate) struct Service {
    clock: SimulatorClock,
    keys: Vec<Key>,
    limiter: Limiter,
    unused_fields: UnusedFields,
    started: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) faults: Faults,
    pub(crate) advanced: TimeDelta,
    pub(crate) invitations: HashMap<Arc<str>, Invitation>,
    pub(crate) recorder: Recorder,
    meters: HashMap<String, Meter>,
    random: Rng,
}

/// What goes back to the client.
#[derive(Debug)]
pub(crate) enum Reply {
    Envelope {
        body: Bytes,
        date: DateTime<Utc>,
    },
    /// The envelope, broken off in the middle.
    Truncated {
        body: Bytes,
        date: DateTime<Utc>,
    },
    Page(HtmlPage),
    ProxyAuth,
    NotFound,
    Reset,
    Silence,
}

impl Service {
    pub(crate) fn new(config: SimulatorConfig) -> Self {
        let invitations = config.invitations.into_iter();
        Self {
            clock: config.clock,
            keys: config.credentials,
            limiter: config.limiter,
            unused_fields: config.unused_fields,
            started: Instant::now(),
            state: Mutex::new(State {
                faults: config.faults,
                advanced: TimeDelta::zero(),
                invitations: invitations.map(|it| (it.token.clone(), it)).collect(),
                recorder: Recorder::new(config.recording),
                meters: HashMap::new(),
                random: Rng::with_seed(config.seed),
            }),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The invitations' time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now() + self.state().advanced
    }

    /// How long the next request is on its way, and then its answer.
    pub(crate) fn round_trip(&self) -> (Duration, Duration) {
        let mut state = self.state();
        let State { faults, random, .. } = &mut *state;
        (faults.one_way(random), faults.one_way(random))
    }

    /// Decides what a request that arrives now is answered. `body` is none when it was larger than is read.
    pub(crate) fn handle(&self, request: &Parts, body: Option<&[u8]>, connection: u64) -> Reply {
        let arrived = Instant::now();
        let asked = body.map_or_else(|| Err(too_large()), query::tokens);
        let (on_the_way, date, request_id) = {
            let mut state = self.state();
            let state = &mut *state;
            state.recorder.arrived(arrived);
            (
                state.faults.on_the_way(&mut state.random),
                self.clock.now() + state.faults.clock_offset,
                answer::request_id(&mut state.random),
            )
        };
        let (reply, outcome) = match on_the_way {
            Some(OnTheWay::Hang) => (Reply::Silence, Outcome::Hung),
            Some(OnTheWay::Reset) => (Reply::Reset, Outcome::Reset),
            Some(OnTheWay::Page(page)) => {
                let status = page.status();
                (Reply::Page(page), Outcome::Intercepted { status })
            }
            Some(OnTheWay::ProxyAuth) => (Reply::ProxyAuth, Outcome::Intercepted { status: 407 }),
            None | Some(OnTheWay::Truncated) if request.uri.path() != "/" => {
                (Reply::NotFound, Outcome::Intercepted { status: 404 })
            }
            None => {
                let (body, outcome) = self.answer(request, body, &asked, date, request_id);
                (Reply::Envelope { body, date }, outcome)
            }
            Some(OnTheWay::Truncated) => {
                let (body, _) = self.answer(request, body, &asked, date, request_id.clone());
                (
                    Reply::Truncated { body, date },
                    Outcome::Truncated { request_id },
                )
            }
        };
        self.remember(Exchange {
            arrived_at: date,
            arrived_after: arrived - self.started,
            connection,
            timestamp: query::timestamp(&request.headers).ok(),
            secret_id: Authorization::read(&request.headers)
                .ok()
                .map(|claim| claim.secret_id.to_owned()),
            tokens: asked.unwrap_or_default(),
            outcome,
        });
        reply
    }

    fn answer(
        &self,
        request: &Parts,
        body: Option<&[u8]>,
        asked: &Result<Vec<Arc<str>>, Refusal>,
        date: DateTime<Utc>,
        request_id: String,
    ) -> (Bytes, Outcome) {
        let answered = self
            .authenticate(request, body, date)
            .and_then(|key| self.look_up(key, asked, &request_id));
        match answered {
            Ok((body, tokens)) => {
                let outcome = Outcome::Answered {
                    request_id,
                    tokens,
                    body: body.clone(),
                };
                (body, outcome)
            }
            Err(refusal) => {
                let body = answer::error_envelope(&refusal, &request_id);
                let code = refusal.code.into_owned();
                (body, Outcome::Refused { request_id, code })
            }
        }
    }

    fn authenticate(
        &self,
        request: &Parts,
        body: Option<&[u8]>,
        now: DateTime<Utc>,
    ) -> Result<&Key, Refusal> {
        let body = body.ok_or_else(too_large)?;
        check_protocol(request)?;
        let timestamp = query::timestamp(&request.headers)?;
        let claim = Authorization::read(&request.headers)?;
        let key = self
            .keys
            .iter()
            .find(|key| key.secret_id == claim.secret_id)
            .ok_or_else(|| {
                Refusal::new(refusal::SECRET_ID_NOT_FOUND, "The SecretId is not known.")
            })?;
        verify::verify(&claim, key, request, body, timestamp, now)?;
        query::check_action(&request.headers)?;
        Ok(key)
    }

    fn look_up(
        &self,
        key: &Key,
        asked: &Result<Vec<Arc<str>>, Refusal>,
        request_id: &str,
    ) -> Result<(Bytes, Vec<Arc<str>>), Refusal> {
        let now = self.now();
        let at = Instant::now();
        let mut state = self.state();
        let state = &mut *state;
        let meter = state
            .meters
            .entry(key.secret_id.clone())
            .or_insert_with(|| Meter::new(self.limiter, at));
        state.recorder.counters.passed_by_rival +=
            meter.share_with(state.faults.rival, at, &mut state.random);
        if !meter.admits(at) || state.faults.over_limit.strikes(&mut state.random) {
            return Err(Refusal::new(
                refusal::REQUEST_LIMIT_EXCEEDED,
                "The number of requests exceeds the frequency limit.",
            ));
        }
        state.faults.of_the_service(&mut state.random)?;
        let tokens = asked.as_deref().map_err(Clone::clone)?;
        check_tokens(tokens, &state.faults)?;
        let rows = answer::rows(
            &state.invitations,
            tokens,
            now,
            self.unused_fields,
            &mut state.faults,
            &mut state.random,
        );
        let answered = rows.iter().map(|row| row.invitation_token.as_ref().into());
        Ok((answer::envelope(&rows, request_id), answered.collect()))
    }

    fn remember(&self, exchange: Exchange) {
        let mut state = self.state();
        let counters = &mut state.recorder.counters;
        match &exchange.outcome {
            Outcome::Answered { tokens, .. } => {
                counters.answered += 1;
                counters.rows += tokens.len() as u64;
            }
            Outcome::Refused { code, .. } => {
                counters.refused += 1;
                counters.over_limit += u64::from(code == refusal::REQUEST_LIMIT_EXCEEDED);
            }
            _ => {}
        }
        state.recorder.keep(exchange);
    }
}

fn check_tokens(tokens: &[Arc<str>], faults: &Faults) -> Result<(), Refusal> {
    if faults.size_limit.is_some_and(|most| tokens.len() > most) {
        return Err(too_large());
    }
    query::check_number(tokens)?;
    if faults.poison_tokens.is_empty() {
        return Ok(());
    }
    if tokens
        .iter()
        .any(|token| faults.poison_tokens.contains(&**token))
    {
        return Err(Refusal::new(
            refusal::INVALID_PARAMETER_VALUE,
            "InvitationToken has an element that is not valid.",
        ));
    }
    Ok(())
}

fn check_protocol(request: &Parts) -> Result<(), Refusal> {
    let is_json = request
        .headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    if request.method == Method::POST && is_json {
        return Ok(());
    }
    Err(Refusal::new(
        refusal::UNSUPPORTED_PROTOCOL,
        "Only a POST of application/json is served here.",
    ))
}

fn too_large() -> Refusal {
    Refusal::new(
        refusal::REQUEST_SIZE_LIMIT_EXCEEDED,
        "The request is larger than allowed.",
    )
}
