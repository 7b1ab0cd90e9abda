//! A stand-in for Microsoft's installers of WebView2: takes their command line, and leaves what they leave in the
//! registry. Wine has no use for the real one.

use super::computer::Computer;
use crate::{
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
};

const CLIENT: &str =
    r"Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
const VERSION: &str = "142.0.1.2";

/// For every user as an administrator would: in wine, everybody is one.
pub(super) fn stand_in(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = super::super::output(workspace, "release").join("nsis");
    fs::create_dir_all(&folder).map_err(Failure::during(folder.display()))?;
    let program = folder.join("webview2-stand-in.exe");
    let script = folder.join("webview2-stand-in.nsi");
    let text = format!(
        r#"Unicode true
Target amd64-unicode
!include FileFunc.nsh
!include LogicLib.nsh
SilentInstall silent
RequestExecutionLevel user
OutFile "{}"
Section
  ${{GetParameters}} $0
  ${{If}} $0 != "/silent /install"
    SetErrorLevel 87
    Quit
  ${{EndIf}}
  SetRegView 64
  WriteRegStr HKCU "{CLIENT}" "pv" "{VERSION}"
  WriteRegStr HKLM "{CLIENT}" "pv" "{VERSION}"
SectionEnd
"#,
        program.display()
    );
    fs::write(&script, text).map_err(Failure::during(script.display()))?;
    shell::run(
        workspace
            .command("makensis")
            .args(["-V2", "-WX"])
            .arg(script),
    )?;
    Ok(program)
}

/// The address where `program` can be downloaded for as long as this process lives.
pub(super) fn serve(program: &Path) -> Result<String, Failure> {
    let bytes = fs::read(program).map_err(Failure::during(program.display()))?;
    let listener =
        TcpListener::bind("127.0.0.1:0").map_err(Failure::during("listening on loopback"))?;
    let address = listener
        .local_addr()
        .map_err(Failure::during("listening on loopback"))?;
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            // Who hangs up is seen by the test: nothing gets installed.
            _ = answer(caller, &bytes);
        }
    });
    Ok(format!("http://{address}/WebView2Setup.exe"))
}

fn answer(mut caller: TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    let mut lines = BufReader::new(caller.try_clone()?).lines();
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    write!(
        caller,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    )?;
    caller.write_all(bytes)
}

pub(super) fn is_registered(computer: &Computer) -> bool {
    let registered = |root| computer.registry(&format!(r"{root}\{CLIENT}"), "pv");
    registered("HKCU").as_deref() == Some(VERSION) && registered("HKLM").as_deref() == Some(VERSION)
}

pub(super) fn forget(computer: &Computer) -> Done {
    ["HKCU", "HKLM"]
        .iter()
        .try_for_each(|root| computer.delete_registry(&format!(r"{root}\{CLIENT}")))
}
