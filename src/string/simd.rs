//! The SIMD instructions of the machine, for long strings.
//!
//! Short strings are compared in a [`Block`](super::block::Block) with the instructions of the target, which
//! need no dispatch.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, SimdBase, SimdInt};

/// The best instructions of the machine, to dispatch on. They are detected once, which takes a while.
#[inline]
pub(crate) fn level() -> Level {
    static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);
    *LEVEL
}

/// The bytes that equal one.
#[inline(always)]
pub(crate) fn equal<S: Simd>(simd: S, block: S::u8s, byte: u8) -> S::mask8s {
    block.simd_eq(S::u8s::splat(simd, byte))
}
