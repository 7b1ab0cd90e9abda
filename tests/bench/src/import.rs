//! A million pasted tokens against the least that any program must do with the same bytes.

use std::{hint::black_box, time::Duration};

use hashbrown::HashSet;
use invitations::import::read_text;

use crate::{
    measure::{cpu, in_turns},
    row::{Bar, Row},
};

pub(crate) fn row(tokens: usize) -> Row {
    let text = text(tokens);
    check(text.as_bytes());
    let pair = in_turns(
        15,
        || ours(text.as_bytes()),
        || {
            let (found, took) = cpu(|| yardstick(black_box(text.as_bytes())));
            drop(black_box(found));
            took
        },
    );
    let shown = |time: Duration| format!("{:.0} ms", time.as_secs_f64() * 1e3);
    Row {
        name: format!("import of {tokens} tokens as text"),
        ours: shown(pair.ours),
        yardstick: shown(pair.yardstick),
        ratio: pair.ratio,
        bar: Bar::MostTimes(1.3),
        judged: true,
    }
}

fn ours(bytes: &[u8]) -> Duration {
    let (import, took) = cpu(|| {
        let text = std::str::from_utf8(black_box(bytes)).expect("written as UTF-8");
        read_text(text)
    });
    drop(black_box(import));
    took
}

/// One token a line, each hundredth of them once more somewhere below.
fn text(tokens: usize) -> String {
    let mut random = fastrand::Rng::with_seed(1);
    let mut lines: Vec<_> = (0..tokens)
        .map(|_| format!("{:032x}\n", random.u128(..)))
        .collect();
    for _ in 0..tokens / 100 {
        let again = lines[random.usize(..tokens)].clone();
        lines.insert(lines.len(), again);
    }
    lines.concat()
}

/// Both sides must have found the same.
fn check(bytes: &[u8]) {
    let import = read_text(std::str::from_utf8(bytes).expect("written as UTF-8"));
    let found = yardstick(bytes);
    assert_eq!(import.tokens.len(), found.len());
    for (imported, (token, line)) in import.tokens.iter().zip(found) {
        assert_eq!(imported.token.as_str(), format!("{token:032x}"));
        assert_eq!(imported.line, line);
    }
}

/// Reads, checks and deduplicates, and nothing else: each line is 32 hex digits or the whole text is refused.
fn yardstick(bytes: &[u8]) -> Vec<(u128, u32)> {
    let text = std::str::from_utf8(bytes)
        .expect("written as UTF-8")
        .as_bytes();
    let room = text.len() / 33;
    let mut seen = HashSet::with_capacity(room);
    let mut tokens = Vec::with_capacity(room);
    let (mut start, mut line) = (0, 0);
    for end in memchr::memchr_iter(b'\n', text) {
        line += 1;
        let token = hex(&text[start..end]).expect("32 hex digits");
        if seen.insert(token) {
            tokens.push((token, line));
        }
        start = end + 1;
    }
    tokens
}

fn hex(digits: &[u8]) -> Option<u128> {
    let (high, low) = <&[u8; 32]>::try_from(digits).ok()?.split_at(16);
    Some(u128::from(half(high)?) << 64 | u128::from(half(low)?))
}

fn half(digits: &[u8]) -> Option<u64> {
    let mut value = 0;
    for &digit in digits {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        value = value << 4 | u64::from(digit);
    }
    Some(value)
}
