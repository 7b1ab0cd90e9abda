use std::time::Duration;

use tokio::time::Instant;

/// A wake-up may come so late without delaying those after it: the network's own jitter is as large. What is later moves
/// the whole beat, because to make up for it would send more than the limit in a second.
const LATE: Duration = Duration::from_millis(25);
/// After a longer silence the beat begins anew.
const SILENCE: Duration = Duration::from_secs(1);

/// When departures are due: evenly, without a drift, and never in a burst.
#[derive(Debug, Default)]
pub(super) struct Beat {
    /// Where the last departure should have been, at most [`LATE`] before it was.
    last: Option<Instant>,
}

impl Beat {
    /// When the next request may depart; none when it may at any time.
    pub(super) fn due(&self, spacing: Duration) -> Option<Instant> {
        self.last.map(|last| last + spacing)
    }

    pub(super) fn depart(&mut self, now: Instant, spacing: Duration) {
        self.last = Some(match self.due(spacing) {
            Some(due) if now.saturating_duration_since(due) <= SILENCE => due.max(now - LATE),
            // A service that counts by windows may open one with this request. Half a beat away from it, none of the
            // requests that follow is near the window's edge.
            _ => now + spacing / 2,
        });
    }

    /// Half a beat later from now on.
    pub(super) fn shift(&mut self, spacing: Duration) {
        self.last = self.last.map(|last| last + spacing / 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACING: Duration = Duration::from_millis(50);

    /// Departures that each come so many milliseconds after they were due.
    fn departures(beat: &mut Beat, late: impl IntoIterator<Item = u64>) -> Vec<Instant> {
        let mut now = Instant::now();
        let late = late.into_iter().map(Duration::from_millis);
        late.map(|late| {
            now = beat.due(SPACING).unwrap_or(now).max(now) + late;
            beat.depart(now, SPACING);
            now
        })
        .collect()
    }

    fn assert_no_burst(departures: &[Instant]) {
        for pair in departures.windows(2) {
            assert!(pair[1] - pair[0] >= SPACING - LATE);
        }
        for spans in departures.windows(21) {
            assert!(spans[20] - spans[0] >= Duration::from_secs(1) - LATE);
        }
    }

    #[test]
    fn the_first_gap_is_half_a_beat_longer() {
        let departures = departures(&mut Beat::default(), [0; 4]);
        let gaps = departures.windows(2).map(|pair| pair[1] - pair[0]);
        let gaps: Vec<_> = gaps.map(|gap| gap.as_millis()).collect();
        assert_eq!(gaps, [75, 50, 50]);
    }

    #[test]
    fn late_wake_ups_do_not_slow_the_beat() {
        let mut random = fastrand::Rng::with_seed(3);
        let late: Vec<_> = (0..1000).map(|_| random.u64(0..=25)).collect();
        let departures = departures(&mut Beat::default(), late);
        assert_no_burst(&departures);
        let taken = departures[999] - departures[0];
        assert!(taken <= SPACING * 999 + 2 * LATE, "{taken:?}");
    }

    #[test]
    fn neither_a_stall_nor_a_sleep_ends_in_a_burst() {
        for stall in [26, 60, 200, 990, 1100, 3_600_000] {
            let late = (0..400).map(|index| if index % 100 == 50 { stall } else { 0 });
            let departures = departures(&mut Beat::default(), late);
            assert_no_burst(&departures);
            let lost = departures[150] - departures[50] - SPACING * 100;
            let stall = Duration::from_millis(stall);
            assert!(lost >= stall - LATE && lost <= stall + LATE, "{lost:?}");
        }
    }

    #[test]
    fn a_shift_delays_the_beat_by_half_of_it_for_good() {
        let mut beat = Beat::default();
        let before = departures(&mut beat, [0; 10]);
        beat.shift(SPACING);
        let after = departures(&mut beat, [0; 10]);
        assert_eq!((after[9] - before[9]).as_millis(), 525);
    }
}
