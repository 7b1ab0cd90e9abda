//! Which parts a part refers to, and the addresses its hyperlinks lead to.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::{ImportError, package::Package, xml::attributes};

/// Excel allows 65,530 hyperlinks in a sheet.
const MAX_RELATIONSHIPS: usize = 1_000_000;

#[derive(Default)]
pub(super) struct Relationships {
    by_id: HashMap<String, Relationship>,
}

pub(super) struct Relationship {
    /// The last word of its type's address; the rest of it has changed over time.
    pub kind: String,
    pub target: String,
}

impl Relationships {
    /// Those of a part; of the whole package when `part` is empty.
    pub(super) fn of(package: &Package<'_>, part: &str) -> Result<Self, ImportError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let mut by_id = HashMap::new();
        let Some(mut xml) = package.xml(&format!("{folder}/_rels/{name}.rels"))? else {
            return Ok(Self { by_id });
        };
        loop {
            let element = match xml.next()? {
                (_, Event::Start(element)) => element,
                (_, Event::Eof) => return Ok(Self { by_id }),
                _ => continue,
            };
            if element.local_name().as_ref() != "Relationship" {
                continue;
            }
            let (mut id, mut kind, mut target) = (String::new(), String::new(), String::new());
            for attribute in attributes(&element) {
                match attribute? {
                    ("Id", value) => id = value.into_owned(),
                    ("Type", value) => kind = value.rsplit('/').next().unwrap_or("").to_owned(),
                    ("Target", value) => target = value.into_owned(),
                    _ => {}
                }
            }
            if by_id.len() == MAX_RELATIONSHIPS {
                return Err(ImportError::WorkbookTooLarge {
                    limit: MAX_RELATIONSHIPS as u64,
                    of: "hyperlinks",
                });
            }
            by_id.insert(id, Relationship { kind, target });
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&Relationship> {
        self.by_id.get(id)
    }

    pub(super) fn of_kind(&self, kind: &str) -> Option<&Relationship> {
        self.by_id.values().find(|one| one.kind == kind)
    }
}

impl Relationship {
    /// The path of the part it leads to, seen from the part it belongs to.
    pub(super) fn path(&self, from: &str) -> String {
        let target = self.target.replace('\\', "/");
        if let Some(absolute) = target.strip_prefix('/') {
            return absolute.to_owned();
        }
        let mut folders: Vec<&str> = from.split('/').collect();
        folders.pop();
        for step in target.split('/') {
            match step {
                "." => {}
                ".." => drop(folders.pop()),
                name => folders.push(name),
            }
        }
        folders.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_the_folder_of_its_part() {
        let path = |target: &str| {
            let (kind, target) = (String::new(), target.to_owned());
            Relationship { kind, target }.path("xl/worksheets/sheet1.xml")
        };
        assert_eq!(path("a.xml"), "xl/worksheets/a.xml");
        assert_eq!(path("../a.xml"), "xl/a.xml");
        assert_eq!(path("/xl/./a.xml"), "xl/./a.xml");
        assert_eq!(path("./b\\a.xml"), "xl/worksheets/b/a.xml");
        assert_eq!(path("../../../../a.xml"), "a.xml");
    }
}
