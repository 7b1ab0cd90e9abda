//! What may go wrong, by chance.

use fastrand::Rng;
use intlpartners::ErrorClass;
use simulator::{HtmlPage, LimiterKind};

use super::*;

impl Schedule {
    pub(super) fn random(number: u64) -> Self {
        let random = &mut Rng::with_seed(number);
        let known = random.usize(50..=350);
        let mut phases: Vec<_> = (0..random.usize(1..=6))
            .map(|_| Phase::random(random, number, known))
            .collect();
        phases.push(Phase {
            duration: HEALTHY,
            faults: Faults {
                clock_offset: clock_offset(random),
                ..Faults::default()
            },
            ..Phase::calm()
        });
        Self {
            number,
            known,
            unknown: random.usize(0..=50),
            world: WorldOptions {
                seed: number,
                limiter: one_of(
                    random,
                    [
                        LimiterKind::SlidingWindow,
                        LimiterKind::FixedWindow,
                        LimiterKind::TokenBucket,
                    ],
                ),
                requests_per_second: one_of(random, [1, 2, 5, 20]),
            },
            patience: one_in(random, 3).then(|| Duration::from_secs(random.u64(10..=300))),
            phases,
        }
    }
}

impl Phase {
    fn calm() -> Self {
        Self {
            duration: Duration::ZERO,
            down: false,
            faults: Faults::default(),
            clock_moved: TimeDelta::zero(),
            slept: TimeDelta::zero(),
        }
    }

    fn random(random: &mut Rng, number: u64, known: usize) -> Self {
        let mut phase = Self {
            // Many short ones, and few long ones.
            duration: Duration::from_secs_f64(0.1 * 3_000_f64.powf(random.f64())),
            ..Self::calm()
        };
        for _ in 0..random.usize(1..=3) {
            phase.add_trouble(random, number, known);
        }
        phase
    }

    fn add_trouble(&mut self, random: &mut Rng, number: u64, known: usize) {
        let faults = &mut self.faults;
        match random.u8(..24) {
            0 => faults.hang = when(random),
            1 => faults.reset = when(random),
            2 => faults.truncated = when(random),
            3 | 4 => {
                faults.html_page = when(random);
                let pages = [
                    HtmlPage::Ok,
                    HtmlPage::Redirect,
                    HtmlPage::NetworkAuth,
                    HtmlPage::BadGateway,
                ];
                faults.html_page_as = one_of(random, pages);
            }
            5 => faults.proxy_auth = when(random),
            6 => faults.busy = when(random),
            7 => faults.internal_error = when(random),
            8 => faults.over_limit = when(random),
            9 | 10 => {
                faults.refused = when(random);
                faults.refused_with = one_of(random, CODES).to_owned();
            }
            11 | 12 => {
                let tokens = population(number, known, fixture::now()).into_iter();
                let share = one_of(random, [0.005, 0.02, 0.5]);
                faults.poison_tokens = tokens
                    .map(|it| it.token.to_string())
                    .filter(|_| random.f64() < share)
                    .collect();
            }
            13 => faults.size_limit = Some(random.usize(1..100)),
            14 => faults.left_out = when(random),
            15 => faults.doubled = when(random),
            16 => (faults.shuffled, faults.unasked) = (when(random), when(random)),
            17 => faults.unknown_status = when(random),
            18 => (faults.null_fields, faults.text_numbers) = (when(random), when(random)),
            19 => faults.clock_offset = clock_offset(random),
            20 => self.clock_moved = clock_offset(random),
            21 => self.slept = TimeDelta::minutes(random.i64(1..1_000)),
            22 => self.down = true,
            _ => {
                faults.latency = Duration::from_secs_f64(0.001 * 20_000_f64.powf(random.f64()));
                faults.jitter = faults.latency.mul_f64(random.f64());
            }
        }
    }

    /// The classes of error that may stop a check that is never impatient.
    pub(super) fn reasons_to_stop(&self) -> Vec<&'static str> {
        let mut reasons = Vec::new();
        let Faults {
            refused,
            refused_with,
            poison_tokens,
            proxy_auth,
            html_page,
            ..
        } = &self.faults;
        if *refused != When::Never {
            let class = ErrorClass::of_code(refused_with);
            let is_final = class.is_about_account()
                || matches!(
                    class,
                    ErrorClass::ServiceRefused | ErrorClass::RequestRefused | ErrorClass::TooLarge
                );
            reasons.extend(is_final.then(|| class.as_str()));
        }
        // Token after token, for as long as the service answers nothing else.
        reasons.extend((!poison_tokens.is_empty()).then_some("request_refused"));
        reasons.extend((*proxy_auth != When::Never).then_some("proxy_auth_required"));
        // One batch again and again, while others are answered.
        let sometimes = matches!(html_page, When::Chance(_) | When::EveryNth { .. });
        reasons.extend(sometimes.then_some("intercepted"));
        // When the service's clock changes again while the client learns what it is.
        reasons.push("clock_off");
        reasons
    }
}

const CODES: [&str; 12] = [
    "FailedOperation.Mystery",
    "OperationDenied",
    "",
    "InternalError.Db.Timeout",
    "ServiceUnavailable",
    "ResourceUnavailable",
    "RequestLimitExceeded.UinLimitExceeded",
    "InvalidParameterValue.InvitationToken",
    "MissingParameter",
    "ResponseSizeLimitExceeded",
    "AuthFailure.SecretIdNotFound",
    "UnauthorizedOperation.UinNoAuth",
];

fn when(random: &mut Rng) -> When {
    match random.u8(..8) {
        0..3 => When::Always,
        3 => When::Chance(random.f64()),
        4 => When::Chance(0.3 * random.f64()),
        5 => When::every(random.u32(1..10)),
        6 => When::Next(random.u32(1..10)),
        _ => When::After(random.u32(0..10)),
    }
}

fn clock_offset(random: &mut Rng) -> TimeDelta {
    let far = one_of(
        random,
        [
            TimeDelta::zero(),
            TimeDelta::seconds(20),
            TimeDelta::minutes(10),
            TimeDelta::days(1),
            TimeDelta::days(3_652),
        ],
    );
    match random.bool() {
        true => far,
        false => -far,
    }
}

fn one_of<T, const N: usize>(random: &mut Rng, choices: [T; N]) -> T {
    let chosen = random.usize(..N);
    choices.into_iter().nth(chosen).expect("it is one of them")
}

fn one_in(random: &mut Rng, n: u32) -> bool {
    random.u32(..n) == 0
}
