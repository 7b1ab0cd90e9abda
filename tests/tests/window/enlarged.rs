//! The window at 200 %, as people set it who do not see well.

use simulator::{Faults, When};
use std::time::Duration;
use tests::{Machine, SECRET_ID, SECRET_KEY, Service, Window, within};
use thirtyfour::Key;

const DETAIL: &str = "aside[aria-label=Invitation]";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn at_twice_the_size_nothing_is_out_of_reach() {
    within(Duration::from_secs(300), async {
        let service = Service::start(300).await;
        let mut machine = Machine::new();
        machine.set("INVITE_LEDGER_ENDPOINT", service.simulator.endpoint());
        machine.set(
            "INVITE_LEDGER_E2E_OPEN",
            machine.write("list.csv", service.tokens().join("\n")),
        );
        let window = Window::open(&machine).await;
        // What stopped it is told above the status bar, which then has most to say, too.
        service.set_faults(Faults {
            refused: When::After(1),
            refused_with: "UnauthorizedOperation".to_owned(),
            ..Faults::default()
        });
        check_a_list(&window).await;

        for (size, doubled) in [((1280, 800), (640, 400)), ((1024, 700), (512, 350))] {
            window.resize(size.0, size.1).await;
            window.double(doubled).await;
            window
                .reach("main button, nav button, footer button, [role=alert] button, input")
                .await;
            window
                .reach("[role=columnheader], #cell-0-0, #cell-0-3, #cell-0-10")
                .await;
            assert_harmless(&window).await;

            window.focus("grid", "Invitations").await;
            window.key(Key::Enter).await;
            window.meet("complementary", "Invitation").await;
            window
                .reach(&format!("{DETAIL} :is(button, h2, h3, dt, dd, time)"))
                .await;
            window.reach("footer button, input, [data-action]").await;
            assert_harmless(&window).await;
            window.key(Key::Escape).await;
            window.reach("#cell-0-0").await;
            window.undouble(size).await;
        }
        window.close().await;
    })
    .await;
}

async fn check_a_list(window: &Window) {
    window.press_button("Add your account").await;
    window.fill("Account name", "Contoso").await;
    window.fill("SecretId", SECRET_ID).await;
    window.fill("SecretKey", SECRET_KEY).await;
    window.press_button("Add account").await;
    window.press_button("Import").await;
    window.press_button("Choose a file…").await;
    window.press_button("Only import").await;
    window.press_button("Check").await;
    window
        .see_slowly("This user may not look up invitations")
        .await;
    window.meet("button", "Continue").await;
}

async fn assert_harmless(window: &Window) {
    let violations = window.accessibility_violations().await;
    assert_eq!(violations, Vec::<String>::new());
}
