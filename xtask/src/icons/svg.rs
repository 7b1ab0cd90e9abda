//! The one source, drawn at any size.

use crate::{
    shell::{self, Failure},
    workspace::Workspace,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The condition under which the SVG keeps its rules for small sizes. Browsers read it; librsvg passes over it.
const SMALL: &str = "@media (max-width: 31px)";
const SMALL_BELOW: u32 = 32;

#[derive(Debug)]
pub(crate) struct Svg {
    source: PathBuf,
    /// A style sheet of what stands under `SMALL`.
    small: PathBuf,
}

impl Svg {
    pub(crate) fn open(workspace: &Workspace) -> Result<Self, Failure> {
        let source = workspace.root.join("icons/invite-ledger.svg");
        let text = fs::read_to_string(&source).map_err(Failure::during(source.display()))?;
        let rules = rules_for_small(&text)
            .ok_or_else(|| Failure::new(format!("the SVG has no rules under `{SMALL}`")))?;
        fs::create_dir_all(&workspace.target).map_err(Failure::during("the target folder"))?;
        let small = workspace.target.join("icon-small.css");
        fs::write(&small, rules).map_err(Failure::during(small.display()))?;
        Ok(Self { source, small })
    }

    pub(crate) fn png(&self, size: u32) -> Result<Vec<u8>, Failure> {
        self.png_with_margin(size, 0)
    }

    /// A picture of `size` pixels, of which the outer `margin` stay empty.
    pub(crate) fn png_with_margin(&self, size: u32, margin: u32) -> Result<Vec<u8>, Failure> {
        let inner = size - 2 * margin;
        let mut draw = Command::new("rsvg-convert");
        for (option, pixels) in [
            ("--width", inner),
            ("--height", inner),
            ("--left", margin),
            ("--top", margin),
            ("--page-width", size),
            ("--page-height", size),
        ] {
            draw.args([option, &pixels.to_string()]);
        }
        if size < SMALL_BELOW {
            draw.arg("--stylesheet").arg(&self.small);
        }
        bytes_of(draw.arg(Path::new(&self.source)))
    }
}

/// Any other SVG, as large as it says it is.
pub(crate) fn picture(source: &Path) -> Result<Vec<u8>, Failure> {
    bytes_of(Command::new("rsvg-convert").arg(source))
}

fn bytes_of(draw: &mut Command) -> Result<Vec<u8>, Failure> {
    let drawn = draw
        .output()
        .map_err(Failure::during("rsvg-convert (librsvg's converter)"))?;
    if drawn.status.success() {
        return Ok(drawn.stdout);
    }
    let words = String::from_utf8_lossy(&drawn.stderr);
    Err(Failure::new(format!("`{}`: {words}", shell::line(draw))))
}

fn rules_for_small(svg: &str) -> Option<&str> {
    let (_, rest) = svg.split_once(SMALL)?;
    let (_, rest) = rest.split_once('{')?;
    let mut depth = 1;
    let end = rest.find(|character| {
        depth += match character {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_for_small_sizes_end_where_their_brace_does() {
        let svg =
            "<style> @media (max-width: 31px) { #a { x: 1 } #b { y: 2 } } #c { z: 3 } </style>";
        assert_eq!(rules_for_small(svg), Some(" #a { x: 1 } #b { y: 2 } "));
        assert_eq!(rules_for_small("<style> #c { z: 3 } </style>"), None);
    }
}
