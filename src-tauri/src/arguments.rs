//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, value_parser};
use invitations::account::AccountSettings;

#[derive(Debug, Parser)]
#[command(
    name = "invite-ledger",
    version,
    about = "Keeps the book of Tencent Cloud International invitation links.",
    long_about = "Keeps the book of Tencent Cloud International invitation links.\n\nWithout a command, the window opens.",
    after_help = AFTER_HELP
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Open the window on sample data, and check it.
    #[arg(long)]
    pub sample: bool,
    /// Said by the program to itself, so that it tries no third time.
    #[arg(long, hide = true)]
    pub second_try: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check the tokens of a file without a window, and write the results to a CSV file.
    Check(CheckArguments),
    /// Add, list and remove accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Remove the keys of every account from the keychain, then the ledger and the preferences.
    Erase(EraseArguments),
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
pub struct CheckArguments {
    /// A text or CSV file with invitation tokens or links.
    #[arg(value_name = "TOKENS.csv")]
    pub tokens: PathBuf,
    /// The account to ask with, by the name it has in the window. Not needed when the environment holds the keys.
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Where the results go. An older file of this name is replaced, once the new one is whole.
    #[arg(long, value_name = "RESULTS.csv")]
    pub output: PathBuf,
    /// The language of the results' headings.
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = ["en", "zh-CN"])]
    pub language: String,
    /// How long the service may be out of reach before the check is given up. 0 gives up as soon as it is.
    #[arg(long, value_name = "MINUTES", default_value_t = 5)]
    pub wait: u32,
    /// Print nothing but errors.
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Add an account. Its SecretKey is read from standard input, or asked for where that is a terminal.
    Add(AddArguments),
    /// Print each account on a line: name, SecretId with its middle left out, where its key is, invitations.
    #[command(after_help = LIST_HELP)]
    List,
    /// Remove an account: its key from the keychain, then its invitations and their history from the ledger.
    Remove(RemoveArguments),
}

#[derive(Debug, Args)]
#[command(after_help = ADD_HELP)]
pub struct AddArguments {
    /// A name for the account; the window shows it, and `check --account` asks for it.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The SecretId. The SecretKey that belongs to it is never an argument: others can read a command line.
    #[arg(long, value_name = "ID")]
    pub secret_id: String,
    /// Requests per second at most; the service's limit is shared with your other tools.
    #[arg(long, value_name = "REQUESTS", default_value_t = AccountSettings::default().requests_per_second,
          value_parser = value_parser!(u32).range(1..=20))]
    pub limit: u32,
}

#[derive(Debug, Args)]
#[command(after_help = DONE_OR_NOT)]
pub struct RemoveArguments {
    /// The account, by the name it has in the window.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Also when invitations are deleted with it, which the service may have forgotten.
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
#[command(after_help = ERASE_HELP)]
pub struct EraseArguments {
    /// Do it. Without, it is only said what would be removed.
    #[arg(long)]
    pub yes: bool,
}

const AFTER_HELP: &str = "\
Environment:
  TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY
                          keys for `check`, in place of the keychain's
  TENCENTCLOUD_SESSION_TOKEN
                          beside temporary keys
  INVITE_LEDGER_ENDPOINT  another address of the service: https, or http on this computer
  INVITE_LEDGER_DATA_DIR  another folder for the ledger
  HTTPS_PROXY, NO_PROXY   the proxy, where the system's settings are not to be used

Exit codes:
  0  done
  1  not done, or not all of it; the reason is printed
  2  the command line is wrong
  3  of `check`: some tokens have no answer

On Windows, a prompt does not wait for a program that can open a window, and reads on meanwhile. Type
`start /wait /b invite-ledger …` there; in a batch file, PowerShell with `| Out-Default` and the Task Scheduler wait by themselves.";

const ADD_HELP: &str = "\
The key goes to this user's keychain, and nowhere else. Where no keychain takes it, nothing is added.
From a file: invite-ledger account add \"Contoso\" --secret-id AKID… < key.txt
In PowerShell: Get-Content key.txt | invite-ledger account add \"Contoso\" --secret-id AKID… | Out-Default

Exit codes:
  0  added
  1  not added; the reason is printed
  2  the command line is wrong";

const LIST_HELP: &str = "\
Between the four stands a tab. The key is in the keychain (\"keychain\"), or has to be entered again (\"missing\").

Exit codes:
  0  printed, also when there is no account
  1  the ledger cannot be read; the reason is printed
  2  the command line is wrong";

const DONE_OR_NOT: &str = "\
Exit codes:
  0  removed
  1  not removed; the reason is printed
  2  the command line is wrong";

const ERASE_HELP: &str = "\
It says what it has removed and what it could not; what could not be removed keeps nothing else from being so.
Close the window first. Files in the ledger's folder that are not the program's stay.

Exit codes:
  0  nothing is left
  1  something is left, or --yes was not given; it is printed what
  2  the command line is wrong";

const CHECK_HELP: &str = "\
The answers are kept in the account's ledger, in a list named after the file. With keys from the environment
and no --account, nothing is kept but the results file.

When no answer comes, the check waits, tries again now and then, and goes on by itself when one does: \"waiting\"
is printed when it begins to wait, with the reason, and \"going on\" when it goes on. Tokens that were not asked
about in the end are not lost: run the same command again.

Exit codes:
  0  every token has an answer (one that the service does not return has one, too)
  1  the check did not take place, was stopped, or waited for longer than --wait; the reason is printed
  2  the command line is wrong
  3  the check ended, but some tokens have no answer; the results file says which and why";
