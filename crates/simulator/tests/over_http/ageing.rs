use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, TimeDelta};
use serde_json::Value;
use simulator::{
    ClientKind, Faults, Invitation, Simulator, SimulatorClock, SimulatorConfig, UnusedFields, Use,
    population,
};

use crate::raw::Request;
use crate::{noon, with};

/// Created at noon, used on day 2, bound on day 3.
static LIVELY: LazyLock<Invitation> = LazyLock::new(|| Invitation {
    used: Some(Use {
        at: noon() + TimeDelta::days(2),
        client_uin: 200_012_345_678,
        client_mail: "li****@lakeside.example".into(),
        kind: ClientKind::SecondLevelReseller,
        bound_at: Some(noon() + TimeDelta::days(3)),
    }),
    ..Invitation::unused("lively", noon())
});

async fn row(simulator: &Simulator) -> Option<Value> {
    let reply = Request::of(&["lively"]).send(simulator).await;
    reply.rows().pop()
}

#[tokio::test]
async fn a_link_ages_gets_used_gets_bound_and_is_forgotten() {
    let simulator = with(&[], Faults::default()).await;
    simulator.add_invitation(LIVELY.clone());
    let fresh = row(&simulator).await.unwrap();
    assert_eq!(fresh["CreateTime"], "2026-03-02 20:00:00");
    assert_eq!(fresh["Status"], 1);

    simulator.advance(TimeDelta::days(2));
    let used = row(&simulator).await.unwrap();
    assert_eq!(used["Status"], 2);
    assert_eq!(used["UseTime"], "2026-03-04 20:00:00");
    assert_eq!(used["ClientUin"], 200_012_345_678_u64);
    assert_eq!(used["ClientMail"], "li****@lakeside.example");
    assert_eq!(used["ClientType"], 1);
    assert_ne!(used["BindTime"], "2026-03-05 20:00:00");

    simulator.advance(TimeDelta::days(1));
    let bound = row(&simulator).await.unwrap();
    assert_eq!(bound["BindTime"], "2026-03-05 20:00:00");

    simulator.advance(TimeDelta::days(57) - TimeDelta::seconds(1));
    assert!(row(&simulator).await.is_some());
    simulator.advance(TimeDelta::seconds(1));
    assert_eq!(row(&simulator).await, None);
    assert_eq!(simulator.now(), noon() + TimeDelta::days(60));
}

#[tokio::test]
async fn advancing_does_not_move_the_services_own_clock() {
    let simulator = with(&[], Faults::default()).await;
    simulator.advance(TimeDelta::days(40));
    let reply = Request::of(&["a"]).send(&simulator).await;
    assert_eq!(reply.code(), "none");
    assert_eq!(reply.headers["date"], "Mon, 02 Mar 2026 12:00:00 GMT");
}

#[tokio::test]
async fn a_wrong_clock_shows_in_the_date_and_expires_signatures_but_ages_nothing() {
    let simulator = with(&[], Faults::default()).await;
    simulator.add_invitation(LIVELY.clone());
    simulator.set_faults(Faults {
        clock_offset: TimeDelta::days(61),
        ..Faults::default()
    });
    let mut request = Request::of(&["lively"]);
    let refused = request.send(&simulator).await;
    assert_eq!(refused.code(), "AuthFailure.SignatureExpire");
    let date = DateTime::parse_from_rfc2822(&refused.headers["date"]).unwrap();
    assert_eq!(date, noon() + TimeDelta::days(61));
    request.sign_at(date.to_utc());
    let rows = request.send(&simulator).await.rows();
    assert_eq!(rows[0]["Status"], 1);
}

#[tokio::test]
async fn a_shared_clock_moves_service_and_invitations_together() {
    let days = Arc::new(AtomicI64::new(0));
    let clock = {
        let days = Arc::clone(&days);
        SimulatorClock::following(move || noon() + TimeDelta::days(days.load(Ordering::Relaxed)))
    };
    let simulator = Simulator::start(SimulatorConfig {
        invitations: vec![LIVELY.clone()],
        clock,
        ..SimulatorConfig::default()
    })
    .await
    .unwrap();
    days.store(4, Ordering::Relaxed);
    let mut request = Request::of(&["lively"]);
    assert_eq!(
        request.send(&simulator).await.code(),
        "AuthFailure.SignatureExpire"
    );
    request.sign_at(noon() + TimeDelta::days(4));
    assert_eq!(request.send(&simulator).await.rows()[0]["Status"], 2);
}

#[tokio::test]
async fn a_population_can_be_asked_for_a_hundred_at_a_time() {
    let invitations = population(7, 240, noon());
    let kept = invitations.iter().filter(|it| it.is_kept(noon())).count();
    let simulator = Simulator::start(SimulatorConfig {
        invitations: invitations.clone(),
        clock: SimulatorClock::frozen_at(noon()),
        unused_fields: UnusedFields::Absent,
        ..SimulatorConfig::default()
    })
    .await
    .unwrap();
    let tokens: Vec<&str> = invitations.iter().map(|it| &*it.token).collect();
    let mut rows = Vec::new();
    for batch in tokens.chunks(100) {
        rows.extend(Request::of(batch).send(&simulator).await.rows());
    }
    assert_eq!(rows.len(), kept);
    let bound = rows.iter().filter(|row| row.get("BindTime").is_some());
    assert!(bound.count() > 60);
    assert_eq!(simulator.counters().rows, kept as u64);
}
