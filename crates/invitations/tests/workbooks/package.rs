//! Workbook files put together by hand.

use std::io::Write;

use flate2::{Compression, write::DeflateEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};

/// A zip archive of these parts, packed as Excel does.
pub(crate) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let repeated: Vec<_> = parts
        .iter()
        .map(|&(path, contents)| (path, contents, 1))
        .collect();
    pack_repeated(&repeated)
}

/// Each part as often as its number says.
pub(crate) fn pack_repeated(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for &(path, contents, times) in parts {
        let (mut entry, config) = archive
            .new_file(path)
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        for _ in 0..times {
            writer.write_all(contents).unwrap();
        }
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

/// An Excel workbook with one sheet, and whatever other parts.
pub(crate) fn excel(sheet: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let top = format!(
        r#"<Relationships><Relationship Id="1" Type="{TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let parts = format!(
        r#"<Relationships>
        <Relationship Id="1" Type="{TYPES}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="2" Type="{TYPES}/sharedStrings" Target="sharedStrings.xml"/>
        <Relationship Id="3" Type="{TYPES}/styles" Target="/xl/styles.xml"/>
        </Relationships>"#
    );
    let workbook = r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="1"/></sheets></workbook>"#;
    let mut all: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    all.extend(others);
    pack(&all)
}

/// An OpenDocument spreadsheet with these tables.
pub(crate) fn opendocument(tables: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:xlink="l">
        <office:automatic-styles>
        <style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>
        <style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
        </office:automatic-styles>
        <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    pack(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}
