//! A computer with Windows, as far as wine is one, and what can be seen of an installation from outside.

use super::{
    super::{Wine, wine::name_of},
    UNINSTALL,
};
use crate::{
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

pub(super) struct Computer {
    wine: Wine,
    /// `%LOCALAPPDATA%` as we see it, and the Start menu.
    local: PathBuf,
    roaming: PathBuf,
}

pub(super) fn check(holds: bool, what: &str) -> Done {
    if holds {
        println!("  holds: {what}");
        return Ok(());
    }
    Err(Failure::new(format!("does not hold: {what}")))
}

impl Computer {
    pub(super) fn fresh(workspace: &Workspace) -> Result<Self, Failure> {
        let wine = Wine::fresh(workspace, "wine-installer")?;
        // Windows without a display: they can be opened, found and closed, but not seen.
        let drivers = r"HKCU\Software\Wine\Drivers";
        shell::text_of(
            wine.command("reg")
                .args(["add", drivers, "/v", "Graphics", "/d", "null"]),
        )?;
        let folder = |variable: &str| -> Result<PathBuf, Failure> {
            let text = shell::text_of(wine.command("cmd").args(["/c", "echo", variable]))?;
            let below = text.trim().trim_start_matches("C:\\").replace('\\', "/");
            Ok(wine.drive_c().join(below))
        };
        Ok(Self {
            local: folder("%LOCALAPPDATA%")?,
            roaming: folder("%APPDATA%")?,
            wine,
        })
    }

    pub(super) fn becomes_windows_10(&self) -> Done {
        shell::run(self.wine.command("winecfg").args(["-v", "win10"]))
    }

    /// Silently; the exit code.
    pub(super) fn install(&self, setup: &Path, options: &[&str]) -> Result<i32, Failure> {
        code_of(self.silently(setup).args(options))
    }

    /// Silently; the exit code, and what is said by the installer and by the program that it starts.
    pub(super) fn install_and_listen(
        &self,
        setup: &Path,
        options: &[&str],
    ) -> Result<(i32, String), Failure> {
        let mut install = self.silently(setup);
        println!("$ {}", shell::line(install.args(options)));
        let ended = install
            .output()
            .map_err(Failure::during("starting an installer"))?;
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        Ok((code_in(ended.status)?, said))
    }

    /// With options as they are typed, which no other way of calling leaves alone.
    pub(super) fn install_by_script(&self, setup: &Path, options: &str) -> Done {
        let script = self.drive_c().join("install.bat");
        let line = format!("@\"{}\" {options}\r\n", name_of(setup));
        fs::write(&script, line).map_err(Failure::during(script.display()))?;
        let mut shell = self.patiently(Path::new("cmd"));
        code_of(shell.args(["/c", r"C:\install.bat"]))?;
        self.wait_for_all()
    }

    /// As Tauri's updater calls it; what the program says that is started afterwards.
    pub(super) fn update(&self, setup: &Path, arguments: &str) -> Result<String, Failure> {
        let mut update = self.patiently(setup);
        update.args(["/P", "/UPDATE", "/R", "/ARGS", arguments]);
        println!("$ {}", shell::line(&update));
        shell::text_of(&mut update)
    }

    pub(super) fn uninstall(&self, options: &[&str]) -> Done {
        let folder = self.programs();
        // The web view's cache, of which wine has none.
        let cache = self.local.join("com.inviteledger.desktop/EBWebView");
        fs::create_dir_all(&cache).map_err(Failure::during(cache.display()))?;
        self.run_uninstaller(&folder, options)
    }

    /// It goes on in a copy of itself, so that it can delete itself: its exit code says nothing.
    pub(super) fn run_uninstaller(&self, folder: &Path, options: &[&str]) -> Done {
        let uninstaller = folder.join("uninstall.exe");
        code_of(self.silently(&uninstaller).args(options))?;
        self.wait_for_all()
    }

    /// The exit code of one that is told to go on in itself, and so stays.
    pub(super) fn uninstall_and_wait(
        &self,
        folder: &Path,
        options: &[&str],
    ) -> Result<i32, Failure> {
        let mut uninstall = self.silently(&folder.join("uninstall.exe"));
        uninstall.args(options);
        // Without quotes, which a word with a blank would get.
        let here = format!("_?={}", self.name_on_drive_c(folder));
        code_of(uninstall.args(here.split(' ')))
    }

    /// Until no program runs any more.
    fn wait_for_all(&self) -> Done {
        let mut wait = Command::new("wineserver");
        self.wine.dress(&mut wait);
        shell::run(wait.arg("--wait"))
    }

    /// For so long: a dialog that nobody sees would wait for ever.
    fn patiently(&self, program: &Path) -> Command {
        let mut command = Command::new("timeout");
        command.args(["--foreground", "300", "wine"]).arg(program);
        self.wine.dress(&mut command);
        command
    }

    fn silently(&self, setup: &Path) -> Command {
        let mut command = self.patiently(setup);
        command.args(["/S", r"/LOG=C:\setup.log"]);
        // Wine takes them for the user's proxy, and there is none to 127.0.0.1.
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"] {
            command.env_remove(proxy);
        }
        command
    }

    /// The installed program, by the path that Windows knows it by.
    fn program(&self) -> Command {
        let program = self.programs().join("invite-ledger.exe");
        self.wine.command(self.name_on_drive_c(&program))
    }

    fn name_on_drive_c(&self, path: &Path) -> String {
        let below = path
            .strip_prefix(self.drive_c())
            .expect("it is on drive C")
            .display()
            .to_string();
        format!("C:\\{}", below.replace('/', "\\"))
    }

    pub(super) fn text_of(&self, arguments: &[&str]) -> Result<String, Failure> {
        shell::text_of(self.program().args(arguments))
    }

    /// The program as it is double-clicked, once it has said `word` on its standard error.
    pub(super) fn start_and_wait_for(&self, word: &str) -> Result<Child, Failure> {
        let failed = || Failure::during("starting the program");
        let mut child = self
            .program()
            // Whoever reads ours does not wait for it, should it outlive us.
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed())?;
        let mut output = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut line = String::new();
        while output.read_line(&mut line).map_err(failed())? > 0 {
            if line.contains(word) {
                // Kept open: it has more to say.
                child.stderr = Some(output.into_inner());
                return Ok(child);
            }
            line.clear();
        }
        Err(Failure::new(format!("the program did not say {word}")))
    }

    pub(super) fn add_account(&self, name: &str, secret_key: &str) -> Done {
        let arguments = [
            "account",
            "add",
            name,
            "--secret-id",
            "AKIDoneForTheInstallersTest0001",
        ];
        let mut add = self.program();
        println!("$ invite-ledger {}", arguments.join(" "));
        let failed = || Failure::during("adding an account");
        let mut child = add
            .args(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(failed())?;
        let mut input = child.stdin.take().expect("it is piped");
        writeln!(input, "{secret_key}").map_err(failed())?;
        drop(input);
        let ended = child.wait().map_err(failed())?;
        check(ended.success(), "an account is added from the command line")
    }

    /// What wine's Credential Manager has of the program.
    pub(super) fn keeps_a_key(&self) -> Result<bool, Failure> {
        let manager = r"HKCU\Software\Wine\Credential Manager";
        let listed = shell::text_of(self.wine.command("reg").args(["query", manager, "/s"]))?;
        Ok(listed.contains("Invite Ledger"))
    }

    pub(super) fn registry(&self, key: &str, name: &str) -> Option<String> {
        let query = ["query", key, "/v", name];
        let text = shell::text_of(self.wine.command("reg").args(query)).ok()?;
        let line = text.lines().find(|line| line.trim().starts_with(name))?;
        let (_, value) = line.split_once("REG_SZ")?;
        Some(value.trim().to_owned())
    }

    pub(super) fn delete_registry(&self, key: &str) -> Done {
        shell::text_of(self.wine.command("reg").args(["delete", key, "/f"])).map(drop)
    }

    pub(super) fn version_registered(&self) -> Option<String> {
        self.registry(&format!(r"HKCU\{UNINSTALL}"), "DisplayVersion")
    }

    pub(super) fn log(&self) -> Result<String, Failure> {
        self.log_in("setup.log")
    }

    pub(super) fn log_in(&self, file: &str) -> Result<String, Failure> {
        let path = self.drive_c().join(file);
        let bytes = fs::read(&path).map_err(Failure::during(path.display()))?;
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        Ok(String::from_utf16_lossy(&units))
    }

    pub(super) fn holds_nothing_of_the_program(&self) -> Done {
        check(!self.programs().exists(), "no program is left")?;
        check(!self.shortcut().exists(), "no shortcut is left")?;
        check(
            !self.local.join("com.inviteledger.desktop").exists(),
            "nothing of the web view is left",
        )?;
        check(self.version_registered().is_none(), "nothing is registered")
    }

    pub(super) fn drive_c(&self) -> PathBuf {
        self.wine.drive_c()
    }

    pub(super) fn programs(&self) -> PathBuf {
        self.local.join("Programs/Invite Ledger")
    }

    pub(super) fn shortcut(&self) -> PathBuf {
        let menu = "Microsoft/Windows/Start Menu/Programs/Invite Ledger.lnk";
        self.roaming.join(menu)
    }

    pub(super) fn ledger(&self) -> PathBuf {
        self.local.join("Invite Ledger/ledger.db")
    }
}

/// What was started and has not been closed, such as after a check that does not hold, would run on.
impl Drop for Computer {
    fn drop(&mut self) {
        let mut end = Command::new("wineserver");
        self.wine.dress(&mut end);
        shell::succeeds(end.arg("--kill"));
    }
}

fn code_of(command: &mut Command) -> Result<i32, Failure> {
    println!("$ {}", shell::line(command));
    let status = command
        .status()
        .map_err(Failure::during("starting an installer"))?;
    code_in(status)
}

fn code_in(status: ExitStatus) -> Result<i32, Failure> {
    status
        .code()
        .ok_or_else(|| Failure::new("an installer was killed"))
}
