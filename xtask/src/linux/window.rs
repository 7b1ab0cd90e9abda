//! The program's window, seen from outside as the desktop sees it.

use crate::{
    framebuffer::{self, Area},
    shell::{self, Done, Failure},
};
use ico::IconImage;
use std::{
    io::Cursor,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// A machine that does much else at the same time takes many times as long as a quiet one.
const PATIENCE: Duration = Duration::from_secs(90);
const A_LOOK: Duration = Duration::from_millis(10);

const ENTRY: &str = "/usr/share/applications/invite-ledger.desktop";
const ICON: &[u8] = include_bytes!("../../../icons/64x64.png");

#[derive(Debug)]
pub(super) struct Window {
    id: String,
}

/// The visible ones.
pub(super) fn all() -> Result<Vec<Window>, Failure> {
    // It fails when there is none.
    let search = ["search", "--onlyvisible", "--classname", "^invite-ledger$"];
    let found = Command::new("xdotool").args(search).output();
    let found = found.map_err(Failure::during("xdotool"))?;
    let ids = String::from_utf8_lossy(&found.stdout);
    Ok(ids.lines().map(|id| Window { id: id.to_owned() }).collect())
}

impl Window {
    pub(super) fn wait_for() -> Result<Self, Failure> {
        let mut windows = Vec::new();
        wait("the window opens", || {
            windows = all()?;
            Ok(!windows.is_empty())
        })?;
        Ok(windows.remove(0))
    }

    /// What the desktop goes by: title, icon, and the class that its entry announces.
    pub(super) fn is_ours(&self) -> Done {
        let title = self.property("_NET_WM_NAME")?;
        if title != "\"Invite Ledger\"" {
            return Err(Failure::new(format!("the window's title is {title}")));
        }
        let entry = std::fs::read_to_string(ENTRY).map_err(Failure::during(ENTRY))?;
        let announced = entry
            .lines()
            .find_map(|line| line.strip_prefix("StartupWMClass="));
        let class = self.property("WM_CLASS")?;
        if !announced.is_some_and(|it| class.split(", ").any(|name| name == format!("{it:?}"))) {
            return Err(Failure::new(format!(
                "the window's class is {class}, the entry says {announced:?}"
            )));
        }
        let icon = self.property("_NET_WM_ICON")?;
        if icon != as_property(ICON)? {
            return Err(Failure::new("the window's icon is not icons/64x64.png"));
        }
        Ok(())
    }

    pub(super) fn wait_until_painted(&self) -> Done {
        let area = self.area()?;
        wait("the page is painted", || {
            Ok(framebuffer::page_is_drawn(&framebuffer::pixels(area)?))
        })
    }

    pub(super) fn minimize(&self) -> Done {
        shell::run(Command::new("xdotool").args(["windowminimize", &self.id]))?;
        wait("the window is minimized", || Ok(all()?.is_empty()))
    }

    pub(super) fn wait_until_in_front(&self) -> Done {
        wait("the window is in front", || {
            let active = Command::new("xdotool").arg("getactivewindow").output();
            let active = active.map_err(Failure::during("xdotool"))?;
            let is_active = String::from_utf8_lossy(&active.stdout).trim() == self.id;
            Ok(is_active && all()?.iter().any(|it| it.id == self.id))
        })
    }

    /// As the button of its frame does it, until the process has ended.
    pub(super) fn close(&self) -> Done {
        let process = self.property("_NET_WM_PID")?;
        // A key would be lost while the focus is on its way.
        shell::run(Command::new("wmctrl").args(["-i", "-c", &self.id]))?;
        wait("the window closes", || Ok(all()?.is_empty()))?;
        let process = Path::new("/proc").join(process);
        wait("the program ends", || Ok(!is_running(&process)))
    }

    fn area(&self) -> Result<Area, Failure> {
        let mut ask = Command::new("xdotool");
        let answer = shell::text_of(ask.args(["getwindowgeometry", "--shell", &self.id]))?;
        let number = |name: &str| {
            let line = answer
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.and_then(|it| it.parse().ok())
                .ok_or_else(|| Failure::new(format!("the window's {name} is unknown: {answer}")))
        };
        Ok(Area {
            left: number("X")?,
            top: number("Y")?,
            width: number("WIDTH")?,
            height: number("HEIGHT")?,
        })
    }

    /// Such as `"Invite Ledger"`, or numbers with commas between.
    fn property(&self, name: &str) -> Result<String, Failure> {
        let mut ask = Command::new("xprop");
        ask.args(["-id", &self.id, "-notype"]);
        if name == "_NET_WM_ICON" {
            // Else it is drawn in letters.
            ask.args(["-f", name, "32c", "=$0+\\n"]);
        }
        let answer = shell::text_of(ask.arg(name))?;
        let value = answer.trim().strip_prefix(name).unwrap_or_default();
        Ok(value.trim_start_matches([' ', '=']).to_owned())
    }
}

/// Width, height, and each pixel as one number: opacity, red, green, blue.
fn as_property(png: &[u8]) -> Result<String, Failure> {
    let icon = IconImage::read_png(Cursor::new(png)).map_err(Failure::during("reading the PNG"))?;
    let pixels = icon.rgba_data().chunks_exact(4);
    let pixels = pixels.map(|it| u32::from_be_bytes([it[3], it[0], it[1], it[2]]));
    let numbers = [icon.width(), icon.height()].into_iter().chain(pixels);
    Ok(numbers
        .map(|it| it.to_string())
        .collect::<Vec<_>>()
        .join(", "))
}

/// A child of ours that has ended stays listed until we ask for it.
fn is_running(process: &Path) -> bool {
    let state = std::fs::read_to_string(process.join("stat"));
    state.is_ok_and(|it| !it.contains(") Z "))
}

fn wait(what: &str, mut is_so: impl FnMut() -> Result<bool, Failure>) -> Done {
    let start = Instant::now();
    while !is_so()? {
        if start.elapsed() > PATIENCE {
            let patience = PATIENCE.as_secs();
            return Err(Failure::new(format!(
                "waited {patience} s in vain until {what}"
            )));
        }
        thread::sleep(A_LOOK);
    }
    Ok(())
}
