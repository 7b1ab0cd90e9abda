//! The installer, tried from the first installation to the last removal, in a Windows that has never seen the program.

mod computer;
mod trouble;
mod webview2;

use super::installer::{self, Flavour, WebView2};
use crate::{
    shell::{Done, Failure},
    workspace::Workspace,
};
use computer::{Computer, check};
use std::{fs, path::Path};

const THIS_VERSION: &str = env!("CARGO_PKG_VERSION");
const NEXT_VERSION: &str = "999.0.0";

/// The installer's own exit codes, of which Linux keeps eight bits.
const FAILED: i32 = 2;
const NO_WEBVIEW2: i32 = 3;
const NOT_ERASED: i32 = 4;
const OTHER_INSTALLED: i32 = 1638 & 0xff;

const UNINSTALL: &str = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Invite Ledger";
const SECRET_KEY: &str = "oneSecretKeyForTheInstallersTest";

pub(super) fn test(workspace: &Workspace) -> Done {
    let program = super::build_program(workspace)?;
    let computer = Computer::fresh(workspace)?;
    let stand_in = webview2::stand_in(workspace)?;
    let address = webview2::serve(&stand_in)?;
    let flavour = |version, for_everybody, webview2| {
        let flavour = Flavour {
            version,
            for_everybody,
            webview2,
            // One of them as it is released.
            quick: version != THIS_VERSION || for_everybody,
        };
        installer::build(workspace, &program, flavour)
    };
    // Nobody listens at port 1: as without a network.
    let nobody = "http://127.0.0.1:1/";
    let old = flavour(THIS_VERSION, false, WebView2::Download(nobody))?;
    let bytes = fs::metadata(&old)
        .map_err(Failure::during(old.display()))?
        .len();
    println!("The installer has {bytes} bytes.");
    let new = flavour(NEXT_VERSION, false, WebView2::Download(&address))?;
    let everybody = flavour(THIS_VERSION, true, WebView2::Embedded(&stand_in))?;

    an_old_windows_is_refused(&computer, &old)?;
    computer.becomes_windows_10()?;
    it_is_installed_and_says_what_is_missing(&computer, &old, &program)?;
    trouble::what_cannot_be_written_leaves_the_old_program(&computer, &new)?;
    the_program_says_what_is_missing_and_is_closed_by_the_upgrade(&computer, &new)?;
    the_installed_program_keeps_a_ledger_and_a_key(&computer)?;
    an_older_version_changes_nothing_unless_it_is_meant(&computer, &old, &new)?;
    trouble::data_that_cannot_be_deleted_keeps_the_program(&computer)?;
    removing_keeps_the_ledger_and_the_key(&computer, &new)?;
    removing_with_the_data_leaves_nothing(&computer)?;
    one_for_everybody_is_installed_and_removed(&computer, &everybody, &new)
}

fn an_old_windows_is_refused(computer: &Computer, setup: &Path) -> Done {
    check(
        computer.install(setup, &[])? == FAILED,
        "Windows 7 is refused",
    )?;
    let words = "needs a 64-bit Windows 10";
    check(computer.log()?.contains(words), "the log says why")?;
    let folder = computer.drive_c().join("log of it");
    fs::create_dir(&folder).map_err(Failure::during(folder.display()))?;
    computer.install_by_script(setup, r#"/S /LOG="C:\log of it\setup 1.log""#)?;
    check(
        computer.log_in("log of it/setup 1.log")?.contains(words),
        "the log goes where it is led, also with blanks",
    )?;
    check(
        !computer.programs().exists(),
        "nothing is written to Windows 7",
    )
}

fn it_is_installed_and_says_what_is_missing(
    computer: &Computer,
    setup: &Path,
    program: &Path,
) -> Done {
    check(
        computer.install(setup, &[])? == NO_WEBVIEW2,
        "without WebView2 the exit code says so",
    )?;
    let log = computer.log()?;
    check(
        log.contains("the download failed") && log.contains("https://developer.microsoft.com/"),
        "the log says what is missing and where to get it",
    )?;
    let read = |path: &Path| fs::read(path).map_err(Failure::during(path.display()));
    let loader = super::WEBVIEW2_LOADER;
    for (installed, source) in [
        ("invite-ledger.exe", program.to_path_buf()),
        (loader, program.with_file_name(loader)),
    ] {
        let whole = read(&computer.programs().join(installed))? == read(&source)?;
        check(whole, "every file is installed whole")?;
    }
    let shortcut = read(&computer.shortcut())?;
    let target = b"invite-ledger.exe";
    check(
        shortcut.windows(target.len()).any(|it| it == target),
        "the Start menu leads to the program",
    )?;
    for (name, value) in [
        ("DisplayName", "Invite Ledger"),
        ("DisplayVersion", THIS_VERSION),
        ("Publisher", "The Invite Ledger contributors"),
    ] {
        let found = computer.registry(&format!(r"HKCU\{UNINSTALL}"), name);
        check(
            found.as_deref() == Some(value),
            &format!("{name} is {value}"),
        )?;
    }
    let version = computer.text_of(&["--version"])?;
    check(
        version.contains(THIS_VERSION),
        "the installed program tells its version",
    )
}

/// The box is a window like any other: what closes it closes the program's own.
fn the_program_says_what_is_missing_and_is_closed_by_the_upgrade(
    computer: &Computer,
    setup: &Path,
) -> Done {
    let mut program = computer.start_and_wait_for("WebView2")?;
    let upgraded = computer.install(setup, &["/UPDATE"])?;
    check(upgraded == 0, "an upgrade closes the program that is open")?;
    let ended = program
        .wait()
        .map_err(Failure::during("waiting for the program"))?;
    check(
        ended.code() == Some(1),
        "the program ends as one whose window cannot open",
    )?;
    check(
        computer.log()?.contains("was running and has been closed"),
        "the log tells of the program that was closed",
    )?;
    check(
        computer.version_registered().as_deref() == Some(NEXT_VERSION),
        "the new version is registered",
    )?;
    check(
        !webview2::is_registered(computer),
        "an update leaves WebView2 alone",
    )?;
    check(
        computer.install(setup, &[])? == 0 && webview2::is_registered(computer),
        "a missing WebView2 is fetched and installed",
    )
}

fn the_installed_program_keeps_a_ledger_and_a_key(computer: &Computer) -> Done {
    computer.add_account("Contoso", SECRET_KEY)?;
    check(
        computer.ledger().exists(),
        "the ledger is where the uninstaller says",
    )?;
    check(
        computer.keeps_a_key()?,
        "the key is in the Credential Manager",
    )?;
    check(
        computer.text_of(&["account", "list"])?.contains("Contoso"),
        "the account is listed",
    )
}

fn an_older_version_changes_nothing_unless_it_is_meant(
    computer: &Computer,
    old: &Path,
    new: &Path,
) -> Done {
    let ledger = || fs::read(computer.ledger()).map_err(Failure::during("reading the ledger"));
    let before = ledger()?;
    check(
        computer.install(old, &["/LOG=C:/DOWNGRADE"])? == OTHER_INSTALLED,
        "an older version is refused, whatever a folder is called",
    )?;
    check(
        computer.version_registered().as_deref() == Some(NEXT_VERSION),
        "the newer version stays",
    )?;
    check(
        computer.install(old, &["/DOWNGRADE"])? == 0,
        "an older version is installed when it is meant",
    )?;
    check(
        computer.version_registered().as_deref() == Some(THIS_VERSION),
        "the older version is registered",
    )?;
    // Whoever has removed it from the Start menu does not get it back from each update.
    fs::remove_file(computer.shortcut()).map_err(Failure::during("removing the shortcut"))?;
    check(
        computer.update(new, "--version")?.contains(THIS_VERSION),
        "the updater's installation ends by starting the program",
    )?;
    check(
        computer.version_registered().as_deref() == Some(NEXT_VERSION),
        "the upgrade in place is registered",
    )?;
    check(
        !computer.shortcut().exists(),
        "an update brings no shortcut back",
    )?;
    check(ledger()? == before, "the ledger is the same to the byte")?;
    check(computer.keeps_a_key()?, "the key is there still")?;
    check(
        computer
            .text_of(&["account", "list"])?
            .contains("Contoso\t"),
        "the account is there still",
    )
}

fn removing_keeps_the_ledger_and_the_key(computer: &Computer, new: &Path) -> Done {
    check(
        computer.install(new, &[])? == 0 && computer.shortcut().exists(),
        "an installation by hand brings the shortcut back",
    )?;
    let before = fs::read(computer.ledger()).map_err(Failure::during("reading the ledger"))?;
    computer.uninstall(&[])?;
    computer.holds_nothing_of_the_program()?;
    let after = fs::read(computer.ledger()).map_err(Failure::during("reading the ledger"))?;
    check(before == after, "the ledger is kept")?;
    check(computer.keeps_a_key()?, "the key is kept")?;
    computer.install(new, &[])?;
    check(
        computer
            .text_of(&["account", "list"])?
            .contains("Contoso\t"),
        "whoever installs again has the account again",
    )
}

fn removing_with_the_data_leaves_nothing(computer: &Computer) -> Done {
    computer.uninstall(&["/DELETEDATA"])?;
    computer.holds_nothing_of_the_program()?;
    check(!computer.ledger().exists(), "the ledger is deleted")?;
    check(!computer.keeps_a_key()?, "the key is deleted")
}

fn one_for_everybody_is_installed_and_removed(
    computer: &Computer,
    setup: &Path,
    alone: &Path,
) -> Done {
    check(
        computer.install(alone, &[])? == 0,
        "one's own is there before",
    )?;
    webview2::forget(computer)?;
    check(
        computer.install(setup, &[])? == 0 && webview2::is_registered(computer),
        "the one for everybody brings WebView2 along",
    )?;
    let program = computer.drive_c().join("Program Files/Invite Ledger");
    check(
        program.join("invite-ledger.exe").exists() && program.join("all-users").exists(),
        "it is in Program Files, and marked as IT's",
    )?;
    let key = format!(r"HKLM\{UNINSTALL}");
    check(
        computer.registry(&key, "DisplayVersion").as_deref() == Some(THIS_VERSION),
        "it is registered for everybody",
    )?;
    check(
        computer.install(alone, &["/UPDATE"])? == 0,
        "one's own is kept up to date beside it",
    )?;
    let own = computer.programs();
    check(
        computer.uninstall_and_wait(&own, &[])? == 0 && !own.join("invite-ledger.exe").exists(),
        "the uninstaller that is waited for tells that it is done",
    )?;
    fs::remove_dir_all(&own).map_err(Failure::during(own.display()))?;
    check(
        computer.install(alone, &["/UPDATE"])? == OTHER_INSTALLED && !own.exists(),
        "no second program is installed beside it",
    )?;
    computer.run_uninstaller(&program, &[])?;
    check(
        !program.exists() && computer.registry(&key, "DisplayVersion").is_none(),
        "nothing of it is left",
    )
}
