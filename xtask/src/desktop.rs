//! A desktop session of its own where there is none: an X server, a message bus, an unlocked keychain, and
//! folders that vanish with it.

use crate::{
    framebuffer,
    shell::{self, Done, Failure},
};
use std::{
    env, fmt, fs,
    path::PathBuf,
    process::{self, Command},
};

/// Variables of the user's own session, and those that make WebKit's screenshots hang.
const FOREIGN: &[&str] = &[
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "GNOME_KEYRING_CONTROL",
    "SESSION_MANAGER",
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "WEBKIT_DISABLE_COMPOSITING_MODE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
];

/// Sockets, and the file that shows the screen.
const RUN: &str = "run";

/// A keychain with an empty password would stay locked.
const UNLOCK_KEYCHAIN: &str =
    r#"eval "$(printf %s test | gnome-keyring-daemon --unlock --components=secrets)"; exec "$@""#;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            width: 1280,
            height: 800,
        }
    }
}

impl Screen {
    pub(crate) fn area(self) -> framebuffer::Area {
        framebuffer::Area {
            left: 0,
            top: 0,
            width: self.width,
            height: self.height,
        }
    }
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "-screen 0 {}x{}x24 -nolisten tcp",
            self.width, self.height
        )
    }
}

#[derive(Debug)]
pub(crate) struct Session {
    screen: Screen,
    home: PathBuf,
}

impl Session {
    pub(crate) fn start(screen: Screen) -> Result<Self, Failure> {
        // Not in the target folder: a socket's path may have 107 characters at most.
        let home = env::temp_dir().join(format!("invite-ledger-{}", process::id()));
        for folder in ["data", "config", "cache", RUN] {
            let folder = home.join(folder);
            fs::create_dir_all(&folder).map_err(Failure::during(folder.display()))?;
            private(&folder)?;
        }
        Ok(Self { screen, home })
    }

    /// Runs `command`, with its arguments and variables, inside the session until it ends.
    pub(crate) fn run(&self, command: &Command) -> Done {
        shell::run(&mut self.wrapped(command))
    }

    /// What programs inside take for the user's folder for data.
    pub(crate) fn data_folder(&self) -> PathBuf {
        self.home.join("data")
    }

    fn wrapped(&self, command: &Command) -> Command {
        let mut wrapped = Command::new("xvfb-run");
        let shown_in = self.home.join(RUN).display().to_string();
        let screen = format!("{} -fbdir {shown_in}", self.screen);
        wrapped.args(["--auto-servernum", "--server-args", &screen]);
        wrapped.args([
            "dbus-run-session",
            "--",
            "bash",
            "-c",
            UNLOCK_KEYCHAIN,
            "session",
        ]);
        wrapped.arg(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            wrapped.current_dir(folder);
        }
        FOREIGN.iter().for_each(|name| _ = wrapped.env_remove(name));
        wrapped.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        for (name, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            (framebuffer::FOLDER_VARIABLE, RUN),
        ] {
            wrapped.env(name, self.home.join(folder));
        }
        wrapped.envs([
            ("GDK_BACKEND", "x11"),
            ("NO_AT_BRIDGE", "1"),
            ("LANG", "C.UTF-8"),
            ("NO_PROXY", "127.0.0.1,localhost"),
        ]);
        wrapped
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Best effort: it lies in the system's folder for temporary files.
        _ = fs::remove_dir_all(&self.home);
    }
}

/// The bus and the keychain refuse folders that others can read.
#[cfg(unix)]
fn private(folder: &std::path::Path) -> Done {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .map_err(Failure::during(folder.display()))
}

#[cfg(not(unix))]
fn private(_folder: &std::path::Path) -> Done {
    Ok(())
}

/// For a session's program to be this one. By its process and not by its path, where a build of the workspace may have
/// put another by now.
pub(crate) fn this_program() -> PathBuf {
    format!("/proc/{}/exe", process::id()).into()
}
