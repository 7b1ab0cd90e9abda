//! `cargo xtask icons`: the formats that the platforms ask for, from one SVG.

use crate::{
    apt,
    shell::{Done, Failure},
    workspace::Workspace,
};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use std::{fs, io::Cursor, path::Path, process::Command};

const PNG: &[(&str, u32)] = &[
    ("32x32.png", 32),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];
const WINDOWS: &[u32] = &[16, 24, 32, 48, 64, 256];
/// Apple's type codes, each for a PNG of that size.
const APPLE: &[(&[u8; 4], u32)] = &[
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic13", 256),
    (b"ic09", 512),
    (b"ic14", 512),
    (b"ic10", 1024),
];

pub(crate) fn draw(workspace: &Workspace) -> Done {
    apt::ensure(apt::ICONS)?;
    let folder = workspace.root.join("icons");
    let source = folder.join("invite-ledger.svg");
    for (name, size) in PNG {
        write(&folder.join(name), &png(&source, *size)?)?;
    }
    write(&folder.join("icon.ico"), &windows_icon(&source)?)?;
    write(&folder.join("icon.icns"), &apple_icon(&source)?)
}

fn windows_icon(source: &Path) -> Result<Vec<u8>, Failure> {
    let mut icon = IconDir::new(ResourceType::Icon);
    for size in WINDOWS {
        let image = IconImage::read_png(Cursor::new(png(source, *size)?))
            .map_err(Failure::during("reading the PNG"))?;
        // Windows takes PNG inside for 256 pixels only.
        let entry = if *size == 256 {
            IconDirEntry::encode_as_png(&image)
        } else {
            IconDirEntry::encode_as_bmp(&image)
        };
        icon.add_entry(entry.map_err(Failure::during("encoding the icon"))?);
    }
    let mut bytes = Vec::new();
    icon.write(&mut bytes)
        .map_err(Failure::during("writing the icon"))?;
    Ok(bytes)
}

/// A chain of entries: type, length with this header, PNG.
fn apple_icon(source: &Path) -> Result<Vec<u8>, Failure> {
    let mut entries = Vec::new();
    for (kind, size) in APPLE {
        append(&mut entries, kind, &png(source, *size)?);
    }
    let mut icon = Vec::new();
    append(&mut icon, b"icns", &entries);
    Ok(icon)
}

fn append(to: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len() + 8).expect("an icon is smaller than 4 GiB");
    to.extend_from_slice(kind);
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(content);
}

fn png(source: &Path, size: u32) -> Result<Vec<u8>, Failure> {
    let size = size.to_string();
    let drawn = Command::new("rsvg-convert")
        .args(["--width", &size, "--height", &size])
        .arg(source)
        .output()
        .map_err(Failure::during("rsvg-convert (librsvg's converter)"))?;
    if drawn.status.success() {
        return Ok(drawn.stdout);
    }
    Err(Failure::new(format!(
        "rsvg-convert: {}",
        String::from_utf8_lossy(&drawn.stderr)
    )))
}

fn write(path: &Path, bytes: &[u8]) -> Done {
    fs::write(path, bytes).map_err(Failure::during(path.display()))
}
