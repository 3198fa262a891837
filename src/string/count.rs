//! Counts bytes, in loops without branches that the compiler vectorizes.

/// Bytes that are counted in one step: few enough for a counter of one byte, and whole SIMD registers.
const PART: usize = 192;

/// The number of bytes of a class. The class should be written without short-circuiting operators, so
/// that the loop has no branches.
#[inline]
pub(crate) fn count_bytes(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    let count = |part: &[u8]| -> usize {
        let count: u8 = part.iter().map(|byte| u8::from(is(*byte))).sum();
        usize::from(count)
    };
    let (parts, rest) = bytes.as_chunks::<PART>();
    let whole: usize = parts.iter().map(|part| count(part.as_slice())).sum();
    whole + count(rest)
}

/// Whether a byte is the first, or the only one, of its character in UTF-8.
pub(crate) fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_at_every_length() {
        for length in 0..1000 {
            let text: Vec<u8> = "aé日🎉".bytes().cycle().take(length).collect();
            let expected = text.iter().filter(|byte| **byte >> 6 != 2).count();
            assert_eq!(count_bytes(&text, is_first_byte), expected, "{length}");
            assert_eq!(count_bytes(&text, |_| true), length);
        }
    }
}
