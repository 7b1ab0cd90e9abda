use super::*;
use std::sync::Arc;

async fn departures(pacer: &Arc<Pacer>, count: usize) -> Vec<Instant> {
    let callers: Vec<_> = (0..count)
        .map(|_| {
            let pacer = Arc::clone(pacer);
            tokio::spawn(async move { pacer.ready().await })
        })
        .collect();
    let mut departures = Vec::new();
    for caller in callers {
        departures.push(caller.await.unwrap());
    }
    departures.sort();
    departures
}

#[tokio::test(start_paused = true)]
async fn the_first_request_does_not_wait() {
    let start = Instant::now();
    Pacer::new(20).ready().await;
    assert!(start.elapsed() < Duration::from_millis(2));
}

#[tokio::test(start_paused = true)]
async fn the_twenty_first_request_waits_for_the_next_second() {
    let pacer = Pacer::new(20);
    let start = Instant::now();
    for _ in 0..20 {
        pacer.ready().await;
    }
    assert!(start.elapsed() < Duration::from_secs(1));
    pacer.ready().await;
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn no_sliding_second_has_more_than_the_limit_with_many_callers() {
    let pacer = Arc::new(Pacer::new(20));
    let departures = departures(&pacer, 500).await;
    for pair in departures.windows(21) {
        assert!(pair[20] - pair[0] >= Duration::from_secs(1));
    }
}

#[tokio::test(start_paused = true)]
async fn the_beat_is_even_and_as_fast_as_it_may_be() {
    let pacer = Arc::new(Pacer::new(20));
    let departures = departures(&pacer, 401).await;
    for pair in departures.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(45));
    }
    let taken = departures[400] - departures[0];
    assert!(taken < Duration::from_millis(20_030), "{taken:?}");
}

#[tokio::test(start_paused = true)]
async fn a_pause_saves_nothing_up_for_a_burst() {
    let pacer = Arc::new(Pacer::new(20));
    departures(&pacer, 5).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let departures = departures(&pacer, 3).await;
    for pair in departures.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(25));
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_wake_up_does_not_squeeze_a_request_too_many_into_a_second() {
    let pacer = Pacer::new(4);
    let start = Instant::now();
    let mut departures = vec![pacer.ready().await];
    for _ in 0..12 {
        let departed = pacer.ready().await;
        // The computer was busy: the next caller comes late, but the beat goes on.
        tokio::time::sleep(Duration::from_millis(200)).await;
        departures.push(departed);
    }
    for five in departures.windows(5) {
        assert!(five[4] - five[0] >= Duration::from_millis(975));
    }
    assert!(start.elapsed() < Duration::from_millis(3_500));
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_leaves_the_queue_does_not_hold_it_up() {
    let pacer = Arc::new(Pacer::new(1));
    pacer.ready().await;
    let waiting = Arc::clone(&pacer);
    let leaver = tokio::spawn(async move { waiting.ready().await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    leaver.abort();
    let start = Instant::now();
    pacer.ready().await;
    assert!(start.elapsed() < Duration::from_millis(1_500));
}

#[tokio::test(start_paused = true)]
async fn who_waits_at_the_slowest_rate_leaves_sooner_when_it_rises() {
    let pacer = Arc::new(Pacer::new(20));
    for _ in 0..20 {
        let departed = pacer.ready().await;
        pacer.refused(departed);
    }
    assert!(pacer.pace().per_second <= 0.1);
    let departed = pacer.ready().await;
    let start = Instant::now();
    let waiting = Arc::clone(&pacer);
    let waiting = tokio::spawn(async move { waiting.ready().await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    for _ in 0..8 {
        pacer.admitted(departed);
    }
    assert!(waiting.await.unwrap() - start < Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn it_tells_its_pace() {
    let pacer = Pacer::new(7);
    let full = Pace {
        per_second: 7.0,
        limit: 7,
    };
    assert_eq!(pacer.pace(), full);
    for _ in 0..2 {
        let departed = pacer.ready().await;
        pacer.refused(departed);
    }
    assert!(pacer.pace().per_second < 7.0);
}
