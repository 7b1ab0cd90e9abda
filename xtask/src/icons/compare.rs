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
    let (one, other) = (pictures(name, one)?, pictures(name, other)?);
    let mut pairs = one.iter().zip(&other);
    Ok(one.len() == other.len() && pairs.all(|(one, other)| are_close(one, other)))
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

/// The values of each picture in the file: the smallest would be lost among those of the largest.
fn pictures(name: &str, bytes: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    if name.ends_with(".icns") {
        return apple_pictures(bytes);
    }
    if name.ends_with(".bmp") {
        return Ok(vec![bytes.to_vec()]);
    }
    if !name.ends_with(".ico") {
        return Ok(vec![decoded(bytes)?.rgba_data().to_vec()]);
    }
    let icon = IconDir::read(Cursor::new(bytes)).map_err(Failure::during(name))?;
    let mut pictures = Vec::new();
    for entry in icon.entries() {
        let image = entry.decode().map_err(Failure::during(name))?;
        pictures.push(image.rgba_data().to_vec());
    }
    Ok(pictures)
}

fn apple_pictures(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let mut pictures = Vec::new();
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((header, _)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
        let entry = usize::try_from(length)
            .ok()
            .and_then(|end| rest.get(8..end));
        let entry = entry.ok_or_else(|| Failure::new("icon.icns is cut off"))?;
        if entry.starts_with(PNG) {
            pictures.push(decoded(entry)?.rgba_data().to_vec());
        } else {
            pictures.push(entry.to_vec());
        }
        rest = &rest[8 + entry.len()..];
    }
    Ok(pictures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ico::{IconDirEntry, IconImage, ResourceType};

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

    #[test]
    fn the_smallest_picture_of_an_icon_counts_as_much_as_the_largest() {
        let drawn = include_bytes!("../../../icons/icon.ico");
        let entries = IconDir::read(Cursor::new(drawn))
            .unwrap()
            .entries()
            .to_vec();
        let blank = IconImage::from_rgba_data(16, 16, vec![0; 16 * 16 * 4]);
        let mut wrong = entries.clone();
        wrong[0] = IconDirEntry::encode_as_bmp(&blank).unwrap();
        for (entries, alike) in [
            (&entries[..], true),
            (&wrong, false),
            (&entries[1..], false),
        ] {
            assert_eq!(
                look_alike("icon.ico", drawn, &icon(entries)).unwrap(),
                alike
            );
        }
    }

    fn icon(entries: &[IconDirEntry]) -> Vec<u8> {
        let mut icon = IconDir::new(ResourceType::Icon);
        entries.iter().for_each(|it| icon.add_entry(it.clone()));
        let mut bytes = Vec::new();
        icon.write(&mut bytes).unwrap();
        bytes
    }
}
