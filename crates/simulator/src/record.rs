use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use tokio::time::Instant;

/// One request and what became of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// When it arrived, by the service's clock.
    pub arrived_at: DateTime<Utc>,
    /// When it arrived, counted from the simulator's start.
    pub arrived_after: Duration,
    /// Which connection it came on, counted from 1.
    pub connection: u64,
    /// The timestamp that was signed, in Unix seconds; none when there was no legible one.
    pub timestamp: Option<i64>,
    /// Its SecretId; none when its `Authorization` was not legible.
    pub secret_id: Option<String>,
    /// The tokens it asked for, as they came; empty when the body was not legible.
    pub tokens: Vec<Arc<str>>,
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Rows were sent.
    Answered {
        request_id: String,
        /// The tokens of the rows, as they were sent (after all faults).
        tokens: Vec<Arc<str>>,
        /// The body as it was sent, with [`Recording::Bodies`]; else empty.
        body: Bytes,
    },
    /// As [`Outcome::Answered`], but the client saw only a part of it.
    Truncated {
        request_id: String,
    },
    /// The service's error envelope was sent.
    Refused {
        request_id: String,
        code: String,
    },
    /// Something between the client and the service answered, with this HTTP status.
    Intercepted {
        status: u16,
    },
    Hung,
    Reset,
}

impl Exchange {
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Answered { request_id, .. }
            | Outcome::Truncated { request_id }
            | Outcome::Refused { request_id, .. } => Some(request_id),
            Outcome::Intercepted { .. } | Outcome::Hung | Outcome::Reset => None,
        }
    }

    /// The error code that was sent, if one was.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Refused { code, .. } => Some(code),
            _ => None,
        }
    }
}

/// How much [`Simulator::record`](crate::Simulator::record) keeps. The counters are kept always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recording {
    Nothing,
    /// The latest so many exchanges, without the bodies.
    Latest(usize),
    /// Every exchange, with the body that was sent.
    #[default]
    Bodies,
}

/// Totals since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// TCP connections accepted.
    pub connections: u64,
    /// Requests that arrived whole, whatever became of them.
    pub requests: u64,
    /// Requests that were answered with rows, whole.
    pub answered: u64,
    /// Requests that were refused in the service's envelope.
    pub refused: u64,
    /// Those of them that were refused as `RequestLimitExceeded`.
    pub over_limit: u64,
    /// Requests of the [`Rival`](crate::Rival) that passed; they count nowhere else.
    pub passed_by_rival: u64,
    /// Rows sent.
    pub rows: u64,
    /// The most requests that arrived within any one second.
    pub max_requests_in_a_second: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) counters: Counters,
    recording: Recording,
    exchanges: VecDeque<Arc<Exchange>>,
    last_second: VecDeque<Instant>,
}

impl Recorder {
    pub(crate) fn new(recording: Recording) -> Self {
        Self {
            recording,
            ..Self::default()
        }
    }

    pub(crate) fn arrived(&mut self, now: Instant) {
        self.counters.requests += 1;
        while self
            .last_second
            .front()
            .is_some_and(|at| now - *at >= Duration::from_secs(1))
        {
            self.last_second.pop_front();
        }
        self.last_second.push_back(now);
        self.counters.max_requests_in_a_second = self
            .counters
            .max_requests_in_a_second
            .max(self.last_second.len());
    }

    pub(crate) fn keep(&mut self, mut exchange: Exchange) {
        let most = match self.recording {
            Recording::Nothing => return,
            Recording::Latest(most) => {
                if let Outcome::Answered { body, .. } = &mut exchange.outcome {
                    *body = Bytes::new();
                }
                most
            }
            Recording::Bodies => usize::MAX,
        };
        self.exchanges.push_back(Arc::new(exchange));
        if self.exchanges.len() > most {
            self.exchanges.pop_front();
        }
    }

    pub(crate) fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.exchanges.iter().cloned().collect()
    }
}
