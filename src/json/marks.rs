//! Finds the first quote, backslash or control character: where the plain bytes of a string end.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::string::block::{BLOCK, Block, Mask};
use crate::string::simd::{equal, level};

/// Bytes that are checked before a string counts as a long one.
pub(super) const SHORT: usize = 4 * BLOCK;
/// Bytes below are control characters.
pub(super) const FIRST_PRINTABLE: u8 = 0x20;

/// The number of bytes before the first mark, if it is in the first block.
#[inline]
pub(super) fn plain_in_block(bytes: &[u8]) -> Option<usize> {
    let marks = marks(Block::new(*bytes.first_chunk()?)).bits();
    (marks != 0).then_some(marks.trailing_zeros() as usize)
}

/// The bytes from the first mark on, if it is among the first `LIMIT` bytes.
///
/// It is not inlined because its constants would take the registers of its caller.
#[inline(never)]
pub(super) fn from_first_mark<const LIMIT: usize>(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    while let Some((block, after)) = rest.split_first_chunk() {
        let marks = marks(Block::new(*block)).bits();
        if marks != 0 {
            return rest.get(marks.trailing_zeros() as usize..);
        }
        rest = after;
        if bytes.len() - rest.len() == LIMIT {
            return None;
        }
    }
    from_last_mark(rest)
}

/// The same for the last bytes of a text, fewer than a block. It is not inlined because the copy of the
/// bytes would need registers in [`from_first_mark`], which are saved and restored at each call.
#[inline(never)]
fn from_last_mark(bytes: &[u8]) -> Option<&[u8]> {
    // The padding counts as control characters, so there always is a mark.
    let marks = marks(Block::padded(bytes)).bits();
    let rest = bytes.get(marks.trailing_zeros() as usize..);
    rest.filter(|rest| !rest.is_empty())
}

/// The quotes, backslashes and control characters.
#[inline]
fn marks(block: Block) -> Mask {
    block.equal_to(b'"') | block.equal_to(b'\\') | block.within(0..=FIRST_PRINTABLE - 1)
}

/// The bytes from the first mark on, at memory speed.
pub(super) fn from_distant_mark(bytes: &[u8]) -> &[u8] {
    from_distant_mark_with(level(), bytes)
}

fn from_distant_mark_with(level: Level, bytes: &[u8]) -> &[u8] {
    let plain = dispatch!(level, simd => plain(simd, bytes));
    let rest = bytes.get(plain..).unwrap_or_default();
    match rest {
        [b'"' | b'\\', ..] => rest,
        // Few bytes are left, or a control character follows.
        _ => from_first_mark::<{ usize::MAX }>(rest).unwrap_or_default(),
    }
}

/// The number of bytes before the first mark, or before the last few bytes.
#[inline(always)]
fn plain<S: Simd>(simd: S, bytes: &[u8]) -> usize {
    let width = S::u8s::N;
    let mut rest = bytes;
    // Two vectors at a time, so that counting takes less than comparing.
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

    proptest! {
        #[test]
        fn plain_bytes_end_at_the_first_mark(
            bytes in proptest::collection::vec(prop_oneof![99 => 0x20_u8..=0xff, 1 => any::<u8>()], 0..1000)
        ) {
            let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let expected = bytes.iter().position(is_mark);
            let from = &bytes[expected.unwrap_or(bytes.len())..];
            for level in [level(), Level::baseline()] {
                prop_assert_eq!(from_distant_mark_with(level, &bytes), from);
            }
            let first = expected.filter(|at| *at < SHORT).map(|_| from);
            prop_assert_eq!(from_first_mark::<SHORT>(&bytes), first);
            let in_block = expected.filter(|at| *at < BLOCK && bytes.len() >= BLOCK);
            prop_assert_eq!(plain_in_block(&bytes), in_block);
        }
    }
}
