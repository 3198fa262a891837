//! The SIMD instructions of the machine.
//!
//! Most short strings are compared in a [`Block`](super::block::Block) with the instructions of the target, which
//! need no dispatch.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, SimdBase, SimdInt, u8x64};

/// The best instructions of the machine, to dispatch on. They are detected once, which takes a while.
#[inline]
pub(crate) fn level() -> Level {
    static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);
    *LEVEL
}

/// The bytes of a large block: as many as a `u64` has bits.
pub(crate) const LARGE: usize = 64;

/// The next large block, with zeros after the end of the text, and what follows it.
#[inline(always)]
pub(crate) fn split_large<S: Simd>(simd: S, text: &[u8]) -> (u8x64<S>, &[u8]) {
    if let Some((block, after)) = text.split_first_chunk::<LARGE>() {
        return (u8x64::from_slice(simd, block), after);
    }
    let mut block = [0; LARGE];
    for (to, from) in block.iter_mut().zip(text) {
        *to = *from;
    }
    (u8x64::from_slice(simd, &block), &[])
}

/// The number of bits that are set.
#[inline(always)]
pub(crate) fn count(bits: u64) -> usize {
    bits.count_ones() as usize
}

/// The bytes that equal one.
#[inline(always)]
pub(crate) fn equal<S: Simd>(simd: S, block: S::u8s, byte: u8) -> S::mask8s {
    block.simd_eq(S::u8s::splat(simd, byte))
}

/// The instructions of the machine, those of the target and, on x86, those between them, to test with.
#[cfg(test)]
pub(crate) fn levels() -> Vec<Level> {
    let mut levels = vec![level(), Level::baseline()];
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    levels.extend(level().as_sse4_2().map(Simd::level));
    levels
}
