//! Debian's own Rust, and a standard library for systems that Debian has none for.
//!
//! rustup has these libraries ready-made, but not everywhere can it fetch them; Debian ships the source that belongs
//! to its compiler, and apt is reached wherever Debian is. The library is built once for each version of the
//! compiler, and kept in the user's cache: no right to write into the compiler's own folder is needed.

use crate::{
    apt, page,
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

const CARGO: &str = "/usr/bin/cargo";
const RUSTC: &str = "/usr/bin/rustc";
/// Called by itself: `cargo clippy` would prefer rustup's to Debian's.
const CLIPPY: &str = "/usr/bin/cargo-clippy";

/// Another name as soon as libraries are made otherwise than those that lie in people's caches.
const RECIPE: &str = "std";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Built, linked and run.
    WindowsGnu,
    /// What is released; without Microsoft's linker it is looked at by clippy only.
    WindowsMsvc,
    /// As before, for want of Apple's linker.
    MacOs,
}

impl Target {
    const ALL: [Self; 3] = [Self::WindowsGnu, Self::WindowsMsvc, Self::MacOs];

    pub(crate) fn triple(self) -> &'static str {
        match self {
            Self::WindowsGnu => "x86_64-pc-windows-gnu",
            Self::WindowsMsvc => "x86_64-pc-windows-msvc",
            Self::MacOs => "aarch64-apple-darwin",
        }
    }

    /// Checking a crate takes only what the library declares, which is had in a third of the time.
    fn library(self) -> (&'static str, &'static str) {
        match self {
            Self::WindowsGnu => ("build", "rlib"),
            Self::WindowsMsvc | Self::MacOs => ("check", "rmeta"),
        }
    }

    /// C inside crates has to be compiled even for clippy. Nothing of it is linked, so that any compiler whose headers
    /// suit will do.
    fn c_compiler(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::WindowsGnu => &[],
            Self::WindowsMsvc => &[
                ("CC_x86_64_pc_windows_msvc", "x86_64-w64-mingw32-gcc"),
                ("AR_x86_64_pc_windows_msvc", "llvm-lib"),
            ],
            Self::MacOs => &[
                ("CC_aarch64_apple_darwin", "clang"),
                ("AR_aarch64_apple_darwin", "llvm-ar"),
                // For Linux on the same processor, whose headers Debian has; the last of two targets counts.
                (
                    "CFLAGS_aarch64_apple_darwin",
                    "--target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include",
                ),
            ],
        }
    }
}

/// Debian's compiler with libraries for every [`Target`].
#[derive(Debug)]
pub(crate) struct Toolchain<'a> {
    workspace: &'a Workspace,
    sysroot: PathBuf,
}

impl<'a> Toolchain<'a> {
    /// Installs and builds what is missing.
    pub(crate) fn ensure(workspace: &'a Workspace) -> Result<Self, Failure> {
        apt::ensure(&[apt::BUILD, apt::WINDOWS].concat())?;
        page::build(workspace)?;
        // The package's version and not the compiler's: Debian's patches change the one and not the other.
        let version = shell::text_of(Command::new("dpkg-query").args([
            "--show",
            "--showformat=${Version}",
            "rustc-web",
        ]))?;
        let sysroot = workspace.tools.join(format!("{RECIPE}-{version}"));
        for target in Target::ALL {
            ensure_library(target, &sysroot)?;
        }
        Ok(Self { workspace, sysroot })
    }

    /// A target folder of its own: rustup's compiler and this one would undo each other's work.
    pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
        workspace.target.join("debian")
    }

    pub(crate) fn cargo(&self, target: Target, subcommand: &str) -> Command {
        self.command(CARGO, target, subcommand)
    }

    pub(crate) fn clippy(&self, target: Target) -> Command {
        self.command(CLIPPY, target, "clippy")
    }

    fn command(&self, program: &str, target: Target, subcommand: &str) -> Command {
        let mut command = self.workspace.command(program);
        command
            .args([subcommand, "--target", target.triple(), "--locked"])
            .envs([("CARGO", CARGO), ("RUSTC", RUSTC)])
            .env("CARGO_TARGET_DIR", Self::folder(self.workspace))
            .env(
                "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER",
                "x86_64-w64-mingw32-gcc",
            )
            // Not for build scripts and macros, which run here: with a target named, it holds for that alone.
            .env(
                "CARGO_ENCODED_RUSTFLAGS",
                format!("--sysroot={}", self.sysroot.display()),
            )
            .envs(target.c_compiler().iter().copied());
        command
    }
}

fn ensure_library(target: Target, sysroot: &Path) -> Done {
    let libraries = sysroot.join("lib/rustlib");
    let library = libraries.join(target.triple());
    if library.exists() {
        return Ok(());
    }
    println!(
        "Building Rust's library for {}, once for this compiler",
        target.triple()
    );
    // Beside its place, so that it appears there whole or not at all.
    let scratch = libraries.join(format!("{}.{}", target.triple(), process::id()));
    let made = make_library(target, &scratch).and_then(|made| match fs::rename(&made, &library) {
        // Another run was faster, with the same.
        Err(_) if library.exists() => Ok(()),
        moved => moved.map_err(Failure::during(library.display())),
    });
    // Best effort: what is left over is in nobody's way.
    _ = fs::remove_dir_all(&scratch);
    made
}

/// Cargo builds the library only for the sake of a crate; this one is empty.
fn make_library(target: Target, scratch: &Path) -> Result<PathBuf, Failure> {
    const MANIFEST: &str = "[package]\nname = \"nothing\"\nedition = \"2024\"\n\n[lib]\npath = \"nothing.rs\"\n\n[workspace]\n";
    let write = |name: &str, text| {
        let file = scratch.join(name);
        fs::write(&file, text).map_err(Failure::during(file.display()))
    };
    let whole = scratch.join("library");
    let inside = whole.join("lib");
    fs::create_dir_all(&inside).map_err(Failure::during(inside.display()))?;
    write("Cargo.toml", MANIFEST)?;
    write("nothing.rs", "#![no_std]\n")?;
    let (subcommand, kind) = target.library();
    let mut cargo = Command::new(CARGO);
    cargo
        .current_dir(scratch)
        .args([
            subcommand,
            "--release",
            "--quiet",
            "--target",
            target.triple(),
        ])
        .arg("-Zbuild-std=std,panic_unwind,test,proc_macro")
        .envs([("CARGO", CARGO), ("RUSTC", RUSTC)])
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env("RUSTC_BOOTSTRAP", "1")
        // For the release profile, which optimizes program and library as one.
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes");
    shell::run(&mut cargo)?;
    let built = scratch
        .join("target")
        .join(target.triple())
        .join("release/deps");
    take_library(&built, kind, &inside)?;
    Ok(whole)
}

/// Without `panic_abort`: cargo builds it like everything else, to unwind, and the compiler refuses it then. It is asked
/// for only by programs that abort, which ours is not.
fn take_library(built: &Path, kind: &str, into: &Path) -> Done {
    let failure = |path: &Path| Failure::during(path.display().to_string());
    for entry in fs::read_dir(built).map_err(failure(built))? {
        let file = entry.map_err(failure(built))?.path();
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let is_other = ["libnothing-", "libpanic_abort-"]
            .iter()
            .any(|it| name.starts_with(it));
        if file.extension().is_some_and(|it| it == kind) && !is_other {
            fs::copy(&file, into.join(name)).map_err(failure(&file))?;
        }
    }
    Ok(())
}
