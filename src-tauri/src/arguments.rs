//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "invite-ledger",
    version,
    about = "Keeps the book of Tencent Cloud International invitation links.",
    long_about = "Keeps the book of Tencent Cloud International invitation links.\n\nWithout a command, the window opens.",
    after_help = ENVIRONMENT
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

const ENVIRONMENT: &str = "\
Environment:
  TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY
                          keys for `check`, in place of the keychain's
  TENCENTCLOUD_SESSION_TOKEN
                          beside temporary keys
  INVITE_LEDGER_ENDPOINT  another address of the service: https, or http on this computer
  INVITE_LEDGER_DATA_DIR  another folder for the ledger
  HTTPS_PROXY, NO_PROXY   the proxy, where the system's settings are not to be used";

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
