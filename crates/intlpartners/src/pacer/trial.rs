//! The pacer against the simulator's own limiter, over a way with latency and jitter but without HTTP: exact, and
//! fast enough for many seeds.

use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use simulator::{Limiter, LimiterKind, Meter, Rival};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::Pacer;

/// Added to each round trip, at most.
const JITTER: Duration = Duration::from_millis(40);

#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) kind: LimiterKind,
    pub(super) limit: u32,
    pub(super) latency: Duration,
    pub(super) requests: usize,
    pub(super) rival: Option<Rival>,
    /// When the rival spends, from the start.
    pub(super) rivalry: Range<Duration>,
    /// When the service refuses everything.
    pub(super) outage: Range<Duration>,
}

/// What came of a trial.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) took: Duration,
    /// When each request departed, and at which rate.
    pub(super) departures: Vec<(Duration, f64)>,
    pub(super) refused: usize,
    pub(super) passed_by_rival: u64,
}

impl Default for Trial {
    fn default() -> Self {
        Self {
            kind: LimiterKind::SlidingWindow,
            limit: 20,
            latency: Duration::from_millis(50),
            requests: 1000,
            rival: None,
            rivalry: Duration::ZERO..Duration::MAX,
            outage: Duration::ZERO..Duration::ZERO,
        }
    }
}

impl Trial {
    /// Every request is sent until it has passed. Time must be paused.
    pub(super) async fn run(&self, seed: u64) -> Course {
        let start = Instant::now();
        let pacer = Arc::new(Pacer::new(self.limit));
        let service = Arc::new(Mutex::new(Service::new(self, seed)));
        let random = &mut fastrand::Rng::with_seed(seed);
        let (answer, mut answers) = mpsc::unbounded_channel();
        let (mut waiting, mut under_way) = (self.requests, 0);
        let mut course = Course {
            took: Duration::ZERO,
            departures: Vec::new(),
            refused: 0,
            passed_by_rival: 0,
        };
        while waiting + under_way > 0 {
            let passed = tokio::select! {
                biased;
                Some(passed) = answers.recv() => passed,
                departed = pacer.ready(), if waiting > 0 => {
                    waiting -= 1;
                    under_way += 1;
                    course.departures.push((departed - start, pacer.pace().per_second));
                    let arrives = departed + self.one_way(random);
                    let returns = arrives + self.one_way(random);
                    let (pacer, service, answer) =
                        (Arc::clone(&pacer), Arc::clone(&service), answer.clone());
                    tokio::spawn(async move {
                        sleep_until(arrives).await;
                        let passed = service.lock().unwrap().admits(arrives);
                        sleep_until(returns).await;
                        match passed {
                            true => pacer.admitted(departed),
                            false => pacer.refused(departed),
                        }
                        answer.send(passed).unwrap();
                    });
                    continue;
                }
            };
            under_way -= 1;
            if !passed {
                waiting += 1;
                course.refused += 1;
            }
        }
        course.took = start.elapsed();
        course.passed_by_rival = service.lock().unwrap().passed_by_rival;
        course
    }

    fn one_way(&self, random: &mut fastrand::Rng) -> Duration {
        (self.latency + JITTER.mul_f64(random.f64())) / 2
    }
}

impl Course {
    pub(super) fn requests_per_second(&self) -> f64 {
        let passed = self.departures.len() - self.refused;
        passed as f64 / self.took.as_secs_f64()
    }

    pub(super) fn refused_share(&self) -> f64 {
        self.refused as f64 / self.departures.len() as f64
    }

    pub(super) fn sent_within(&self, time: &Range<Duration>) -> usize {
        let sent = self.departures.iter();
        sent.filter(|(at, _)| time.contains(at)).count()
    }

    /// How long after `from` the rate was that high.
    pub(super) fn until_rate(&self, rate: f64, from: Duration) -> Option<Duration> {
        let mut later = self.departures.iter().filter(|(at, _)| *at >= from);
        later
            .find(|(_, then)| *then >= rate)
            .map(|(at, _)| *at - from)
    }

    /// The shortest time that has seen one departure more than the limit.
    pub(super) fn tightest(&self, limit: u32) -> Duration {
        let limit = limit as usize;
        let spans = self.departures.windows(limit + 1);
        let spans = spans.map(|departures| departures[limit].0 - departures[0].0);
        spans.min().expect("more departures than the limit")
    }
}

struct Service {
    started: Instant,
    /// Opened by the first request, as the simulator does.
    meter: Option<Meter>,
    limiter: Limiter,
    trial: Trial,
    random: fastrand::Rng,
    latest: Instant,
    passed_by_rival: u64,
}

impl Service {
    fn new(trial: &Trial, seed: u64) -> Self {
        let now = Instant::now();
        Self {
            started: now,
            meter: None,
            limiter: Limiter {
                kind: trial.kind,
                requests_per_second: trial.limit,
            },
            trial: trial.clone(),
            random: fastrand::Rng::with_seed(!seed),
            latest: now,
            passed_by_rival: 0,
        }
    }

    /// `arrives` is exact, where a timer rings at the next whole millisecond.
    fn admits(&mut self, arrives: Instant) -> bool {
        self.latest = self.latest.max(arrives);
        let (now, since) = (self.latest, self.latest - self.started);
        let limiter = self.limiter;
        let meter = self.meter.get_or_insert_with(|| Meter::new(limiter, now));
        let rival = self.trial.rival;
        let rival = rival.filter(|_| self.trial.rivalry.contains(&since));
        self.passed_by_rival += meter.share_with(rival, now, &mut self.random);
        meter.admits(now) && !self.trial.outage.contains(&since)
    }
}
