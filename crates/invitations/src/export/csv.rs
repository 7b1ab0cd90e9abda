//! A CSV file that Excel, WPS and LibreOffice open right with a double click.

use std::{
    borrow::Borrow,
    io::{self, Write},
    path::Path,
};

use chrono::{DateTime, FixedOffset, Utc};

use crate::{
    account::AccountSettings,
    row::{Failure, Row},
};

use super::{
    ExportError, ExportLanguage,
    cell::{identifier, text},
    line::Line,
    replace::replace,
};

/// Without it Excel takes UTF-8 for the system's code page.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes the rows to `path`, which is replaced as a whole or not at all. Returns how many there were.
///
/// The service's times are as they came, in the account's zone, which the header names; the time of the last check is
/// written in the same zone.
pub fn write_csv(
    path: &Path,
    rows: impl IntoIterator<Item = impl Borrow<Row>>,
    language: ExportLanguage,
    settings: &AccountSettings,
) -> Result<u64, ExportError> {
    replace(path, |out| write_rows(out, rows, language, zone(settings)))
}

fn write_rows(
    out: &mut impl Write,
    rows: impl IntoIterator<Item = impl Borrow<Row>>,
    language: ExportLanguage,
    zone: FixedOffset,
) -> io::Result<u64> {
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut line = Line::default();
    let mut checked = LocalTime::new(zone);
    for name in language.header(&format!("UTC{zone}")) {
        line.word(&name);
    }
    line.end(out)?;
    let mut written = 0;
    for row in rows {
        put_cells(&mut line, row.borrow(), language, &mut checked);
        line.end(out)?;
        written += 1;
    }
    out.flush()?;
    Ok(written)
}

fn put_cells(line: &mut Line, row: &Row, language: ExportLanguage, checked: &mut LocalTime) {
    let fields = &row.fields;
    line.guarded(&identifier(&row.token));
    line.service_text(row.note.as_deref());
    line.word(language.stage(row.stage));
    line.word(language.mark(row.expiring, row.archived));
    line.service_text(row.expires_at.as_deref());
    line.service_text(fields.create_time.as_deref());
    line.service_text(fields.use_time.as_deref());
    match &fields.client_uin {
        Some(uin) => line.guarded(&identifier(uin)),
        None => line.word(""),
    }
    line.service_text(fields.client_mail.as_deref());
    let client_type = fields.client_type;
    match client_type.and_then(|client_type| language.client_type(client_type)) {
        Some(name) => line.word(name),
        None => line.number(client_type),
    }
    line.service_text(fields.bind_time.as_deref());
    line.number(fields.status);
    line.word(row.last_answered_at.map_or("", |at| checked.text(at)));
    line.service_text(row.request_id.as_deref());
    match &row.failure {
        Some(failure) => line.guarded(&text(&problem(failure))),
        None => line.word(""),
    }
}

fn problem(failure: &Failure) -> String {
    let code = failure.code.as_ref().unwrap_or(&failure.class);
    let request_id = failure
        .request_id
        .as_ref()
        .map(|id| format!(" (RequestId {id})"))
        .unwrap_or_default();
    let message = &failure.message;
    match message.strip_prefix(code.as_str()) {
        // The service's errors begin with their code.
        Some(rest) if rest.starts_with(": ") => format!("{message}{request_id}"),
        _ => format!("{code}: {message}{request_id}"),
    }
}

/// The time of the last check as it is written. A hundred tokens and more share each.
struct LocalTime {
    zone: FixedOffset,
    at: DateTime<Utc>,
    text: String,
}

impl LocalTime {
    fn new(zone: FixedOffset) -> Self {
        let at = DateTime::UNIX_EPOCH;
        Self {
            zone,
            at,
            text: local(at, zone),
        }
    }

    fn text(&mut self, at: DateTime<Utc>) -> &str {
        if self.at != at {
            self.at = at;
            self.text = local(at, self.zone);
        }
        &self.text
    }
}

fn local(at: DateTime<Utc>, zone: FixedOffset) -> String {
    at.with_timezone(&zone)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// A zone that is none reads as UTC.
fn zone(settings: &AccountSettings) -> FixedOffset {
    let seconds = settings.utc_offset_minutes.checked_mul(60);
    seconds
        .and_then(FixedOffset::east_opt)
        .unwrap_or(FixedOffset::east_opt(0).expect("UTC is a zone"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        ids::InvitationId,
        observation::InvitationFields,
        standing::{Outcome, Standing},
    };

    const TOKEN: &str = "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";

    /// 2026-01-01 04:00:00 UTC.
    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_240_000, 0).unwrap()
    }

    fn bound() -> Standing {
        Standing {
            fields: InvitationFields {
                create_time: Some("2025-12-20 12:00:00".into()),
                status: Some(2),
                use_time: Some("2025-12-21 12:00:00".into()),
                client_uin: Some("200012345678".into()),
                client_mail: Some("a***@contoso.com".into()),
                client_type: Some(2),
                bind_time: Some("2025-12-22 12:00:00".into()),
            },
            outcome: Outcome::Returned,
            last_answered_at: Some(now()),
            request_id: Some("b46a8f01-0000".into()),
            ever_returned: true,
        }
    }

    fn row(token: &str, note: Option<&str>, standing: &Standing) -> Row {
        Row::new(
            InvitationId(1),
            token.into(),
            note.map(str::to_owned),
            standing,
            None,
            &AccountSettings::default(),
            now(),
        )
    }

    fn written(rows: Vec<Row>, language: ExportLanguage) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let count = rows.len() as u64;
        assert_eq!(
            write_csv(&path, rows, language, &AccountSettings::default()).unwrap(),
            count
        );
        std::fs::read_to_string(&path).unwrap()
    }

    #[test]
    fn the_file_is_as_excel_wants_it_byte_for_byte() {
        let mut unused = bound();
        unused.fields = InvitationFields {
            create_time: Some("2025-12-03 12:00:00".into()),
            status: Some(1),
            ..InvitationFields::default()
        };
        let rows = vec![
            row(TOKEN, Some("Contoso, \"East\""), &bound()),
            row("12345678901234567890123456789012", None, &unused),
        ];
        let expected = [
            "\u{feff}\"Token\",\"Customer or note\",\"Stage\",\"Mark\",\"Expires (UTC+08:00)\",\"Created (UTC+08:00)\",\
             \"Used at (UTC+08:00)\",\"Customer UIN\",\"Customer e-mail\",\"Customer type\",\"Bound at (UTC+08:00)\",\
             \"Status code\",\"Last checked (UTC+08:00)\",\"RequestId\",\"Problem\"\r\n",
            "\"92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b\",\"Contoso, \"\"East\"\"\",\"Bound\",\"\",\"\",\"2025-12-20 12:00:00\",\
             \"2025-12-21 12:00:00\",\"\t200012345678\",\"a***@contoso.com\",\"Sub-customer\",\"2025-12-22 12:00:00\",\
             2,\"2026-01-01 12:00:00\",\"b46a8f01-0000\",\"\"\r\n",
            "\"\t12345678901234567890123456789012\",\"\",\"Unused\",\"Expiring soon\",\"2026-01-02 12:00:00\",\
             \"2025-12-03 12:00:00\",\"\",\"\",\"\",\"\",\"\",1,\"2026-01-01 12:00:00\",\"b46a8f01-0000\",\"\"\r\n",
        ];
        assert_eq!(written(rows, ExportLanguage::English), expected.concat());
    }

    #[test]
    fn headers_and_stages_are_in_the_users_language() {
        let text = written(
            vec![row(TOKEN, Some("华为"), &bound())],
            ExportLanguage::SimplifiedChinese,
        );
        let (header, rest) = text.split_once("\r\n").unwrap();
        assert!(
            header.starts_with(
                "\u{feff}\"令牌\",\"客户或备注\",\"状态\",\"标记\",\"过期时间（UTC+08:00）\""
            ),
            "{header}"
        );
        assert!(
            rest.starts_with("\"92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b\",\"华为\",\"已绑定\""),
            "{rest}"
        );
    }

    #[test]
    fn whatever_the_service_says_is_text() {
        let rigged = || Some("=cmd|' /C calc'!A1".to_owned());
        let mut standing = bound();
        standing.request_id = rigged();
        standing.fields = InvitationFields {
            create_time: rigged(),
            status: Some(-7),
            use_time: rigged(),
            client_uin: rigged(),
            client_mail: rigged(),
            client_type: Some(9),
            bind_time: rigged(),
        };
        let mut row = row("=1+1", Some("＝1\r\n+2"), &standing);
        row.failure = Some(Failure {
            class: "-class".into(),
            code: None,
            message: "a\nb".into(),
            request_id: Some("r1".into()),
        });
        let text = written(vec![row], ExportLanguage::English);
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        let cells: Vec<&str> = record.iter().collect();
        let guarded = "'=cmd|' /C calc'!A1";
        assert_eq!(cells[0], "'=1+1");
        assert_eq!(cells[1], "'＝1 +2");
        for column in [5, 6, 7, 8, 10, 13] {
            assert_eq!(cells[column], guarded, "{column}");
        }
        assert_eq!(
            (cells[9], cells[11]),
            ("9", "-7"),
            "numbers we do not know stay numbers"
        );
        assert_eq!(cells[14], "'-class: a b (RequestId r1)");
    }

    #[test]
    fn a_problem_has_its_code_once() {
        let problem = |code: Option<&str>, message: &str| {
            super::problem(&Failure {
                class: "class".into(),
                code: code.map(str::to_owned),
                message: message.into(),
                request_id: Some("r1".into()),
            })
        };
        for (code, message, told) in [
            (
                Some("InternalError"),
                "InternalError: it failed",
                "InternalError: it failed (RequestId r1)",
            ),
            (
                Some("Internal"),
                "InternalError: it",
                "Internal: InternalError: it (RequestId r1)",
            ),
            (None, "no answer", "class: no answer (RequestId r1)"),
        ] {
            assert_eq!(problem(code, message), told);
        }
    }

    #[test]
    fn the_zone_of_the_header_and_the_last_check_is_the_accounts() {
        for (minutes, name, checked) in [
            (0, "UTC+00:00", "2026-01-01 04:00:00"),
            (-210, "UTC-03:30", "2026-01-01 00:30:00"),
            (i32::MAX, "UTC+00:00", "2026-01-01 04:00:00"),
        ] {
            let settings = AccountSettings {
                utc_offset_minutes: minutes,
                ..AccountSettings::default()
            };
            let mut out = Vec::new();
            write_rows(
                &mut out,
                [row(TOKEN, None, &bound())],
                ExportLanguage::English,
                zone(&settings),
            )
            .unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.contains(&format!("\"Created ({name})\"")), "{text}");
            assert!(
                text.contains(&format!("\"{checked}\",\"b46a8f01-0000\"")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_disk_that_fills_up_is_told_as_such() {
        struct FullAfter(usize);
        impl Write for FullAfter {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0 = self
                    .0
                    .checked_sub(bytes.len())
                    .ok_or(io::ErrorKind::StorageFull)?;
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for room in [0, 100, 20_000] {
            let rows = std::iter::repeat_with(|| row(TOKEN, None, &bound())).take(1000);
            let zone = zone(&AccountSettings::default());
            let error =
                write_rows(&mut FullAfter(room), rows, ExportLanguage::English, zone).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{room}");
        }
    }

    #[test]
    fn an_import_of_the_export_finds_every_token_and_note() {
        let tokens = [
            TOKEN,
            "12345678901234567890123456789012",
            "1234567890123456789012345678e012",
            "-tok-en_1",
            "tok_1234",
        ];
        for language in [ExportLanguage::English, ExportLanguage::SimplifiedChinese] {
            let rows = tokens
                .iter()
                .map(|token| row(token, Some("=Contoso · Ann"), &bound()))
                .collect();
            let import = crate::import::read_text(&written(rows, language));
            let found: Vec<&str> = import
                .tokens
                .iter()
                .map(|imported| imported.token.as_str())
                .collect();
            assert_eq!(found, tokens);
            assert!(
                import
                    .tokens
                    .iter()
                    .all(|imported| imported.note.as_deref() == Some("=Contoso · Ann"))
            );
            assert_eq!((import.duplicates.len(), import.refused.len()), (0, 0));
        }
    }
}
