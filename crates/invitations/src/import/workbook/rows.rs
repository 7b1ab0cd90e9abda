//! The rows of all sheets on their way to the collector.

use super::{
    super::{
        collect::Collector,
        table::{Cell, Record},
    },
    Import, ImportError, damaged,
    limits::{Limits, MAX_LINE, MAX_SHEETS},
};

pub(super) struct Rows {
    collector: Collector,
    names: Vec<String>,
    sheets_with_records: usize,
    limits: Limits,
    rows: u64,
    cells: u64,
    text: u64,
    /// Of this sheet.
    last_line: u32,
    /// The first and last column that this sheet says it has, or was seen to have.
    columns: Option<(u32, u32)>,
}

impl Rows {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            collector: Collector::default(),
            names: Vec::new(),
            sheets_with_records: 0,
            limits,
            rows: 0,
            cells: 0,
            text: 0,
            last_line: 0,
            columns: None,
        }
    }

    pub(super) fn begin_sheet(&mut self, name: String) -> Result<(), ImportError> {
        let sheet = u16::try_from(self.names.len()).map_err(damaged)?;
        within(sheet.into(), MAX_SHEETS as u64 - 1, "sheets")?;
        self.names.push(name);
        self.collector.begin_sheet(sheet);
        (self.last_line, self.columns) = (0, None);
        Ok(())
    }

    pub(super) fn end_sheet(&mut self) {
        self.sheets_with_records += usize::from(self.collector.end_sheet());
    }

    pub(super) fn widen(&mut self, first: u32, last: u32) {
        let (from, to) = self.columns.unwrap_or((first, last));
        self.columns = Some((from.min(first), to.max(last)));
    }

    /// To be told before so many cells of a row, and so much text for them, are kept.
    pub(super) fn charge(&mut self, cells: usize, bytes: usize) -> Result<(), ImportError> {
        self.cells += cells as u64;
        within(self.cells, self.limits.cells, "cells")?;
        self.text += bytes as u64;
        within(self.text, self.limits.text, "bytes of text")
    }

    /// Takes a row's cells, those without anything left out, and their line counted from 1.
    pub(super) fn row(&mut self, line: u32, cells: &mut [Cell<'_>]) -> Result<(), ImportError> {
        if !cells.is_sorted_by_key(|cell| cell.column) {
            cells.sort_by_key(|cell| cell.column);
        }
        let ([first, ..], [.., last]) = (&*cells, &*cells) else {
            return Ok(());
        };
        self.widen(first.column, last.column);
        self.rows += 1;
        within(self.rows, self.limits.rows, "rows")?;
        within(line.into(), MAX_LINE.into(), "lines")?;
        self.collector
            .blank_lines(line.saturating_sub(self.last_line.saturating_add(1)));
        self.last_line = line;
        let record = Record {
            line,
            text: None,
            is_alone: self.columns.is_none_or(|(first, last)| first == last),
        };
        self.collector.record(&record, cells);
        Ok(())
    }

    pub(super) fn finish(self, encoding: &'static str) -> Import {
        let import = if self.sheets_with_records > 1 {
            self.collector.finish_sheets(self.names)
        } else {
            self.collector.finish()
        };
        Import { encoding, ..import }
    }
}

/// The text that it takes to keep a cell.
pub(super) fn weight(cell: &Cell<'_>) -> usize {
    cell.text.len() + cell.link.as_ref().map_or(0, |link| link.len())
}

fn within(number: u64, limit: u64, of: &'static str) -> Result<(), ImportError> {
    if number > limit {
        return Err(ImportError::WorkbookTooLarge { limit, of });
    }
    Ok(())
}
