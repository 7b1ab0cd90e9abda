//! The table: each row is one figure of ours beside its yardstick.

use std::fmt::{self, Write};

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) ours: String,
    pub(crate) yardstick: String,
    /// Ours over the yardstick's.
    pub(crate) ratio: f64,
    pub(crate) bar: Bar,
    /// Measured too short for a verdict, or told for its own sake.
    pub(crate) judged: bool,
}

/// What the ratio must keep to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bar {
    LeastShare(f64),
    MostShare(f64),
    MostTimes(f64),
}

impl Row {
    pub(crate) fn misses(&self) -> bool {
        let keeps = match self.bar {
            Bar::LeastShare(bar) => self.ratio >= bar,
            Bar::MostShare(bar) | Bar::MostTimes(bar) => self.ratio <= bar,
        };
        self.judged && !keeps
    }

    fn cells(&self) -> [String; 6] {
        let ratio = match self.bar {
            Bar::LeastShare(_) | Bar::MostShare(_) => format!("{:.2} %", self.ratio * 100.0),
            Bar::MostTimes(_) => format!("{:.2}×", self.ratio),
        };
        let verdict = match (self.judged, self.misses()) {
            (false, _) => "not judged",
            (true, false) => "met",
            (true, true) => "MISSED",
        };
        [
            self.name.clone(),
            self.ours.clone(),
            self.yardstick.clone(),
            ratio,
            self.bar.to_string(),
            verdict.to_owned(),
        ]
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeastShare(bar) => write!(f, "≥ {} %", percent(*bar)),
            Self::MostShare(bar) => write!(f, "≤ {} %", percent(*bar)),
            Self::MostTimes(bar) => write!(f, "≤ {bar}×"),
        }
    }
}

/// Without the digits that a product of floats makes up.
fn percent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

/// As Markdown, aligned, so that it reads well in a terminal too.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = ["What", "Ours", "Yardstick", "Ratio", "Bar", "Verdict"].map(str::to_owned);
    let lines: Vec<_> = std::iter::once(head)
        .chain(rows.iter().map(Row::cells))
        .collect();
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut table = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (cell, width) in line.iter().zip(widths) {
            _ = write!(table, "| {cell:<width$} ");
        }
        table.push_str("|\n");
        if number == 0 {
            for width in widths {
                _ = write!(table, "|{:-<1$}", "", width + 2);
            }
            table.push_str("|\n");
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ratio: f64, bar: Bar) -> Row {
        Row {
            name: "a".to_owned(),
            ours: String::new(),
            yardstick: String::new(),
            ratio,
            bar,
            judged: true,
        }
    }

    #[test]
    fn a_row_misses_on_the_wrong_side_of_its_bar_only() {
        assert!(!row(1.3, Bar::MostTimes(1.3)).misses());
        assert!(row(1.31, Bar::MostTimes(1.3)).misses());
        assert!(!row(0.995, Bar::LeastShare(0.995)).misses());
        assert!(row(0.994, Bar::LeastShare(0.995)).misses());
        assert!(row(0.006, Bar::MostShare(0.005)).misses());
    }

    #[test]
    fn what_was_not_judged_misses_nothing_and_says_so() {
        let row = Row {
            judged: false,
            ..row(9.0, Bar::MostTimes(1.3))
        };
        assert!(!row.misses());
        assert!(table(&[row]).contains("| 9.00× | ≤ 1.3× | not judged |"));
    }
}
