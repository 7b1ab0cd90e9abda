use sha2::{Digest, Sha256};

use crate::hex;

/// The parts of a request that its signature covers, in any order and case.
#[derive(Debug, Clone, Copy)]
pub struct CanonicalRequest<'a> {
    pub method: &'a str,
    /// The query string as it is sent, without the question mark.
    pub query: &'a str,
    /// Exactly the headers to sign; a server asks for `content-type` and `host` at least.
    pub headers: &'a [(&'a str, &'a str)],
    pub payload: &'a [u8],
}

impl CanonicalRequest<'_> {
    /// The text whose hash is signed.
    pub fn text(&self) -> String {
        let headers = self.sorted_headers();
        let mut text = String::with_capacity(512);
        text.push_str(self.method);
        // Every action of this API is at the root.
        text.push_str("\n/\n");
        text.push_str(self.query);
        text.push('\n');
        for (name, value) in &headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value);
            text.push('\n');
        }
        text.push('\n');
        push_names(&mut text, &headers);
        text.push('\n');
        text.push_str(&self.hashed_payload());
        text
    }

    /// The names of the signed headers, as the `Authorization` header lists them.
    pub fn signed_headers(&self) -> String {
        let mut names = String::with_capacity(64);
        push_names(&mut names, &self.sorted_headers());
        names
    }

    pub fn hashed_payload(&self) -> String {
        hex(&Sha256::digest(self.payload))
    }

    pub fn hashed(&self) -> String {
        hex(&Sha256::digest(self.text()))
    }

    fn sorted_headers(&self) -> Vec<(String, String)> {
        let mut headers: Vec<_> = self
            .headers
            .iter()
            // Unlike the signatures of other clouds, this one lower-cases the values too.
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_lowercase()))
            .collect();
        headers.sort();
        headers
    }
}

fn push_names(text: &mut String, headers: &[(String, String)]) {
    for (position, (name, _)) in headers.iter().enumerate() {
        if position > 0 {
            text.push(';');
        }
        text.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_sorted_trimmed_and_lower_cased() {
        let request = CanonicalRequest {
            method: "POST",
            query: "",
            headers: &[
                ("X-TC-Action", " QueryInvitationInfo "),
                ("Host", "Example.COM"),
                ("Content-Type", "application/json"),
            ],
            payload: b"",
        };
        assert_eq!(request.signed_headers(), "content-type;host;x-tc-action");
        assert!(request.text().starts_with(
            "POST\n/\n\ncontent-type:application/json\nhost:example.com\n\
             x-tc-action:queryinvitationinfo\n\ncontent-type;host;x-tc-action\n"
        ));
    }
}
