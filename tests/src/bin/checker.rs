//! The program's work on a ledger without the program around it, to be killed and to run out of disk.
//!
//! `checker import LEDGER TOKENS`, `checker check LEDGER ENDPOINT`, `checker export LEDGER CSV`, or
//! `checker import-and-check LEDGER TOKENS ENDPOINT`. What has happened is said on standard output, a line each; a
//! step's line names the invitations that the check has told to be answered. An error is said on standard error with
//! its class, and ends the program with 3.
//!
//! It signs with the simulator's sample key, under the SecretId of `CHECKER_SECRET_ID` if there is one.
#![allow(
    clippy::disallowed_methods,
    reason = "a program is its own composition root"
)]

use std::{
    env, fmt,
    io::{Write, stdout},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::SystemTime,
};

use intlpartners::{Client, ClientConfig, Credentials, Endpoint, Language, Transport, WallClock};
use invitations::{
    account::KeyPlace,
    check::{self, CheckEnd, Step, Terms},
    export::{ExportError, ExportLanguage, write_csv},
    ids::AccountId,
    import::read_text,
    ledger::{ImportTarget, Ledger, LedgerError},
    sheet::{Sheet, ViewQuery},
};
use simulator::Key;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["import", ledger, tokens] => import(ledger.as_ref(), tokens.as_ref()),
        ["check", ledger, endpoint] => check(ledger.as_ref(), endpoint),
        ["export", ledger, csv] => export(ledger.as_ref(), csv.as_ref()),
        ["import-and-check", ledger, tokens, endpoint] => {
            import(ledger.as_ref(), tokens.as_ref()).and_then(|()| check(ledger.as_ref(), endpoint))
        }
        _ => panic!("checker import|check|export|import-and-check …"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed { class, message }) => {
            eprintln!("{class}: {message}");
            ExitCode::from(3)
        }
    }
}

/// Also when part of it has been done by one that was killed.
fn import(path: &Path, tokens: &Path) -> Result<(), Failed> {
    let ledger = open(path)?;
    let account = match ledger.accounts()?.first() {
        Some(account) => account.id,
        None => ledger.add_account("Acme", "key", "AKID", KeyPlace::Missing, clock()())?,
    };
    if ledger.lists(account)?.is_empty() {
        let tokens = std::fs::read_to_string(tokens).expect("the tokens");
        let target = ImportTarget::NewList("All".to_owned());
        ledger.store_import(account, &target, &read_text(&tokens), clock()())?;
    }
    say("imported");
    Ok(())
}

/// Begins a check, or continues the one that did not come to its end. All work with the disk is done on one thread.
fn check(path: &Path, endpoint: &str) -> Result<(), Failed> {
    let (path, endpoint) = (
        path.to_owned(),
        endpoint.parse::<Endpoint>().expect("a URL"),
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (ledger, check) = spawn_blocking(move || begin(&path))
            .await
            .expect("no panic")?;
        let on_step = |Step { changed, .. }: Step| {
            if !changed.is_empty() {
                let ids: Vec<_> = changed.iter().map(|id| id.0.to_string()).collect();
                say(&format!("answered {}", ids.join(" ")));
            }
        };
        let terms = Terms {
            cancel: CancellationToken::new(),
            clock: clock(),
            patience: None,
        };
        let report = check::run(ledger.clone(), client(endpoint), check, terms, on_step).await?;
        say(&format!("ended {:?}", report.end));
        // The last of it closes the ledger, and writes.
        spawn_blocking(move || drop(ledger))
            .await
            .expect("no panic");
        Ok(())
    })
}

fn begin(path: &Path) -> Result<(Ledger, invitations::ids::CheckId), Failed> {
    let ledger = open(path)?;
    let account = account(&ledger)?;
    let check = match ledger.last_check(account, None)? {
        Some(last) if last.end != CheckEnd::Completed => {
            ledger.continue_check(last.check, clock()())?
        }
        _ => ledger.begin_check(account, None, &ledger.scope(account, None)?, clock()())?,
    };
    say("begun");
    Ok((ledger, check))
}

fn export(path: &Path, csv: &Path) -> Result<(), Failed> {
    let ledger = open(path)?;
    let account = account(&ledger)?;
    let mut sheet = Sheet::load(&ledger, account, None, clock()())?;
    sheet.look(&ViewQuery::everything(account, None), clock()());
    let settings = ledger.account_settings(account)?;
    write_csv(csv, sheet.shown_rows(), ExportLanguage::English, &settings)?;
    say("exported");
    Ok(())
}

fn open(path: &Path) -> Result<Ledger, Failed> {
    let ledger = Ledger::open(path, 1, clock()())?;
    say("opened");
    Ok(ledger)
}

fn account(ledger: &Ledger) -> Result<AccountId, Failed> {
    Ok(ledger.accounts()?.first().ok_or(LedgerError::Gone)?.id)
}

fn client(endpoint: Endpoint) -> Client {
    let mut key = Key::sample();
    if let Ok(secret_id) = env::var("CHECKER_SECRET_ID") {
        key.secret_id = secret_id;
    }
    let (credentials, _) = Credentials::new(&key.secret_id, &key.secret_key).expect("a key");
    let config = ClientConfig {
        endpoint,
        credentials,
        requests_per_second: 20,
        language: Language::EnUs,
        request_client: "InviteLedger_test".to_owned(),
    };
    Client::new(Transport::new(clock()).expect("a transport"), config, 1)
}

fn clock() -> WallClock {
    Arc::new(|| SystemTime::now().into())
}

/// In one piece, so that a line is there whole or not at all.
fn say(line: &str) {
    let mut out = stdout().lock();
    // Nobody may be listening any more.
    _ = out.write_all(format!("{line}\n").as_bytes());
    _ = out.flush();
}

struct Failed {
    /// The error's variant.
    class: String,
    message: String,
}

impl Failed {
    fn new(error: &(impl fmt::Debug + fmt::Display)) -> Self {
        let variant = format!("{error:?}");
        let class = variant.split(|c: char| !c.is_alphanumeric()).next();
        Self {
            class: class.unwrap_or_default().to_owned(),
            message: error.to_string(),
        }
    }
}

impl From<LedgerError> for Failed {
    fn from(error: LedgerError) -> Self {
        Self::new(&error)
    }
}

impl From<ExportError> for Failed {
    fn from(error: ExportError) -> Self {
        Self::new(&error)
    }
}
