//! The symbols of base64: those of the standard alphabet (RFC 4648 section 4), and of the URL-safe one
//! (section 5).

use base64_simd::STANDARD_NO_PAD;

use crate::string::block::{BLOCK, Block, Mask};

/// The six bits that a symbol of either alphabet stands for.
pub(super) const fn value(symbol: u8) -> Option<u8> {
    match symbol {
        b'A'..=b'Z' => Some(symbol - b'A'),
        b'a'..=b'z' => Some(symbol - b'a' + 26),
        b'0'..=b'9' => Some(symbol - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Whether a byte is a symbol of either alphabet.
pub(super) const fn is_symbol(byte: u8) -> bool {
    value(byte).is_some()
}

/// Whether a byte is a symbol of the standard alphabet.
pub(super) const fn is_standard(byte: u8) -> bool {
    is_symbol(byte) && !matches!(byte, b'-' | b'_')
}

/// The symbols of the standard alphabet at the start, and what follows them.
pub(super) fn split_standard(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = bytes;
    // Where many symbols follow, which takes a third of the instructions.
    while let Some((part, after)) = rest.split_first_chunk::<CHECKED_PART>()
        && are_standard(part)
    {
        rest = after;
    }
    let more = loop {
        let Some((block, after)) = rest.split_first_chunk() else {
            break rest.iter().take_while(|byte| is_standard(**byte)).count();
        };
        let symbols = standard(Block::new(*block)).bits().trailing_ones() as usize;
        if symbols < BLOCK {
            break symbols;
        }
        rest = after;
    };
    let length = bytes.len() - rest.len() + more;
    bytes.split_at_checked(length).unwrap_or_default()
}

/// Bytes that are checked in one step.
const CHECKED_PART: usize = 256;

/// Whether all bytes, whole groups of four, are symbols of the standard alphabet.
pub(super) fn are_standard(groups: &[u8]) -> bool {
    STANDARD_NO_PAD.check(groups).is_ok()
}

/// The symbols of the standard alphabet in a block.
#[inline]
fn standard(block: Block) -> Mask {
    let letters = block.fold_case().within(b'a'..=b'z');
    // `/` precedes the digits.
    letters | block.within(b'/'..=b'9') | block.equal_to(b'+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_those_of_the_two_alphabets() {
        for byte in 0..=u8::MAX {
            let standard = byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
            assert_eq!(is_standard(byte), standard, "{byte}");
            assert_eq!(is_symbol(byte), standard || b"-_".contains(&byte), "{byte}");
            assert_eq!(are_standard(&[byte; 4]), standard, "{byte}");
            for before in [
                0,
                1,
                15,
                16,
                17,
                CHECKED_PART - 1,
                CHECKED_PART,
                CHECKED_PART + 17,
            ] {
                let mut bytes = vec![b'A'; before + 40];
                bytes[before] = byte;
                let expected = if standard { before + 40 } else { before };
                assert_eq!(split_standard(&bytes).0.len(), expected, "{byte} {before}");
            }
        }
    }
}
