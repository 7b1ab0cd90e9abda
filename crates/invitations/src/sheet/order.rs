//! Sorting a million rows while the user waits.

use super::search::fold;

/// Row numbers by their keys; rows without one last in both directions, equals in the order of import.
pub(super) fn by_number(
    rows: usize,
    descending: bool,
    key: impl Fn(usize) -> Option<u64>,
) -> Vec<u32> {
    let (mut keyed, mut rest) = (Vec::with_capacity(rows), Vec::new());
    for row in 0..rows {
        match key(row) {
            // Complemented, so that one way of sorting serves both directions.
            Some(key) => keyed.push((if descending { !key } else { key }, number(row))),
            None => rest.push(number(row)),
        }
    }
    keyed.sort_unstable();
    let mut order: Vec<u32> = keyed.into_iter().map(|(_, row)| row).collect();
    order.append(&mut rest);
    order
}

/// The same for texts. Most comparisons are decided by the first bytes of the key, which lie side by side.
pub(super) fn by_text<'a>(
    rows: usize,
    descending: bool,
    text: impl Fn(usize) -> Option<&'a str>,
    write_key: impl Fn(&str, &mut Vec<u8>),
) -> Vec<u32> {
    struct Keyed {
        start: u128,
        from: usize,
        length: u32,
        row: u32,
    }
    let (mut keyed, mut rest) = (Vec::with_capacity(rows), Vec::new());
    let (mut keys, mut key) = (Vec::new(), Vec::new());
    for row in 0..rows {
        let Some(text) = text(row) else {
            rest.push(number(row));
            continue;
        };
        key.clear();
        write_key(text, &mut key);
        let from = keys.len();
        keys.extend_from_slice(&key);
        keyed.push(Keyed {
            start: first_bytes(&key),
            from,
            length: number(key.len()),
            row: number(row),
        });
    }
    let whole = |it: &Keyed| &keys[it.from..it.from + it.length as usize];
    let compare = |a: &Keyed, b: &Keyed| a.start.cmp(&b.start).then_with(|| whole(a).cmp(whole(b)));
    keyed.sort_unstable_by(|a, b| {
        let order = match descending {
            true => compare(b, a),
            false => compare(a, b),
        };
        order.then_with(|| a.row.cmp(&b.row))
    });
    let mut order: Vec<u32> = keyed.into_iter().map(|keyed| keyed.row).collect();
    order.append(&mut rest);
    order
}

/// Any case, and "file 9" before "file 10": a run of digits is compared as the number that it is.
pub(super) fn natural_key(text: &str, key: &mut Vec<u8>) {
    let mut folded = Vec::new();
    fold(text, &mut folded);
    let mut rest = folded.as_slice();
    while let Some(first) = rest.first() {
        if !first.is_ascii_digit() {
            key.push(*first);
            rest = &rest[1..];
            continue;
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let zeros = rest[..digits - 1]
            .iter()
            .take_while(|byte| **byte == b'0')
            .count();
        let significant = &rest[zeros..digits];
        // The more digits, the larger; so their count stands before them. All sort where digits do.
        key.push(b'0');
        key.push(u8::try_from(significant.len()).unwrap_or(u8::MAX));
        key.extend_from_slice(significant);
        rest = &rest[digits..];
    }
}

/// For tokens, whose digits are no numbers.
pub(super) fn plain_key(text: &str, key: &mut Vec<u8>) {
    fold(text, key);
}

/// Signed numbers as keys in the same order.
pub(super) fn signed_key(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

fn first_bytes(key: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    let length = key.len().min(16);
    bytes[..length].copy_from_slice(&key[..length]);
    u128::from_be_bytes(bytes)
}

fn number(row: usize) -> u32 {
    u32::try_from(row).expect("memory holds fewer")
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    fn compare(a: &str, b: &str) -> Ordering {
        let [mut first, mut second] = [Vec::new(), Vec::new()];
        natural_key(a, &mut first);
        natural_key(b, &mut second);
        first.cmp(&second)
    }

    #[test]
    fn texts_sort_as_people_read_them() {
        let in_order = [
            "",
            "2",
            "10",
            "a",
            "Batch 9",
            "batch 10",
            "Batch 10a",
            "zoë",
            "客户2",
            "客户10",
        ];
        for pair in in_order.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare("Straße 007", "STRAße 7"), Ordering::Equal);
    }

    #[test]
    fn rows_without_a_key_come_last_and_equals_stay_in_order_in_both_directions() {
        let keys = [None, Some("b"), Some("A"), None, Some("a"), Some("c")];
        let by = |descending| by_text(keys.len(), descending, |row| keys[row], natural_key);
        assert_eq!(by(false), [2, 4, 1, 5, 0, 3]);
        assert_eq!(by(true), [5, 1, 2, 4, 0, 3]);

        let keys = [None, Some(2), Some(1), None, Some(1), Some(3)];
        let by = |descending| by_number(keys.len(), descending, |row| keys[row]);
        assert_eq!(by(false), [2, 4, 1, 5, 0, 3]);
        assert_eq!(by(true), [5, 1, 2, 4, 0, 3]);
    }

    #[test]
    fn texts_that_begin_alike_are_told_apart_by_the_rest() {
        let keys = ["same beginning b", "same beginning a", "same"];
        let order = by_text(3, false, |row| Some(keys[row]), natural_key);
        assert_eq!(order, [2, 1, 0]);
    }

    #[test]
    fn signed_numbers_keep_their_order() {
        let keys = [i64::MIN, -1, 0, 1, i64::MAX].map(signed_key);
        assert!(keys.is_sorted());
    }
}
