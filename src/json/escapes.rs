//! Reads strings with escapes, 64 bytes at a time.
//!
//! The bytes of a block are compared in vectors, and the results are words of 64 bits, one for each byte, the
//! lowest for the first: shifting a word by one place compares each byte with the one before it.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, mask8x64, prelude::*, u8x64};

use super::marks::FIRST_PRINTABLE;
use crate::string::simd::{LARGE, count, level, split_large};

/// Bytes of a string that are valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Escaped {
    pub(super) bytes: usize,
    /// The characters that escapes take more than what they stand for.
    pub(super) surplus: usize,
}

impl Escaped {
    /// The bytes up to the closing quote, if all are valid. Otherwise some of the valid ones, which do not end
    /// inside an escape or a pair.
    #[inline(never)]
    pub(super) fn at_start(text: &[u8]) -> Self {
        let level = level();
        if level.is_fallback() {
            // Without SIMD, reading byte by byte takes less.
            return Self::default();
        }
        Self::at_start_with(level, text)
    }

    fn at_start_with(level: Level, text: &[u8]) -> Self {
        dispatch!(level, simd => at_start(simd, text))
    }
}

/// Bytes after which a position is saved up to which all are valid, unless it is inside a `\u` escape. If the
/// string is invalid, the rest is read again from there, byte by byte.
const CHECKED: usize = 64 * LARGE;

#[inline(always)]
fn at_start<S: Simd>(simd: S, text: &[u8]) -> Escaped {
    let (mut rest, mut surplus) = (text, 0);
    let mut valid = Escaped::default();
    let mut before = Before::default();
    loop {
        let bytes = text.len() - rest.len();
        if bytes.is_multiple_of(CHECKED) && !before.is_inside_units() {
            // Without a backslash whose escape is not counted yet.
            let bytes = bytes - usize::from(before.escapes_next != 0);
            valid = Escaped { bytes, surplus };
        }
        let (block, after) = split_large(simd, rest);
        let backslashes = bits(equal(simd, block, b'\\'));
        let stops = bits(equal(simd, block, b'"') | less(simd, block, FIRST_PRINTABLE));
        let frequent = bits(frequent_escapes(simd, block));
        let after_backslash = backslashes << 1 | before.escapes_next;
        // If no others are escaped, as in code, this takes less than half of the instructions.
        let are_frequent = after_backslash & !frequent == 0;
        if are_frequent && stops | before.units == 0 {
            surplus += count(after_backslash);
            before.escapes_next = backslashes >> 63;
            rest = after;
            continue;
        }
        let escaped = before.escaped(backslashes);
        let end = lowest(stops & !escaped);
        // All bytes before the end; all if there is none.
        let inside = end.wrapping_sub(1);
        let escaped = escaped & inside;
        surplus += count(escaped);
        let others = escaped & !frequent;
        if others | before.units != 0 {
            let units = others & bits(equal(simd, block, b'u'));
            if others != units && others & !units & !bits(other_short_escapes(simd, block)) != 0 {
                return valid;
            }
            let Some(pairs) = before.pairs(simd, block, units) else {
                return valid;
            };
            surplus += 4 * count(units) + count(pairs);
        }
        if end != 0 {
            let bytes = bytes + end.trailing_zeros() as usize;
            let is_complete = text.get(bytes) == Some(&b'"') && before.unpaired() == 0;
            return if is_complete {
                Escaped { bytes, surplus }
            } else {
                valid
            };
        }
        rest = after;
    }
}

/// What of the previous block matters in the next one.
#[derive(Clone, Copy, Default)]
struct Before {
    /// 1 if the first byte of the next block is escaped.
    escapes_next: u64,
    /// The `u` of `\u` escapes.
    units: u64,
    /// Their first digits that are a D, as those of surrogates are.
    leads: u64,
    /// The second digits of high surrogates.
    highs: u64,
}

impl Before {
    /// Whether the next block begins inside a `\u` escape or between two of a pair.
    #[inline(always)]
    fn is_inside_units(&self) -> bool {
        self.units >> 60 | self.unpaired() != 0
    }

    /// The second digits of low surrogates that must be in the next block.
    #[inline(always)]
    fn unpaired(&self) -> u64 {
        self.highs >> 58
    }

    /// The characters that are escaped: those after a backslash that is not escaped itself.
    ///
    /// In a run of backslashes, every second character is escaped: the odd bits if the run begins at an even
    /// bit, otherwise the even ones. Adding its first bit to a run that begins at an odd bit clears the run, so
    /// that the sum has only those that begin at an even bit.
    #[inline(always)]
    fn escaped(&mut self, backslashes: u64) -> u64 {
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let backslashes = backslashes & !self.escapes_next;
        let after_backslash = backslashes << 1 | self.escapes_next;
        let odd_starts = backslashes & !EVEN & !after_backslash;
        let (from_odd, carries) = odd_starts.overflowing_add(backslashes);
        self.escapes_next = u64::from(carries);
        (EVEN ^ from_odd << 1) & after_backslash
    }

    /// The second digits of high surrogates among `\u` escapes; `None` if a digit or a surrogate is missing.
    #[inline(always)]
    fn pairs<S: Simd>(&mut self, simd: S, block: u8x64<S>, units: u64) -> Option<u64> {
        if units | self.units == 0 {
            return Some(0);
        }
        let folded = block | u8x64::splat(simd, 0x20);
        let hexadecimal = less(simd, block - u8x64::splat(simd, b'0'), 10)
            | less(simd, folded - u8x64::splat(simd, b'a'), 6);
        let first = units << 1 | self.units >> 63;
        let digits = first
            | (units << 2 | self.units >> 62)
            | (units << 3 | self.units >> 61)
            | (units << 4 | self.units >> 60);
        if digits & !bits(hexadecimal) != 0 {
            return None;
        }
        let leads = first & bits(equal(simd, folded, b'd'));
        let seconds = leads << 1 | self.leads >> 63;
        let mut highs = 0;
        if seconds | self.unpaired() != 0 {
            let low = less(simd, folded - u8x64::splat(simd, b'c'), 4);
            let not_high = less(simd, block, b'8') | low;
            let lows = seconds & bits(low);
            highs = seconds & !bits(not_high);
            if lows != (highs << 6 | self.unpaired()) {
                return None;
            }
        }
        (self.units, self.leads, self.highs) = (units, leads, highs);
        Some(highs)
    }
}

/// The characters of the most frequent escapes: those of line breaks, and the slash, which PHP escapes.
#[inline(always)]
fn frequent_escapes<S: Simd>(simd: S, block: u8x64<S>) -> mask8x64<S> {
    equal(simd, block, b'n') | equal(simd, block, b'r') | equal(simd, block, b'/')
}

/// The characters of the other escapes of two characters.
#[inline(always)]
fn other_short_escapes<S: Simd>(simd: S, block: u8x64<S>) -> mask8x64<S> {
    let signs = equal(simd, block, b'"') | equal(simd, block, b'\\');
    signs | equal(simd, block, b't') | equal(simd, block, b'b') | equal(simd, block, b'f')
}

#[inline(always)]
fn equal<S: Simd>(simd: S, block: u8x64<S>, byte: u8) -> mask8x64<S> {
    block.simd_eq(u8x64::splat(simd, byte))
}

#[inline(always)]
fn less<S: Simd>(simd: S, block: u8x64<S>, byte: u8) -> mask8x64<S> {
    block.simd_lt(u8x64::splat(simd, byte))
}

#[inline(always)]
fn bits<S: Simd>(mask: mask8x64<S>) -> u64 {
    mask.to_bitmask()
}

/// The lowest bit that is set.
#[inline(always)]
fn lowest(bits: u64) -> u64 {
    bits & bits.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::string::simd::levels;

    /// The same up to the closing quote or the first byte that is not valid, byte by byte.
    fn simple(text: &[u8]) -> (Escaped, bool) {
        let (mut rest, mut surplus) = (text, 0);
        let unit = |rest: &[u8]| match rest {
            [b'\\', b'u', digits @ ..] => {
                let digits = digits
                    .get(..4)
                    .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
                u16::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).ok()
            }
            _ => None,
        };
        loop {
            let length = match rest {
                [
                    b'\\',
                    b'n' | b'r' | b't' | b'b' | b'f' | b'"' | b'/' | b'\\',
                    ..,
                ] => 2,
                [b'\\', b'u', ..] => match (unit(rest), rest.get(6..).and_then(unit)) {
                    (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
                    (Some(0..0xd800 | 0xe000..), _) => 6,
                    _ => 0,
                },
                [] | [b'\\' | b'"' | 0..0x20, ..] => 0,
                _ => 1,
            };
            if length == 0 {
                let bytes = text.len() - rest.len();
                return (Escaped { bytes, surplus }, rest.starts_with(b"\""));
            }
            surplus += length - 1;
            rest = &rest[length..];
        }
    }

    fn assert_as_simple(text: &[u8]) -> Result<(), TestCaseError> {
        let (expected, is_complete) = simple(text);
        for level in levels() {
            let found = Escaped::at_start_with(level, text);
            if is_complete {
                prop_assert_eq!(found, expected);
            } else {
                // The rest is left, from a place that is not inside an escape.
                let (left, _) = simple(&text[found.bytes..]);
                prop_assert_eq!(found.bytes + left.bytes, expected.bytes);
                prop_assert_eq!(found.surplus + left.surplus, expected.surplus);
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn escapes_are_read_as_byte_by_byte(
            runs in proptest::collection::vec(
                prop_oneof![
                    8 => "[ -!#-\\[\\]-~é日🎉]{0,70}",
                    8 => r#"(\\[nrtbf/"\\]){1,9}"#,
                    // Whole blocks with only these escapes.
                    8 => r"([ -!#-\[\]-~]{0,20}\\[nr/]){1,20}",
                    8 => r"(\\u[0-9a-cA-Ce-fE-F][0-9a-fA-F]{3}){1,12}",
                    4 => r"(\\u[dD][0-7][0-9a-fA-F]{2}){1,3}",
                    8 => r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}){1,5}",
                ],
                0..12,
            ),
            change in proptest::option::of((any::<proptest::sample::Index>(), any::<u8>())),
            end in prop_oneof![3 => Just("\""), 1 => Just("")],
            rest in r#"[ -~\\"]{0,80}"#,
        ) {
            let text = runs.concat() + end + &rest;
            let mut text = text.into_bytes();
            if let Some((at, byte)) = change && !text.is_empty() {
                let at = at.index(text.len());
                text[at] = byte;
            }
            assert_as_simple(&text)?;
        }
    }

    #[test]
    fn bytes_in_each_place_of_escapes() {
        let escapes = r#"ab\u00e9\ud83c\uDF89\uD83C\udf89\ud7ff\ue000\\\n\"\\\\c\b\f\r\t\/\u0041"#;
        for shift in 0..64 {
            let text = format!("{}{escapes}\"\\u12", "a".repeat(shift));
            for at in shift..text.len() {
                assert_as_simple(&text.as_bytes()[..at]).unwrap();
                for byte in *b"\0\x1f !\"#/0789:@ABCDFG[\\]abcdefgnrtuz\x7f\xe9" {
                    let mut text = text.clone().into_bytes();
                    text[at] = byte;
                    assert_as_simple(&text).unwrap();
                }
            }
        }
    }

    #[test]
    fn what_follows_a_valid_position_is_left() {
        for escape in [r"\ud83c\udf89", r"\u00e9", r"\\", r"\n", r"\/", "a"] {
            for shift in 0..12 {
                let text = "a".repeat(shift) + &escape.repeat(3 * CHECKED / 2) + "\n";
                assert_as_simple(text.as_bytes()).unwrap();
                // Each third position is one between escapes, or none if they begin at odd ones.
                if shift == 0 || escape.len() < 6 {
                    let left = text.len() - Escaped::at_start(text.as_bytes()).bytes;
                    assert!(left <= 3 * CHECKED, "{escape} {shift} {left}");
                }
            }
        }
    }
}
