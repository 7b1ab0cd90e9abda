//! What may be asked next, what is on its way, and what is to be done about each that comes home.

use std::{collections::BTreeMap, mem, time::Duration};

use intlpartners::{Answer, Error, ErrorClass};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{
    asking::Asked,
    batches::{Batch, Tokens},
    outage::{Breaker, Era, Gate},
    progress::CheckState,
    retries::{Fate, Retries},
    room::{MOST, Room},
};

/// So many tokens were refused, each by itself, and nothing was answered between them: the rest would be refused too,
/// unless a token that was answered before still is.
const REFUSED_IN_A_ROW: usize = 2 * MOST;
/// A hindrance is worth telling when no answer has come for so long, and stays for so long, so that it can be read.
const READABLE: Duration = Duration::from_secs(1);

/// Decides, and does nothing itself.
#[derive(Debug)]
pub(super) struct Traffic {
    breaker: Breaker,
    retries: Retries,
    room: Room,
    under_way: BTreeMap<u64, UnderWay>,
    departures: u64,
    /// For those under way that have not been sent yet.
    recall: CancellationToken,
    answers: usize,
    refused_alone: usize,
    /// A token that was answered, the latest of them. When a batch fails and nothing else is left to ask about, or when
    /// one token after another is refused, asking about this one tells whether it is the tokens or the service.
    witness: Option<Tokens>,
    throttled: Option<(ErrorClass, Instant)>,
    /// When, for the first time since the last answer, a request came home refused for its time.
    clock_refused: Option<Instant>,
    random: fastrand::Rng,
}

#[derive(Debug)]
struct UnderWay {
    errand: Errand,
    departed: Era,
}

#[derive(Debug)]
pub(super) enum Errand {
    Batch(Batch),
    /// Its answer is known and not kept.
    Witness(Tokens),
}

#[derive(Debug)]
pub(super) enum Next {
    /// Whatever was never asked about.
    Fresh,
    Ask(Errand),
    /// Nothing, until then or until something comes home.
    Wait(Option<Instant>),
}

/// What to do about a request that has come home.
#[derive(Debug)]
pub(super) enum Home {
    Answered(Batch, Answer),
    /// To be asked about at once, as if nothing had been.
    Again(Batch),
    /// The service takes offence at one of its tokens, or at their number.
    Refused(Batch, Error),
    Failed(Batch, Error),
    /// The whole check.
    Stop(Error),
    /// It is taken care of.
    Settled,
}

impl Traffic {
    pub(super) fn new(now: Instant, random: fastrand::Rng, witness: Option<Tokens>) -> Self {
        Self {
            breaker: Breaker::new(),
            retries: Retries::new(now),
            room: Room::new(),
            under_way: BTreeMap::new(),
            departures: 0,
            recall: CancellationToken::new(),
            answers: 0,
            refused_alone: 0,
            witness,
            throttled: None,
            clock_refused: None,
            random,
        }
    }

    /// Whether nothing is under way, and nothing waits to be asked about again.
    pub(super) fn is_over(&self) -> bool {
        self.under_way.is_empty() && self.retries.is_empty()
    }

    /// `fresh`: whether anything is left that may be asked about at once.
    pub(super) fn next(&mut self, fresh: bool, per_second: f64, now: Instant) -> Next {
        let next = match self.breaker.gate(now) {
            Gate::Shut { until } => Next::Wait(until),
            Gate::Probe => self.next_probe(fresh, now),
            Gate::Free if self.under_way.len() >= self.room.at(per_second) => Next::Wait(None),
            Gate::Free => self.next_question(fresh, now),
        };
        if matches!(next, Next::Wait(_)) {
            return next;
        }
        if self.breaker.gate(now) == Gate::Probe {
            self.breaker.probe_departed();
        }
        next
    }

    fn next_question(&mut self, fresh: bool, now: Instant) -> Next {
        if let Some(batch) = self.retries.take(self.answers, now) {
            return Next::Ask(Errand::Batch(batch));
        }
        if fresh {
            return match &self.witness {
                Some(_) if self.all_are_refused() && self.witness_is_under_way() => {
                    Next::Wait(None)
                }
                Some(witness) if self.all_are_refused() => {
                    Next::Ask(Errand::Witness(witness.clone()))
                }
                _ => Next::Fresh,
            };
        }
        match self.retries.next_at(now) {
            Some(at) if at <= now && self.witness_is_under_way() => Next::Wait(None),
            Some(at) if at <= now => self.witness_or_suspect(now),
            at => Next::Wait(at),
        }
    }

    fn next_probe(&mut self, fresh: bool, now: Instant) -> Next {
        if fresh {
            return Next::Fresh;
        }
        match self.retries.take_probe(self.answers) {
            Some(batch) => Next::Ask(Errand::Batch(batch)),
            None if self.retries.is_empty() => Next::Wait(None),
            None => self.witness_or_suspect(now),
        }
    }

    fn witness_or_suspect(&mut self, now: Instant) -> Next {
        if let Some(witness) = &self.witness {
            return Next::Ask(Errand::Witness(witness.clone()));
        }
        match self.retries.take_suspect(now) {
            Some(batch) => Next::Ask(Errand::Batch(batch)),
            None => Next::Wait(self.retries.next_at(now)),
        }
    }

    fn all_are_refused(&self) -> bool {
        self.refused_alone >= REFUSED_IN_A_ROW
    }

    fn witness_is_under_way(&self) -> bool {
        let mut errands = self.under_way.values().map(|it| &it.errand);
        errands.any(|errand| matches!(errand, Errand::Witness(_)))
    }

    /// Its number, what to ask about, and what calls it back.
    pub(super) fn depart(&mut self, errand: Errand) -> (u64, Tokens, CancellationToken) {
        let tokens = match &errand {
            Errand::Batch(batch) => batch.tokens.clone(),
            Errand::Witness(tokens) => tokens.clone(),
        };
        let departed = self.breaker.era();
        self.departures += 1;
        self.under_way
            .insert(self.departures, UnderWay { errand, departed });
        (self.departures, tokens, self.recall.clone())
    }

    /// `per_second` is the pace at which the check asks now.
    pub(super) fn home(&mut self, asked: Asked, per_second: f64, now: Instant) -> Home {
        let Some(UnderWay { errand, departed }) = self.under_way.remove(&asked.number) else {
            return Home::Settled;
        };
        let error = match asked.result {
            None => {
                self.breaker.unsent(departed, now);
                return again(errand);
            }
            Some(Ok(answer)) => {
                if let Some(sent) = asked.sent {
                    self.room.answered_in(now - sent);
                }
                return self.answered(errand, departed, answer, now);
            }
            Some(Err(error)) => error,
        };
        let class = error.class();
        if class == ErrorClass::ClockOff && self.may_be_a_jump(asked.sent, now) {
            self.breaker.reached(departed);
            again(errand)
        } else if class.is_about_account() {
            Home::Stop(error)
        } else if error.is_one_too_many() {
            self.breaker.reached(departed);
            self.breaker.trouble(&error, now);
            let shown = READABLE.max(Duration::from_secs_f64(1.5 / per_second));
            self.throttled = Some((class, now + shown));
            again(errand)
        } else if error.is_about_batch() {
            self.breaker.reached(departed);
            self.refused(errand, error)
        } else {
            self.failed(errand, departed, error, now)
        }
    }

    /// When somebody sets the clock, it may jump between a request and its answer: what was learnt from that is wrong
    /// already. A request that was sent after one has come home with such a refusal has no such excuse.
    fn may_be_a_jump(&mut self, sent: Option<Instant>, now: Instant) -> bool {
        let first = *self.clock_refused.get_or_insert(now);
        sent.is_none_or(|sent| sent < first)
    }

    fn answered(&mut self, errand: Errand, departed: Era, answer: Answer, now: Instant) -> Home {
        self.answers += 1;
        self.clock_refused = None;
        self.refused_alone = 0;
        self.breaker.answered(departed, now);
        self.retries.answered();
        match errand {
            Errand::Batch(batch) => {
                self.witness = Some(batch.tokens.iter().take(1).cloned().collect());
                Home::Answered(batch, answer)
            }
            Errand::Witness(_) => Home::Settled,
        }
    }

    fn refused(&mut self, errand: Errand, error: Error) -> Home {
        let Errand::Batch(batch) = errand else {
            // What was good once is so no more; there will be another.
            self.witness = None;
            return Home::Settled;
        };
        if self.all_are_refused() && self.witness.is_none() {
            return Home::Stop(error);
        }
        self.refused_alone += usize::from(batch.tokens.len() == 1);
        Home::Refused(batch, error)
    }

    fn failed(&mut self, errand: Errand, departed: Era, error: Error, now: Instant) -> Home {
        let is_news = departed == self.breaker.era();
        if self
            .breaker
            .failed(departed, &error, now, self.random.f64())
        {
            mem::take(&mut self.recall).cancel();
        }
        let Errand::Batch(batch) = errand else {
            return Home::Settled;
        };
        let chance = self.random.f64();
        if !is_news {
            self.retries.postpone(batch, self.answers, now, chance);
            return Home::Settled;
        }
        match self
            .retries
            .failed(batch, &error, self.answers, now, chance)
        {
            Fate::Again => Home::Settled,
            Fate::GivenUp(batch) => Home::Failed(batch, error),
            Fate::Hopeless => Home::Stop(error),
        }
    }

    /// Has those that were not sent yet come home.
    pub(super) fn call_back(&mut self) {
        mem::take(&mut self.recall).cancel();
    }

    /// The requests under way are dropped, the computer having slept. Their batches, as they departed.
    pub(super) fn give_back(&mut self) -> impl DoubleEndedIterator<Item = Batch> + use<> {
        self.breaker.reset();
        self.throttled = None;
        let under_way = mem::take(&mut self.under_way).into_values();
        under_way.filter_map(|it| match it.errand {
            Errand::Batch(batch) => Some(batch),
            Errand::Witness(_) => None,
        })
    }

    /// Being throttled slows everything down. That one request of many has failed concerns nobody as long as answers
    /// keep coming.
    pub(super) fn state(&self, now: Instant) -> (CheckState, Option<ErrorClass>, Option<u32>) {
        if let Some((class, seconds)) = self.breaker.waiting(now) {
            return (CheckState::Waiting, Some(class), Some(seconds));
        }
        match (self.throttled, self.breaker.unanswered_for(READABLE, now)) {
            (Some((class, until)), _) if now < until => (CheckState::Throttled, Some(class), None),
            (_, Some(error)) => (CheckState::Retrying, Some(error.class()), None),
            _ => (CheckState::Running, None, None),
        }
    }

    pub(super) fn hopeless(&self, patience: Option<Duration>, now: Instant) -> Option<Error> {
        self.breaker.hopeless(patience, now).cloned()
    }
}

fn again(errand: Errand) -> Home {
    match errand {
        Errand::Batch(batch) => Home::Again(batch),
        Errand::Witness(_) => Home::Settled,
    }
}

#[cfg(test)]
mod tests;
