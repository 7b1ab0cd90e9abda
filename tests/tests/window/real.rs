//! A partner manager's first day with the program, against a service on its bad day.

use simulator::{Faults, When};
use std::{collections::HashSet, ffi::OsStr, time::Duration};
use tests::{
    Machine, MessyFile, Results, SECRET_ID, SECRET_KEY, Service, Window, secrets_in_keychain,
    within,
};
use thirtyfour::Key;

const ACCOUNT: &str = "Northwind Distribution";
/// With the tokens that the service has never heard of, 1,234.
const KNOWN: usize = 1209;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a desktop session: cargo xtask test"]
async fn from_a_wrong_key_to_a_true_file() {
    within(Duration::from_secs(420), async {
        let service = Service::start(KNOWN).await;
        assert_eq!(service.tokens().len(), 1234);
        let file = MessyFile::gb18030(&service.tokens());
        let mut machine = Machine::new();
        machine.set("INVITE_LEDGER_ENDPOINT", service.simulator.endpoint());
        machine.set(
            "INVITE_LEDGER_E2E_OPEN",
            machine.write("客户清单.csv", &file.bytes),
        );
        let exported = machine.file("results.csv");
        machine.set("INVITE_LEDGER_E2E_SAVE", &exported);

        let held_before = keys_in_keychain();
        let window = Window::open(&machine).await;
        add_account(&window).await;
        assert_eq!(
            keys_in_keychain(),
            held_before + 1,
            "another program finds the key in the keychain"
        );
        import(&window, &file).await;

        // Slow enough to be caught in the middle.
        service.set_faults(Faults {
            latency: Duration::from_millis(2500),
            ..bad_day()
        });
        window.press_button("Check").await;
        window.see("Checking").await;
        assert_no_secret(&machine, &window).await;
        let answered = kill_in_the_middle(window).await;

        service.set_faults(bad_day());
        let window = Window::open(&machine).await;
        window.see("interrupted").await;
        let unchecked = window.stage_count("Not checked").await;
        assert!(
            unchecked < 1234 && 1234 - unchecked >= answered,
            "{unchecked} unchecked after {answered} were answered"
        );
        start_a_second_time(&machine);
        window.press_button("Continue").await;
        window.see_slowly("Check finished").await;

        for stage in [
            "Bound",
            "Binding pending",
            "Unused",
            "Expired",
            "Unrecognized",
            "Not returned",
        ] {
            window.see_stage_count(stage, service.count(stage)).await;
        }
        search_and_filter(&window, &service).await;
        window.press_button("Export").await;
        window.press("menuitem", "All invitations").await;
        window.see("Saved 1,234 invitations").await;
        let results = Results::read(&exported);
        service.assert_true(&results, &HashSet::new());
        assert!(
            results
                .rows
                .iter()
                .all(|row| !row["Customer or note"].is_empty()),
            "what stood beside each token is kept"
        );
        assert!(
            results.rows[0]["Customer or note"].contains("湖畔科技有限公司"),
            "{:?}",
            results.rows[0]
        );

        assert_no_secret(&machine, &window).await;
        window.close().await;
        check_without_window(&machine, &service).await;
        remove_account(&machine).await;
        assert_eq!(
            keys_in_keychain(),
            held_before,
            "the key left the keychain with the account"
        );
    })
    .await;
}

/// Everything retryable at once, and rows in every shape that the service might send.
fn bad_day() -> Faults {
    Faults {
        busy: When::every(5),
        over_limit: When::every(7),
        reset: When::every(6),
        truncated: When::every(11),
        shuffled: When::Always,
        doubled: When::Chance(0.05),
        unasked: When::Chance(0.3),
        text_numbers: When::Chance(0.5),
        ..Faults::default()
    }
}

async fn add_account(window: &Window) {
    window.press_button("Add your account").await;
    window.fill("Account name", ACCOUNT).await;
    window.fill("SecretId", SECRET_ID).await;
    window
        .fill("SecretKey", "theOneOfLastYearThatIsNoLongerIt")
        .await;
    window.press_button("Test connection").await;
    window
        .see("The SecretKey does not belong to this SecretId")
        .await;
    // Copied with the blanks around it.
    window.fill("SecretKey", &format!("  {SECRET_KEY} ")).await;
    window.press_button("Test connection").await;
    window.see("The connection works").await;
    window.press_button("Add account").await;
    window.see("Import your invitation links").await;
    window.see(ACCOUNT).await;
}

async fn import(window: &Window, file: &MessyFile) {
    window.press_button("Import").await;
    window.press_button("Choose a file…").await;
    window.see("1,234 invitations found").await;
    window.see("GB18030").await;
    window.see(&format!("{} repeated", file.duplicates)).await;
    window.see(&format!("{} refused", file.refused)).await;
    window.press("tab", "Refused").await;
    window.see("hidden by asterisks").await;
    window
        .see("A spreadsheet has turned it into a number")
        .await;
    window.press_button("Only import").await;
    window.see("客户清单").await;
    window.see_stage_count("Not checked", 1234).await;
}

/// Ends the program as a power cut would, once something is answered; tells how much was shown as answered.
async fn kill_in_the_middle(window: Window) -> usize {
    let answered = loop {
        let text = window.text().await;
        let done = text
            .lines()
            .find_map(|line| line.strip_prefix("Checking "))
            .map_or(0, number_in);
        if done > 0 {
            break done;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    window.kill().await;
    answered
}

/// Two clicks on the icon: the first window stays, the second process ends at once.
fn start_a_second_time(machine: &Machine) {
    let first = machine.running_window();
    let second = machine.run(&[], Duration::from_secs(20));
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert_eq!(machine.running_window(), first, "the first one stays");
}

async fn search_and_filter(window: &Window, service: &Service) {
    let token = &service.tokens()[700];
    window.fill("Search", &token[4..20]).await;
    window.see("1 shown").await;
    window.press_cell(0, 1).await;
    window.see(token).await;
    window.key(Key::Escape).await;
    window.press("button", "Clear search").await;
    window.press_stage("Expired").await;
    window
        .see(&format!("{} shown", service.count("Expired")))
        .await;
}

/// Not in a file (the window's log is one of them), not in the page.
async fn assert_no_secret(machine: &Machine, window: &Window) {
    assert_eq!(
        machine.files_with(SECRET_KEY),
        Vec::<std::path::PathBuf>::new()
    );
    assert!(
        machine.file("window.log").exists(),
        "what the program prints is caught"
    );
    assert!(
        machine.ledger_folder().join("ledger.db").exists(),
        "the data folder is where we look"
    );
    assert!(
        !window.everything_held().await.contains(SECRET_KEY),
        "the page holds the secret"
    );
}

/// The same ledger and keychain, from the command line.
async fn check_without_window(machine: &Machine, service: &Service) {
    service.set_faults(Faults::default());
    let (tokens, results) = (machine.file("客户清单.csv"), machine.file("scheduled.csv"));
    let arguments: [&OsStr; 6] = [
        "check".as_ref(),
        tokens.as_ref(),
        "--account".as_ref(),
        ACCOUNT.as_ref(),
        "--output".as_ref(),
        results.as_ref(),
    ];
    let finished =
        tokio::task::block_in_place(|| machine.run(&arguments, Duration::from_secs(120)));
    assert_eq!(
        finished.code,
        Some(0),
        "{}{}",
        finished.stdout,
        finished.stderr
    );
    service.assert_true(&Results::read(&results), &HashSet::new());
}

async fn remove_account(machine: &Machine) {
    let window = Window::open(machine).await;
    window.press_button("Account and keys…").await;
    window.press_button("Remove account…").await;
    window.press_button("Remove account").await;
    window.see("Know where every invitation stands").await;
    window.close().await;
}

/// Other tests' accounts are in the same keychain, with the same key.
fn keys_in_keychain() -> usize {
    secrets_in_keychain().matches(SECRET_KEY).count()
}

/// The number that stands in a text first, without what separates its thousands.
fn number_in(text: &str) -> usize {
    let from_first = text.trim_start_matches(|character: char| !character.is_ascii_digit());
    let digits = from_first
        .chars()
        .take_while(|it| it.is_ascii_digit() || *it == ',')
        .filter(char::is_ascii_digit);
    digits
        .collect::<String>()
        .parse()
        .unwrap_or_else(|_| panic!("no number in “{text}”"))
}
