//! `cargo xtask icons`: the formats that the platforms ask for, from one SVG.

mod compare;
mod formats;
mod svg;

use crate::{
    apt,
    shell::{Done, Failure},
    steps::Outcome,
    workspace::Workspace,
};
use std::fs;
use svg::Svg;

/// Linux looks for its icons by size; the window carries the first that `tauri.conf.json` names.
const PNG: &[u32] = &[16, 24, 32, 48, 64, 128, 256, 512];

pub(crate) fn draw(workspace: &Workspace) -> Done {
    let folder = workspace.root.join("icons");
    for (name, bytes) in all(workspace)? {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(Failure::during(path.display()))?;
    }
    Ok(())
}

/// Whether the files in `icons/` are what the SVG looks like today.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    if !cfg!(target_os = "linux") {
        let why = "not compared: the icons are drawn by librsvg's converter, on Linux";
        return Ok(Outcome::PassedBut(why.to_owned()));
    }
    let folder = workspace.root.join("icons");
    for (name, bytes) in all(workspace)? {
        let path = folder.join(&name);
        let found = fs::read(&path).map_err(Failure::during(path.display()))?;
        if !compare::look_alike(&name, &found, &bytes)? {
            return Err(Failure::new(format!(
                "icons/{name} is not what the SVG looks like; run: cargo xtask icons"
            )));
        }
    }
    Ok(Outcome::Passed)
}

fn all(workspace: &Workspace) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    apt::ensure(apt::ICONS)?;
    let svg = Svg::open(workspace)?;
    let mut files = Vec::new();
    for &size in PNG {
        files.push((format!("{size}x{size}.png"), svg.png(size)?));
    }
    files.push(("icon.ico".to_owned(), formats::windows(&svg)?));
    files.push(("icon.icns".to_owned(), formats::apple(&svg)?));
    let picture = svg::picture(&workspace.root.join("icons/installer.svg"))?;
    files.push(("installer.bmp".to_owned(), formats::bitmap(&picture)?));
    Ok(files)
}
