use tokio::time::{advance, sleep_until};

use super::*;
use crate::{
    check::fixture::{lost, refused, service},
    ids::InvitationId,
    ledger::fixture,
};

const FAST: f64 = 20.0;

/// What one bad batch, the last of a check, meets: how often it was asked about, how often the witness was, and
/// what became of it.
struct LastBatch {
    traffic: Traffic,
    begun: Instant,
    asked: usize,
    witnessed: usize,
}

impl LastBatch {
    /// Another batch was answered before.
    fn new() -> Self {
        let now = Instant::now();
        let mut traffic = Traffic::new(now, fastrand::Rng::with_seed(1), None);
        assert!(matches!(traffic.next(true, FAST, now), Next::Fresh));
        let good = Errand::Batch(batch(1));
        let home = come_home(&mut traffic, good, Ok(answer()));
        assert!(matches!(home, Home::Answered(..)));
        let bad = Errand::Batch(batch(2));
        come_home(&mut traffic, bad, Err(lost()));
        Self {
            traffic,
            begun: now,
            asked: 1,
            witnessed: 0,
        }
    }

    /// Until it is settled, or for so long.
    async fn meets(
        &mut self,
        to_batch: impl Fn() -> Error,
        to_witness: impl Fn() -> Result<Answer, Error>,
        limit: Duration,
    ) -> Home {
        while self.begun.elapsed() < limit {
            let home = match self.traffic.next(false, FAST, Instant::now()) {
                Next::Wait(until) => {
                    sleep_until(until.expect("nothing is under way")).await;
                    continue;
                }
                Next::Ask(witness @ Errand::Witness(_)) => {
                    self.witnessed += 1;
                    come_home(&mut self.traffic, witness, to_witness())
                }
                Next::Ask(batch) => {
                    self.asked += 1;
                    come_home(&mut self.traffic, batch, Err(to_batch()))
                }
                Next::Fresh => panic!("nothing is fresh"),
            };
            if !matches!(home, Home::Settled) {
                return home;
            }
        }
        Home::Settled
    }
}

fn come_home(traffic: &mut Traffic, errand: Errand, result: Result<Answer, Error>) -> Home {
    let (number, _, _) = traffic.depart(errand);
    let (now, result) = (Instant::now(), Some(result));
    let sent = Some(now);
    let asked = Asked {
        number,
        result,
        sent,
    };
    traffic.home(asked, FAST, now)
}

fn batch(id: i64) -> Batch {
    Batch::new(vec![(InvitationId(id), format!("token{id}"))])
}

fn answer() -> Answer {
    Answer {
        request_id: "request".to_owned(),
        asked_at: fixture::now(),
        invitations: Vec::new(),
        unreadable_rows: 0,
    }
}

#[tokio::test(start_paused = true)]
async fn the_last_batch_is_given_up_when_the_service_answers_the_witness() {
    let mut last = LastBatch::new();
    let home = last
        .meets(lost, || Ok(answer()), Duration::from_secs(120))
        .await;
    assert!(matches!(home, Home::Failed(..)), "{home:?}");
    assert_eq!((last.asked, last.witnessed), (10, 9));
}

#[tokio::test(start_paused = true)]
async fn the_last_batch_is_not_given_up_while_nobody_is_answered() {
    let mut last = LastBatch::new();
    let home = last
        .meets(lost, || Err(lost()), Duration::from_secs(3_600))
        .await;
    assert!(matches!(home, Home::Settled), "{home:?}");
    assert_eq!(last.asked, 1);
    assert!((100..200).contains(&last.witnessed), "{}", last.witnessed);
    let (state, ..) = last.traffic.state(Instant::now());
    assert_eq!(state, CheckState::Waiting);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_the_service_refuses_three_times_for_no_known_reason_has_failed() {
    let mut last = LastBatch::new();
    let home = last
        .meets(refused, || Ok(answer()), Duration::from_secs(60))
        .await;
    assert!(matches!(home, Home::Failed(..)), "{home:?}");
    assert_eq!(last.asked, 4);
}

/// What becomes of a request that is refused for its time, a second from now.
async fn refused_for_its_time(traffic: &mut Traffic, sent: Instant) -> Home {
    let (number, ..) = traffic.depart(Errand::Batch(batch(1)));
    advance(Duration::from_secs(1)).await;
    let asked = Asked {
        number,
        result: Some(Err(service("AuthFailure.SignatureExpire"))),
        sent: Some(sent),
    };
    traffic.home(asked, FAST, Instant::now())
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_is_no_reason_to_stop_and_one_that_stays_wrong_is() {
    let mut traffic = Traffic::new(Instant::now(), fastrand::Rng::with_seed(1), None);
    let before = Instant::now();
    for _ in 0..3 {
        let home = refused_for_its_time(&mut traffic, before).await;
        assert!(matches!(home, Home::Again(_)), "{home:?}");
    }
    let home = refused_for_its_time(&mut traffic, Instant::now()).await;
    assert!(matches!(home, Home::Stop(_)), "{home:?}");
}

/// Refused, each by itself, until the traffic doubts that any token is good.
fn one_after_another_is_refused(traffic: &mut Traffic) -> Home {
    for id in 10.. {
        match traffic.next(true, FAST, Instant::now()) {
            Next::Fresh => {
                let bad = Errand::Batch(batch(id));
                let refused = service("InvalidParameterValue");
                let home = come_home(traffic, bad, Err(refused));
                if !matches!(home, Home::Refused(..)) {
                    return home;
                }
            }
            Next::Ask(witness) => return come_home(traffic, witness, Ok(answer())),
            wait @ Next::Wait(_) => panic!("{wait:?}"),
        }
    }
    unreachable!()
}

#[tokio::test(start_paused = true)]
async fn bad_tokens_stop_a_check_only_when_no_good_one_is_answered_any_more() {
    let random = || fastrand::Rng::with_seed(1);
    let witness = batch(1).tokens;
    let mut traffic = Traffic::new(Instant::now(), random(), Some(witness.clone()));
    for _ in 0..5 {
        let home = one_after_another_is_refused(&mut traffic);
        assert!(matches!(home, Home::Settled), "{home:?}");
    }
    // The service has changed its mind about all of them.
    traffic.refused_alone = REFUSED_IN_A_ROW;
    let refused = service("InvalidParameterValue");
    come_home(&mut traffic, Errand::Witness(witness), Err(refused));
    let home = one_after_another_is_refused(&mut traffic);
    assert!(matches!(home, Home::Stop(_)), "{home:?}");

    let mut traffic = Traffic::new(Instant::now(), random(), None);
    let home = one_after_another_is_refused(&mut traffic);
    assert!(matches!(home, Home::Stop(_)), "{home:?}");
}
