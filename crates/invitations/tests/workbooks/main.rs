//! Workbooks that users bring, and those that nobody should.

#![allow(clippy::unwrap_used)]

mod excel;
mod hostile;
mod opendocument;
mod package;

use std::{fs, path::Path};

use invitations::{
    import::{Import, ImportError, read_file},
    token::TokenError,
};

const A: &str = "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";
const B: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const C: &str = "c0ffee00c0ffee00c0ffee00c0ffee00";
const LINK: &str = "https://www.tencentcloud.com/reseller-customer/invitation?RegisterToken=";

fn try_read(bytes: &[u8]) -> Result<Import, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invitations.xlsx");
    fs::write(&path, bytes).unwrap();
    read_file(Path::new(&path))
}

fn read(bytes: &[u8]) -> Import {
    try_read(bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn tokens(import: &Import) -> Vec<(u32, &str)> {
    let place = |one: &invitations::import::ImportedToken| one.line;
    let tokens = import.tokens.iter();
    tokens.map(|one| (place(one), one.token.as_str())).collect()
}

fn notes(import: &Import) -> Vec<Option<&str>> {
    let tokens = import.tokens.iter();
    tokens.map(|imported| imported.note.as_deref()).collect()
}

fn refused(import: &Import) -> Vec<(u32, Option<u32>, &str, TokenError)> {
    let refused = import.refused.iter();
    refused
        .map(|one| (one.line, one.column, one.excerpt.as_str(), one.reason))
        .collect()
}
