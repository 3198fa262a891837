//! Counts characters, 64 bytes at a time.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, i8x64, prelude::*, u8x64};

use super::simd::{LARGE, count, level};

/// The number of characters (Unicode code points).
#[inline(never)]
pub(crate) fn characters(text: &str) -> usize {
    let level = level();
    if level.is_fallback() {
        // Without SIMD, `std` is faster.
        return text.chars().count();
    }
    characters_with(level, text)
}

fn characters_with(level: Level, text: &str) -> usize {
    dispatch!(level, simd => count_first_bytes(simd, text.as_bytes()))
}

#[inline(always)]
fn count_first_bytes<S: Simd>(simd: S, text: &[u8]) -> usize {
    let (blocks, rest) = text.as_chunks::<LARGE>();
    let mut characters = 0;
    for block in blocks {
        characters += count(first_bytes(simd, u8x64::from_slice(simd, block)));
    }
    let is_first = |byte: &&u8| byte.cast_signed() > GREATEST_CONTINUATION;
    characters + rest.iter().filter(is_first).count()
}

/// The greatest of the continuation bytes of UTF-8 (RFC 3629 section 3), which are the least bytes as signed
/// integers. Every other byte begins a character.
const GREATEST_CONTINUATION: i8 = -0x41;

/// The bytes of a block with which characters begin.
#[inline(always)]
pub(crate) fn first_bytes<S: Simd>(simd: S, block: u8x64<S>) -> u64 {
    let signed: i8x64<S> = block.bitcast();
    let continuation = i8x64::splat(simd, GREATEST_CONTINUATION);
    signed.simd_gt(continuation).to_bitmask()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::string::simd::levels;

    proptest! {
        #[test]
        fn characters_are_those_that_std_counts(
            text in prop_oneof![any::<String>(), "(a|é|日|🎉|\n){0,300}", "[ab]{0,300}"],
        ) {
            let expected = text.chars().count();
            prop_assert_eq!(characters(&text), expected);
            for level in levels() {
                prop_assert_eq!(characters_with(level, &text), expected);
            }
        }
    }
}
