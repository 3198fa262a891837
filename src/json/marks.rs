//! Finds the first quote, backslash or control character: where the plain bytes of a string end.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::string::block::{BLOCK, Block, Mask};
use crate::string::simd::{equal, level};

/// Bytes that are checked before a string counts as a long one.
const SHORT: usize = 4 * BLOCK;
/// Bytes below are control characters.
pub(super) const FIRST_PRINTABLE: u8 = 0x20;

/// The number of bytes before the first mark, if the string is short and the text has at least a block.
#[inline]
pub(super) fn plain_in_blocks(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    while let Some((block, after)) = rest.split_first_chunk() {
        let marks = marks(Block::new(*block)).bits();
        let before = bytes.len() - rest.len();
        if marks != 0 {
            return Some(before + marks.trailing_zeros() as usize);
        }
        if before == SHORT - BLOCK {
            return None;
        }
        rest = after;
    }
    // The last block of the text overlaps the one before it.
    let marks = marks(Block::new(*bytes.last_chunk()?)).bits() >> (BLOCK - rest.len());
    let before = bytes.len() - rest.len();
    (marks != 0).then_some(before + marks.trailing_zeros() as usize)
}

/// The quotes, backslashes and control characters.
#[inline]
fn marks(block: Block) -> Mask {
    block.equal_to(b'"') | block.equal_to(b'\\') | block.within(0..=FIRST_PRINTABLE - 1)
}

/// The bytes from the first mark on, at memory speed.
pub(super) fn from_mark(bytes: &[u8]) -> &[u8] {
    let level = level();
    if level.is_fallback() {
        // Without SIMD, comparing one by one takes less.
        return from_mark_bytewise(bytes);
    }
    if bytes.len() < SHORT {
        return from_near_mark(bytes);
    }
    from_mark_with(level, bytes)
}

fn from_mark_with(level: Level, bytes: &[u8]) -> &[u8] {
    let plain = dispatch!(level, simd => plain(simd, bytes));
    let rest = bytes.get(plain..).unwrap_or_default();
    match rest {
        [b'"' | b'\\', ..] => rest,
        // Few bytes are left, or a control character follows.
        _ => from_near_mark(rest),
    }
}

fn from_mark_bytewise(bytes: &[u8]) -> &[u8] {
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..FIRST_PRINTABLE);
    let mark = bytes.iter().position(is_mark);
    mark.and_then(|mark| bytes.get(mark..)).unwrap_or_default()
}

/// The same for a few bytes, without dispatch.
fn from_near_mark(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while !rest.is_empty() {
        // After the end, there are control characters.
        let marks = marks(Block::padded(rest)).bits();
        if marks != 0 {
            return rest
                .get(marks.trailing_zeros() as usize..)
                .unwrap_or_default();
        }
        rest = rest.get(BLOCK..).unwrap_or_default();
    }
    rest
}

/// The number of bytes before the first mark, or before the last few bytes.
#[inline(always)]
fn plain<S: Simd>(simd: S, bytes: &[u8]) -> usize {
    let width = S::u8s::N;
    let mut rest = bytes;
    // Two vectors at a time, so that the loop takes less than the comparisons.
    while let Some(blocks) = rest.get(..2 * width) {
        let (first, second) = blocks.split_at(width);
        let marks = vector_marks(simd, first) | vector_marks(simd, second);
        if !marks.all_false() {
            break;
        }
        rest = rest.get(2 * width..).unwrap_or_default();
    }
    while let Some(block) = rest.get(..width) {
        let marks = vector_marks(simd, block);
        if !marks.all_false() {
            let plain = marks.to_bitmask().trailing_zeros() as usize;
            return bytes.len() - rest.len() + plain;
        }
        rest = rest.get(width..).unwrap_or_default();
    }
    bytes.len() - rest.len()
}

/// The marks in as many bytes as a vector has.
#[inline(always)]
fn vector_marks<S: Simd>(simd: S, bytes: &[u8]) -> S::mask8s {
    let block = S::u8s::from_slice(simd, bytes);
    let controls = block.simd_lt(S::u8s::splat(simd, FIRST_PRINTABLE));
    equal(simd, block, b'"') | equal(simd, block, b'\\') | controls
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::string::simd::levels;

    proptest! {
        #[test]
        fn plain_bytes_end_at_the_first_mark(
            bytes in proptest::collection::vec(prop_oneof![99 => 0x20_u8..=0xff, 1 => any::<u8>()], 0..1000)
        ) {
            let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let expected = bytes.iter().position(is_mark);
            let from = &bytes[expected.unwrap_or(bytes.len())..];
            for level in levels() {
                prop_assert_eq!(from_mark_with(level, &bytes), from);
            }
            prop_assert_eq!(from_near_mark(&bytes), from);
            prop_assert_eq!(from_mark_bytewise(&bytes), from);
            let short = expected.filter(|at| *at < SHORT && bytes.len() >= BLOCK);
            prop_assert_eq!(plain_in_blocks(&bytes), short);
        }
    }
}
