//! A file checked against the service, and its results written.

use std::{collections::HashSet, fs, path::Path, process::ExitCode, time::Duration};

use chrono::{DateTime, Utc};
use intlpartners::{Client, Credentials};
use invitations::{
    account::{Account, KeyPlace},
    check::{self, CheckEnd, CheckReport, Terms},
    export::{self, ExportError, ExportLanguage},
    ids::{InvitationId, ListId},
    import::{self, Import},
    ledger::{ImportTarget, Ledger},
    sheet::{Sheet, ViewQuery},
    visible::visible,
};
use tokio_util::sync::CancellationToken;

use super::{
    account_named,
    console::{self, complain, request_id, say, suggest},
};
use crate::{
    arguments::CheckArguments,
    desk::{Desk, DeskConfig},
    environment,
    error::{CommandError, ErrorCode},
};

/// The check ended, but some tokens have no answer.
const INCOMPLETE: u8 = 3;

pub(super) async fn run(
    arguments: &CheckArguments,
    config: DeskConfig,
) -> Result<ExitCode, CommandError> {
    let report = check(arguments, config).await?;
    Ok(conclude(arguments, &report))
}

async fn check(
    arguments: &CheckArguments,
    config: DeskConfig,
) -> Result<CheckReport, CommandError> {
    require_two_files(arguments)?;
    let import = import::read_file(&arguments.tokens)?;
    describe(&import, arguments);
    if import.tokens.is_empty() {
        return Err(CommandError::new(
            ErrorCode::NothingToCheck,
            format!("there is no token in {}", arguments.tokens.display()),
        ));
    }
    // Before anything is asked: with keys from the environment, the answers would be kept nowhere else.
    export::require_replaceable(&arguments.output)
        .map_err(|error| about_results(arguments, error))?;
    let clock = config.clock.clone();
    let asker = Asker::of(arguments, config).await?;
    let list = asker.list_named_after(&arguments.tokens)?;
    let stored = asker
        .ledger
        .store_import(asker.account.id, &list, &import, clock())?;
    let ids = asker.ids_in(stored.list, &import, clock())?;
    let check = asker
        .ledger
        .begin_check(asker.account.id, Some(stored.list), &ids, clock())?;
    let report = check::run(
        asker.ledger.clone(),
        asker.client.clone(),
        check,
        Terms {
            cancel: cancelled_by_interrupt(),
            clock: clock.clone(),
            patience: Some(Duration::from_secs(60 * u64::from(arguments.wait))),
        },
        console::progress(arguments.quiet, arguments.wait),
    )
    .await?;
    if is_worth_a_file(&report) {
        asker.write_results(arguments, stored.list, &ids, clock())?;
    }
    Ok(report)
}

/// The user's own list would be gone, its notes and other columns with it.
fn require_two_files(arguments: &CheckArguments) -> Result<(), CommandError> {
    // One that is not there yet is no other's.
    let same = fs::canonicalize(&arguments.tokens)
        .is_ok_and(|tokens| fs::canonicalize(&arguments.output).is_ok_and(|it| it == tokens));
    if !same {
        return Ok(());
    }
    Err(CommandError::new(
        ErrorCode::InvalidInput,
        format!(
            "the results would take the place of {}; name another file with --output",
            arguments.tokens.display()
        ),
    ))
}

/// A run that was stopped before its first answer must not take the place of yesterday's results.
fn is_worth_a_file(report: &CheckReport) -> bool {
    report.end == CheckEnd::Completed || report.returned + report.not_returned > 0
}

/// Who asks, and where the answers are kept.
struct Asker {
    ledger: Ledger,
    account: Account,
    client: Client,
}

impl Asker {
    /// With a named account: its ledger, and its key from the keychain unless the environment has one.
    /// Without: the environment's keys, and a ledger that ends with the program.
    async fn of(arguments: &CheckArguments, config: DeskConfig) -> Result<Self, CommandError> {
        match (&arguments.account, environment::credentials()?) {
            (Some(name), keys) => Self::of_account(&Desk::open(config), name, keys).await,
            (None, Some(keys)) => Self::of_environment(&config, keys),
            (None, None) => Err(CommandError::new(
                ErrorCode::KeyMissing,
                "name an account with --account, or put the keys into the environment; see --help",
            )),
        }
    }

    async fn of_account(
        desk: &Desk,
        name: &str,
        keys: Option<Credentials>,
    ) -> Result<Self, CommandError> {
        let ledger = desk.ledger()?;
        let account = account_named(&ledger, name)?;
        let client = match keys {
            Some(keys) => desk.new_client(keys, &account.settings),
            None => desk.client(&account).await?,
        };
        Ok(Self {
            ledger,
            account,
            client,
        })
    }

    /// Opens neither the user's ledger nor the keychain.
    fn of_environment(config: &DeskConfig, keys: Credentials) -> Result<Self, CommandError> {
        const NAME: &str = "environment";
        let now = (config.clock)();
        let ledger = Ledger::open_in_memory(config.seed, now)?;
        ledger.add_account(NAME, NAME, &keys.masked_id(), KeyPlace::Missing, now)?;
        let account = account_named(&ledger, NAME)?;
        Ok(Self {
            client: config.client(keys, &account.settings),
            ledger,
            account,
        })
    }

    /// The list that an earlier run made for a file of this name, or else a new one.
    fn list_named_after(&self, file: &Path) -> Result<ImportTarget, CommandError> {
        let stem = file.file_stem().unwrap_or_default();
        let name = match visible(&stem.to_string_lossy()) {
            nothing if nothing.is_empty() => "tokens".to_owned(),
            name => name,
        };
        let lists = self.ledger.lists(self.account.id)?;
        Ok(match lists.iter().find(|list| list.name == name) {
            Some(list) => ImportTarget::List(list.id),
            None => ImportTarget::NewList(name),
        })
    }

    /// The list may hold more than this file's tokens.
    fn ids_in(
        &self,
        list: ListId,
        import: &Import,
        now: DateTime<Utc>,
    ) -> Result<Vec<InvitationId>, CommandError> {
        let wanted: HashSet<&str> = import.tokens.iter().map(|it| it.token.as_str()).collect();
        Ok(self
            .sheet(list, now)?
            .shown_rows()
            .filter(|row| wanted.contains(row.token.as_str()))
            .map(|row| row.id)
            .collect())
    }

    /// All of the list, in the order of import.
    fn sheet(&self, list: ListId, now: DateTime<Utc>) -> Result<Sheet, CommandError> {
        let query = ViewQuery::everything(self.account.id, Some(list));
        let mut sheet = Sheet::load(&self.ledger, query.account, query.list, now)?;
        sheet.look(&query, now);
        Ok(sheet)
    }

    fn write_results(
        &self,
        arguments: &CheckArguments,
        list: ListId,
        ids: &[InvitationId],
        now: DateTime<Utc>,
    ) -> Result<(), CommandError> {
        let language = match arguments.language.as_str() {
            "zh-CN" => ExportLanguage::SimplifiedChinese,
            _ => ExportLanguage::English,
        };
        let asked: HashSet<InvitationId> = ids.iter().copied().collect();
        // Links end by the service's clock, which its answers have told.
        let sheet = self.sheet(list, now + self.client.transport().clock_offset())?;
        let rows = sheet.shown_rows().filter(|row| asked.contains(&row.id));
        let settings = &self.account.settings;
        export::write_csv(&arguments.output, rows, language, settings)
            .map_err(|error| about_results(arguments, error))?;
        Ok(())
    }
}

fn about_results(arguments: &CheckArguments, error: ExportError) -> CommandError {
    let error = CommandError::from(error);
    CommandError {
        message: format!("{}: {}", arguments.output.display(), error.message),
        ..error
    }
}

fn describe(import: &Import, arguments: &CheckArguments) {
    if !arguments.quiet {
        say(format_args!(
            "{}: {} tokens, {} duplicates, {} refused lines",
            arguments.tokens.display(),
            import.tokens.len(),
            import.duplicates.len(),
            import.refused.len()
        ));
    }
    for refused in &import.refused {
        let sheet = import.sheets.get(usize::from(refused.sheet));
        let sheet = sheet.map(|name| format!("{name}, ")).unwrap_or_default();
        say(format_args!(
            "  {sheet}line {}: {} ({})",
            refused.line, refused.reason, refused.excerpt
        ));
    }
}

/// Ctrl+C keeps what was answered; the rest is written as not asked.
fn cancelled_by_interrupt() -> CancellationToken {
    let cancel = CancellationToken::new();
    let token = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            token.cancel();
        }
    });
    // Ctrl+Break, which reaches also those for whom somebody has switched Ctrl+C off.
    #[cfg(windows)]
    if let Ok(mut ctrl_break) = tokio::signal::windows::ctrl_break() {
        let token = cancel.clone();
        tokio::spawn(async move {
            if ctrl_break.recv().await.is_some() {
                token.cancel();
            }
        });
    }
    cancel
}

fn conclude(arguments: &CheckArguments, report: &CheckReport) -> ExitCode {
    let unanswered = report.failed + report.unasked;
    if !arguments.quiet && is_worth_a_file(report) {
        say(format_args!(
            "{}: {} returned, {} not returned, {unanswered} without an answer",
            arguments.output.display(),
            report.returned,
            report.not_returned
        ));
        match (report.newly_bound, report.newly_used) {
            (0, 0) => say(format_args!("  nothing new")),
            (bound, used) => say(format_args!("  {bound} newly bound, {used} newly pending")),
        }
    }
    for group in &report.failures {
        say(format_args!(
            "  {} tokens: {}{}",
            group.tokens,
            group.message,
            request_id(group.request_id.as_deref())
        ));
        suggest(&group.class);
    }
    if let Some(error) = &report.error {
        complain(&error.message, error.request_id.as_deref(), &error.code);
        return ExitCode::FAILURE;
    }
    if report.end == CheckEnd::Cancelled {
        say(format_args!("invite-ledger: the check was interrupted"));
        return ExitCode::FAILURE;
    }
    match unanswered {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(INCOMPLETE),
    }
}
