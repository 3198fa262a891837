//! Blocks of 16 bytes, compared in one step on targets with SIMD: x86 with SSE2, arm64, and WebAssembly with
//! `simd128`. Elsewhere, bytes are compared one by one.

use std::ops::{BitOr, RangeInclusive};

use wide::u8x16;

/// The number of bytes of a block.
pub(crate) const BLOCK: usize = 16;

/// 16 bytes, compared in one step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block(u8x16);

/// Some of the bytes of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mask(u8x16);

impl Block {
    #[inline]
    pub(crate) fn new(bytes: [u8; BLOCK]) -> Self {
        Self(u8x16::from(bytes))
    }

    /// The first bytes; zeros follow the end.
    #[inline]
    pub(crate) fn padded(bytes: &[u8]) -> Self {
        Self::new(bytes.first_chunk().copied().unwrap_or_else(|| few(bytes)))
    }

    #[inline]
    pub(crate) fn bytes(self) -> [u8; BLOCK] {
        self.0.to_array()
    }

    /// The block with uppercase ASCII letters as lowercase ones, and some other bytes changed.
    #[inline]
    pub(crate) fn fold_case(self) -> Self {
        Self(self.0 | u8x16::splat(0x20))
    }

    #[inline]
    pub(crate) fn equal_to(self, byte: u8) -> Mask {
        Mask(self.0.cmp_eq(u8x16::splat(byte)))
    }

    /// The bytes in a range, which is not empty.
    #[inline]
    pub(crate) fn within(self, range: RangeInclusive<u8>) -> Mask {
        let above = self.0 - u8x16::splat(*range.start());
        let most = u8x16::splat(range.end() - range.start());
        Mask(above.min(most).cmp_eq(above))
    }
}

/// Fewer bytes than a block, and zeros. They are read as two integers that overlap, which takes a third of the
/// instructions of copying them.
#[inline]
fn few(bytes: &[u8]) -> [u8; BLOCK] {
    let length = bytes.len();
    let eight = bytes.first_chunk::<8>().zip(bytes.last_chunk::<8>());
    let four = bytes.first_chunk::<4>().zip(bytes.last_chunk::<4>());
    let both = if let Some((first, last)) = eight {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        u128::from(first) | u128::from(last) << (8 * (length - 8))
    } else if let Some((first, last)) = four {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        (u64::from(first) | u64::from(last) << (8 * (length - 4))).into()
    } else {
        let byte = |at: usize| {
            bytes
                .get(at)
                .map_or(0, |byte| u128::from(*byte) << (8 * at))
        };
        byte(0) | byte(1) | byte(2)
    };
    both.to_le_bytes()
}

impl Mask {
    /// One bit for each byte, the lowest for the first.
    #[inline]
    pub(crate) fn bits(self) -> u32 {
        self.0.move_mask().cast_unsigned()
    }
}

impl BitOr for Mask {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bits(is: impl Fn(usize) -> bool) -> u32 {
        (0..BLOCK).map(|at| u32::from(is(at)) << at).sum()
    }

    proptest! {
        #[test]
        fn bytes_are_compared_one_by_one(
            bytes: [u8; BLOCK],
            length in 0..=BLOCK,
            one: u8,
            [first, last]: [u8; 2],
        ) {
            let (first, last) = (first.min(last), first.max(last));
            let block = Block::new(bytes);
            let equal = bits(|at| bytes[at] == one);
            let within = bits(|at| (first..=last).contains(&bytes[at]));
            prop_assert_eq!(block.equal_to(one).bits(), equal);
            prop_assert_eq!(block.within(first..=last).bits(), within);
            prop_assert_eq!((block.equal_to(one) | block.within(first..=last)).bits(), equal | within);
            let folded = block.fold_case().equal_to(one).bits();
            prop_assert_eq!(folded, bits(|at| bytes[at] | 0x20 == one));
            let padded = Block::padded(&bytes[..length]).bytes();
            prop_assert_eq!(&padded[..length], &bytes[..length]);
            prop_assert!(padded[length..].iter().all(|byte| *byte == 0));
        }
    }
}
