//! The words of an export, in the user's language. They are those of the window.

use crate::stage::Stage;

/// The language of headers and stages; everything else is as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportLanguage {
    English,
    SimplifiedChinese,
}

impl ExportLanguage {
    /// The first columns, by which an import knows this program's own export.
    pub(crate) fn leading_columns(self) -> [&'static str; 3] {
        match self {
            Self::English => ["Token", "Customer or note", "Stage"],
            Self::SimplifiedChinese => ["令牌", "客户或备注", "状态"],
        }
    }

    /// `zone` is that of all times, such as `UTC+08:00`.
    pub(super) fn header(self, zone: &str) -> [String; 15] {
        let [token, note, stage] = self.leading_columns().map(str::to_owned);
        let (names, times) = match self {
            Self::English => (
                [
                    "Mark",
                    "Customer UIN",
                    "Customer e-mail",
                    "Customer type",
                    "Status code",
                    "RequestId",
                    "Problem",
                ],
                ["Expires", "Created", "Used at", "Bound at", "Last checked"],
            ),
            Self::SimplifiedChinese => (
                [
                    "标记",
                    "客户 UIN",
                    "客户邮箱",
                    "客户类型",
                    "服务状态码",
                    "RequestId",
                    "问题",
                ],
                ["过期时间", "创建时间", "使用时间", "绑定时间", "上次查询"],
            ),
        };
        let [mark, uin, mail, kind, status, request_id, problem] = names.map(str::to_owned);
        let [expires, created, used, bound, checked] = times.map(|name| match self {
            Self::English => format!("{name} ({zone})"),
            Self::SimplifiedChinese => format!("{name}（{zone}）"),
        });
        [
            token, note, stage, mark, expires, created, used, uin, mail, kind, bound, status,
            checked, request_id, problem,
        ]
    }

    pub(super) fn stage(self, stage: Stage) -> &'static str {
        let (english, chinese) = match stage {
            Stage::Unchecked => ("Not checked", "未查询"),
            Stage::Unused => ("Unused", "未使用"),
            Stage::Expired => ("Expired", "已过期"),
            Stage::Used => ("Binding pending", "待绑定"),
            Stage::Bound => ("Bound", "已绑定"),
            Stage::NotReturned => ("Not returned", "未返回"),
            Stage::Unrecognized => ("Unrecognized", "未识别"),
        };
        self.either(english, chinese)
    }

    pub(super) fn mark(self, expiring: bool, archived: bool) -> &'static str {
        match (expiring, archived) {
            (false, false) => "",
            (true, false) => self.either("Expiring soon", "即将过期"),
            (false, true) => self.either("Archived", "已归档"),
            (true, true) => self.either("Expiring soon, archived", "即将过期，已归档"),
        }
    }

    /// A type that is not documented stays the number it came as.
    pub(super) fn client_type(self, client_type: i64) -> Option<&'static str> {
        match client_type {
            1 => Some(self.either("Second-level reseller", "二级经销商")),
            2 => Some(self.either("Sub-customer", "子客户")),
            _ => None,
        }
    }

    fn either(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::SimplifiedChinese => chinese,
        }
    }
}
