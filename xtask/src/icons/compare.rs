//! Whether two files show the same. Not byte by byte: another version of librsvg or of its PNG encoder rounds otherwise.

use super::formats::decoded;
use crate::shell::Failure;
use ico::IconDir;
use std::io::Cursor;

const PNG: &[u8] = b"\x89PNG";

pub(super) fn look_alike(name: &str, one: &[u8], other: &[u8]) -> Result<bool, Failure> {
    if one == other {
        return Ok(true);
    }
    Ok(are_close(&pixels(name, one)?, &pixels(name, other)?))
}

/// One value in a hundred may be that of another way to round an edge.
fn are_close(one: &[u8], other: &[u8]) -> bool {
    const SEEN: u8 = 16;
    let differing = one
        .iter()
        .zip(other)
        .filter(|(a, b)| a.abs_diff(**b) > SEEN);
    one.len() == other.len() && differing.count() * 100 <= one.len()
}

/// The values of every picture in the file, one after the other.
fn pixels(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    if name.ends_with(".icns") {
        return apple_pixels(bytes);
    }
    if name.ends_with(".bmp") {
        return Ok(bytes.to_vec());
    }
    if !name.ends_with(".ico") {
        return Ok(decoded(bytes)?.rgba_data().to_vec());
    }
    let icon = IconDir::read(Cursor::new(bytes)).map_err(Failure::during(name))?;
    let mut pixels = Vec::new();
    for entry in icon.entries() {
        let image = entry.decode().map_err(Failure::during(name))?;
        pixels.extend_from_slice(image.rgba_data());
    }
    Ok(pixels)
}

fn apple_pixels(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut pixels = Vec::new();
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((header, _)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
        let entry = usize::try_from(length)
            .ok()
            .and_then(|end| rest.get(8..end));
        let entry = entry.ok_or_else(|| Failure::new("icon.icns is cut off"))?;
        if entry.starts_with(PNG) {
            pixels.extend_from_slice(decoded(entry)?.rgba_data());
        } else {
            pixels.extend_from_slice(entry);
        }
        rest = &rest[8 + entry.len()..];
    }
    Ok(pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_edge_is_alike_and_another_picture_is_not() {
        let drawn = vec![200; 1000];
        let mut rounded = drawn.clone();
        rounded[..10].fill(90);
        assert!(are_close(&drawn, &rounded));
        rounded[..11].fill(90);
        assert!(!are_close(&drawn, &rounded));
        assert!(!are_close(&drawn, &drawn[1..]));
    }
}
