//! A program without a console, called by a shell that has one. Windows starts the ones of the subsystem "windows" so;
//! this one lets go of its console first. It has no harness: it calls itself, and what it prints is looked at.
#![cfg_attr(
    windows,
    allow(
        unsafe_code,
        clippy::disallowed_methods,
        clippy::unwrap_used,
        reason = "a test is a composition root, and the standard library does not know consoles"
    )
)]

fn main() {
    #[cfg(windows)]
    windows::main();
}

#[cfg(windows)]
mod windows {
    use std::{
        env,
        fs::{self, File},
        process::{Command, exit},
    };
    use windows_sys::Win32::System::Console::{AllocConsole, FreeConsole};

    const CALLED_AS: &str = "PARENT_CONSOLE_CALLED_AS";
    const ATTACHED: i32 = 7;
    const ALONE: i32 = 8;

    pub(crate) fn main() {
        match env::var(CALLED_AS).as_deref() {
            Ok("attached") => called(true),
            Ok(_) => called(false),
            Err(_) => test(),
        }
    }

    fn called(attach: bool) {
        // SAFETY: this process has no other thread that could be writing to the console.
        unsafe { FreeConsole() };
        if attach {
            parent_console::attach();
        }
        println!("said");
        eprintln!("complained");
        exit(if has_console() { ATTACHED } else { ALONE });
    }

    fn test() {
        // SAFETY: it gives this process a console; where it has one, that one stays.
        unsafe { AllocConsole() };
        assert!(has_console(), "wine makes one in a terminal only");
        assert_eq!(call("alone"), ALONE);
        assert_eq!(call("attached"), ATTACHED);
        println!("what is led into a file stays there");
    }

    fn has_console() -> bool {
        File::options().write(true).open("CONOUT$").is_ok()
    }

    /// By a shell that leads the output into files; tells the exit code.
    fn call(called_as: &str) -> i32 {
        let folder = tempfile::tempdir().unwrap();
        let script = "@\"%PROGRAM%\" > out.txt 2> error.txt\r\n@exit /b %ERRORLEVEL%\r\n";
        fs::write(folder.path().join("script.bat"), script).unwrap();
        let status = Command::new("cmd")
            .args(["/c", "script.bat"])
            .current_dir(folder.path())
            .env("PROGRAM", env::current_exe().unwrap())
            .env(CALLED_AS, called_as)
            .status()
            .unwrap();
        for (file, text) in [("out.txt", "said\n"), ("error.txt", "complained\n")] {
            let written = fs::read_to_string(folder.path().join(file)).unwrap();
            assert_eq!(written, text, "{file}, {called_as}");
        }
        status.code().expect("Windows knows no signals")
    }
}
