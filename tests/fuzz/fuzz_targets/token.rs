//! A text that is a token, has tokens in the middle, or neither.
#![no_main]

mod accounted;

use invitations::{
    import::fuzzing::find,
    token::{InvitationToken, TokenError},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match text.parse::<InvitationToken>() {
        Ok(token) => {
            accounted::is_whole(&token);
            assert!(text.contains(token.as_str()), "exactly as it was given");
            let wrapped = format!(" \u{feff}{text}\u{200b}\r\n");
            assert_eq!(wrapped.parse(), Ok(token));
        }
        Err(TokenError::Empty) => assert!(!text.contains(|it: char| it.is_ascii_graphic())),
        Err(_) => assert!(!text.trim().is_empty()),
    }

    let is_plain = !text.contains('%');
    let mut rest = &*text;
    find(&text, |found| match found {
        Ok(token) => {
            accounted::is_whole(&token);
            // Percent escapes may have hidden it; else it stands there, after those before it.
            if is_plain {
                let (_, after) = rest
                    .split_once(token.as_str())
                    .expect("a token was invented");
                rest = after;
            }
        }
        Err((word, _)) => assert!(text.contains(word)),
    });

    accounted::text(&text);
});
