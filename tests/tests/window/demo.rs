//! A new user who wants to look first.

use std::time::Duration;
use tests::{Machine, Results, Window, within};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn the_sample_leads_from_the_first_screen_to_an_exported_file_and_out_again() {
    within(Duration::from_secs(240), async {
        let mut machine = Machine::new();
        let exported = machine.file("sample.csv");
        machine.set("INVITE_LEDGER_E2E_SAVE", &exported);
        let window = Window::open(&machine).await;

        window.press_button("Explore with sample data").await;
        window.meet("complementary", "Sample data").await;
        window.press_button("Check").await;
        window.see_slowly("Check finished").await;
        let bound = window.stage_count("Bound").await;

        window.press_stage("Bound").await;
        window.see(&format!("{bound} shown")).await;
        window.press_cell(0, 1).await;
        window.see("The customer is bound to you.").await;
        window.see("RequestId").await;

        window.press_button("Export").await;
        window.press("menuitem", "Those shown now").await;
        window.see(&format!("Saved {bound} invitations")).await;
        let results = Results::read(&exported);
        assert_eq!(results.rows.len(), bound);
        assert!(
            results
                .rows
                .iter()
                .all(|row| row["Stage"] == "Bound" && !row["Customer UIN"].is_empty())
        );

        window.press_button("Leave sample data").await;
        window.see("Know where every invitation stands").await;
        window.close().await;
        let some_token = &results.rows[0]["Token"];
        let traces: Vec<_> = machine
            .files_with(some_token)
            .into_iter()
            .filter(|path| *path != exported)
            .collect();
        assert_eq!(
            traces,
            Vec::<std::path::PathBuf>::new(),
            "the sample leaves nothing behind"
        );
    })
    .await;
}
