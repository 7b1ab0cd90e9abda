//! What a partner manager keeps in Excel.

use rust_xlsxwriter::{Format, Formula, Url, Workbook};

use super::{package::excel, *};

/// A workbook with one sheet.
fn sheet(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_with_a_header_is_read_as_the_same_table_in_a_text_would_be() {
    let import = read(&sheet(|sheet| {
        let rows = [
            ["邀请名单", "", ""],
            ["客户名称", "邀请链接", "备注"],
            ["华为 & Söhne", &format!("{LINK}{A}"), "深圳\n福田"],
            ["Contoso", B, ""],
            ["", "", ""],
            ["Fabrikam", "92b6****6a7b", ""],
            ["Northwind", "", "later"],
            ["Contoso", &format!("{LINK}{A}&lang=en"), ""],
        ];
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                if !text.is_empty() {
                    sheet.write_string(row, column, text).unwrap();
                }
            }
        }
    }));
    assert_eq!((import.encoding, import.sheets.len()), ("Excel", 0));
    assert_eq!(import.file_name.as_deref(), Some("invitations.xlsx"));
    assert_eq!(tokens(&import), [(3, A), (4, B)]);
    assert_eq!(
        notes(&import),
        [Some("华为 & Söhne · 深圳 福田"), Some("Contoso")]
    );
    assert_eq!(
        refused(&import),
        [
            (1, None, "邀请名单", TokenError::NoToken),
            (6, Some(2), "92b6****6a7b", TokenError::Masked),
            (7, Some(2), "", TokenError::Empty),
        ]
    );
    let duplicate = &import.duplicates[0];
    assert_eq!((duplicate.line, duplicate.first_line), (8, 3));
    assert_eq!(import.blank_lines, 1);
}

#[test]
fn a_column_of_bare_tokens_is_a_list_wherever_it_stands() {
    let import = read(&sheet(|sheet| {
        for (row, text) in [(2, A), (3, "tok_12345"), (9, B)] {
            sheet.write_string(row, 5, text).unwrap();
        }
    }));
    assert_eq!(tokens(&import), [(3, A), (4, "tok_12345"), (10, B)]);
    assert_eq!(import.blank_lines, 2 + 5);
    assert!(import.refused.is_empty());
}

#[test]
fn a_hyperlink_counts_where_the_text_shows_no_token() {
    let link = |token: &str| Url::new(format!("{LINK}{token}"));
    let import = read(&sheet(|sheet| {
        sheet.write_string(0, 0, "Customer").unwrap();
        sheet.write_string(0, 1, "Link").unwrap();
        sheet.write_string(1, 0, "Contoso").unwrap();
        sheet.write_url(1, 1, link(A).set_text("点击此处")).unwrap();
        sheet.write_url(2, 0, link(B).set_text("Fabrikam")).unwrap();
        let anchored = format!("https://t.example/#/join?RegisterToken={C}");
        let anchored = Url::new(anchored).set_text("92b6****6a7b");
        sheet.write_url(3, 1, anchored).unwrap();
        sheet.write_string(4, 1, A).unwrap();
        let elsewhere = Url::new("https://t.example/help").set_text("help");
        sheet.write_url(5, 1, elsewhere).unwrap();
        let other = "d".repeat(32);
        let formula = format!(r#"HYPERLINK("{LINK}{other}","open")"#);
        let formula = Formula::new(formula).set_result("open");
        sheet.write_formula(6, 1, formula).unwrap();
    }));
    let other = "d".repeat(32);
    assert_eq!(tokens(&import), [(2, A), (3, B), (4, C), (7, &other)]);
    assert_eq!(
        notes(&import),
        [
            Some("Contoso · 点击此处"),
            Some("Fabrikam"),
            Some("92b6****6a7b"),
            Some("open")
        ],
        "the name that a link hides behind says who it is for"
    );
    assert_eq!(import.duplicates[0].line, 5);
    assert_eq!(
        refused(&import),
        [(6, Some(2), "help", TokenError::NoToken)]
    );
}

#[test]
fn a_token_that_excel_made_a_number_is_refused_with_its_cell() {
    let import = read(&sheet(|sheet| {
        sheet.write_string(0, 1, "Token").unwrap();
        for (row, number) in [(1, 1.234_567e31), (2, 12_345_678.0), (3, 42.0), (4, 1.5)] {
            sheet.write_number(row, 1, number).unwrap();
        }
        sheet.write_boolean(5, 1, true).unwrap();
        sheet.write_string(6, 1, A).unwrap();
        sheet.write_number(6, 2, 1.234_567e31).unwrap();
    }));
    assert_eq!(
        refused(&import),
        [
            (2, Some(2), "1.234567E+31", TokenError::Damaged),
            (3, Some(2), "12345678", TokenError::Damaged),
            (4, Some(2), "42", TokenError::Damaged),
            (5, Some(2), "1.5", TokenError::Damaged),
            (6, Some(2), "TRUE", TokenError::NoToken),
        ]
    );
    assert_eq!(tokens(&import), [(7, A)]);
}

#[test]
fn a_damaged_token_is_found_without_a_header_too() {
    let import = read(&sheet(|sheet| {
        sheet.write_string(0, 0, "Contoso").unwrap();
        sheet.write_string(0, 1, A).unwrap();
        sheet.write_string(1, 0, "Fabrikam").unwrap();
        sheet.write_number(1, 1, 9.2e31).unwrap();
        sheet.write_string(2, 0, "Northwind").unwrap();
        sheet.write_number(2, 1, 200_012_345_678.0).unwrap();
    }));
    assert_eq!(
        refused(&import),
        [
            (2, Some(2), "9.2E+31", TokenError::Damaged),
            (3, None, "Northwind · 200012345678", TokenError::NoToken),
        ],
        "a customer's UIN is no damaged token"
    );
}

#[test]
fn numbers_and_dates_beside_a_token_become_its_note_as_they_are_shown() {
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let price = Format::new().set_num_format("#,##0.00 \"USD\"");
    let import = read(&sheet(|sheet| {
        sheet.write_string(0, 0, A).unwrap();
        sheet.write_number(0, 1, 200_012_345_678.0).unwrap();
        sheet.write_number_with_format(0, 2, 46_146, &date).unwrap();
        sheet
            .write_number_with_format(0, 3, 46_146.562_5, &time)
            .unwrap();
        sheet
            .write_number_with_format(0, 4, 0.1 + 0.2, &price)
            .unwrap();
        sheet.write_boolean(0, 5, false).unwrap();
    }));
    assert_eq!(
        notes(&import),
        [Some(
            "200012345678 · 2026-05-04 · 2026-05-04 13:30 · 0.3 · FALSE"
        )]
    );
}

#[test]
fn a_date_where_a_token_should_be_is_none() {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let import = read(&sheet(|sheet| {
        sheet.write_string(0, 0, "Invitation").unwrap();
        sheet.write_number_with_format(1, 0, 46_146, &date).unwrap();
    }));
    assert_eq!(
        refused(&import),
        [(2, Some(1), "2026-05-04", TokenError::NoToken)]
    );
}

#[test]
fn every_visible_sheet_is_read_with_columns_of_its_own() {
    let mut workbook = Workbook::new();
    for (name, is_hidden, rows) in [
        ("华东", false, vec![["Customer", "Token"], ["Contoso", A]]),
        ("old", true, vec![["Customer", "Token"], ["Contoso", C]]),
        ("empty", false, vec![]),
        (
            "华南",
            false,
            vec![["Token", "Customer"], [B, "Fabrikam"], [A, "Contoso"]],
        ),
        (
            "Contacts",
            false,
            vec![
                ["Name", "Mail"],
                ["Ann", "ann@b.example"],
                ["Bo", "bo@b.example"],
            ],
        ),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap().set_hidden(is_hidden);
        for (row, cells) in (0..).zip(rows) {
            sheet.write_row(row, 0, cells).unwrap();
        }
    }
    let import = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(import.sheets, ["华东", "empty", "华南", "Contacts"]);
    let places: Vec<(u16, u32, &str)> = import
        .tokens
        .iter()
        .map(|one| (one.sheet, one.line, one.token.as_str()))
        .collect();
    assert_eq!(places, [(0, 2, A), (2, 2, B)]);
    assert_eq!(notes(&import), [Some("Contoso"), Some("Fabrikam")]);
    let duplicate = &import.duplicates[0];
    assert_eq!((duplicate.sheet, duplicate.line), (2, 3));
    assert_eq!((duplicate.first_sheet, duplicate.first_line), (0, 2));
    assert_eq!(import.refused.len(), 1, "a sheet of contacts is one line");
    let other = &import.refused[0];
    assert_eq!(
        (other.sheet, other.line, other.excerpt.as_str()),
        (3, 2, "Contacts")
    );
}

#[test]
fn what_other_programs_write_differently_is_read_as_well() {
    let sheet = format!(
        r#"<x:worksheet xmlns:x="s"><x:sheetData>
        <x:row><x:c t="inlineStr"><x:is><x:r><x:t>Con</x:t></x:r><x:r><x:t>toso</x:t></x:r><x:rPh><x:t>kana</x:t></x:rPh></x:is></x:c>
            <x:c t="s"><x:v>1</x:v></x:c></x:row>
        <x:row r="7"><x:c r="C7" t="d"><x:v>2026-05-04T00:00:00</x:v></x:c><x:c r="B7" t="str"><x:f>A1</x:f><x:v>{B}</x:v></x:c>
            <x:c r="D7" t="e"><x:v>#N/A</x:v></x:c><x:c r="E7"><x:v/></x:c></x:row>
        <x:row><x:c><x:v> {C} </x:v></x:c></x:row>
        </x:sheetData><x:extLst><x:row><x:c><x:v>not a cell</x:v></x:c></x:row></x:extLst></x:worksheet>"#
    );
    let strings = format!(
        "<sst uniqueCount=\"99999999999999\"><si/><si><t xml:space=\"preserve\"><![CDATA[{LINK}]]>&#x39;2b6e1a47c0d4f5e8a3b9c2d1e0f6a7b _x0041_</t></si></sst>"
    );
    let import = read(&excel(
        &sheet,
        &[("XL\\SharedStrings.xml", strings.as_bytes())],
    ));
    assert_eq!(tokens(&import), [(1, A), (7, B), (8, C)]);
    assert_eq!(
        notes(&import),
        [Some("Contoso"), Some("2026-05-04 · #N/A"), None]
    );
}

#[test]
fn a_hundred_thousand_rows_are_all_read() {
    let bytes = sheet(|sheet| {
        sheet.write_row(0, 0, ["Customer", "Link"]).unwrap();
        for row in 1..=100_000_u32 {
            sheet.write_string(row, 0, format!("客户 {row}")).unwrap();
            sheet
                .write_string(
                    row,
                    1,
                    format!("{LINK}{:032x}", u128::from(row) << 64 | 0xabc),
                )
                .unwrap();
        }
    });
    let import = read(&bytes);
    assert_eq!(import.tokens.len(), 100_000);
    let last = &import.tokens[99_999];
    assert_eq!(
        (last.line, last.note.as_deref()),
        (100_001, Some("客户 100000"))
    );
    assert!(import.refused.is_empty() && import.duplicates.is_empty());
}
