//! Which cells hold dates: only the format of a number tells.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::{
    ImportError,
    package::Unpacked,
    xml::{Xml, attribute},
};

#[derive(Default)]
pub(super) struct Styles {
    /// For each style that cells refer to by its number.
    is_date: Vec<bool>,
}

impl Styles {
    pub(super) fn read(mut xml: Xml<Unpacked<'_>>) -> Result<Self, ImportError> {
        let (mut formats, mut is_date) = (HashMap::new(), Vec::new());
        // Styles that other styles build upon are `xf` as well.
        let mut are_of_cells = false;
        loop {
            match xml.next()? {
                (_, Event::Start(element)) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let code = attribute(&element, "formatCode")?.unwrap_or_default();
                        if let Some(id) = format_id(attribute(&element, "numFmtId")?) {
                            formats.insert(id, is_date_format(&code));
                        }
                    }
                    "cellXfs" => are_of_cells = true,
                    "xf" if are_of_cells => {
                        let id = format_id(attribute(&element, "numFmtId")?).unwrap_or(0);
                        let is_custom_date = formats.get(&id).copied();
                        is_date.push(is_custom_date.unwrap_or_else(|| is_built_in_date(id)));
                    }
                    _ => {}
                },
                (_, Event::End(element)) if element.local_name().as_ref() == "cellXfs" => {
                    are_of_cells = false;
                }
                (_, Event::Eof) => return Ok(Self { is_date }),
                _ => {}
            }
        }
    }

    pub(super) fn is_date(&self, style: usize) -> bool {
        self.is_date.get(style).copied().unwrap_or(false)
    }
}

fn format_id(id: Option<impl AsRef<str>>) -> Option<u32> {
    id?.as_ref().parse().ok()
}

/// Formats that are not written down because every version of Excel has them; 27 to 36 and 50 to 58 in East Asia.
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a format such as `yyyy"年"m"月"d"日"` shows a date or a time of day. Hours that count on past a day, `[h]:mm`, do not.
fn is_date_format(code: &str) -> bool {
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            // What follows stands for itself.
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.by_ref().find(|&end| end == '"')),
            '[' => {
                let inside: String = characters.by_ref().take_while(|&end| end != ']').collect();
                if is_elapsed(&inside) {
                    return false;
                }
            }
            // The second section is for negative numbers, and there are no dates before 1900.
            ';' => return false,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

fn is_elapsed(inside: &str) -> bool {
    !inside.is_empty() && inside.chars().all(|character| "hmsHMS".contains(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_told_from_those_of_numbers() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d;@",
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "h:mm AM/PM",
            "[Red]d.m.yy",
        ] {
            assert!(is_date_format(code), "{code}");
        }
        for code in [
            "General",
            "0.00E+00",
            "#,##0.00\\ \"USD\"",
            "\"day \"0",
            "[h]:mm:ss",
            "[Red]0;[Blue]-0",
            "0_d",
            "G/通用格式",
            "@",
            "",
            "[",
            "\"",
        ] {
            assert!(!is_date_format(code), "{code}");
        }
    }
}
