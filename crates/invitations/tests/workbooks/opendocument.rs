//! What LibreOffice writes.

use super::{package::opendocument, *};

const MANIFEST: &str = "<manifest:manifest xmlns:manifest=\"m\"/>";

fn text(text: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}

#[test]
fn tables_are_read_like_excel_s_sheets() {
    let tables = format!(
        r#"<table:tracked-changes><table:table-cell><text:p>{C}</text:p></table:table-cell></table:tracked-changes>
        <table:table table:name="一" table:style-name="shown">
        <table:table-header-rows><table:table-row>{customer}{token}</table:table-row></table:table-header-rows>
        <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row>{contoso}<table:table-cell office:value-type="string"><office:annotation><text:p>{C}</text:p></office:annotation>
            <text:p><text:a xlink:href="{LINK}{A}">open <text:s text:c="999999999"/>it</text:a></text:p><text:p>now</text:p></table:table-cell>
            <table:table-cell office:value-type="float" office:value="200012345678"><text:p>2E11</text:p></table:table-cell>
            <table:table-cell office:value-type="date" office:date-value="2026-05-04"><text:p>4 May</text:p></table:table-cell>
        </table:table-row>
        <table:table-row table:number-rows-repeated="2">{contoso}{b}</table:table-row>
        <table:table-row><table:table-cell/><table:table-cell office:value-type="float" office:value="1.2E31"><text:p>1E31</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
        </table:table>
        <table:table table:name="二" table:style-name="hidden"><table:table-row>{c}</table:table-row></table:table>"#,
        customer = text("Customer"),
        token = text("Token"),
        contoso = text("Contoso"),
        b = text(B),
        c = text(C),
    );
    let import = read(&opendocument(&tables, MANIFEST));
    assert_eq!((import.encoding, import.sheets.len()), ("OpenDocument", 0));
    assert_eq!(tokens(&import), [(5, A), (6, B)]);
    assert_eq!(
        notes(&import),
        [
            Some("Contoso · open it now · 200012345678 · 2026-05-04"),
            Some("Contoso")
        ]
    );
    let duplicate = &import.duplicates[0];
    assert_eq!((duplicate.line, duplicate.first_line), (7, 6));
    assert_eq!(
        refused(&import),
        [(8, Some(2), "1.2E+31", TokenError::Damaged)]
    );
    assert_eq!(import.blank_lines, 3);
}

#[test]
fn a_protected_one_is_told_from_a_damaged_one() {
    let manifest = "<m><file-entry><encryption-data/></file-entry></m>";
    let protected = try_read(&opendocument("", manifest));
    assert!(matches!(protected, Err(ImportError::Protected)));
    let unclosed = "<table:table table:name=\"S\"><table:table-row>";
    let damaged = try_read(&opendocument(unclosed, MANIFEST));
    assert!(matches!(damaged, Err(ImportError::Damaged(_))));
}
