//! A file of invitations as people have them: several hands, several forms, a spreadsheet in between.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// What the file holds, so that a test knows what the import must say of it.
#[derive(Debug)]
pub struct MessyFile {
    pub bytes: Vec<u8>,
    pub duplicates: usize,
    /// Lines that have text, and no token that can be used.
    pub refused: usize,
}

impl MessyFile {
    /// As Excel in Chinese saves it: GB18030, commas, CRLF.
    pub fn gb18030(tokens: &[String]) -> Self {
        Self::written(tokens, ",", GB18030, b"")
    }

    /// As a colleague's tool saves it: UTF-8 with a byte order mark, semicolons.
    pub fn utf8_with_bom(tokens: &[String]) -> Self {
        Self::written(tokens, ";", UTF_8, b"\xEF\xBB\xBF")
    }

    fn written(
        tokens: &[String],
        delimiter: &str,
        encoding: &'static Encoding,
        mark: &[u8],
    ) -> Self {
        let mut lines = vec![["序号", "客户名称", "邀请链接", "备注"].join(delimiter)];
        let (mut duplicates, mut refused) = (0, 0);
        for (index, token) in tokens.iter().enumerate() {
            let number = (index + 1).to_string();
            let customer = CUSTOMERS[index % CUSTOMERS.len()];
            let line =
                |link: &str, note: &str| [number.as_str(), customer, link, note].join(delimiter);
            lines.push(line(&as_somebody_wrote_it(token, index), "已发送"));
            if index % 100 == 40 {
                lines.push(line(token, "又发了一次"));
                duplicates += 1;
            }
            if index % 200 == 60 {
                let masked = format!("{}****************{}", &token[..8], &token[24..]);
                lines.push(line(&masked, "打码"));
                lines.push(line("1.23457E+31", "表格损坏"));
                refused += 2;
            }
            if index % 250 == 80 {
                lines.push(String::new());
            }
        }
        let text = lines.join("\r\n");
        let (body, _, unmappable) = encoding.encode(&text);
        assert!(!unmappable, "the text can be written in this encoding");
        Self {
            bytes: [mark, &body].concat(),
            duplicates,
            refused,
        }
    }
}

const CUSTOMERS: &[&str] = &[
    "湖畔科技有限公司",
    "东方明珠（上海）贸易",
    "深圳市云岭网络",
    "Lakeside GmbH",
    "株式会社ミナト",
];

fn as_somebody_wrote_it(token: &str, index: usize) -> String {
    match index % 6 {
        0 => token.to_owned(),
        1 => format!(
            "https://www.tencentcloud.com/reseller-customer/invitation?RegisterToken={token}"
        ),
        2 => format!(
            "https://www.tencentcloud.com/reseller-customer/invitation?lang=zh&registertoken={token}&from=mail"
        ),
        3 => format!(
            "https://www.tencentcloud.com/account/login?s_url=https%3A%2F%2Fwww.tencentcloud.com%2Freseller-customer%2Finvitation%3FRegisterToken%3D{token}"
        ),
        4 => format!(
            "https://www.tencentcloud.com/#/reseller-customer/invitation?RegisterToken={token}"
        ),
        _ => format!(" {token} "),
    }
}
