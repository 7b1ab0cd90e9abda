//! `cargo xtask run`: from a fresh checkout to the window, or to a picture of it.

use crate::{
    apt, desktop, framebuffer, page, platform, program,
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use clap::Args;
use std::{
    fs,
    path::Path,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Optimized, as it is shipped; takes longer to build
    #[arg(long)]
    release: bool,
    /// Handed to the program
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Done {
    platform::say_what_is_missing();
    let has_display = platform::has_display();
    let headless: &[&str] = if has_display {
        &[]
    } else {
        apt::HEADLESS_WINDOW
    };
    apt::ensure(&[apt::BUILD, headless].concat())?;
    page::install(workspace)?;
    let program = program::build(workspace, options.release)?;
    if has_display {
        return shell::run(workspace.command(program).args(&options.arguments));
    }
    println!("\nThere is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).");
    println!("Showing the sample data in a window on a virtual one, and taking a picture of it.");
    let picture = workspace.target.join("screenshots/demo.png");
    photograph_demo(workspace, &program, &picture)?;
    println!("\nThe demo's results: {}", workspace.shown(&picture));
    Ok(())
}

/// The demo in a session of its own; this program photographs it from inside.
fn photograph_demo(workspace: &Workspace, program: &Path, picture: &Path) -> Done {
    let folder = picture.parent().expect("a picture lies in a folder");
    fs::create_dir_all(folder).map_err(Failure::during(folder.display()))?;
    let session = desktop::Session::start(desktop::Screen::default())?;
    let mut camera = workspace.command(desktop::this_program());
    camera.arg("photograph").args([program, picture]);
    session.run(&camera)
}

/// Inside the session: starts the program on its sample data and takes the picture once it stands still.
pub(crate) fn photograph(program: &Path, picture: &Path) -> Done {
    let mut demo = Command::new(program)
        .arg("--sample")
        .spawn()
        .map_err(Failure::during(program.display()))?;
    let taken = wait_until_still(&mut demo).and_then(|()| {
        shell::run(
            Command::new("import")
                .args(["-window", "root"])
                .arg(picture),
        )
    });
    // Ended either way; it may have ended by itself.
    _ = demo.kill();
    _ = demo.wait();
    taken
}

/// The results are there when something is drawn and nothing has moved for a while: a check moves its bar.
fn wait_until_still(demo: &mut Child) -> Done {
    const STILL: Duration = Duration::from_secs(4);
    const PATIENCE: Duration = Duration::from_secs(90);
    let everything = desktop::Screen::default().area();
    let start = Instant::now();
    let mut last = Vec::new();
    let mut since = start;
    while start.elapsed() < PATIENCE {
        if let Ok(Some(status)) = demo.try_wait() {
            return Err(Failure::new(format!(
                "the program ended by itself: {status}"
            )));
        }
        let now = framebuffer::pixels(everything)?;
        if now != last || !framebuffer::page_is_drawn(&now) {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > STILL {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(500));
    }
    Err(Failure::new(
        "the window did not come to rest within 90 seconds",
    ))
}
