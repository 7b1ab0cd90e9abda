//! What users bring, and what becomes of it.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, time::Instant};

use invitations::{
    import::{Import, ImportError, MAX_IMPORT_BYTES, read_file, read_text},
    token::TokenError,
};

const A: &str = "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";
const B: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const C: &str = "c0ffee00c0ffee00c0ffee00c0ffee00";
const LINK: &str = "https://www.tencentcloud.com/reseller-customer/invitation?RegisterToken=";

fn tokens(import: &Import) -> Vec<(u32, &str)> {
    import
        .tokens
        .iter()
        .map(|imported| (imported.line, imported.token.as_str()))
        .collect()
}

fn notes(import: &Import) -> Vec<Option<&str>> {
    import
        .tokens
        .iter()
        .map(|imported| imported.note.as_deref())
        .collect()
}

fn refused(import: &Import) -> Vec<(u32, Option<u32>, TokenError)> {
    import
        .refused
        .iter()
        .map(|line| (line.line, line.column, line.reason))
        .collect()
}

#[test]
fn one_token_a_line_is_the_simplest_list() {
    let import = read_text(&format!("{A}\r\n\r\n  {B}  \n\t{C}"));
    assert_eq!(tokens(&import), [(1, A), (3, B), (4, C)]);
    assert_eq!((import.blank_lines, import.unusual()), (1, 0));
    assert!(import.refused.is_empty() && import.duplicates.is_empty());
}

#[test]
fn nothing_gives_nothing() {
    for text in ["", "\u{feff}", "\n\n", " \t\r\n\u{3000}", ",,,\n,,,\n"] {
        let import = read_text(text);
        assert!(
            import.tokens.is_empty() && import.refused.is_empty(),
            "{text:?}"
        );
    }
    assert_eq!(read_text(",,,\n;;\n").blank_lines, 1);
}

#[test]
fn a_mail_with_links_among_chinese_and_english_prose_is_read() {
    let text = format!(
        "王经理，您好！\n请转给客户：“{LINK}{A}”，谢谢；\n\nThe second one ({LINK}{B}&lang=en), and {LINK}{C}.\n此致\n"
    );
    let import = read_text(&text);
    assert_eq!(tokens(&import), [(2, A), (4, B), (4, C)]);
    assert_eq!(
        refused(&import),
        [
            (1, None, TokenError::NoToken),
            (5, None, TokenError::NoToken)
        ],
        "prose lines are told, and do no harm"
    );
}

#[test]
fn duplicates_are_folded_and_told_with_both_lines() {
    let import = read_text(&format!("{A}\n{B}\n{LINK}{A}\n{A}\n"));
    assert_eq!(tokens(&import), [(1, A), (2, B)]);
    let lines: Vec<(u32, u32, &str)> = import
        .duplicates
        .iter()
        .map(|line| (line.line, line.first_line, line.token.as_str()))
        .collect();
    assert_eq!(lines, [(3, 1, A), (4, 1, A)]);
}

#[test]
fn a_token_twice_in_one_row_is_no_duplicate() {
    let import = read_text(&format!(
        "<a href=\"{LINK}{A}\">{LINK}{A}</a>\n{B},{LINK}{B}\n"
    ));
    assert_eq!(tokens(&import), [(1, A), (2, B)]);
    assert!(import.duplicates.is_empty());
}

#[test]
fn letter_case_tells_tokens_apart_because_the_service_might() {
    let upper = A.to_uppercase();
    let import = read_text(&format!("{A}\n{upper}\n"));
    assert_eq!(tokens(&import), [(1, A), (2, &upper)]);
    assert_eq!(import.unusual(), 1);
}

#[test]
fn the_other_cells_of_a_row_become_its_note() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = format!(
            "Customer{delimiter}Token{delimiter}City\nContoso{delimiter}{A}{delimiter}\nFabrikam{delimiter}{LINK}{B}{delimiter}上海\n"
        );
        let import = read_text(&text);
        assert_eq!(tokens(&import), [(2, A), (3, B)], "{delimiter:?}");
        assert_eq!(
            notes(&import),
            [Some("Contoso"), Some("Fabrikam · 上海")],
            "{delimiter:?}"
        );
        assert!(import.refused.is_empty(), "the header is no refused line");
    }
}

#[test]
fn a_row_about_two_tokens_gives_its_note_to_neither() {
    let import = read_text(&format!("Contoso,{A},{B}\nFabrikam,{C},\n"));
    assert_eq!(notes(&import), [None, None, Some("Fabrikam")]);
}

#[test]
fn a_note_is_one_line_and_of_a_bounded_length() {
    let long = "客".repeat(300);
    let import = read_text(&format!(
        "{A},\"two\r\nlines  and\tblanks\"\r\n{B},{long}\r\n"
    ));
    assert_eq!(tokens(&import), [(1, A), (3, B)]);
    assert_eq!(notes(&import)[0], Some("two lines and blanks"));
    assert_eq!(
        notes(&import)[1].map(|note| note.chars().count()),
        Some(200)
    );
}

#[test]
fn lines_are_those_of_the_file_even_inside_quoted_cells() {
    let import = read_text(&format!(
        "note,token\n\"a\nb\nc\",{A}\nx,\"\n{B}\"\ny,{C}\n"
    ));
    assert_eq!(tokens(&import), [(4, A), (6, B), (7, C)]);
}

#[test]
fn a_column_named_token_is_believed_over_other_hex_digits() {
    let import = read_text(&format!(
        "Id,Invitation Token\n{B},{A}\n{C},ABC-123-xyz\n{C},\n"
    ));
    assert_eq!(
        tokens(&import),
        [(2, A), (3, "ABC-123-xyz"), (4, C)],
        "the others are looked at where it is empty"
    );
    assert_eq!(notes(&import)[0], Some(B));
}

#[test]
fn each_refused_line_tells_its_cell_and_reason() {
    let long = "x".repeat(129);
    let text = format!(
        "客户,令牌\nA,92b6****6a7b\nB,1.23457E+31\nC,\nD,12345678901234500000000000000000\nE,to follow\nF,{long}\nG,{A}\n"
    );
    let import = read_text(&text);
    assert_eq!(
        refused(&import),
        [
            (2, Some(2), TokenError::Masked),
            (3, Some(2), TokenError::Damaged),
            (4, Some(2), TokenError::Empty),
            (5, Some(2), TokenError::Damaged),
            (6, Some(2), TokenError::NoToken),
            (7, Some(2), TokenError::TooLong),
        ]
    );
    assert_eq!(import.refused[0].excerpt, "92b6****6a7b");
    assert_eq!(import.refused[5].excerpt.chars().count(), 80);
    assert_eq!(tokens(&import), [(8, A)]);
}

#[test]
fn without_a_header_the_cell_that_was_a_token_is_still_found() {
    let import = read_text(&format!(
        "A,{A}\nB,1.23457E+31\nC,92b6****6a7b\nD,200012345678\nE,tok_live-1234567890\n"
    ));
    assert_eq!(
        refused(&import),
        [
            (2, Some(2), TokenError::Damaged),
            (3, Some(2), TokenError::Masked),
            (4, None, TokenError::NoToken)
        ],
        "a customer's UIN is no damaged token"
    );
    assert_eq!(tokens(&import), [(1, A), (5, "tok_live-1234567890")]);
    assert_eq!(notes(&import), [Some("A"), Some("E")]);
}

#[test]
fn a_link_without_a_token_is_refused_beside_those_that_have_one() {
    let import = read_text(&format!("{LINK}{A} {LINK} {LINK}92b6****\n{LINK}\n"));
    assert_eq!(tokens(&import), [(1, A)]);
    let reasons: Vec<(u32, TokenError)> = import
        .refused
        .iter()
        .map(|line| (line.line, line.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            (1, TokenError::Empty),
            (1, TokenError::Masked),
            (2, TokenError::Empty)
        ]
    );
}

#[test]
fn a_token_of_another_shape_counts_where_it_stands_alone() {
    let import = read_text(
        "ABC123-xyz_789\n\"tok_12345\"\n【inv-2026-a1】\nRegards\nInvitationToken attached\n",
    );
    assert_eq!(
        tokens(&import),
        [(1, "ABC123-xyz_789"), (2, "tok_12345"), (3, "inv-2026-a1")]
    );
    assert_eq!(import.unusual(), 3);
    assert_eq!(
        refused(&import),
        [
            (4, None, TokenError::NoToken),
            (5, None, TokenError::NoToken)
        ]
    );
}

#[test]
fn a_header_is_recognized_below_a_title_and_when_it_is_repeated() {
    let import = read_text(&format!(
        "Invitations of May,\nName,RegisterToken\nContoso,{A}\nName,RegisterToken\nFabrikam,{B}\n"
    ));
    assert_eq!(tokens(&import), [(3, A), (5, B)]);
    assert_eq!(refused(&import), [(1, None, TokenError::NoToken)]);
    assert_eq!(notes(&import), [Some("Contoso"), Some("Fabrikam")]);
}

#[test]
fn excel_s_text_formula_and_apostrophe_are_taken_off() {
    let import = read_text(&format!(
        "Token,Name\n\"=\"\"tok_12345\"\"\",a\n'tok_67890,b\n\"=\"\"{A}\"\"\",c\n'{B},d\n"
    ));
    assert_eq!(
        tokens(&import),
        [(2, "tok_12345"), (3, "tok_67890"), (4, A), (5, B)]
    );
}

#[test]
fn each_sample_file_gives_its_tokens_in_whatever_encoding_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (name, encoding) in [
        ("utf8.csv", "UTF-8"),
        ("utf8-bom.csv", "UTF-8"),
        ("utf16le-bom.csv", "UTF-16LE"),
        ("utf16be.csv", "UTF-16BE"),
        ("gb18030.csv", "GB18030"),
    ] {
        let import =
            read_file(&folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (import.file_name.as_deref(), import.encoding),
            (Some(name), encoding)
        );
        assert_eq!(tokens(&import), [(2, A), (4, B), (6, C)], "{name}");
        assert_eq!(
            notes(&import),
            [
                Some("华为 · 深圳"),
                Some("Müller “GmbH”, Köln"),
                Some("中国 电信")
            ],
            "{name}"
        );
        assert_eq!(
            refused(&import),
            [(5, Some(2), TokenError::Damaged)],
            "{name}"
        );
        assert_eq!(import.blank_lines, 1, "{name}");
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    fs::File::create(&path)
        .unwrap()
        .set_len(300 * 1024 * 1024)
        .unwrap();
    let begun = Instant::now();
    let error = read_file(&path).unwrap_err();
    assert!(begun.elapsed().as_millis() < 500);
    assert!(
        matches!(
            error,
            ImportError::TooLarge {
                bytes: 314_572_800,
                limit: MAX_IMPORT_BYTES
            }
        ),
        "{error}"
    );
}

#[test]
fn a_file_that_is_no_text_is_refused_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let read = |bytes: &[u8]| {
        let path = folder.path().join("file");
        fs::write(&path, bytes).unwrap();
        read_file(&path).unwrap_err()
    };
    assert!(matches!(
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02"),
        ImportError::NotText
    ));
    assert!(matches!(read(b"%PDF-1.7 text text"), ImportError::NotText));
    assert!(matches!(
        read(b"PK\x03\x04 xl/workbook.xml PK"),
        ImportError::Damaged(_)
    ));
    assert!(matches!(
        read_file(folder.path()),
        Err(ImportError::Unreadable(_))
    ));
    assert!(matches!(
        read_file(&folder.path().join("gone")),
        Err(ImportError::Unreadable(_))
    ));
}

#[test]
fn many_tokens_on_one_line_are_read_as_fast_as_on_many() {
    let one_line: String = (0..100_000)
        .map(|number| format!("{:032x} ", 0xabcd_0000_u64 + number % 50_000))
        .collect();
    let import = read_text(&one_line);
    assert_eq!(import.tokens.len(), 50_000);
    let cells = format!("a,b\n{}", one_line.replace(' ', ","));
    assert_eq!(read_text(&cells).tokens.len(), 50_000);
}

#[test]
fn a_link_beside_the_name_of_a_token_column_is_kept() {
    let import = read_text(&format!(
        "Token,Customer\n{A},x\nLink,{B}\nToken,Customer\n"
    ));
    let tokens: Vec<_> = import
        .tokens
        .iter()
        .map(|one| (one.line, one.token.as_str()))
        .collect();
    assert_eq!(tokens, [(2, A), (3, B)]);
    assert!(import.refused.is_empty());
}

#[test]
fn what_nobody_sees_is_in_no_note() {
    let text = format!("Customer,Link\n\u{2068}Contoso\u{2069}\u{202e}fdp,{LINK}{A}\n");
    assert_eq!(notes(&read_text(&text)), [Some("Contosofdp")]);
}

/// A word of 170 kB that is read once for each of its 10,000 links would take minutes here.
#[test]
fn of_many_bad_links_without_a_blank_between_them_each_is_refused_with_its_beginning() {
    let import = read_text(&"RegisterToken=12&".repeat(10_000));
    assert_eq!(import.refused.len(), 10_000);
    let excerpts = import
        .refused
        .iter()
        .map(|line| line.excerpt.chars().count());
    assert!(excerpts.max() <= Some(80));
}
