//! Excel's workbooks since 2007: ECMA-376.

use quick_xml::events::Event;

use super::{
    Import, ImportError, damaged,
    limits::MAX_SHEETS,
    package::{Package, Unpacked},
    relationships::Relationships,
    rows::Rows,
    sheet::{self, Links},
    strings::Strings,
    styles::Styles,
    xml::{Xml, attribute, attributes},
};

/// What the cells of all sheets refer to.
pub(super) struct Book {
    pub strings: Strings,
    pub styles: Styles,
    /// Excel for the Mac began to count days in 1904.
    pub is_1904: bool,
}

struct Sheet {
    name: String,
    id: String,
}

pub(super) fn read(package: &Package<'_>) -> Result<Import, ImportError> {
    let top = Relationships::of(package, "")?;
    let main = match top.of_kind("officeDocument") {
        Some(document) => document.path(""),
        None if package.has("xl/workbook.xml") => "xl/workbook.xml".to_owned(),
        None => return Err(ImportError::NotText),
    };
    if main.ends_with(".bin") {
        return Err(ImportError::Workbook);
    }
    let (sheets, is_1904) = visible_sheets(package.needed(&main)?)?;
    let parts = Relationships::of(package, &main)?;
    let part = |kind: &str| match parts.of_kind(kind) {
        Some(part) => package.xml(&part.path(&main)),
        None => Ok(None),
    };
    let book = Book {
        strings: part("sharedStrings")?.map_or_else(|| Ok(Strings::default()), Strings::read)?,
        styles: part("styles")?.map_or_else(|| Ok(Styles::default()), Styles::read)?,
        is_1904,
    };
    let mut rows = Rows::new(package.limits);
    for Sheet { name, id } in sheets {
        let part = parts.get(&id);
        let part = part.ok_or_else(|| damaged(format!("the sheet {name} has no part")))?;
        // Sheets that are a chart or a dialog have no cells.
        if part.kind != "worksheet" {
            continue;
        }
        let path = part.path(&main);
        rows.begin_sheet(name)?;
        let links = links(package, &path, &mut rows)?;
        sheet::read(package.needed(&path)?, &book, &links, &mut rows)?;
        rows.end_sheet();
    }
    Ok(rows.finish("Excel"))
}

/// The sheets that can be seen, in their order, and whether days count from 1904.
fn visible_sheets(mut xml: Xml<Unpacked<'_>>) -> Result<(Vec<Sheet>, bool), ImportError> {
    let (mut sheets, mut is_1904, mut is_workbook) = (Vec::new(), false, false);
    loop {
        let (depth, element) = match xml.next()? {
            (depth, Event::Start(element)) => (depth, element),
            (_, Event::Eof) => return Ok((sheets, is_1904)),
            _ => continue,
        };
        match element.local_name().as_ref() {
            "workbook" if depth == 1 => is_workbook = true,
            // A letter or a presentation.
            _ if !is_workbook => return Err(ImportError::NotText),
            "workbookPr" => {
                if let Some(value) = attribute(&element, "date1904")? {
                    is_1904 = value == "1" || value == "true";
                }
            }
            "sheet" => {
                let (mut name, mut id, mut is_visible) = (String::new(), String::new(), true);
                for attribute in attributes(&element) {
                    match attribute? {
                        ("name", value) => name = value.into_owned(),
                        ("id", value) => id = value.into_owned(),
                        ("state", value) => is_visible = value == "visible",
                        _ => {}
                    }
                }
                if sheets.len() > MAX_SHEETS {
                    return Err(ImportError::WorkbookTooLarge {
                        limit: MAX_SHEETS as u64,
                        of: "sheets",
                    });
                }
                if is_visible {
                    sheets.push(Sheet { name, id });
                }
            }
            _ => {}
        }
    }
}

/// The hyperlinks of a sheet. They stand behind its rows, so it is read twice if it has any.
fn links(package: &Package<'_>, path: &str, rows: &mut Rows) -> Result<Links, ImportError> {
    let targets = Relationships::of(package, path)?;
    let mut links = Links::default();
    if targets.of_kind("hyperlink").is_none() {
        return Ok(links);
    }
    let mut xml = package.needed(path)?;
    loop {
        let element = match xml.next()? {
            (_, Event::Start(element)) => element,
            (_, Event::Eof) => return Ok(links),
            _ => continue,
        };
        if element.local_name().as_ref() != "hyperlink" {
            continue;
        }
        let (mut cells, mut target, mut location) = (None, None, None);
        for attribute in attributes(&element) {
            match attribute? {
                ("ref", value) => cells = sheet::area(&value).map(|(from, _)| from),
                ("id", value) => target = targets.get(&value),
                ("location", value) => location = Some(value),
                _ => {}
            }
        }
        // A link that covers several cells is one link, so the first of them is enough.
        if let (Some(cell), Some(target)) = (cells, target) {
            rows.charge(1, target.target.len())?;
            let mut address = target.target.clone();
            // Excel keeps what follows a `#` apart.
            if let Some(location) = location {
                address.push('#');
                address.push_str(&location);
            }
            links.insert(cell, address);
        }
    }
}
