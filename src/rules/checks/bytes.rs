//! Classes of bytes, checked a block at a time.

use crate::string::block::{Block, Mask};

/// Whether all bytes are of a class.
#[inline]
pub(super) fn all(bytes: &[u8], class: impl Fn(Block) -> Mask) -> bool {
    let (blocks, rest) = bytes.as_chunks();
    blocks
        .iter()
        .all(|block| class(Block::new(*block)).is_all())
        && class(Block::padded(rest)).bits().trailing_ones() as usize >= rest.len()
}

/// What the name of a task may consist of.
#[inline]
pub(super) fn in_name(block: Block) -> Mask {
    alphanumeric(block) | block.equal_to(b'-') | block.equal_to(b'_')
}

/// `pchar` of RFC 3986 without percent-encoding, `/` and `?`.
#[inline]
pub(super) fn in_path(block: Block) -> Mask {
    // The ranges include the digits and letters.
    let ranges = block.within(b'&'..=b';') | block.within(b'?'..=b'Z') | block.within(b'a'..=b'z');
    let others = b"!$=_~".map(|sign| block.equal_to(sign));
    others.into_iter().fold(ranges, |all, sign| all | sign)
}

/// Hexadecimal digits.
#[inline]
pub(super) fn hexadecimal(block: Block) -> Mask {
    block.fold_case().within(b'a'..=b'f') | block.within(b'0'..=b'9')
}

#[inline]
fn alphanumeric(block: Block) -> Mask {
    block.fold_case().within(b'a'..=b'z') | block.within(b'0'..=b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_are_of_a_class_if_each_is() {
        for byte in 0..=u8::MAX {
            let is_in_name = byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            let is_in_path = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte);
            for length in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 40] {
                for at in 0..length {
                    let mut bytes = vec![b'a'; length];
                    bytes[at] = byte;
                    assert_eq!(all(&bytes, in_name), is_in_name, "{byte} {at} {length}");
                    assert_eq!(all(&bytes, in_path), is_in_path, "{byte} {at} {length}");
                    let is_digit = byte.is_ascii_hexdigit();
                    assert_eq!(all(&bytes, hexadecimal), is_digit, "{byte} {at} {length}");
                }
            }
        }
        assert!(all(b"", in_name));
    }
}
