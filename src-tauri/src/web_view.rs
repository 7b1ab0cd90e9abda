//! What draws the window: part of macOS and of Linux packages, but a runtime of its own on Windows, which old or
//! stripped installations lack. Whoever double-clicks there is told, in a box of Windows' own.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use tauri_plugin_opener::open_url;

use crate::{desk::DeskConfig, preferences::Preferences};

/// Microsoft's page, with the small installer and the large one for computers without a network.
const DOWNLOADS: &str = "https://developer.microsoft.com/microsoft-edge/webview2/";

pub fn is_missing() -> bool {
    tauri::webview_version().is_err()
}

/// On the console for those who started us there, and in a box for everybody.
pub fn tell_that_it_is_missing(config: &DeskConfig) -> ExitCode {
    let language = Preferences::load(&config.paths.preferences()).language;
    let words = if language.speaks_chinese(config.system_locale.as_deref()) {
        Words::chinese()
    } else {
        Words::english()
    };
    parent_console::attach();
    // Started from elsewhere, there may be nobody to hear it.
    let _ = writeln!(io::stderr(), "invite-ledger: {}", words.explanation);
    let answer = rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Invite Ledger")
        .set_description(&words.explanation)
        .set_buttons(rfd::MessageButtons::OkCancelCustom(
            words.open.into(),
            words.close.into(),
        ))
        .show();
    if answer == rfd::MessageDialogResult::Custom(words.open.into())
        && let Err(error) = open_url(DOWNLOADS, None::<&str>)
    {
        let _ = writeln!(
            io::stderr(),
            "invite-ledger: the browser does not open: {error}"
        );
    }
    ExitCode::FAILURE
}

struct Words {
    explanation: String,
    open: &'static str,
    close: &'static str,
}

impl Words {
    fn english() -> Self {
        Self {
            explanation: format!(
                "The window cannot be opened: this computer lacks Microsoft Edge WebView2, the part of Windows that \
                 draws it. Your ledger is untouched.\n\n\
                 What helps: run the installer of Invite Ledger again while this computer has a network, or install \
                 WebView2 from this page, or ask your IT department to:\n{DOWNLOADS}"
            ),
            open: "Open the page",
            close: "Close",
        }
    }

    fn chinese() -> Self {
        Self {
            explanation: format!(
                "无法打开窗口：这台电脑缺少用于显示窗口的 Windows 组件 Microsoft Edge WebView2。您的台账没有任何改动。\n\n\
                 解决办法：连接网络后重新运行 Invite Ledger 安装程序；或者从以下网页安装 WebView2，也可以请公司的 IT \
                 部门安装：\n{DOWNLOADS}"
            ),
            open: "打开网页",
            close: "关闭",
        }
    }
}
