//! Skips strings with the usual escapes, such as those of line breaks and quotes, with SIMD.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::string::simd::{equal, level};

/// What was skipped from a usual escape on: characters of the string, and more of these escapes: `\n`, `\r`,
/// `\t`, `\"` and `\/`. It may end before the next other escape or the end of the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UsualEscapes {
    pub(super) bytes: usize,
    pub(super) escapes: usize,
}

impl UsualEscapes {
    /// Skips from the start of a text that begins with a usual escape.
    #[inline(never)]
    pub(super) fn at_start(text: &[u8]) -> Self {
        Self::at_start_with(level(), text)
    }

    fn at_start_with(level: Level, text: &[u8]) -> Self {
        dispatch!(level, simd => at_start(simd, text))
    }
}

#[inline(always)]
fn at_start<S: Simd>(simd: S, text: &[u8]) -> UsualEscapes {
    let width = S::u8s::N;
    // From the last byte of the first escape on.
    let mut rest = text.get(1..).unwrap_or_default();
    let mut escapes = 1;
    while let Some(bytes) = rest.get(..=width) {
        let before = S::u8s::from_slice(simd, bytes.get(..width).unwrap_or_default());
        let block = S::u8s::from_slice(simd, bytes.get(1..).unwrap_or_default());
        let unusual = unusual(simd, before, block);
        let backslashes = equal(simd, block, b'\\').to_bitmask();
        if !unusual.all_false() {
            let end = unusual.to_bitmask().trailing_zeros();
            escapes += (backslashes & !(u64::MAX << end)).count_ones() as usize;
            rest = rest.get(end as usize..).unwrap_or_default();
            break;
        }
        escapes += backslashes.count_ones() as usize;
        rest = rest.get(width..).unwrap_or_default();
    }
    // A backslash without what it escapes is left.
    let is_cut = rest.starts_with(b"\\");
    UsualEscapes {
        bytes: text.len() - rest.len() + usize::from(!is_cut),
        escapes: escapes - usize::from(is_cut),
    }
}

/// The characters of a block that are not skipped, from those before each: other escapes, the closing quote
/// and control characters.
#[inline(always)]
fn unusual<S: Simd>(simd: S, before: S::u8s, block: S::u8s) -> S::mask8s {
    let escaped = equal(simd, before, b'\\');
    let quotes = equal(simd, block, b'"');
    let letters = equal(simd, block, b'n') | equal(simd, block, b'r') | equal(simd, block, b't');
    let usual = letters | equal(simd, block, b'/') | quotes;
    let controls = block.simd_lt(S::u8s::splat(simd, 0x20));
    (escaped & !usual) | (quotes & !escaped) | controls
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, byte by byte.
    fn simple(text: &[u8]) -> UsualEscapes {
        let (mut rest, mut escapes) = (text, 0);
        loop {
            rest = match rest {
                [b'\\', b'n' | b'r' | b't' | b'"' | b'/', after @ ..] => {
                    escapes += 1;
                    after
                }
                [] | [b'\\' | b'"' | 0..0x20, ..] => break,
                [_, after @ ..] => after,
            };
        }
        let bytes = text.len() - rest.len();
        UsualEscapes { bytes, escapes }
    }

    proptest! {
        #[test]
        fn usual_escapes_are_recognized_as_byte_by_byte(
            runs in proptest::collection::vec(
                (prop_oneof![4 => "[ -~é日🎉]", 2 => r#"\\[nrt/"]"#, 1 => r"\\[bfu\\]|\n"], 0..100_usize),
                0..9,
            ),
        ) {
            let text: String = runs.iter().map(|(one, times)| one.repeat(*times)).collect();
            let text = format!("\\n{text}");
            let expected = simple(text.as_bytes());
            for level in [level(), Level::baseline()] {
                let found = UsualEscapes::at_start_with(level, text.as_bytes());
                // The last bytes are left if they are fewer than a vector.
                let left = simple(&text.as_bytes()[found.bytes..]);
                prop_assert_eq!(found.bytes + left.bytes, expected.bytes);
                prop_assert_eq!(found.escapes + left.escapes, expected.escapes);
                prop_assert!(left.bytes <= 64, "{}", left.bytes);
            }
        }
    }
}
