//! `cargo xtask release`: what a release needs beside the builds themselves. The workflow calls it, and so can you.

mod assemble;
mod changelog;
mod config;
mod packages;
mod signature;

use crate::{
    shell::{Done, Failure},
    workspace::Workspace,
};
use changelog::Entry;
use clap::Subcommand;
use std::{env, path::PathBuf};

/// Of the whole workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, Subcommand)]
pub(crate) enum Options {
    /// The version must be the newest in the changelog, and the tag's where there is one
    Check {
        /// `v` and the version
        #[arg(long)]
        tag: Option<String>,
    },
    /// Write what Tauri's configuration lacks for a release: signing and updates, where they are set up
    Config { file: PathBuf },
    /// From the builds of all systems: packages under their public names, feed, notes and checksums
    Assemble {
        /// What the builds left, a folder for each system
        built: PathBuf,
        /// What is published
        release: PathBuf,
        /// `owner/name`, where it is published
        #[arg(long)]
        repository: String,
        /// Where to write the words of the release
        #[arg(long)]
        notes: PathBuf,
        /// A system whose packages bear nobody's name
        #[arg(long, value_name = "SYSTEM")]
        unsigned: Vec<packages::System>,
    },
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Done {
    let entry = Entry::newest(workspace)?;
    match options {
        Options::Check { tag } => {
            entry.is_of(VERSION, tag.as_deref())?;
            println!("{VERSION}");
            Ok(())
        }
        Options::Config { file } => config::Settings::of(&variable)?.write(file),
        Options::Assemble {
            built,
            release,
            repository,
            notes,
            unsigned,
        } => assemble::assemble(&assemble::Release {
            entry: &entry,
            built,
            folder: release,
            repository,
            notes,
            unsigned,
            updater_key: variable(config::UPDATER_PUBLIC_KEY).as_deref(),
        }),
    }
}

/// GitHub hands over what is not set as an empty text.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn failure<T>(words: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::new(words))
}
