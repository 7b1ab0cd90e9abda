//! The parts of a workbook's file, unpacked while they are read.

use std::{
    cell::Cell,
    collections::HashMap,
    fmt,
    io::{self, Read},
};

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::{ImportError, damaged, limits::Limits, xml::Xml};

/// A workbook has a few parts for each sheet.
const MAX_PARTS: usize = 10_000;

/// A zip archive, of which nothing is unpacked but what is asked for.
pub(super) struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// By their names in lower case: not every program writes them alike.
    parts: HashMap<String, Part>,
    pub(super) limits: Limits,
    unpacked: Cell<u64>,
}

#[derive(Clone, Copy)]
struct Part {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, ImportError> {
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        let mut parts = HashMap::new();
        for entry in archive.entries() {
            let entry = entry.map_err(damaged)?;
            if parts.len() == MAX_PARTS {
                return Err(ImportError::WorkbookTooLarge {
                    limit: MAX_PARTS as u64,
                    of: "parts",
                });
            }
            let path = entry.file_path();
            let part = Part {
                place: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
            };
            parts.insert(plain(&String::from_utf8_lossy(path.as_ref())), part);
        }
        Ok(Self {
            archive,
            parts,
            limits,
            unpacked: Cell::new(0),
        })
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.parts.contains_key(&plain(path))
    }

    /// A part that a workbook cannot do without.
    pub(super) fn needed(&self, path: &str) -> Result<Xml<Unpacked<'_>>, ImportError> {
        let missing = || damaged(format!("{path} is missing"));
        self.xml(path)?.ok_or_else(missing)
    }

    pub(super) fn xml(&self, path: &str) -> Result<Option<Xml<Unpacked<'_>>>, ImportError> {
        let part = self.unpack(path)?;
        Ok(part.map(Xml::new))
    }

    pub(super) fn unpack(&self, path: &str) -> Result<Option<Unpacked<'_>>, ImportError> {
        let Some(part) = self.parts.get(&plain(path)) else {
            return Ok(None);
        };
        if part.is_encrypted {
            return Err(ImportError::Protected);
        }
        let entry = self.archive.get_entry(part.place).map_err(damaged)?;
        // Their checksums are compared at the end: better no token than a wrong one.
        let source: Box<dyn Read> = match part.method {
            CompressionMethod::STORE => Box::new(entry.verifying_reader(entry.data())),
            CompressionMethod::DEFLATE => {
                Box::new(entry.verifying_reader(DeflateDecoder::new(entry.data())))
            }
            method => return Err(damaged(format!("{path} is packed by {method}"))),
        };
        Ok(Some(Unpacked {
            source,
            total: &self.unpacked,
            limit: self.limits.unpacked,
            since_mark: 0,
            limit_since_mark: u64::MAX,
        }))
    }
}

fn plain(path: &str) -> String {
    path.trim_start_matches('/')
        .replace('\\', "/")
        .to_lowercase()
}

/// The bytes of a part. They end in an error when all parts together have too many: how many there will be, only unpacking
/// can tell, and a few kilobytes may unpack to terabytes.
pub(super) struct Unpacked<'p> {
    source: Box<dyn Read + 'p>,
    total: &'p Cell<u64>,
    limit: u64,
    since_mark: u64,
    limit_since_mark: u64,
}

impl Unpacked<'_> {
    /// From here, so many bytes at most before the next mark.
    pub(super) fn mark(&mut self, limit: u64) {
        self.since_mark = 0;
        self.limit_since_mark = limit;
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.total.set(self.total.get() + read as u64);
        self.since_mark += read as u64;
        for (bytes, limit, of) in [
            (self.total.get(), self.limit, "bytes unpacked"),
            (self.since_mark, self.limit_since_mark, "bytes in one piece"),
        ] {
            if bytes > limit {
                return Err(io::Error::other(OverLimit { limit, of }));
            }
        }
        Ok(read)
    }
}

/// Passes through the readers in between as an [`io::Error`].
#[derive(Debug, Clone, Copy)]
pub(super) struct OverLimit {
    limit: u64,
    of: &'static str,
}

impl fmt::Display for OverLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "more than {} {}", self.limit, self.of)
    }
}

impl std::error::Error for OverLimit {}

impl From<OverLimit> for ImportError {
    fn from(OverLimit { limit, of }: OverLimit) -> Self {
        Self::WorkbookTooLarge { limit, of }
    }
}
