//! Classes of bytes, for checks of short strings that are nearly always valid.

/// Letters and digits.
pub(super) const ALPHANUMERIC: u8 = 1;
/// `pchar` of RFC 3986 without percent-encoding, `/` and `?`.
pub(super) const IN_PATH: u8 = 2;
/// What the name of a task may consist of.
pub(super) const IN_NAME: u8 = 4;
/// What a URI may consist of (RFC 3986 section 2).
pub(super) const IN_URI: u8 = 8;

/// Whether a byte is of a class.
pub(super) fn is(byte: u8, class: u8) -> bool {
    classes(byte) & class != 0
}

/// Whether all bytes are of a class. They are checked without branches, eight per step, which takes
/// half the instructions of a loop that stops at the first byte outside the class.
pub(super) fn all(bytes: &[u8], class: u8) -> bool {
    let common = |all: u8, bytes: &[u8]| bytes.iter().fold(all, |all, byte| all & classes(*byte));
    let (words, rest) = bytes.as_chunks::<8>();
    let all = words.iter().fold(class, |all, word| common(all, word));
    common(all, rest) & class != 0
}

fn classes(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The classes of each byte.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time, where a mistake is an error"
)]
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = ALPHANUMERIC | IN_PATH | IN_NAME | IN_URI;
        }
        byte += 1;
    }
    let signs = b"-._~!$&'()*+,;=:@/?";
    let mut sign = 0;
    while sign < signs.len() {
        classes[signs[sign] as usize] = IN_PATH | IN_URI;
        sign += 1;
    }
    let others = b"%#[]";
    let mut other = 0;
    while other < others.len() {
        classes[others[other] as usize] = IN_URI;
        other += 1;
    }
    classes[b'-' as usize] |= IN_NAME;
    classes[b'_' as usize] |= IN_NAME;
    classes
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_are_of_a_class_if_each_is() {
        for byte in 0..=u8::MAX {
            for (length, at) in [(1, 0), (8, 0), (8, 7), (9, 8), (20, 3), (20, 17)] {
                let mut bytes = vec![b'a'; length];
                bytes[at] = byte;
                for class in [ALPHANUMERIC, IN_PATH, IN_NAME, IN_URI] {
                    assert_eq!(all(&bytes, class), is(byte, class), "{byte} {at}");
                }
            }
        }
        assert!(all(b"", IN_NAME));
    }
}
