//! Where the program writes: a results file that is in use, terminals, files, exit codes.

use crate::{LIMIT, Office, Scheduler, assert_ended};
use std::fs;
use tests::{Running, Service, within};
#[cfg(target_os = "linux")]
use {
    simulator::Faults,
    std::time::Duration,
    tests::{Results, SECRET_ID, SECRET_KEY, Terminal},
};

/// As Windows' own shell leads output into a file; that is as open as in Excel.
const HOLD: &[&str] = &["@(echo held 1>&2 & set /p line=) >> \"%HELD%\""];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn a_results_file_that_cannot_be_replaced_stays_whole_and_nothing_is_asked_in_vain() {
    within(LIMIT, async {
        let service = Service::start(120).await;
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        fs::write(&scheduler.results, "an earlier day's").unwrap();
        let machine = &scheduler.machine;
        // Not under wine, whose shell would outlive the test; there the tests of the export hold a file open.
        let in_use = cfg!(windows).then(|| {
            let mut hold = machine.shell("hold", &[], HOLD);
            hold.env("HELD", machine.name_of(&scheduler.results));
            let holds = Running::start(hold);
            holds.wait_for_error("held");
            holds
        });
        if in_use.is_none() {
            let mut permissions = fs::metadata(&scheduler.results).unwrap().permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&scheduler.results, permissions).unwrap();
        }
        let files = fs::read_dir(machine.file("")).unwrap().count();
        let refused = scheduler.check().await;
        let words = match in_use {
            Some(_) => [
                "another program has the file open",
                "close the file in Excel",
            ],
            None => ["this place may not be written to", "name another place"],
        };
        assert_ended(&refused, 1, &words);
        assert_ended(&refused, 1, &["results.csv"]);
        assert_eq!(service.simulator.counters().requests, 0, "nobody was asked");
        if let Some(in_use) = in_use {
            in_use.end(LIMIT);
        }
        assert_eq!(fs::read(&scheduler.results).unwrap(), b"an earlier day's");
        let files_now = fs::read_dir(machine.file("")).unwrap().count();
        assert_eq!(files_now, files, "nothing is left beside it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn what_is_printed_goes_where_the_caller_leads_it_with_the_exit_code() {
    let scheduler = Scheduler::new("http://127.0.0.1:9/", "");
    let machine = &scheduler.machine;
    let call = || {
        machine.shell(
            "call",
            &[
                r#""$PROGRAM" --version"#,
                r#""$PROGRAM" --help > help.txt"#,
                r#""$PROGRAM" check > out.txt 2> error.txt"#,
                r#"echo "the code is $?""#,
            ],
            &[
                "@\"%PROGRAM%\" --version",
                "@\"%PROGRAM%\" --help > help.txt",
                "@\"%PROGRAM%\" check > out.txt 2> error.txt",
                "@echo the code is %ERRORLEVEL%",
            ],
        )
    };
    let version = concat!("invite-ledger ", env!("CARGO_PKG_VERSION"));
    let assert_said = |said: &str| {
        assert!(said.contains(version), "{said}");
        assert!(said.contains("the code is 2"), "{said}");
        assert!(!said.contains("Usage"), "it was led into a file:\n{said}");
        let file = |name| fs::read_to_string(machine.file(name)).unwrap();
        assert!(file("help.txt").contains("INVITE_LEDGER_ENDPOINT"));
        assert_eq!(file("out.txt"), "");
        assert!(file("error.txt").contains("Usage"), "{said}");
    };
    let piped = Running::start(call()).end(LIMIT);
    assert_said(&format!("{}{}", piped.stdout, piped.stderr));
    #[cfg(target_os = "linux")]
    assert_said(&Terminal::open(&call()).end().1);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn a_key_that_is_typed_is_not_shown() {
    let office = Office::new("http://127.0.0.1:9/");
    if office.machine.runs_under_wine() {
        eprintln!("NOT TRIED: wine's terminal is not one of Windows");
        return;
    }
    let mut call = office.machine.shell(
        "add",
        &[r#""$PROGRAM" account add Typed --secret-id "$ID""#],
        &["@\"%PROGRAM%\" account add Typed --secret-id %ID%"],
    );
    call.env("ID", SECRET_ID);
    let mut terminal = Terminal::open(&call);
    terminal.see("SecretKey");
    terminal.type_in(&format!("{SECRET_KEY}\r"));
    terminal.see("account “Typed” added");
    let (code, shown) = terminal.end();
    assert_eq!(code, Some(0), "{shown}");
    assert!(!shown.contains(SECRET_KEY), "{shown}");
    assert_ended(&office.run(&["account", "remove", "Typed"]).await, 0, &[]);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn an_interrupt_from_the_keyboard_keeps_what_was_answered() {
    within(LIMIT, async {
        // Three seconds of requests.
        let service = Service::start(6000).await;
        service.set_faults(Faults {
            latency: Duration::from_millis(500),
            ..Faults::default()
        });
        let scheduler = Scheduler::new(&service.simulator.endpoint(), service.tokens().join("\n"));
        if scheduler.machine.runs_under_wine() {
            eprintln!("NOT TRIED: wine's terminal is not one of Windows");
            return;
        }
        let mut call = scheduler.machine.shell(
            "check",
            &[r#"exec "$PROGRAM" check "$TOKENS" --output "$RESULTS""#],
            &["@\"%PROGRAM%\" check \"%TOKENS%\" --output \"%RESULTS%\""],
        );
        call.env("TOKENS", scheduler.machine.name_of(&scheduler.tokens));
        call.env("RESULTS", scheduler.machine.name_of(&scheduler.results));
        let mut terminal = Terminal::open(&call);
        while service.simulator.counters().answered == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        terminal.type_in("\u{3}");
        tokio::task::block_in_place(|| terminal.see("the check was interrupted"));
        let rows = Results::read(&scheduler.results).rows;
        assert_eq!(rows.len(), service.tokens().len());
        let without_answer = rows.iter().filter(|row| row["Stage"] == "Not checked");
        assert!((1..rows.len()).contains(&without_answer.count()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program: cargo xtask test"]
async fn the_command_line_explains_itself() {
    let office = Office::new("http://127.0.0.1:9/");
    for (command, code, words) in [
        (
            &["--help"][..],
            0,
            &[
                "check",
                "account",
                "erase",
                "TENCENTCLOUD_SECRET_ID",
                "INVITE_LEDGER_ENDPOINT",
                "Exit codes",
                "start /wait",
            ][..],
        ),
        (&["--version"], 0, &[env!("CARGO_PKG_VERSION")]),
        (
            &["check", "--help"],
            0,
            &["--account", "--output", "--wait", "Exit codes", "going on"],
        ),
        (&["account", "--help"], 0, &["add", "list", "remove"]),
        (
            &["account", "add", "--help"],
            0,
            &["--secret-id", "--limit", "standard input", "Exit codes"],
        ),
        (
            &["account", "list", "--help"],
            0,
            &["keychain", "Exit codes"],
        ),
        (
            &["account", "remove", "--help"],
            0,
            &["--yes", "Exit codes"],
        ),
        (&["erase", "--help"], 0, &["--yes", "Exit codes"]),
        (&["check"], 2, &["Usage"]),
        (&["account"], 2, &["Usage"]),
        (&["account", "add", "Acme"], 2, &["--secret-id"]),
        (&["erase", "everything"], 2, &["Usage"]),
    ] {
        assert_ended(&office.run(command).await, code, words);
    }
}
