//! The desk without a window, on the real client, ledger and simulator.

mod accounts;
mod clock;
mod way;

use std::{path::Path, sync::Mutex as StdMutex, time::Duration};

use chrono::TimeDelta;
use invitations::{
    check::CheckEnd,
    sheet::{Facet, ViewQuery},
};
use simulator::{Key, Simulator, SimulatorConfig, population};
use tempfile::TempDir;

use super::*;
use crate::desk::views::ScopeWhat;

struct Office {
    desk: Arc<Desk>,
    simulator: Simulator,
    folder: TempDir,
    events: Arc<StdMutex<Vec<DeskEvent>>>,
}

impl Office {
    async fn open() -> Self {
        Self::with_its_clock(TimeDelta::zero()).await
    }

    /// By so much ahead of the service's.
    async fn with_its_clock(ahead: TimeDelta) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = simulator::SimulatorClock::system();
        let simulator = Simulator::start(SimulatorConfig {
            invitations: population(1, 150, clock.now()),
            clock: clock.clone(),
            ..SimulatorConfig::default()
        })
        .await
        .expect("a port");
        let desk = desk_off_by(ahead, folder.path(), &simulator.endpoint());
        let events = Arc::new(StdMutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        desk.subscribe(Box::new(move |event| {
            heard.lock().expect("whole").push(event);
        }));
        Self {
            desk,
            simulator,
            folder,
            events,
        }
    }

    /// The account as a computer without a keychain has it.
    async fn account(&self) -> AccountId {
        let Key {
            secret_id,
            secret_key,
            ..
        } = Key::sample();
        let id = self
            .desk
            .on_ledger(|ledger| {
                ledger.add_account("Contoso", "contoso", "AKID", KeyPlace::Session, at())
            })
            .await
            .expect("added");
        let (credentials, _) = Credentials::new(&secret_id, &secret_key).expect("well formed");
        lock(&self.desk.session_keys).insert("contoso".to_owned(), credentials);
        id
    }

    /// All of a list of 150.
    async fn everything(&self) -> CheckScope {
        let account = self.account().await;
        let preview = self
            .desk
            .preview_text(account, self.tokens())
            .await
            .unwrap();
        let target = invitations::ledger::ImportTarget::NewList("All".into());
        self.desk.store_import(preview.id, target).await.unwrap();
        CheckScope {
            account,
            list: None,
            what: ScopeWhat::All,
        }
    }

    fn tokens(&self) -> String {
        let invitations = population(1, 150, at());
        let tokens = invitations.iter().map(|it| it.token.to_string());
        tokens.collect::<Vec<_>>().join("\n")
    }

    async fn report(&self) -> invitations::check::CheckReport {
        for _ in 0..600 {
            let ended = self.events.lock().expect("whole").iter().find_map(|event| {
                let DeskEvent::CheckEnded { report } = event else {
                    return None;
                };
                Some(report.clone())
            });
            if let Some(report) = ended {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the check does not end");
    }
}

fn at() -> DateTime<Utc> {
    simulator::SimulatorClock::system().now()
}

fn open_desk(folder: &Path, endpoint: &str) -> Arc<Desk> {
    desk_off_by(TimeDelta::zero(), folder, endpoint)
}

fn desk_off_by(ahead: TimeDelta, folder: &Path, endpoint: &str) -> Arc<Desk> {
    let clock: WallClock = Arc::new(move || at() + ahead);
    Desk::open(DeskConfig {
        paths: Paths {
            folder: folder.join("data"),
            window: Vec::new(),
        },
        endpoint: endpoint.parse().expect("loopback"),
        transport: intlpartners::Transport::new(clock.clone()).expect("a transport"),
        clock,
        seed: 1,
        system_locale: None,
        system: "Test 1.0".to_owned(),
    })
}

#[tokio::test]
async fn tokens_come_in_are_checked_and_go_out() {
    let office = Office::open().await;
    let account = office.account().await;
    let desk = &office.desk;

    let preview = desk.preview_text(account, office.tokens()).await.unwrap();
    assert_eq!((preview.tokens, preview.known), (150, 0));
    let target = invitations::ledger::ImportTarget::NewList(" Spring ".into());
    let stored = desk.store_import(preview.id, target).await.unwrap();
    assert_eq!(stored.added, 150);
    assert_eq!(
        desk.view().await.unwrap().accounts[0].lists[0].name,
        "Spring"
    );

    let list = Some(stored.list);
    let scope = CheckScope {
        account,
        list,
        what: ScopeWhat::All,
    };
    desk.start_check(scope).await.unwrap();
    let report = office.report().await;
    assert_eq!(report.end, CheckEnd::Completed);
    assert_eq!(report.returned + report.not_returned, 150);

    let query = ViewQuery {
        facet: Facet::Bound,
        ..ViewQuery::everything(account, list)
    };
    let view = desk.look(query.clone()).await.unwrap();
    assert!(view.rows > 0 && view.rows < view.total);
    assert_eq!(desk.rows(view.id, 0, 1_000).await.unwrap().len(), view.rows);
    assert!(desk.rows(view.id + 1, 0, 10).await.unwrap().is_empty());
    desk.rename_list(stored.list, "Renamed".into())
        .await
        .unwrap();
    assert_ne!(desk.look(query.clone()).await.unwrap().id, view.id);

    let file = office.folder.path().join("bound.csv");
    let exported = desk
        .export_csv(query, ExportWhat::Shown, file.clone())
        .await
        .unwrap();
    assert_eq!(usize::try_from(exported.rows).unwrap(), view.rows);
    assert_eq!(desk.exported_file(file.clone()).unwrap(), file);
    assert!(desk.exported_file("/etc/passwd".into()).is_err());
}

#[tokio::test]
async fn only_what_is_shown_is_checked_when_asked_so() {
    let office = Office::open().await;
    let everything = office.everything().await;
    let (desk, account) = (&office.desk, everything.account);
    let wanted = office.tokens().lines().next().unwrap().to_owned();
    let query = ViewQuery {
        search: wanted.clone(),
        ..ViewQuery::everything(account, None)
    };
    assert_eq!(desk.look(query).await.unwrap().rows, 1);
    let scope = CheckScope {
        what: ScopeWhat::Shown,
        ..everything
    };
    desk.start_check(scope).await.unwrap();
    assert_eq!(office.report().await.total, 1);
    let asked = office.simulator.record();
    assert_eq!(asked.len(), 1);
    assert_eq!(&*asked[0].tokens[0], wanted);
}

#[tokio::test]
async fn of_the_files_on_this_computer_the_page_reads_only_those_dropped() {
    let office = Office::open().await;
    let account = office.account().await;
    let file = office.folder.path().join("tokens.txt");
    std::fs::write(&file, office.tokens()).unwrap();
    let path = file.display().to_string();
    let refused = office.desk.preview_dropped(account, &path).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Gone);
    office.desk.files_dropped(&[file]);
    let preview = office.desk.preview_dropped(account, &path).await.unwrap();
    assert_eq!(preview.tokens, 150);
}

#[tokio::test]
async fn of_two_checks_that_are_started_at_once_one_begins() {
    let office = Office::open().await;
    let scope = office.everything().await;
    let desk = &office.desk;
    let (first, second) = tokio::join!(desk.start_check(scope), desk.start_check(scope));
    let refused = first.and(second).unwrap_err();
    assert_eq!(refused.code, ErrorCode::CheckRunning);
    assert_eq!(office.report().await.end, CheckEnd::Completed);
    assert_eq!(office.simulator.record().len(), 2);
}

#[tokio::test]
async fn leaving_a_sample_that_is_not_open_stops_no_check() {
    let office = Office::open().await;
    let scope = office.everything().await;
    office.desk.start_check(scope).await.unwrap();
    office.desk.leave_sample().await.unwrap();
    assert_eq!(office.report().await.end, CheckEnd::Completed);
}

#[tokio::test]
async fn an_import_that_is_not_stored_leaves_no_trace() {
    let office = Office::open().await;
    let account = office.account().await;
    let desk = &office.desk;
    let preview = desk.preview_text(account, office.tokens()).await.unwrap();
    desk.discard_import(preview.id);
    let target = invitations::ledger::ImportTarget::NewList("Late".into());
    let refused = desk.store_import(preview.id, target).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Gone);
    assert_eq!(desk.view().await.unwrap().accounts[0].invitations, 0);
}

#[tokio::test]
async fn the_sample_never_touches_the_users_ledger() {
    let office = Office::open().await;
    office.account().await;
    let desk = &office.desk;
    desk.open_sample().await.unwrap();
    let view = desk.view().await.unwrap();
    assert!(view.sample);
    assert_eq!(view.accounts.len(), 1);
    let sample = &view.accounts[0];
    assert_eq!(sample.invitations, 1_200);
    let query = ViewQuery::everything(sample.id, None);
    let counts = desk.look(query).await.unwrap().counts;
    assert!(counts.archived > 0 && counts.unchecked > 0 && counts.bound > 0);
    let keys = Keys {
        secret_id: "AKIDmine".to_owned(),
        secret_key: "mine".to_owned().into(),
    };
    let refused = desk.add_account("Mine".into(), keys).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    let preview = desk.preview_text(sample.id, office.tokens()).await.unwrap();
    desk.leave_sample().await.unwrap();
    let target = invitations::ledger::ImportTarget::NewList("Sample".into());
    let refused = desk.store_import(preview.id, target).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Gone);
    let view = desk.view().await.unwrap();
    assert!(!view.sample);
    assert_eq!(view.accounts[0].label, "Contoso");
    assert_eq!(view.accounts[0].invitations, 0);
    assert!(office.simulator.record().is_empty());
}

#[tokio::test]
async fn a_damaged_ledger_is_told_and_can_be_set_aside_whole() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(
        data.join("ledger.db"),
        "this is no database, whatever its name".repeat(99),
    )
    .unwrap();
    let desk = open_desk(folder.path(), "http://127.0.0.1:9/");
    let problem = desk.view().await.unwrap().ledger_problem.unwrap();
    assert_eq!(problem.code, ErrorCode::LedgerDamaged);
    let kept = desk.set_ledger_aside().await.unwrap();
    assert!(
        std::fs::read_to_string(kept)
            .unwrap()
            .starts_with("this is no database")
    );
    assert!(desk.view().await.unwrap().ledger_problem.is_none());
}

#[tokio::test]
async fn a_ledger_that_could_not_be_opened_is_tried_again_and_not_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("data").join("ledger.db");
    std::fs::create_dir_all(&in_the_way).unwrap();
    let desk = open_desk(folder.path(), "http://127.0.0.1:9/");
    let problem = desk.view().await.unwrap().ledger_problem.unwrap();
    // Of a folder, Windows says only that it may not be opened.
    let said = if cfg!(windows) {
        ErrorCode::LedgerReadOnly
    } else {
        ErrorCode::LedgerFailed
    };
    assert_eq!(problem.code, said);
    assert!(desk.set_ledger_aside().await.is_err());
    std::fs::remove_dir(&in_the_way).unwrap();
    assert!(desk.view().await.unwrap().ledger_problem.is_none());
}
