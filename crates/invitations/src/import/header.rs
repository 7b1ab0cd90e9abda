//! The names that people give to columns.

use crate::export::ExportLanguage;

use super::table::{Cell, in_column};

const TOKEN_NAMES: [&str; 8] = [
    "token",
    "tokens",
    "invitationtoken",
    "invitetoken",
    "registertoken",
    "令牌",
    "邀请令牌",
    "注册令牌",
];
const LINK_NAMES: [&str; 14] = [
    "link",
    "links",
    "url",
    "invitation",
    "invitationlink",
    "invitelink",
    "invitationurl",
    "registerlink",
    "registrationlink",
    "链接",
    "邀请链接",
    "注册链接",
    "邀请地址",
    "邀请码",
];
const OTHER_NAMES: [&str; 51] = [
    "customer",
    "customername",
    "customers",
    "client",
    "clientname",
    "name",
    "contact",
    "company",
    "companyname",
    "reseller",
    "partner",
    "account",
    "email",
    "mail",
    "emailaddress",
    "uin",
    "clientuin",
    "customeruin",
    "id",
    "no",
    "number",
    "note",
    "notes",
    "remark",
    "remarks",
    "comment",
    "comments",
    "status",
    "stage",
    "type",
    "date",
    "time",
    "created",
    "createtime",
    "country",
    "region",
    "owner",
    "客户",
    "客户名称",
    "姓名",
    "名称",
    "公司",
    "公司名称",
    "联系人",
    "邮箱",
    "电子邮件",
    "备注",
    "状态",
    "日期",
    "序号",
    "编号",
];

/// What the first row of a table says of its columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The columns that hold tokens or links, counted from 0; empty when none says so.
    pub token_columns: Vec<u32>,
    /// This program's own export: of its columns only this one is the user's.
    pub note_column: Option<u32>,
}

impl Header {
    /// `None` when no cell is a name that columns have.
    pub(super) fn read(cells: &[Cell<'_>]) -> Option<Self> {
        let names: Vec<String> = cells.iter().map(|cell| plain(&cell.text)).collect();
        let columns = |known: &[&str]| -> Vec<u32> {
            cells
                .iter()
                .zip(&names)
                .filter(|(_, name)| known.contains(&name.as_str()))
                .map(|(cell, _)| cell.column)
                .collect()
        };
        if columns(&TOKEN_NAMES).is_empty()
            && columns(&LINK_NAMES).is_empty()
            && columns(&OTHER_NAMES).is_empty()
        {
            return None;
        }
        let mut token_columns = columns(&TOKEN_NAMES);
        if token_columns.is_empty() {
            token_columns = columns(&LINK_NAMES);
        }
        let is_ours = |language: ExportLanguage| {
            let ours = language.leading_columns();
            names.len() > ours.len()
                && ours
                    .iter()
                    .zip(&names)
                    .all(|(ours, name)| plain(ours) == *name)
        };
        let is_ours =
            is_ours(ExportLanguage::English) || is_ours(ExportLanguage::SimplifiedChinese);
        Some(Self {
            token_columns,
            note_column: is_ours.then(|| cells[1].column),
        })
    }

    /// Tables copied one below the other repeat their header.
    pub(super) fn is_repeated_by(&self, cells: &[Cell<'_>]) -> bool {
        let repeats =
            |&column: &u32| in_column(cells, column).is_some_and(|cell| is_token_name(&cell.text));
        !self.token_columns.is_empty() && self.token_columns.iter().all(repeats)
    }
}

fn is_token_name(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.len() <= LONGEST && {
        let name = plain(text);
        TOKEN_NAMES.contains(&name.as_str()) || LINK_NAMES.contains(&name.as_str())
    }
}

/// Without case, blanks and punctuation: "E-mail address", "email_address" and "Email Address" are one name.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str]) -> Option<Header> {
        let cells: Vec<Cell<'_>> = names
            .iter()
            .enumerate()
            .map(|(column, &name)| Cell::of_text(name, 1, column))
            .collect();
        Header::read(&cells)
    }

    fn token_columns(names: &[&str]) -> Vec<u32> {
        read(names)
            .map(|header| header.token_columns)
            .unwrap_or_default()
    }

    #[test]
    fn the_token_column_is_known_by_its_name_in_either_language() {
        assert_eq!(token_columns(&["Customer", "Invitation Token"]), [1]);
        assert_eq!(token_columns(&["客户名称", "邀请链接", "备注"]), [1]);
        assert_eq!(token_columns(&["invite-link"]), [0]);
        assert_eq!(
            token_columns(&["Link", "Token"]),
            [1],
            "a token is nearer than a link"
        );
    }

    #[test]
    fn a_header_may_name_no_token_column() {
        assert_eq!(read(&["Name", "Firma"]), Some(Header::default()));
        assert_eq!(read(&["Contoso", "Fabrikam"]), None);
    }

    #[test]
    fn this_programs_own_export_is_known_by_its_first_columns() {
        for language in [ExportLanguage::English, ExportLanguage::SimplifiedChinese] {
            let names = [&language.leading_columns()[..], &["x"]].concat();
            assert_eq!(
                read(&names),
                Some(Header {
                    token_columns: vec![0],
                    note_column: Some(1)
                })
            );
        }
    }
}
