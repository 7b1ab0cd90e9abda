//! How much of a workbook is read.

/// As many as Excel and LibreOffice have in a sheet.
pub(super) const MAX_COLUMNS: u32 = 16_384;
/// Sixteen times as many as they have.
pub(super) const MAX_LINE: u32 = 16 * 1024 * 1024;
/// More than anyone can find their way in.
pub(super) const MAX_SHEETS: usize = 1_000;

/// All of them are needed: a few kilobytes may unpack to terabytes, a row may be a few bytes, and a text that is unpacked
/// once may stand in every cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes, of all parts together.
    pub unpacked: u64,
    /// Rows that are not blank, of all sheets together.
    pub rows: u64,
    /// Cells with something in them, be it an empty link: rows and columns that are alike are written once.
    pub cells: u64,
    /// Bytes that the texts and links of all cells have.
    pub text: u64,
}

impl Limits {
    /// Room for a million links with a customer's name beside each, as Excel writes them.
    pub(super) const USUAL: Self = Self {
        unpacked: 512 * 1024 * 1024,
        rows: 2 * 1024 * 1024,
        cells: 16 * 1024 * 1024,
        text: 256 * 1024 * 1024,
    };

    #[cfg(fuzzing)]
    pub(super) const TINY: Self = Self {
        unpacked: 4 * 1024 * 1024,
        rows: 10_000,
        cells: 50_000,
        text: 1024 * 1024,
    };
}
