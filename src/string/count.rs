//! Counts line breaks and characters, 64 bytes at a time.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, i8x64, prelude::*, u8x64};

use super::simd::{LARGE, count, level, split_large};

/// What a position passes by: line breaks, and characters after the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) line_breaks: usize,
    pub(crate) characters: usize,
}

impl Passed {
    /// Counts in the first bytes of a text in UTF-8. They may end inside a character, which counts.
    #[inline(never)]
    pub(crate) fn of(text: &[u8], length: usize) -> Self {
        Self::of_with(level(), text, length)
    }

    fn of_with(level: Level, text: &[u8], length: usize) -> Self {
        dispatch!(level, simd => passed(simd, text, length))
    }
}

#[inline(always)]
fn passed<S: Simd>(simd: S, text: &[u8], length: usize) -> Passed {
    let (mut rest, mut left) = (text, length.min(text.len()));
    let mut passed = Passed::default();
    while left > 0 {
        // What follows the last of these bytes is read with them, which takes less than copying them.
        let (block, after) = split_large(simd, rest);
        let breaks = block.simd_eq(u8x64::splat(simd, b'\n'));
        let signed: i8x64<S> = block.bitcast();
        let others = signed.simd_lt(i8x64::splat(simd, 0));
        if left >= LARGE && (breaks | others).all_false() {
            // ASCII without line breaks, as code is.
            passed.characters += LARGE;
            (rest, left) = (after, left - LARGE);
            continue;
        }
        let inside = u64::MAX >> (LARGE - left.min(LARGE));
        let breaks = inside & breaks.to_bitmask();
        // Continuation bytes of UTF-8 are the least ones as signed integers.
        let firsts = inside & signed.simd_ge(i8x64::splat(simd, -0x40)).to_bitmask();
        if breaks == 0 {
            passed.characters += count(firsts);
        } else {
            passed.line_breaks += count(breaks);
            let line = u64::MAX << (LARGE - 1 - breaks.leading_zeros() as usize) << 1;
            passed.characters = count(firsts & line);
        }
        rest = after;
        left = left.saturating_sub(LARGE);
    }
    passed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn characters_are_counted_one_by_one(
            text in prop_oneof!["(a|é|日|🎉|\n){0,300}", "[ab]{0,300}", "\n{0,70}"],
            length in 0..1000_usize,
        ) {
            let bytes = &text.as_bytes()[..length.min(text.len())];
            let line = bytes.rsplit(|byte| *byte == b'\n').next().unwrap();
            let expected = Passed {
                line_breaks: bytes.split(|byte| *byte == b'\n').count() - 1,
                characters: line.iter().filter(|byte| **byte >> 6 != 2).count(),
            };
            for level in [level(), Level::baseline()] {
                prop_assert_eq!(Passed::of_with(level, text.as_bytes(), length), expected);
            }
        }
    }
}
