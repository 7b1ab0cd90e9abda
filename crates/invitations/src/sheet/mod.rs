//! The rows of an account or a list in memory: their order, what is shown of them, and how many of each there are.
//!
//! The page holds only what is visible, and asks for windows of rows; the ledger is read once, and again for the rows
//! that a check has learnt something about.

mod entry;
mod interned;
mod order;
mod search;
mod view;
mod wall_time;

#[cfg(test)]
mod shown;

use std::{collections::HashMap, ops::Range};

use chrono::{DateTime, TimeDelta, Utc};

pub use self::view::{Counts, Facet, Sort, SortColumn, ViewQuery};
use self::{
    entry::{Entry, EntryText},
    interned::Interned,
    order::{by_number, by_text, natural_key, plain_key, signed_key},
    search::Search,
    view::Marks,
    wall_time::WallTimes,
};
use crate::{
    account::AccountSettings,
    ids::{AccountId, InvitationId, ListId},
    ledger::{Ledger, LedgerError, LedgerRow, QueryFacts, QueryNumber},
    observation::InvitationFields,
    row::Row,
    stage::{Reading, Stage},
    standing::Standing,
};

/// What a row is read as changes with the day; it is read again after this.
const READING_HOLDS_FOR: TimeDelta = TimeDelta::minutes(1);

/// How many rows there are, after a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Rows that match search and facet.
    pub rows: usize,
    /// Of the rows that match the search.
    pub counts: Counts,
    /// Rows of the list with neither search nor facet.
    pub total: usize,
}

#[derive(Debug)]
pub struct Sheet {
    settings: AccountSettings,
    read_at: DateTime<Utc>,
    /// In the order of import, so by ascending id.
    entries: Vec<Entry>,
    times: WallTimes,
    kinds: Interned<Kind>,
    queries: HashMap<QueryNumber, QueryFacts>,
    /// Every row in the order last asked for. Search and facet only thin it out.
    order: Option<(Sort, Vec<u32>)>,
    /// The rows of the last look.
    shown: Vec<u32>,
}

/// The two numbers of an invitation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Kind {
    status: Option<i64>,
    client_type: Option<i64>,
}

impl Sheet {
    /// Reads the whole list, or with `None` the whole account.
    pub fn load(
        ledger: &Ledger,
        account: AccountId,
        list: Option<ListId>,
        now: DateTime<Utc>,
    ) -> Result<Self, LedgerError> {
        let mut sheet = Self {
            settings: ledger.account_settings(account)?,
            read_at: now,
            entries: Vec::new(),
            times: WallTimes::default(),
            kinds: Interned::default(),
            queries: HashMap::new(),
            order: None,
            shown: Vec::new(),
        };
        ledger.each_row(account, list, |row| {
            let entry = sheet.entry(row);
            sheet.entries.push(entry);
        })?;
        sheet.read_queries(ledger, 0..sheet.entries.len())?;
        Ok(sheet)
    }

    /// Reads again what a check has learnt something about. The rows shown stay where they are until the next look.
    pub fn refresh(
        &mut self,
        ledger: &Ledger,
        changed: &[InvitationId],
        now: DateTime<Utc>,
    ) -> Result<(), LedgerError> {
        self.read_again_at(now);
        let places: HashMap<InvitationId, usize> = changed
            .iter()
            .filter_map(|id| Some((*id, self.place_of(*id)?)))
            .collect();
        let ids: Vec<_> = places.keys().copied().collect();
        ledger.each_row_of(&ids, |row| {
            let entry = self.entry(row);
            self.entries[places[&row.id]] = entry;
        })?;
        // Tokens and notes are not what a check learns.
        self.order.take_if(|(sort, _)| {
            !matches!(
                sort.column,
                SortColumn::Imported | SortColumn::Token | SortColumn::Note
            )
        });
        self.read_queries(ledger, places.into_values())
    }

    /// Puts the rows in order, keeps those that match for [`Self::rows`], and counts. The query's account and list are
    /// those of the sheet.
    pub fn look(&mut self, query: &ViewQuery, now: DateTime<Utc>) -> Found {
        self.read_again_at(now);
        let matching = Search::new(&query.search).map(|mut search| {
            let finds = |entry: &Entry| search.finds(entry.text.all());
            self.entries.iter().map(finds).collect::<Vec<bool>>()
        });
        let matches = |row: usize| matching.as_ref().is_none_or(|matching| matching[row]);
        let mut counts = Counts::default();
        for (row, entry) in self.entries.iter().enumerate() {
            if matches(row) {
                counts.add(entry.marks());
            }
        }
        let order = match self.order.take() {
            Some((sort, order)) if sort == query.sort => order,
            _ => self.sorted(query.sort),
        };
        self.shown.clear();
        self.shown.extend(order.iter().filter(|row| {
            let row = **row as usize;
            matches(row) && query.facet.holds(self.entries[row].marks())
        }));
        self.order = Some((query.sort, order));
        Found {
            rows: self.shown.len(),
            counts,
            total: self.entries.len(),
        }
    }

    /// A window of the rows of the last look; what lies outside is left out.
    pub fn rows(&self, window: Range<usize>) -> Vec<Row> {
        let end = window.end.min(self.shown.len());
        let window = window.start.min(end)..end;
        self.shown[window]
            .iter()
            .map(|row| self.row(*row))
            .collect()
    }

    /// All rows of the last look, one at a time: for an export.
    pub fn shown_rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.shown.iter().map(|row| self.row(*row))
    }

    pub fn shown_ids(&self) -> Vec<InvitationId> {
        self.shown
            .iter()
            .map(|row| self.entries[*row as usize].id)
            .collect()
    }

    fn entry(&mut self, row: &LedgerRow) -> Entry {
        let fields = &row.standing.fields;
        let reading = Reading::at(&row.standing, &self.settings, self.read_at);
        Entry {
            id: row.id,
            text: EntryText::new(
                &row.token,
                row.note.as_deref(),
                fields.client_uin.as_deref(),
                fields.client_mail.as_deref(),
            ),
            create_time: self.times.pack(fields.create_time.as_deref()),
            use_time: self.times.pack(fields.use_time.as_deref()),
            bind_time: self.times.pack(fields.bind_time.as_deref()),
            kind: self.kinds.number(&Kind {
                status: fields.status,
                client_type: fields.client_type,
            }),
            answered_by: row.answered_by,
            failed_by: row.failed_by,
            outcome: row.standing.outcome,
            ever_returned: row.standing.ever_returned,
            stage: reading.stage,
            expiring: reading.expiring,
            archived: reading.archived,
        }
    }

    /// Those that the rows at these places name.
    fn read_queries(
        &mut self,
        ledger: &Ledger,
        places: impl Iterator<Item = usize>,
    ) -> Result<(), LedgerError> {
        let queries = &mut self.queries;
        let mut missing: Vec<_> = places
            .flat_map(|place| {
                let entry = &self.entries[place];
                [entry.answered_by, entry.failed_by]
            })
            .flatten()
            .filter(|number| !queries.contains_key(number))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        ledger.query_facts(missing.into_iter(), |number, facts| {
            queries.insert(number, facts);
        })
    }

    /// Only time can change what these rows are read as, and only of links that the service has dated.
    fn read_again_at(&mut self, now: DateTime<Utc>) {
        if (now - self.read_at).abs() < READING_HOLDS_FOR {
            return;
        }
        self.read_at = now;
        for row in 0..self.entries.len() {
            if self.entries[row].create_time.is_regular() {
                let reading = Reading::at(&self.standing(row), &self.settings, now);
                let entry = &mut self.entries[row];
                (entry.stage, entry.expiring, entry.archived) =
                    (reading.stage, reading.expiring, reading.archived);
            }
        }
        self.order
            .take_if(|(sort, _)| sort.column == SortColumn::Stage);
    }

    fn sorted(&self, sort: Sort) -> Vec<u32> {
        let (rows, descending) = (self.entries.len(), sort.descending);
        let numbers = |key: &dyn Fn(&Entry) -> Option<u64>| {
            by_number(rows, descending, |row| key(&self.entries[row]))
        };
        let texts = |text: fn(&EntryText) -> Option<&str>| {
            by_text(
                rows,
                descending,
                |row| text(&self.entries[row].text),
                natural_key,
            )
        };
        let time = self.times.sort_keys();
        match sort.column {
            SortColumn::Imported => numbers(&|entry| Some(signed_key(entry.id.0))),
            SortColumn::Token => by_text(
                rows,
                descending,
                |row| Some(self.entries[row].text.token()),
                plain_key,
            ),
            SortColumn::Note => texts(EntryText::note),
            SortColumn::ClientUin => texts(EntryText::client_uin),
            SortColumn::ClientMail => texts(EntryText::client_mail),
            // Declared from what has yet to happen to what has.
            SortColumn::Stage => numbers(&|entry| Some(entry.stage as u64)),
            SortColumn::CreateTime => numbers(&|entry| time(entry.create_time)),
            // Every link is valid for the same time, so the order is that of creation; only unused links end.
            SortColumn::ExpiresAt => numbers(&|entry| {
                let ends = matches!(entry.stage, Stage::Unused | Stage::Expired)
                    && entry.create_time.is_regular();
                ends.then(|| time(entry.create_time)).flatten()
            }),
            SortColumn::UseTime => numbers(&|entry| time(entry.use_time)),
            SortColumn::BindTime => numbers(&|entry| time(entry.bind_time)),
            SortColumn::ClientType => {
                numbers(&|entry| self.kinds.value(entry.kind).client_type.map(signed_key))
            }
            SortColumn::LastAnsweredAt => numbers(&|entry| {
                let answered = self.queries.get(&entry.answered_by?)?;
                Some(signed_key(answered.asked_at.timestamp_millis()))
            }),
        }
    }

    fn row(&self, row: u32) -> Row {
        let entry = &self.entries[row as usize];
        let failed = entry.failed_by.and_then(|query| self.queries.get(&query));
        Row::new(
            entry.id,
            entry.text.token().to_owned(),
            entry.text.note().map(str::to_owned),
            &self.standing(row as usize),
            failed.and_then(|facts| facts.failure.clone()),
            &self.settings,
            self.read_at,
        )
    }

    fn standing(&self, row: usize) -> Standing {
        let entry = &self.entries[row];
        let kind = self.kinds.value(entry.kind);
        let answered = entry.answered_by.and_then(|query| self.queries.get(&query));
        Standing {
            fields: InvitationFields {
                create_time: self.times.text(entry.create_time),
                status: kind.status,
                use_time: self.times.text(entry.use_time),
                client_uin: entry.text.client_uin().map(str::to_owned),
                client_mail: entry.text.client_mail().map(str::to_owned),
                client_type: kind.client_type,
                bind_time: self.times.text(entry.bind_time),
            },
            outcome: entry.outcome,
            last_answered_at: answered.map(|facts| facts.asked_at),
            request_id: answered.and_then(|facts| facts.request_id.clone()),
            ever_returned: entry.ever_returned,
        }
    }

    fn place_of(&self, id: InvitationId) -> Option<usize> {
        self.entries
            .binary_search_by_key(&id, |entry| entry.id)
            .ok()
    }
}

impl Entry {
    fn marks(&self) -> Marks {
        Marks {
            stage: self.stage,
            expiring: self.expiring,
            archived: self.archived,
            failed: self.failed_by.is_some(),
        }
    }
}
