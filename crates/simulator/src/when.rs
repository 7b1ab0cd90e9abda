use std::str::FromStr;

use fastrand::Rng;

/// How often a fault strikes. Written `never`, `always`, `12.5%`, `every:20` or `next:3` on the command line.
///
/// What it counts depends on the fault: requests, or rows of an answer (see [`Faults`](crate::Faults)).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum When {
    #[default]
    Never,
    Always,
    /// Each time with this probability, 0 to 1.
    Chance(f64),
    /// The `n`th, the `2n`th, and so on. Make it with [`When::every`].
    EveryNth {
        n: u32,
        passed: u32,
    },
    /// The next so many times, then never.
    Next(u32),
    /// Spared this many times, then always: a connection that goes away and stays away.
    After(u32),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is none of: never, always, 12.5%, every:20, next:3, after:5")]
pub struct WhenError(String);

impl When {
    #[must_use]
    pub const fn every(n: u32) -> Self {
        Self::EveryNth { n, passed: 0 }
    }

    /// Whether the fault strikes this time; counts itself down.
    pub(crate) fn strikes(&mut self, random: &mut Rng) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Chance(probability) => random.f64() < *probability,
            Self::EveryNth { n, passed } => {
                *passed += 1;
                if *passed < *n {
                    return false;
                }
                *passed = 0;
                *n > 0
            }
            Self::Next(left) => {
                let strikes = *left > 0;
                *left = left.saturating_sub(1);
                strikes
            }
            Self::After(spared) => {
                let strikes = *spared == 0;
                *spared = spared.saturating_sub(1);
                strikes
            }
        }
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let wrong = || WhenError(text.to_owned());
        match text {
            "never" => return Ok(Self::Never),
            "always" => return Ok(Self::Always),
            _ => {}
        }
        if let Some(percent) = text.strip_suffix('%') {
            let percent: f64 = percent.parse().map_err(|_| wrong())?;
            return if (0.0..=100.0).contains(&percent) {
                Ok(Self::Chance(percent / 100.0))
            } else {
                Err(wrong())
            };
        }
        let (name, count) = text.split_once(':').ok_or_else(wrong)?;
        let count: u32 = count.parse().map_err(|_| wrong())?;
        match name {
            "every" if count > 0 => Ok(Self::every(count)),
            "next" => Ok(Self::Next(count)),
            "after" => Ok(Self::After(count)),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strikes(mut when: When, times: usize) -> String {
        let mut random = Rng::with_seed(1);
        (0..times)
            .map(|_| if when.strikes(&mut random) { 'x' } else { '.' })
            .collect()
    }

    #[test]
    fn every_control_strikes_when_it_says() {
        assert_eq!(strikes(When::Never, 4), "....");
        assert_eq!(strikes(When::Always, 4), "xxxx");
        assert_eq!(strikes(When::every(3), 7), "..x..x.");
        assert_eq!(strikes(When::Next(2), 4), "xx..");
        assert_eq!(strikes(When::After(2), 4), "..xx");
        let struck = strikes(When::Chance(0.25), 4000).matches('x').count();
        assert!((900..1100).contains(&struck), "{struck}");
    }

    #[test]
    fn the_written_form_is_read_and_nonsense_is_not() {
        assert_eq!("10%".parse(), Ok(When::Chance(0.1)));
        assert_eq!("every:20".parse(), Ok(When::every(20)));
        assert_eq!("next:3".parse(), Ok(When::Next(3)));
        assert_eq!("after:5".parse(), Ok(When::After(5)));
        for wrong in [
            "", "often", "101%", "-1%", "NaN%", "every:0", "every:", "next:-1",
        ] {
            assert!(wrong.parse::<When>().is_err(), "{wrong}");
        }
    }
}
