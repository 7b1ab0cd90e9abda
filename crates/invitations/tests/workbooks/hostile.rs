//! Files that are damaged, or made to do damage.

use std::{fmt::Write, time::Instant};

use proptest::prelude::*;
use rust_xlsxwriter::{Url, Workbook};

use super::{
    package::{excel, opendocument, pack, pack_repeated},
    *,
};

fn valid() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["Customer", "Token"]).unwrap();
    sheet.write_row(1, 0, ["客户", A]).unwrap();
    let link = Url::new(format!("{LINK}{B}")).set_text("open");
    sheet.write_url(2, 1, link).unwrap();
    workbook.add_worksheet().write_string(0, 0, C).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// Of the parts of a small workbook, unpacked: what is changed there is read and not merely refused by its checksum.
fn parts() -> Vec<(String, Vec<u8>)> {
    use std::io::Read;
    let bytes = valid();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let part = |entry: rawzip::ZipFileHeaderRecord<'_>| {
        let path = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let packed = archive.get_entry(entry.wayfinder()).unwrap();
        let mut contents = Vec::new();
        flate2::bufread::DeflateDecoder::new(packed.data())
            .read_to_end(&mut contents)
            .unwrap();
        (path, contents)
    };
    archive
        .entries()
        .map(|entry| part(entry.unwrap()))
        .collect()
}

fn repack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(path, contents)| (path.as_str(), contents.as_slice()))
        .collect();
    pack(&parts)
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_damaged() {
    let bytes = valid();
    assert_eq!(read(&bytes).tokens.len(), 3);
    for length in 4..bytes.len() {
        assert!(
            matches!(try_read(&bytes[..length]), Err(ImportError::Damaged(_))),
            "{length}"
        );
    }
}

#[test]
fn one_flipped_bit_in_a_token_is_noticed() {
    let sheet = format!(
        r#"<worksheet><sheetData><row r="1"><c t="str"><v>{A}</v></c></row></sheetData></worksheet>"#
    );
    let mut bytes = excel(&sheet, &[]);
    // Fast compression leaves the digits as they are.
    let at = bytes
        .windows(8)
        .position(|window| window == &A.as_bytes()[..8]);
    let Some(at) = at else {
        let stored = bytes.windows(4).any(|window| window == &A.as_bytes()[..4]);
        assert!(!stored);
        return;
    };
    bytes[at] ^= 1;
    assert!(matches!(try_read(&bytes), Err(ImportError::Damaged(_))));
}

#[test]
fn what_is_protected_or_of_an_old_kind_says_so() {
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
        try_read(&[magic.as_slice(), &[0; 1024], &name].concat()).unwrap_err()
    };
    assert!(matches!(
        compound("EncryptedPackage"),
        ImportError::Protected
    ));
    assert!(matches!(compound("Workbook"), ImportError::Workbook));
    assert!(matches!(compound("WordDocument"), ImportError::NotText));
    let binary = r#"<Relationships><Relationship Id="1" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>"#;
    let binary = pack(&[("_rels/.rels", binary.as_bytes()), ("xl/workbook.bin", b"")]);
    assert!(matches!(try_read(&binary), Err(ImportError::Workbook)));
}

#[test]
fn other_archives_are_no_workbooks() {
    let letter = r#"<Relationships><Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let letter = pack(&[
        ("_rels/.rels", letter.as_bytes()),
        ("word/document.xml", b"<w:document/>"),
    ]);
    let photos = pack(&[("a.jpg", b"...")]);
    let text = pack(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    for other in [letter, photos, text, pack(&[])] {
        let error = try_read(&other).unwrap_err();
        // An empty archive has no file that it could begin with.
        assert!(matches!(error, ImportError::NotText), "{error}");
    }
}

#[test]
fn a_zip_bomb_ends_in_an_error_in_bounded_time() {
    let strings = format!("<si><t>{}</t></si>", " ".repeat(500_000));
    let relationships = |kind: &str, target: &str| {
        format!(
            r#"<Relationships><Relationship Id="1" Type="x/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let top = relationships("officeDocument", "workbook.xml");
    let parts = relationships("sharedStrings", "bomb.xml");
    let bytes = pack_repeated(&[
        ("_rels/.rels", top.as_bytes(), 1),
        ("workbook.xml", b"<workbook/>", 1),
        ("_rels/workbook.xml.rels", parts.as_bytes(), 1),
        ("bomb.xml", strings.as_bytes(), 1_100),
    ]);
    assert!(bytes.len() < 8 * 1024 * 1024);
    let begun = Instant::now();
    let error = try_read(&bytes).unwrap_err();
    assert!(
        matches!(error, ImportError::WorkbookTooLarge { .. }),
        "{error}"
    );
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn one_endless_text_is_not_gathered_in_memory() {
    let text = "9".repeat(4 * 1024 * 1024);
    let sheet =
        format!("<worksheet><sheetData><row><c><v>{text}</v></c></row></sheetData></worksheet>");
    let error = try_read(&excel(&sheet, &[])).unwrap_err();
    assert!(
        matches!(error, ImportError::WorkbookTooLarge { .. }),
        "{error}"
    );
}

#[test]
fn what_a_file_claims_of_itself_reserves_nothing() {
    let strings =
        br#"<sst count="40000000000000" uniqueCount="40000000000000"><si><t>a</t></si></sst>"#;
    let code = "0".repeat(100_000);
    let mut styles = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs count="4000000000">"#
    );
    styles.push_str(&r#"<xf numFmtId="200"/>"#.repeat(20_000));
    styles.push_str("</cellXfs></styleSheet>");
    let sheet = format!(
        r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>{A}</v></c></row>
        <row r="1048576"><c r="XFD1048576" t="str"><v>{B}</v></c></row></sheetData></worksheet>"#
    );
    let import = read(&excel(
        &sheet,
        &[
            ("xl/sharedStrings.xml", strings),
            ("xl/styles.xml", styles.as_bytes()),
        ],
    ));
    assert_eq!(tokens(&import), [(1, A), (1_048_576, B)]);
}

#[test]
fn a_row_without_end_and_sheets_without_number_are_refused() {
    let cells = "<c r=\"A1\"><v>1</v></c>".repeat(20_000);
    let row = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    assert!(matches!(
        try_read(&excel(&row, &[])),
        Err(ImportError::Damaged(_))
    ));
    let sheets = "<sheet name=\"S\" r:id=\"1\"/>".repeat(2_000);
    let workbook = format!("<workbook xmlns:r=\"r\">{sheets}</workbook>");
    let many = excel("<worksheet/>", &[("XL/workbook.xml", workbook.as_bytes())]);
    assert!(matches!(
        try_read(&many),
        Err(ImportError::WorkbookTooLarge { of: "sheets", .. })
    ));
}

#[test]
fn a_row_number_that_no_sheet_has_is_refused() {
    let excel = excel(
        r#"<worksheet><sheetData><row r="4294967295"><c t="str"><v>a</v></c></row></sheetData></worksheet>"#,
        &[],
    );
    let row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>";
    let blank = r#"<table:table-row table:number-rows-repeated="4294967295"/>"#;
    let table = format!("<table:table>{blank}{row}</table:table>");
    for bytes in [excel, opendocument(&table, "<m/>")] {
        assert!(matches!(
            try_read(&bytes),
            Err(ImportError::WorkbookTooLarge { of: "lines", .. })
        ));
    }
}

#[test]
fn one_long_address_behind_many_cells_is_not_multiplied_without_end() {
    let address = format!("https://t.example/?{}", "x".repeat(500_000));
    let relationships = format!(
        r#"<Relationships><Relationship Id="1" Type="x/hyperlink" Target="{address}"/></Relationships>"#
    );
    let mut sheet = "<worksheet><sheetData/><hyperlinks>".to_owned();
    for row in 1..10_000 {
        write!(sheet, "<hyperlink ref=\"A{row}\" r:id=\"1\"/>").unwrap();
    }
    sheet.push_str("</hyperlinks></worksheet>");
    let path = "xl/worksheets/_rels/sheet1.xml.rels";
    let error = try_read(&excel(&sheet, &[(path, relationships.as_bytes())])).unwrap_err();
    assert!(
        matches!(error, ImportError::WorkbookTooLarge { .. }),
        "{error}"
    );
}

#[test]
fn elements_in_elements_without_end_are_damaged() {
    let sheet = format!("<worksheet>{}", "<a>".repeat(1_000_000));
    assert!(matches!(
        try_read(&excel(&sheet, &[])),
        Err(ImportError::Damaged(_))
    ));
}

#[test]
fn entities_that_a_file_defines_itself_are_not_expanded() {
    let sheet = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
        <worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(
        try_read(&excel(sheet, &[])),
        Err(ImportError::Damaged(_))
    ));
}

#[test]
fn more_attributes_than_anyone_has_take_no_more_time_than_their_bytes() {
    let mut sheet = "<worksheet><sheetData><row".to_owned();
    for number in 0..80_000 {
        write!(sheet, " a{number}=\"\"").unwrap();
    }
    sheet.push_str("/></sheetData></worksheet>");
    assert!(read(&excel(&sheet, &[])).tokens.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn bytes_changed_anywhere_in_the_file_never_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = valid();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = try_read(&bytes);
    }

    #[test]
    fn bytes_changed_anywhere_in_the_parts_never_panic(
        part in any::<prop::sample::Index>(),
        changes in proptest::collection::vec(
            (any::<prop::sample::Index>(), prop::option::of(any::<u8>()), 0_usize..40), 1..6),
    ) {
        let mut parts = parts();
        let part = part.index(parts.len());
        let contents = &mut parts[part].1;
        for (at, byte, length) in changes {
            let at = at.index(contents.len().max(1));
            match byte {
                Some(byte) if at < contents.len() => contents[at] = byte,
                // A piece is lost, or stands there twice.
                _ if length % 2 == 0 => drop(contents.drain(at..contents.len().min(at + length))),
                _ => {
                    let piece = contents[at..contents.len().min(at + length)].to_vec();
                    contents.splice(at..at, piece);
                }
            }
        }
        let _ = try_read(&repack(&parts));
    }

    #[test]
    fn tables_of_any_text_never_panic(text in "[<>/a-z=\"' &;]{0,80}|\\PC{0,40}") {
        let _ = try_read(&opendocument(&text, "<m/>"));
        let _ = try_read(&excel(&format!("<worksheet><sheetData>{text}</sheetData></worksheet>"), &[]));
    }
}
