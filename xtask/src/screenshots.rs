//! `cargo xtask screenshots`: the real window, photographed for people to look at.

use crate::{
    apt, desktop, program,
    shell::{Done, Failure},
    tools,
    workspace::Workspace,
};
use std::fs;

const SCREENS: &[desktop::Screen] = &[
    desktop::Screen {
        width: 1024,
        height: 700,
    },
    desktop::Screen {
        width: 1920,
        height: 1080,
    },
];
/// GTK themes: the page follows the system's.
const THEMES: &[(&str, &str)] = &[("light", "Adwaita"), ("dark", "Adwaita:dark")];
const LANGUAGES: &[&str] = &["en", "zh-CN"];

pub(crate) fn take(workspace: &Workspace) -> Done {
    apt::ensure(&[apt::BUILD, apt::HEADLESS_WINDOW, apt::WINDOW_TESTS].concat())?;
    let driver = tools::TAURI_DRIVER.ensure(workspace)?;
    program::build_for_tests(workspace)?;
    let folder = workspace.target.join("screenshots");
    fs::create_dir_all(&folder).map_err(Failure::during(folder.display()))?;
    for screen in SCREENS {
        for (theme, gtk_theme) in THEMES {
            for language in LANGUAGES {
                let mut tour = program::tests_command(
                    workspace,
                    &["--test", "screenshots", "--", "--ignored"],
                );
                tour.env("TAURI_DRIVER", &driver)
                    .env("GTK_THEME", gtk_theme)
                    .env("SCREENSHOT_LANGUAGE", language);
                tour.env(
                    "SCREENSHOT_SIZE",
                    format!("{}x{}", screen.width, screen.height),
                );
                tour.env(
                    "SCREENSHOT_PREFIX",
                    folder.join(format!("{}-{theme}-{language}", screen.width)),
                );
                desktop::Session::start(*screen)?.run(&tour)?;
            }
        }
    }
    println!("\nThe pictures: {}", workspace.shown(&folder));
    Ok(())
}
