//! The installer, built by makensis from the script that Tauri's bundler uses for the release, filled in with the same
//! names by the same template engine.

use crate::{
    apt,
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use handlebars::Handlebars;
use serde_json::{Map, Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What one build differs in from another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flavour<'a> {
    pub(super) version: &'a str,
    pub(super) for_everybody: bool,
    pub(super) webview2: WebView2<'a>,
    /// Larger, and made in a fraction of the time.
    pub(super) quick: bool,
}

/// Where it comes from when a computer lacks it.
#[derive(Debug, Clone, Copy)]
pub(super) enum WebView2<'a> {
    /// From an address, in the place of Microsoft's.
    Download(&'a str),
    /// It is in the installer.
    Embedded(&'a Path),
}

impl WebView2<'_> {
    fn mode(self) -> &'static str {
        match self {
            Self::Download(_) => "downloadBootstrapper",
            Self::Embedded(_) => "offlineInstaller",
        }
    }
}

/// What signs the uninstaller is called by makensis: it is handed the file, and when it fails, so does the build.
pub(super) fn check_signing(workspace: &Workspace) -> Done {
    let program = super::build_program(workspace)?;
    let flavour = Flavour {
        version: "0.0.1",
        for_everybody: false,
        webview2: WebView2::Download("http://localhost"),
        quick: true,
    };
    // As Tauri's bundler writes it.
    let signed_by = |sign: &mut Command| {
        let sign = format!("{:?}", sign.arg("%1"));
        build_signed(workspace, &program, flavour, &sign)
    };
    signed_by(Command::new("test").arg("-s"))?;
    println!("The same, signed by what fails:");
    match signed_by(&mut Command::new("false")) {
        Ok(_) => Err(Failure::new("an uninstaller that was not signed is packed")),
        Err(_) => Ok(()),
    }
}

/// An installer for `program`, with the library that lies beside it.
pub(super) fn build(
    workspace: &Workspace,
    program: &Path,
    flavour: Flavour<'_>,
) -> Result<PathBuf, Failure> {
    build_signed(workspace, program, flavour, "")
}

fn build_signed(
    workspace: &Workspace,
    program: &Path,
    flavour: Flavour<'_>,
    sign: &str,
) -> Result<PathBuf, Failure> {
    apt::ensure(apt::WINDOWS)?;
    let folder = super::output(workspace, "release").join("nsis");
    fs::create_dir_all(&folder).map_err(Failure::during(folder.display()))?;
    let kind = match flavour.for_everybody {
        true => "everybody",
        false => "setup",
    };
    let output = folder.join(format!("Invite Ledger {} {kind}.exe", flavour.version));
    let script = folder.join("installer.nsi");
    let filled = fill_in(workspace, program, &output, flavour, sign)?;
    fs::write(&script, filled).map_err(Failure::during(script.display()))?;
    let mut makensis = workspace.command("makensis");
    makensis.args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"]);
    // What NSIS makes otherwise, and Tauri's makensis always, are 32-bit programs: wine on 64-bit Debian runs none.
    makensis.arg("-DSTUB=amd64-unicode");
    if flavour.quick {
        makensis.arg("-DQUICK");
    }
    if let WebView2::Download(address) = flavour.webview2 {
        makensis.arg(format!("-DWEBVIEW2_URL={address}"));
    }
    shell::run(makensis.arg(&script))?;
    Ok(output)
}

fn fill_in(
    workspace: &Workspace,
    program: &Path,
    output: &Path,
    flavour: Flavour<'_>,
    sign: &str,
) -> Result<String, Failure> {
    let shell = workspace.root.join("src-tauri");
    let configuration = configuration(&shell.join("tauri.conf.json"))?;
    let text = |pointer: &str| {
        let value = configuration.pointer(pointer).and_then(Value::as_str);
        value.ok_or_else(|| Failure::new(format!("tauri.conf.json has no {pointer}")))
    };
    let file = |name: &str| {
        let path = shell.join(text(&format!("/bundle/windows/nsis/{name}"))?);
        fs::canonicalize(&path).map_err(Failure::during(path.display()))
    };
    let loader = program.with_file_name(super::WEBVIEW2_LOADER);
    let size = size_of(program)? + size_of(&loader)?;
    let embedded = match flavour.webview2 {
        WebView2::Download(_) => Path::new(""),
        WebView2::Embedded(installer) => installer,
    };
    let names = json!({
        "product_name": text("/productName")?,
        "manufacturer": text("/bundle/publisher")?,
        "copyright": "",
        "homepage": "",
        "bundle_id": text("/identifier")?,
        "version": flavour.version,
        "version_with_build": format!("{}.0", flavour.version),
        "install_mode": match flavour.for_everybody {
            true => "perMachine",
            false => text("/bundle/windows/nsis/installMode")?,
        },
        "main_binary_name": text("/mainBinaryName")?,
        "main_binary_path": program,
        "estimated_size": size / 1024,
        "out_file": output,
        "installer_hooks": file("installerHooks")?,
        "installer_icon": file("installerIcon")?,
        "sidebar_image": file("sidebarImage")?,
        "install_webview2_mode": flavour.webview2.mode(),
        "webview2_bootstrapper_path": "",
        "webview2_installer_path": embedded,
        "uninstaller_sign_cmd": sign,
        "signed_plugins_path": "",
        "resources": resource(&loader),
        "resources_dirs": [""],
        "resources_ancestors": [],
    });
    let mut template = Handlebars::new();
    template.set_strict_mode(true);
    template.register_escape_fn(escaped);
    let source = file("template")?;
    let source = fs::read_to_string(&source).map_err(Failure::during(source.display()))?;
    template
        .render_template(&source, &names)
        .map_err(|error| Failure::new(format!("tauri.nsi: {error}")))
}

/// As Tauri's bundler hands them over: by source, each with its folder and its path in the installation.
fn resource(loader: &Path) -> Value {
    let mut resources = Map::new();
    let source = loader.display().to_string();
    resources.insert(source, json!(["", super::WEBVIEW2_LOADER]));
    Value::Object(resources)
}

/// As Tauri's bundler does it: what a string of NSIS would take for the beginning of something else.
fn escaped(text: &str) -> String {
    text.replace('$', "$$")
        .replace('"', "$\\\"")
        .replace('`', "$\\`")
}

fn configuration(path: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::during(path.display()))?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

fn size_of(file: &Path) -> Result<u64, Failure> {
    let metadata = fs::metadata(file).map_err(Failure::during(file.display()))?;
    Ok(metadata.len())
}
