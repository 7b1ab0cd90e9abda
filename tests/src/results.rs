//! The exported CSV, read as a colleague's program would read it.

use std::{collections::HashMap, fs, path::Path};

/// One map for each row, from the column's heading to the cell.
#[derive(Debug)]
pub struct Results {
    pub headings: Vec<String>,
    pub rows: Vec<HashMap<String, String>>,
}

impl Results {
    /// Insists on what Excel needs: a byte order mark, and CRLF at each line's end.
    pub fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = String::from_utf8(bytes).expect("the CSV is UTF-8");
        let text = text
            .strip_prefix('\u{feff}')
            .expect("the CSV begins with a byte order mark");
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "every line ends with CRLF"
        );
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings: Vec<String> = reader
            .headers()
            .expect("a heading")
            .iter()
            .map(str::to_owned)
            .collect();
        let rows = reader
            .records()
            .map(|record| {
                let record = record.expect("a whole row");
                headings
                    .iter()
                    .cloned()
                    .zip(record.iter().map(str::to_owned))
                    .collect()
            })
            .collect();
        Self { headings, rows }
    }
}
