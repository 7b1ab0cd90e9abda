//! What a virtual screen shows, read from the file in which Xvfb keeps it: a few milliseconds, and the X server does
//! nothing for it.

use crate::shell::Failure;
use std::{collections::HashSet, env, fs, path::PathBuf};

/// Where `desktop::Session` lets Xvfb put the file.
pub(crate) const FOLDER_VARIABLE: &str = "XDG_RUNTIME_DIR";

const HEADER_WORDS: usize = 20;
const BYTES_OF_A_COLOUR: usize = 12;
const BYTES_OF_A_PIXEL: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// The pixels of `area`, inside the session.
pub(crate) fn pixels(area: Area) -> Result<Vec<u8>, Failure> {
    let folder = env::var_os(FOLDER_VARIABLE).map(PathBuf::from);
    let file = folder.unwrap_or_default().join("Xvfb_screen0");
    let dump = fs::read(&file).map_err(Failure::during(file.display()))?;
    cut_out(&dump, area).ok_or_else(|| Failure::new(format!("{area:?} is not on the screen")))
}

/// The page has its text in dozens of shades, and areas of its accent. A web view that could not load it has text only,
/// an empty window not even that.
pub(crate) fn page_is_drawn(pixels: &[u8]) -> bool {
    const SHADES_OF_TEXT: usize = 40;
    const AREA_OF_A_BUTTON: usize = 1000;
    let [_, red, green, blue] = accent().to_be_bytes();
    let pixels = || pixels.chunks_exact(BYTES_OF_A_PIXEL);
    // A million pixels many times a second, while the program starts: what is dear comes second.
    let accents = pixels().filter(|it| it[0] == blue && it[1] == green && it[2] == red);
    if accents.count() < AREA_OF_A_BUTTON {
        return false;
    }
    let mut shades = HashSet::new();
    pixels().any(|it| shades.insert(it) && shades.len() > SHADES_OF_TEXT)
}

/// As the page has it where nobody asked for dark windows.
fn accent() -> u32 {
    let styles = include_str!("../../ui/src/styles/tokens.css");
    let (_, value) = styles
        .split_once("--accent: light-dark(#")
        .expect("the page's styles name an accent for light and dark windows");
    u32::from_str_radix(&value[..6], 16).expect("a colour has six digits")
}

/// The format of xwd: a header of big-endian words, a table of colours, lines of pixels.
fn cut_out(dump: &[u8], area: Area) -> Option<Vec<u8>> {
    let mut header = [0; HEADER_WORDS];
    for (word, bytes) in header.iter_mut().zip(dump.chunks_exact(4)) {
        *word = usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()?;
    }
    let [header_size, .., colours] = header;
    let bytes_of_a_line = header[12];
    let image = dump.get(header_size + colours * BYTES_OF_A_COLOUR..)?;
    let mut pixels = Vec::with_capacity(area.width * area.height * BYTES_OF_A_PIXEL);
    for line in area.top..area.top + area.height {
        let start = line * bytes_of_a_line + area.left * BYTES_OF_A_PIXEL;
        pixels.extend_from_slice(image.get(start..start + area.width * BYTES_OF_A_PIXEL)?);
    }
    Some(pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_alone_is_not_our_page() {
        let [_, red, green, blue] = accent().to_be_bytes();
        let text: Vec<u8> = (0..=255)
            .flat_map(|shade| [shade, shade, shade, 0])
            .collect();
        let button = [blue, green, red, 0].repeat(2000);
        assert!(!page_is_drawn(&text));
        assert!(!page_is_drawn(&button));
        assert!(page_is_drawn(&[text, button].concat()));
    }

    #[test]
    fn an_area_is_cut_out_of_the_screen_behind_the_header_and_the_colours() {
        let mut dump = Vec::new();
        for word in 0..HEADER_WORDS {
            let value: u32 = match word {
                0 => 80,
                12 => 8,
                19 => 1,
                _ => 0,
            };
            dump.extend_from_slice(&value.to_be_bytes());
        }
        dump.extend_from_slice(&[0xff; BYTES_OF_A_COLOUR]);
        dump.extend(0..16);
        let area = |top, height| Area {
            left: 1,
            top,
            width: 1,
            height,
        };
        assert_eq!(
            cut_out(&dump, area(0, 2)),
            Some(vec![4, 5, 6, 7, 12, 13, 14, 15])
        );
        assert_eq!(cut_out(&dump, area(1, 2)), None);
    }
}
