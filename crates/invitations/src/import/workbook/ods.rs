//! OpenDocument's spreadsheets, as LibreOffice writes them.

use std::{borrow::Cow, collections::HashSet, io::Read, ops::RangeInclusive};

use quick_xml::events::{BytesStart, Event};

use super::{
    super::table::{Cell, Kind},
    Import, ImportError, damaged,
    limits::MAX_COLUMNS,
    package::{Package, Unpacked},
    rows::{Rows, weight},
    sheet::one_line,
    value,
    xml::{Xml, attribute, attributes, push_text},
};

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Blanks that stand for so many; more say no more.
const MAX_BLANKS: usize = 8;

pub(super) fn read(package: &Package<'_>) -> Result<Import, ImportError> {
    let mut kind = String::new();
    if let Some(part) = package.unpack("mimetype")? {
        part.take(100).read_to_string(&mut kind).map_err(damaged)?;
    }
    if !kind.starts_with(KIND) {
        return Err(ImportError::NotText);
    }
    if is_protected(package)? {
        return Err(ImportError::Protected);
    }
    let mut xml = package.needed("content.xml")?;
    let (mut rows, mut hidden) = (Rows::new(package.limits), HashSet::new());
    let mut style = String::new();
    loop {
        let (depth, element) = match xml.next()? {
            (depth, Event::Start(element)) => (depth, element),
            (_, Event::Eof) => return Ok(rows.finish("OpenDocument")),
            _ => continue,
        };
        match element.local_name().as_ref() {
            "style" => {
                style = attribute(&element, "name")?
                    .unwrap_or_default()
                    .into_owned();
            }
            "table-properties" if attribute(&element, "display")?.as_deref() == Some("false") => {
                hidden.insert(style.clone());
            }
            // What was deleted is kept there, for those who have yet to agree.
            "tracked-changes" => xml.skip(depth)?,
            "table" => {
                let name = attribute(&element, "name")?
                    .unwrap_or_default()
                    .into_owned();
                let style = attribute(&element, "style-name")?;
                if style.is_some_and(|style| hidden.contains(style.as_ref())) {
                    xml.skip(depth)?;
                } else {
                    rows.begin_sheet(name)?;
                    sheet(&mut xml, depth, &mut rows)?;
                    rows.end_sheet();
                }
            }
            _ => {}
        }
    }
}

fn is_protected(package: &Package<'_>) -> Result<bool, ImportError> {
    let Some(mut xml) = package.xml("META-INF/manifest.xml")? else {
        return Ok(false);
    };
    loop {
        match xml.next()? {
            (_, Event::Start(element)) if element.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            (_, Event::Eof) => return Ok(false),
            _ => {}
        }
    }
}

fn sheet(xml: &mut Xml<Unpacked<'_>>, depth: usize, rows: &mut Rows) -> Result<(), ImportError> {
    let (mut cells, mut line, mut column, mut repeated) = (Vec::new(), 1_u32, 0_u32, 1_u32);
    loop {
        let (at, element) = match xml.next()? {
            (at, Event::Start(element)) => (at, element),
            (at, Event::End(_)) if at == depth => return Ok(()),
            (_, Event::End(element)) if element.local_name().as_ref() == "table-row" => {
                let last = line.saturating_add(repeated - 1);
                if !cells.is_empty() {
                    repeat(rows, line..=last, &mut cells)?;
                    cells.clear();
                }
                line = last.saturating_add(1);
                continue;
            }
            _ => continue,
        };
        match element.local_name().as_ref() {
            "table-row" => {
                repeated = times(&element, "number-rows-repeated")?.max(1);
                column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                let copies = times(&element, "number-columns-repeated")?;
                let stored = Stored::of(&element)?;
                let cell = read_cell(xml, at, stored)?;
                let end = column.saturating_add(copies).min(MAX_COLUMNS);
                if let Some(cell) = cell {
                    for column in column..end {
                        rows.charge(1, weight(&cell))?;
                        cells.push(Cell {
                            text: cell.text.clone(),
                            link: cell.link.clone(),
                            column,
                            ..cell
                        });
                    }
                }
                column = end;
            }
            "shapes" => xml.skip(at)?,
            _ => {}
        }
    }
}

/// Equal rows are written once.
fn repeat(
    rows: &mut Rows,
    lines: RangeInclusive<u32>,
    cells: &mut [Cell<'_>],
) -> Result<(), ImportError> {
    let bytes = cells.iter().map(weight).sum();
    let first = *lines.start();
    for line in lines {
        if line > first {
            rows.charge(cells.len(), bytes)?;
        }
        cells.iter_mut().for_each(|cell| cell.line = line);
        rows.row(line, cells)?;
    }
    Ok(())
}

fn times(element: &BytesStart<'_>, name: &str) -> Result<u32, ImportError> {
    let number = attribute(element, name)?;
    Ok(number.and_then(|number| number.parse().ok()).unwrap_or(1))
}

/// A value beside the text that shows it.
#[derive(Default)]
struct Stored {
    kind: String,
    value: String,
}

impl Stored {
    fn of(element: &BytesStart<'_>) -> Result<Self, ImportError> {
        let mut stored = Self::default();
        for attribute in attributes(element) {
            match attribute? {
                ("value-type", kind) => stored.kind = kind.into_owned(),
                ("value" | "date-value", value) => stored.value = value.into_owned(),
                _ => {}
            }
        }
        Ok(stored)
    }
}

/// The cell that begins at this depth, unless it is empty.
fn read_cell(
    xml: &mut Xml<Unpacked<'_>>,
    depth: usize,
    Stored { kind, value }: Stored,
) -> Result<Option<Cell<'static>>, ImportError> {
    let (mut text, mut link) = (String::new(), None);
    loop {
        let (at, element) = match xml.next()? {
            (at, Event::Start(element)) => (at, element),
            (at, Event::End(_)) if at == depth => break,
            _ => continue,
        };
        // Others are comments, pictures and tables in a cell.
        if element.local_name().as_ref() != "p" {
            xml.skip(at)?;
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        paragraph(xml, at, &mut text, &mut link)?;
    }
    let (text, kind) = match (kind.as_str(), value.parse()) {
        ("float" | "percentage" | "currency", Ok(number)) => (value::number(number), Kind::Number),
        ("date", _) if !value.is_empty() => (value::iso_date(&value), Kind::Other),
        ("date" | "time" | "boolean", _) => (text, Kind::Other),
        _ => (text, Kind::Text),
    };
    Ok((!text.is_empty() || link.is_some()).then(|| Cell {
        text: one_line(text.into()),
        line: 0,
        column: 0,
        kind,
        link: link.map(Cow::Owned),
    }))
}

fn paragraph(
    xml: &mut Xml<Unpacked<'_>>,
    depth: usize,
    text: &mut String,
    link: &mut Option<String>,
) -> Result<(), ImportError> {
    loop {
        let (at, element) = match xml.next()? {
            (at, Event::Start(element)) => (at, element),
            (at, Event::End(_)) if at == depth => return Ok(()),
            (_, event) => {
                push_text(&event, text)?;
                continue;
            }
        };
        match element.local_name().as_ref() {
            "a" if link.is_none() => *link = attribute(&element, "href")?.map(Cow::into_owned),
            "s" => {
                let blanks = times(&element, "c")? as usize;
                text.extend(std::iter::repeat_n(' ', blanks.min(MAX_BLANKS)));
            }
            "tab" | "line-break" => text.push(' '),
            "annotation" | "note" | "ruby-text" => xml.skip(at)?,
            _ => {}
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rawzip::ZipArchiveWriter;

    use super::{super::limits::Limits, *};

    fn read_table(rows: &str, limits: Limits) -> Result<Import, ImportError> {
        let content = format!("<a xmlns:table=\"t\"><table name=\"S\">{rows}</table></a>");
        let mut bytes = Vec::new();
        let mut archive = ZipArchiveWriter::new(&mut bytes);
        for (path, contents) in [("mimetype", KIND), ("content.xml", &content)] {
            let (mut entry, config) = archive.new_file(path).start().unwrap();
            let mut writer = config.wrap(&mut entry);
            std::io::Write::write_all(&mut writer, contents.as_bytes()).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
        archive.finish().unwrap();
        read(&Package::open(&bytes, limits)?)
    }

    #[test]
    fn what_is_written_once_is_counted_as_often_as_it_is_repeated() {
        let many = r#"<table-row number-rows-repeated="4000000000"><table-cell number-columns-repeated="4000000000">
            <p>text</p></table-cell></table-row>"#;
        let few_rows = Limits {
            rows: 5,
            ..Limits::USUAL
        };
        let little_text = Limits {
            text: 100_000,
            ..Limits::USUAL
        };
        let few_cells = Limits {
            cells: 1_000,
            ..Limits::USUAL
        };
        // An empty link is no text, but it is a cell.
        let no_text = &many.replace("text", r#"<a href=""/>"#);
        for (rows, limits, what) in [
            (many, few_rows, "rows"),
            (many, little_text, "bytes of text"),
            (no_text, few_cells, "cells"),
        ] {
            let result = read_table(rows, limits);
            assert!(
                matches!(result, Err(ImportError::WorkbookTooLarge { of, .. }) if of == what),
                "{result:?}"
            );
        }
        let blank = r#"<table-row number-rows-repeated="4000000000"><table-cell number-columns-repeated="4000000000"/>
            </table-row>"#;
        let import = read_table(&blank.repeat(3), few_rows).unwrap();
        assert_eq!(import.blank_lines, 0, "nothing follows them");
    }
}
