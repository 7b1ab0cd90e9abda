//! The types that cross to the page, as TypeScript. `cargo xtask types` writes them down.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    desk::{
        AddedAccount, CheckScope, ConnectionReport, DeskView, DiagnosisReport, ExportWhat,
        ExportedFile, ImportPreview, InvitationDetail, Keys, KeysToTest, View,
    },
    error::CommandError,
    events::DeskEvent,
    updates::UpdatesView,
};
use invitations::{
    ledger::{ImportTarget, StoredImport},
    sheet::ViewQuery,
};

const HEADER: &str = "// Generated from the Rust types by `cargo xtask types`. Do not edit.\n";

/// One declaration for each type that a command or an event mentions, and for each that those mention.
pub fn declarations() -> String {
    let mut found = Declarations {
        // Identifiers are row numbers and counts are of rows: both far below 2^53.
        config: Config::default().with_large_int("number"),
        by_name: BTreeMap::new(),
    };
    found.visit::<AddedAccount>();
    found.visit::<CheckScope>();
    found.visit::<CommandError>();
    found.visit::<ConnectionReport>();
    found.visit::<DeskEvent>();
    found.visit::<DeskView>();
    found.visit::<DiagnosisReport>();
    found.visit::<ExportWhat>();
    found.visit::<ExportedFile>();
    found.visit::<ImportPreview>();
    found.visit::<ImportTarget>();
    found.visit::<InvitationDetail>();
    found.visit::<Keys>();
    found.visit::<KeysToTest>();
    found.visit::<StoredImport>();
    found.visit::<UpdatesView>();
    found.visit::<View>();
    found.visit::<ViewQuery>();
    let mut text = HEADER.to_owned();
    for declaration in found.by_name.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text
}

struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of ours are declared; the others are TypeScript's own.
        if T::output_path().is_none() {
            return;
        }
        let name = T::name(&self.config);
        if self.by_name.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(&self.config));
        self.by_name.insert(name, declaration);
        T::visit_dependencies(self);
    }
}
