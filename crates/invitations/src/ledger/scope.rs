//! The invitations that a check was to ask about, in few bytes.
//!
//! Row numbers in ascending order, each as the distance to the one before, seven bits a byte, least first; the
//! top bit says that more follow. A million tokens of one list take one megabyte, written once per check.

use super::LedgerError;
use crate::ids::InvitationId;

pub(super) fn encode(ids: &[InvitationId]) -> Vec<u8> {
    let mut sorted: Vec<i64> = ids.iter().map(|id| id.0).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut bytes = Vec::with_capacity(sorted.len());
    let mut last = 0;
    for id in sorted {
        let mut distance = id.abs_diff(last);
        last = id;
        loop {
            let [low, ..] = distance.to_le_bytes();
            distance >>= 7;
            if distance == 0 {
                bytes.push(low);
                break;
            }
            bytes.push(low | 0x80);
        }
    }
    bytes
}

pub(super) fn decode(bytes: &[u8]) -> Result<Vec<InvitationId>, LedgerError> {
    let wrong = || LedgerError::damaged("a check's scope cannot be read");
    let mut ids = Vec::with_capacity(bytes.len());
    let (mut last, mut distance, mut shift) = (0_i64, 0_i64, 0);
    for byte in bytes {
        if shift > 56 {
            return Err(wrong());
        }
        distance |= i64::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            shift += 7;
            continue;
        }
        last = last.checked_add(distance).ok_or_else(wrong)?;
        ids.push(InvitationId(last));
        (distance, shift) = (0, 0);
    }
    match shift {
        0 => Ok(ids),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_comes_back_in_order_and_once(ids in prop::collection::vec(1..i64::MAX >> 8, 0..50)) {
            let mut expected: Vec<_> = ids.iter().copied().map(InvitationId).collect();
            let bytes = encode(&expected);
            expected.sort();
            expected.dedup();
            prop_assert_eq!(decode(&bytes).unwrap(), expected);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            _ = decode(&bytes);
        }
    }

    #[test]
    fn neighbours_take_a_byte_each() {
        let ids: Vec<_> = (5_000..6_000).map(InvitationId).collect();
        assert_eq!(encode(&ids).len(), 1_001);
    }
}
