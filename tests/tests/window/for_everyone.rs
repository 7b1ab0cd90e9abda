//! Every screen, by the rules for those who do not see it, or not well.

use std::{sync::Mutex, time::Duration};
use tests::{
    Machine, Window,
    tour::{CHINESE, ENGLISH, Names, tour},
    within,
};
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn no_screen_violates_a_rule_of_axe_in_light() {
    assert_accessible(&ENGLISH, false).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn no_screen_violates_a_rule_of_axe_in_dark_and_in_chinese() {
    assert_accessible(&CHINESE, true).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn the_keyboard_comes_back_to_a_cell_that_the_wheel_has_left_behind() {
    within(Duration::from_secs(120), async {
        let machine = Machine::new();
        let window = Window::open(&machine).await;
        window.press_button("Explore with sample data").await;
        window.reach("#cell-0-0").await;
        window.wheel_to_the_end().await;
        window.focus("field", "Search").await;
        window.key(Key::Down).await;
        window.reach("#cell-0-0").await;
        window.close().await;
    })
    .await;
}

async fn assert_accessible(names: &Names, dark: bool) {
    let found = Mutex::new(Vec::new());
    let stops = Mutex::new(0);
    within(
        Duration::from_secs(400),
        tour(names, dark, (1024, 700), async |screen, window| {
            let violations = window.accessibility_violations().await;
            *stops.lock().unwrap() += 1;
            found
                .lock()
                .unwrap()
                .extend(violations.into_iter().map(|it| format!("{screen}: {it}")));
        }),
    )
    .await;
    assert!(
        *stops.lock().unwrap() > 15,
        "the tour has passed every screen"
    );
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
