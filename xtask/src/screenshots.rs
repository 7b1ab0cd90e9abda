//! `cargo xtask screenshots`: the real window, photographed for people to look at.

use crate::{
    apt, desktop, program,
    shell::{Done, Failure},
    tools,
    workspace::Workspace,
};
use std::fs;

/// Room for the largest of the pictures.
const SCREEN: desktop::Screen = desktop::Screen {
    width: 1920,
    height: 1080,
};

pub(crate) fn take(workspace: &Workspace) -> Done {
    apt::ensure(&[apt::BUILD, apt::HEADLESS_WINDOW, apt::WINDOW_TESTS].concat())?;
    let driver = tools::TAURI_DRIVER.ensure(workspace)?;
    program::build_for_tests(workspace)?;
    let folder = workspace.target.join("screenshots");
    fs::create_dir_all(&folder).map_err(Failure::during(folder.display()))?;
    let mut tour = program::tests_command(workspace, &["--test", "screenshots", "--", "--ignored"]);
    tour.env("TAURI_DRIVER", &driver)
        .env("SCREENSHOT_FOLDER", &folder);
    desktop::Session::start(SCREEN)?.run(&tour)?;
    println!("\nThe pictures: {}", workspace.shown(&folder));
    Ok(())
}
