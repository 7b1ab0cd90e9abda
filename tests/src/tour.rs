//! One way past every screen, in either language: for those who look for faults, and for those who take pictures.

use crate::{Feed, Machine, Window};
use thirtyfour::Key;

/// The names by which a person finds the way.
#[derive(Debug)]
pub struct Names {
    /// Pressed on the first screen to get this language.
    pub language: Option<&'static str>,
    welcome: &'static str,
    explore: &'static str,
    check: &'static str,
    check_ended: &'static str,
    export: &'static str,
    bound: &'static str,
    search: &'static str,
    no_match: &'static str,
    settings: &'static str,
    look_for_update: &'static str,
    whats_new: &'static str,
    news: &'static str,
    later: &'static str,
    leave_sample: &'static str,
    add_account: &'static str,
    account_name: &'static str,
    test: &'static str,
    no_response: &'static str,
    waiting: &'static str,
    diagnose: &'static str,
    in_the_way: &'static str,
    no_invitations: &'static str,
    import: &'static str,
    detail: &'static str,
    or_paste: &'static str,
    look: &'static str,
    found: &'static str,
    refused: &'static str,
    import_and_check: &'static str,
    account_settings: &'static str,
    remove: &'static str,
    cancel: &'static str,
}

pub const ENGLISH: Names = Names {
    language: None,
    welcome: "Know where every invitation stands",
    explore: "Explore with sample data",
    check: "Check",
    check_ended: "Check finished",
    export: "Export",
    bound: "Bound",
    search: "Search",
    no_match: "Nothing",
    settings: "Settings…",
    look_for_update: "Check for updates",
    whats_new: "What’s new…",
    news: "- The export has a column with the day of the last check.\n- Lists can be sorted by hand.\n\nA check of a hundred thousand invitations takes half the time.",
    later: "Later",
    leave_sample: "Leave sample data",
    add_account: "Add your account",
    account_name: "Account name",
    test: "Test connection",
    no_response: "Tencent Cloud does not respond",
    waiting: "nothing is lost",
    diagnose: "Diagnose",
    in_the_way: "The problem: Network",
    no_invitations: "Import your invitation links",
    import: "Import",
    detail: "Invitation",
    or_paste: "Or paste text",
    look: "Continue",
    found: "2 invitations found",
    refused: "Refused",
    import_and_check: "Import 2 and check",
    account_settings: "Account and keys…",
    remove: "Remove account…",
    cancel: "Cancel",
};

pub const CHINESE: Names = Names {
    language: Some("简体中文"),
    welcome: "每个邀请的进展，一目了然",
    explore: "先看示例数据",
    check: "查询",
    check_ended: "查询完成",
    export: "导出",
    bound: "已绑定",
    search: "搜索",
    no_match: "没有与",
    settings: "设置…",
    look_for_update: "检查更新",
    whats_new: "更新内容…",
    news: "- 导出文件增加“上次查询日期”一列。\n- 清单可以手动排序。\n\n查询十万个邀请所需的时间减半。",
    later: "以后再说",
    leave_sample: "退出示例",
    add_account: "添加账号",
    account_name: "账号名称",
    test: "测试连接",
    no_response: "腾讯云没有响应",
    waiting: "没有任何丢失",
    diagnose: "诊断",
    in_the_way: "问题：网络",
    no_invitations: "导入您的邀请链接",
    import: "导入",
    detail: "邀请",
    or_paste: "或粘贴文本",
    look: "继续",
    found: "找到 2 个邀请",
    refused: "未接受",
    import_and_check: "导入 2 个并查询",
    account_settings: "账号与密钥…",
    remove: "移除账号…",
    cancel: "取消",
};

const PASTED: &str = "Lakeside, https://www.tencentcloud.com/reseller-customer/invitation?RegisterToken=92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b\n\
    Hillside, 0c4f5e8a3b9c2d1e0f6a7b92b6e1a47c\nHillside again, 0c4f5e8a3b9c2d1e0f6a7b92b6e1a47c\n\
    Seaside, 92b6e1a4****************0f6a7b00\nBroken, 1.23457E+31\n";

/// Leads a new user's window past every screen; `stop` is called at each with its name.
pub async fn tour(names: &Names, dark: bool, size: (u32, u32), stop: impl AsyncFn(&str, &Window)) {
    let mut machine = Machine::new();
    // Nothing answers there: the tour needs a service that does not respond.
    machine.set("INVITE_LEDGER_ENDPOINT", "http://127.0.0.1:9/");
    let feed = Feed::start();
    machine.set("INVITE_LEDGER_E2E_FEED", feed.address());
    let program = machine.write("Invite Ledger.AppImage", "");
    machine.set("INVITE_LEDGER_E2E_APPIMAGE", program);
    machine.set("GTK_THEME", if dark { "Adwaita:dark" } else { "Adwaita" });
    let window = Window::open(&machine).await;
    assert_eq!(
        window.prefers_dark().await,
        dark,
        "the page follows the system's theme"
    );
    window.resize(size.0, size.1).await;
    if let Some(language) = names.language {
        window.press_button(language).await;
    }
    window.see(names.welcome).await;
    stop("welcome", &window).await;
    sample(names, &window, &stop).await;
    update(names, &feed, &window, &stop).await;
    own_account(names, &window, &stop).await;
    window.close().await;
}

async fn sample(names: &Names, window: &Window, stop: &impl AsyncFn(&str, &Window)) {
    window.press_button(names.explore).await;
    window.meet("button", names.leave_sample).await;
    window.meet("navigation button", names.bound).await;
    stop("sample", window).await;
    window.press_button(names.check).await;
    window.see_slowly(names.check_ended).await;
    stop("sample-checked", window).await;
    window.press_cell(2, 1).await;
    window.meet("complementary", names.detail).await;
    stop("detail", window).await;
    window.key(Key::Escape).await;
    window.press_stage(names.bound).await;
    stop("filtered", window).await;
    window.press_button(names.export).await;
    stop("export-menu", window).await;
    window.key(Key::Escape).await;
    window.fill(names.search, "nobody has this name").await;
    window.see(names.no_match).await;
    stop("no-match", window).await;
    window.press_button(names.settings).await;
    stop("settings", window).await;
}

async fn update(names: &Names, feed: &Feed, window: &Window, stop: &impl AsyncFn(&str, &Window)) {
    feed.release("99.0.0", names.news, b"", b"");
    window.press_button(names.look_for_update).await;
    window.meet("button", names.whats_new).await;
    stop("settings-update", window).await;
    window.key(Key::Escape).await;
    stop("update-bar", window).await;
    window.press_button(names.whats_new).await;
    stop("update", window).await;
    window.press_button(names.later).await;
    window.press_button(names.leave_sample).await;
    window.see(names.welcome).await;
}

async fn own_account(names: &Names, window: &Window, stop: &impl AsyncFn(&str, &Window)) {
    window.press_button(names.add_account).await;
    window.meet("field", names.account_name).await;
    stop("add-account", window).await;
    window
        .fill(names.account_name, "Northwind Distribution")
        .await;
    window
        .fill("SecretId", "AKIDtheToursOwnAccountNotReal001")
        .await;
    window
        .fill("SecretKey", "theToursOwnSecretNotRealAtAll001")
        .await;
    window.press_button(names.test).await;
    window.see(names.no_response).await;
    stop("test-failed", window).await;
    window.press_button(names.diagnose).await;
    window.see(names.in_the_way).await;
    stop("diagnosis", window).await;
    window.key(Key::Escape).await;
    // "Add anyway" follows from the failure; the form's own key is Enter.
    window.press_enter_in("SecretKey").await;
    window.see(names.no_invitations).await;
    stop("empty-account", window).await;
    window.press_button(names.import).await;
    window.meet("field", names.or_paste).await;
    stop("import", window).await;
    window.paste(names.or_paste, PASTED).await;
    window.press_button(names.look).await;
    window.see(names.found).await;
    stop("import-preview", window).await;
    window.press("tab", names.refused).await;
    stop("import-refused", window).await;
    window.press_button(names.import_and_check).await;
    // Five failures in a row, and the patience between them.
    window.see_slowly(names.waiting).await;
    stop("check-waiting", window).await;
    window.press_button(names.account_settings).await;
    window.meet("button", names.remove).await;
    stop("account-settings", window).await;
    window.press_button(names.remove).await;
    stop("remove-account", window).await;
    window.press_button(names.cancel).await;
}
