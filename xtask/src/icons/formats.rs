//! Windows' and Apple's files of many sizes.

use super::svg::Svg;
use crate::shell::Failure;
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use std::io::Cursor;

/// What Windows shows at 100, 125, 150, 200 and 250 %, as small and as large icon.
const WINDOWS: &[u32] = &[16, 20, 24, 32, 40, 48, 64, 256];

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

/// The smallest two are not PNG there: colours and opacity have an entry each.
const APPLE_SMALL: &[(&[u8; 4], &[u8; 4], u32)] = &[(b"is32", b"s8mk", 16), (b"il32", b"l8mk", 32)];

pub(super) fn windows(svg: &Svg) -> Result<Vec<u8>, Failure> {
    let mut icon = IconDir::new(ResourceType::Icon);
    for &size in WINDOWS {
        let image = decoded(&svg.png(size)?)?;
        // Windows takes PNG inside for 256 pixels only.
        let entry = if size == 256 {
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

/// What NSIS shows: 24 bits, blue first, rows from the bottom and of whole words. The picture is opaque.
pub(super) fn bitmap(png: &[u8]) -> Result<Vec<u8>, Failure> {
    const HEADERS: u32 = 14 + 40;
    let image = decoded(png)?;
    let (width, height) = (image.width(), image.height());
    let row = (width * 3).next_multiple_of(4);
    let mut bytes = b"BM".to_vec();
    for word in [HEADERS + row * height, 0, HEADERS, 40, width, height] {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    // One plane, 24 bits, no compression; what else there is may be left at 0.
    for half in [1_u16, 24] {
        bytes.extend_from_slice(&half.to_le_bytes());
    }
    bytes.extend_from_slice(&[0; 24]);
    let line = usize::try_from(width).expect("a picture is small") * 4;
    let padding = usize::try_from(row - width * 3).expect("less than a word");
    for pixels in image.rgba_data().chunks_exact(line).rev() {
        for pixel in pixels.chunks_exact(4) {
            bytes.extend_from_slice(&[pixel[2], pixel[1], pixel[0]]);
        }
        bytes.resize(bytes.len() + padding, 0);
    }
    Ok(bytes)
}

/// A chain of entries: type, length with this header, content.
pub(super) fn apple(svg: &Svg) -> Result<Vec<u8>, Failure> {
    let mut entries = Vec::new();
    for (colours, opacity, size) in APPLE_SMALL {
        let image = decoded(&svg.png_with_margin(*size, margin_on_apple(*size))?)?;
        let channel = |number| image.rgba_data().iter().skip(number).step_by(4).copied();
        let packed: Vec<u8> = (0..3)
            .flat_map(|colour| packed(&channel(colour).collect::<Vec<_>>()))
            .collect();
        append(&mut entries, colours, &packed);
        append(&mut entries, opacity, &channel(3).collect::<Vec<_>>());
    }
    for (kind, size) in APPLE {
        let png = svg.png_with_margin(*size, margin_on_apple(*size))?;
        append(&mut entries, kind, &png);
    }
    let mut icon = Vec::new();
    append(&mut icon, b"icns", &entries);
    Ok(icon)
}

/// macOS draws its own icons as tiles of 824 units in a field of 1,024; small ones fill a little more of it.
fn margin_on_apple(size: u32) -> u32 {
    if size <= 32 {
        size / 16
    } else {
        size * 100 / 1024
    }
}

/// Apple's run-length code, without runs: a length less one, then as many bytes, 128 at most.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let pieces = bytes.chunks(128).flat_map(|piece| {
        let length = u8::try_from(piece.len() - 1).expect("a piece has 128 bytes at most");
        std::iter::once(length).chain(piece.iter().copied())
    });
    pieces.collect()
}

fn append(to: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len() + 8).expect("an icon is smaller than 4 GiB");
    to.extend_from_slice(kind);
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(content);
}

pub(super) fn decoded(png: &[u8]) -> Result<IconImage, Failure> {
    IconImage::read_png(Cursor::new(png)).map_err(Failure::during("reading the PNG"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIGHT_TASK_BAR: [u8; 3] = [0xf3; 3];
    const DARK_TASK_BAR: [u8; 3] = [0x1f; 3];

    #[test]
    fn the_tile_stands_out_from_a_light_task_bar_and_from_a_dark_one() {
        let icon = decoded(include_bytes!("../../../icons/16x16.png")).unwrap();
        for row in 0..16 {
            let start = (row * 16 + 1) * 4;
            let tile: [u8; 4] = icon.rgba_data()[start..start + 4].try_into().unwrap();
            let [red, green, blue, opacity] = tile;
            // The corners are round.
            if opacity < 255 {
                continue;
            }
            for bar in [LIGHT_TASK_BAR, DARK_TASK_BAR] {
                let contrast = contrast([red, green, blue], bar);
                assert!(contrast >= 3.0, "row {row} on {bar:x?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn the_smallest_icon_has_whole_pixels_inside_its_tile() {
        let icon = decoded(include_bytes!("../../../icons/16x16.png")).unwrap();
        let inside = |at: usize| (3..13).contains(&(at / 16)) && (2..14).contains(&(at % 16));
        let colours: std::collections::HashSet<&[u8]> = icon
            .rgba_data()
            .chunks_exact(4)
            .enumerate()
            .filter_map(|(at, pixel)| inside(at).then_some(pixel))
            .collect();
        assert_eq!(
            colours.len(),
            3,
            "spine, paper and flap, and nothing between"
        );
    }

    /// As the accessibility guidelines reckon it.
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = colour.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
