//! A million rows as CSV, against the csv crate writing the very same cells.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use csv::{ByteRecord, QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use invitations::{
    account::AccountSettings,
    export::{ExportLanguage, write_csv},
    ids::InvitationId,
    observation::InvitationFields,
    row,
    standing::{Outcome, Standing},
};

use crate::{
    measure::{cpu, in_turns},
    row::{Bar, Row},
};

/// Held in memory, and written as often as it takes.
const DISTINCT: usize = 100_000;

pub(crate) fn row(folder: &Path, rows: usize) -> Row {
    let settings = AccountSettings::default();
    let distinct = distinct_rows(DISTINCT.min(rows), &settings);
    let (one, other) = (folder.join("ours.csv"), folder.join("yardstick.csv"));
    let ours = |rows: usize| {
        let cycle = distinct.iter().cycle().take(rows);
        let (written, took) = cpu(|| write_csv(&one, cycle, ExportLanguage::English, &settings));
        assert_eq!(written.expect("room for an export"), rows as u64);
        took
    };
    ours(distinct.len());
    let (header, cells) = read(&one);
    let yardstick = |rows| {
        let (written, took) = cpu(|| write(&other, &header, cells.iter().cycle().take(rows)));
        written.expect("room for an export");
        took
    };
    yardstick(cells.len());
    let bytes = |path| std::fs::read(path).expect("it was just written");
    assert!(
        bytes(&one) == bytes(&other),
        "both sides write the same file"
    );

    let pair = in_turns(5, || ours(rows), || yardstick(rows));
    let shown = |time: Duration| format!("{:.0} ms", time.as_secs_f64() * 1e3);
    Row {
        name: format!("CSV export of {rows} rows"),
        ours: shown(pair.ours),
        yardstick: shown(pair.yardstick),
        ratio: pair.ratio,
        bar: Bar::MostTimes(1.2),
        judged: true,
    }
}

/// Of all stages, two in three with a customer's name.
fn distinct_rows(count: usize, settings: &AccountSettings) -> Vec<row::Row> {
    let now: DateTime<Utc> = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
    let mut random = fastrand::Rng::with_seed(5);
    let time = |at: DateTime<Utc>| Some(at.format("%Y-%m-%d %H:%M:%S").to_string());
    (0..count)
        .map(|number| {
            let created = now - TimeDelta::seconds(random.i64(0..58 * 86_400));
            let is_used = random.u8(..10) < 6;
            let is_bound = is_used && random.u8(..10) < 8;
            let used = || is_used.then_some(created + TimeDelta::hours(30));
            let standing = Standing {
                fields: InvitationFields {
                    create_time: time(created),
                    status: Some(if is_used { 2 } else { 1 }),
                    use_time: used().and_then(time),
                    client_uin: used()
                        .map(|_| random.u64(200_000_000_000..300_000_000_000).to_string()),
                    client_mail: used().map(|_| format!("a{number}***@contoso.com")),
                    client_type: used().map(|_| random.i64(1..=2)),
                    bind_time: is_bound
                        .then(|| created + TimeDelta::hours(50))
                        .and_then(time),
                },
                outcome: Outcome::Returned,
                last_answered_at: Some(now),
                request_id: Some(format!("{:08x}-4c1d-4f5e-8a3b-9c2d1e0f6a7b", number / 100)),
                ever_returned: true,
            };
            let note = (number % 3 > 0).then(|| format!("Contoso {number}, Shanghai"));
            row::Row::new(
                InvitationId(i64::try_from(number).expect("few rows")),
                format!("{:032x}", random.u128(..)),
                note,
                &standing,
                None,
                settings,
                now,
            )
        })
        .collect()
}

/// The cells of a file, its byte order mark off.
fn read(path: &Path) -> (ByteRecord, Vec<ByteRecord>) {
    let text = std::fs::read(path).expect("it was just written");
    let text = text
        .strip_prefix(b"\xef\xbb\xbf")
        .expect("a byte order mark");
    let mut reader = ReaderBuilder::new().from_reader(text);
    let header = reader.byte_headers().expect("a header").clone();
    let records = reader.into_byte_records();
    (
        header,
        records.map(|record| record.expect("a record")).collect(),
    )
}

/// The csv crate by itself, set to the same dialect; as durable as ours.
fn write<'a>(
    path: &Path,
    header: &ByteRecord,
    records: impl Iterator<Item = &'a ByteRecord>,
) -> csv::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, File::create(path)?);
    out.write_all(b"\xef\xbb\xbf")?;
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(&mut out);
    writer.write_byte_record(header)?;
    for record in records {
        writer.write_byte_record(record)?;
    }
    writer.flush()?;
    drop(writer);
    out.into_inner()
        .map_err(std::io::IntoInnerError::into_error)?
        .sync_all()?;
    Ok(())
}
