//! The cells of one of Excel's sheets.

use std::{borrow::Cow, collections::HashMap};

use quick_xml::events::{BytesStart, Event};

use super::{
    super::table::{Cell, Kind},
    ImportError, damaged,
    limits::MAX_COLUMNS,
    package::Unpacked,
    rows::{Rows, weight},
    strings::{rich_text, unescaped},
    value,
    xlsx::Book,
    xml::{Xml, attribute, attributes},
};

/// Where a click on the cell in that row and column leads, both counted from 0.
pub(super) type Links = HashMap<(u32, u32), String>;

pub(super) fn read<'b>(
    mut xml: Xml<Unpacked<'_>>,
    book: &'b Book,
    links: &'b Links,
    rows: &mut Rows,
) -> Result<(), ImportError> {
    let mut cells = Vec::new();
    // A row or cell that does not tell its place follows the one before it.
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut is_over = false;
    loop {
        let (depth, element) = match xml.next()? {
            (depth, Event::Start(element)) => (depth, element),
            (_, Event::End(element)) => {
                match element.local_name().as_ref() {
                    "row" => {
                        rows.row(row, &mut cells)?;
                        cells.clear();
                    }
                    "sheetData" => is_over = true,
                    _ => {}
                }
                continue;
            }
            (_, Event::Eof) => return Ok(()),
            _ => continue,
        };
        match element.local_name().as_ref() {
            // Extensions may call their elements what they like.
            _ if is_over => {}
            "dimension" => {
                let reference = attribute(&element, "ref")?;
                if let Some(((_, first), (_, last))) = reference.as_deref().and_then(area) {
                    rows.widen(first, last);
                }
            }
            "row" => {
                let told = attribute(&element, "r")?.and_then(|row| row.parse().ok());
                let told = told.filter(|&row| row > 0);
                (row, column) = (told.unwrap_or(row.saturating_add(1)), 0);
            }
            "c" => {
                let head = Head::read(&element)?;
                column = head.column.unwrap_or(column);
                let (text, kind, formula) = head.value(&mut xml, depth, book)?;
                let link = links.get(&(row.saturating_sub(1), column));
                let link = link.map(|link| Cow::Borrowed(link.as_str())).or(formula);
                if !text.is_empty() || link.is_some() {
                    if cells.len() == MAX_COLUMNS as usize {
                        return Err(damaged(format!("row {row} has too many cells")));
                    }
                    let cell = Cell {
                        text: one_line(text),
                        line: row,
                        column,
                        kind,
                        link,
                    };
                    rows.charge(1, weight(&cell))?;
                    cells.push(cell);
                }
                column = column.saturating_add(1);
            }
            _ => {}
        }
    }
}

/// What a cell says of itself before its value.
struct Head {
    column: Option<u32>,
    style: usize,
    kind: Stored,
}

/// How a value is written down.
#[derive(Clone, Copy)]
enum Stored {
    Number,
    /// The number of a text that cells share.
    Shared,
    Text,
    /// In an element of its own.
    Inline,
    Truth,
    Error,
    Date,
}

/// A cell's text, what it is, and the formula that makes it a hyperlink.
type Value<'b> = (Cow<'b, str>, Kind, Option<Cow<'b, str>>);

impl Head {
    fn read(element: &BytesStart<'_>) -> Result<Self, ImportError> {
        let (mut column, mut style, mut kind) = (None, 0, Stored::Number);
        for attribute in attributes(element) {
            match attribute? {
                ("r", place) => column = cell(&place).map(|(_, column)| column),
                ("s", number) => style = number.parse().unwrap_or(0),
                ("t", letter) => {
                    kind = match letter.as_ref() {
                        "n" => Stored::Number,
                        "s" => Stored::Shared,
                        "inlineStr" => Stored::Inline,
                        "b" => Stored::Truth,
                        "e" => Stored::Error,
                        "d" => Stored::Date,
                        _ => Stored::Text,
                    }
                }
                _ => {}
            }
        }
        Ok(Self {
            column,
            style,
            kind,
        })
    }

    fn value<'b>(
        &self,
        xml: &mut Xml<Unpacked<'_>>,
        depth: usize,
        book: &'b Book,
    ) -> Result<Value<'b>, ImportError> {
        let (mut value, mut text, mut formula) = (String::new(), String::new(), String::new());
        loop {
            let (at, element) = match xml.next()? {
                (at, Event::Start(element)) => (at, element),
                (at, Event::End(_)) if at == depth => break,
                _ => continue,
            };
            match element.local_name().as_ref() {
                "v" => xml.text(at, &mut value)?,
                "is" => rich_text(xml, at, &mut text)?,
                "f" => xml.text(at, &mut formula)?,
                _ => {}
            }
        }
        let (text, kind) = self.shown(value, text, book)?;
        let is_link = formula.to_ascii_uppercase().contains("HYPERLINK(");
        Ok((text, kind, is_link.then_some(formula.into())))
    }

    fn shown<'b>(
        &self,
        value: String,
        inline: String,
        book: &'b Book,
    ) -> Result<(Cow<'b, str>, Kind), ImportError> {
        let plain = value.trim();
        Ok(match self.kind {
            Stored::Inline => (inline.into(), Kind::Text),
            _ if plain.is_empty() => ("".into(), Kind::Text),
            Stored::Shared => {
                let number = plain.parse().map_err(damaged)?;
                let text = book.strings.get(number);
                let text = text.ok_or_else(|| damaged(format!("there is no text {number}")))?;
                (text.into(), Kind::Text)
            }
            Stored::Text => (unescaped(&value).into_owned().into(), Kind::Text),
            Stored::Truth if plain == "0" || plain == "false" => ("FALSE".into(), Kind::Other),
            Stored::Truth => ("TRUE".into(), Kind::Other),
            Stored::Error => (value.into(), Kind::Other),
            Stored::Date => (value::iso_date(plain).into(), Kind::Other),
            Stored::Number => match plain.parse() {
                Err(_) => (value.into(), Kind::Text),
                Ok(number) => {
                    let date = book.styles.is_date(self.style);
                    match date.then(|| value::date(number, book.is_1904)).flatten() {
                        Some(date) => (date.into(), Kind::Other),
                        None => (value::number(number).into(), Kind::Number),
                    }
                }
            },
        })
    }
}

/// The first and last cell of an area such as `A1:C20` or `A1`, as rows and columns counted from 0.
pub(super) fn area(reference: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    Some((cell(first)?, cell(last)?))
}

fn cell(reference: &str) -> Option<(u32, u32)> {
    const LETTERS: u32 = 26;
    let digits = reference.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        let letter = u32::from(letter - b'A') + 1;
        column = column.checked_mul(LETTERS)?.checked_add(letter)?;
    }
    Some((
        row.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

/// A cell may have several lines, but it stands in one row.
pub(super) fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains(['\n', '\r']) {
        true => text.replace(['\n', '\r'], " ").into(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_excel_writes_them() {
        assert_eq!(cell("A1"), Some((0, 0)));
        assert_eq!(cell("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(area("B2:AA10"), Some(((1, 1), (9, 26))));
        assert_eq!(area("C3"), Some(((2, 2), (2, 2))));
        for nonsense in [
            "",
            "A",
            "1",
            "A0",
            "é1",
            "A1:",
            "A99999999999",
            "ZZZZZZZZZZ1",
        ] {
            assert_eq!(area(nonsense), None, "{nonsense}");
        }
    }
}
