//! Takes out of the service's and the network's own words what is nobody else's business.

/// Longer than a host name's label or a RequestId's part; invitation tokens have 32, keys 32 and more.
const LONGEST_HARMLESS: usize = 20;

/// Without invitation tokens, keys, and what stands before an `@`: a mailbox, or a proxy's user and password.
pub(super) fn scrubbed(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(scrubbed_word)
        .collect()
}

fn scrubbed_word(word: &str) -> String {
    let word = match word.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => word.to_owned(),
    };
    let mut clean = String::with_capacity(word.len());
    let mut rest = word.as_str();
    while !rest.is_empty() {
        let run = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (letters, after) = rest.split_at(run);
        // Words for people have no digits in them, however long.
        let secret =
            letters.len() > LONGEST_HARMLESS && letters.contains(|c: char| c.is_ascii_digit());
        clean.push_str(if secret { &letters[..4] } else { letters });
        if secret {
            clean.push('…');
        }
        let next = after.chars().next().map_or(0, char::len_utf8);
        clean.push_str(&after[..next]);
        rest = &after[next..];
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::scrubbed;

    #[test]
    fn tokens_keys_and_mailboxes_are_taken_out() {
        for (said, told) in [
            (
                "token 92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b is malformed",
                "token 92b6… is malformed",
            ),
            (
                "Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3/2019",
                "Credential=AKID…/2019",
            ),
            ("key Gu5t9xGARNpq86cd98joQYCN3:", "key Gu5t…:"),
            ("ask jo@corp.example today", "ask …@corp.example today"),
            (
                "http://user:p@ss@proxy.corp:8080\nrefused",
                "…@proxy.corp:8080\nrefused",
            ),
        ] {
            assert_eq!(scrubbed(said), told);
        }
    }

    #[test]
    fn what_helps_stays() {
        for text in [
            "RequestId 0bfb2fe8-1d0a-46e3-9d4f-5e3f9a1d77c2",
            "43.175.1.2, 2402:4e00:1013:e500::2",
            "intlpartnersmgt.intl.tencentcloudapi.com:443",
            "policy QcloudIntlpartnersmgtReadOnlyaccess",
            "CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1",
            "状态：连接被拒绝",
            "",
        ] {
            assert_eq!(scrubbed(text), text);
        }
    }
}
