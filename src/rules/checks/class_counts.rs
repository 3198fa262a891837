//! Counts the bytes of a code by class, with SIMD.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::string::simd::{equal, level};

/// How many characters of each class a part of a code has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ClassCounts {
    /// All characters.
    pub(super) characters: usize,
    /// Symbols of the standard alphabet.
    pub(super) standard: usize,
    /// Symbols of only the URL-safe alphabet.
    pub(super) url_safe: usize,
    pub(super) padding: usize,
    pub(super) line_breaks: usize,
}

/// The most bytes of a part: few enough for counters of one byte for each byte of a vector, which has at
/// least 16.
pub(super) const LONGEST_PART: usize = 2048;

const _: () = assert!(LONGEST_PART / 16 < u8::MAX as usize);

impl ClassCounts {
    /// The counts of a part without escapes.
    pub(super) fn of(part: &[u8]) -> Self {
        Self::of_with(level(), part)
    }

    fn of_with(level: Level, part: &[u8]) -> Self {
        dispatch!(level, simd => count::<_, Plain>(simd, part).counts(part.len()))
    }

    /// The counts of a part as it is written in JSON; `None` if it has unusual escapes, which must be
    /// decoded first.
    pub(super) fn of_written(part: &[u8]) -> Option<Self> {
        Self::of_written_with(level(), part)
    }

    fn of_written_with(level: Level, part: &[u8]) -> Option<Self> {
        dispatch!(level, simd => written(simd, part))
    }

    pub(super) const fn symbols(self) -> usize {
        self.standard + self.url_safe
    }

    pub(super) const fn invalid(self) -> usize {
        self.characters - self.standard - self.padding
    }

    pub(super) fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.standard += other.standard;
        self.url_safe += other.url_safe;
        self.padding += other.padding;
        self.line_breaks += other.line_breaks;
    }
}

#[inline(always)]
fn written<S: Simd>(simd: S, part: &[u8]) -> Option<ClassCounts> {
    // Most parts of a wrapped code contain only symbols and line breaks; counting those takes half the
    // instructions.
    let lines = count::<_, Lines>(simd, part);
    if lines.unusual.all_false() {
        return Some(lines.counts_of_lines(part.len()));
    }
    let any = count::<_, Written>(simd, part);
    any.unusual.all_false().then(|| any.counts(part.len()))
}

/// The bytes of a part by class: a counter for each byte of a vector.
struct Counters<S: Simd> {
    standard: S::u8s,
    url_safe: S::u8s,
    padding: S::u8s,
    line_breaks: S::u8s,
    /// Letters of escapes, which are counted as symbols too.
    letters: S::u8s,
    /// Bytes that are not the first of a character: backslashes of escapes, and continuation bytes.
    others: S::u8s,
    /// Bytes that cannot be counted.
    unusual: S::mask8s,
}

impl<S: Simd> Counters<S> {
    #[inline(always)]
    fn counts(self, bytes: usize) -> ClassCounts {
        ClassCounts {
            characters: bytes - sum::<S>(self.others),
            standard: sum::<S>(self.standard) - sum::<S>(self.letters),
            url_safe: sum::<S>(self.url_safe),
            padding: sum::<S>(self.padding),
            line_breaks: sum::<S>(self.line_breaks),
        }
    }

    /// The counts of a part counted as [`Lines`].
    #[inline(always)]
    fn counts_of_lines(self, bytes: usize) -> ClassCounts {
        let characters = bytes - sum::<S>(self.others);
        let line_breaks = sum::<S>(self.line_breaks);
        ClassCounts {
            characters,
            standard: characters - line_breaks,
            line_breaks,
            ..ClassCounts::default()
        }
    }
}

#[inline(always)]
fn sum<S: Simd>(counters: S::u8s) -> usize {
    let mut sum = 0;
    for counter in counters.as_slice() {
        sum += usize::from(*counter);
    }
    sum
}

/// What is counted.
trait Classes {
    /// A byte that is not counted.
    const FILLER: u8;

    /// Counts the bytes of a block; `next` are those that follow each.
    fn add<S: Simd>(counters: &mut Counters<S>, simd: S, block: S::u8s, next: S::u8s);
}

/// All classes, of bytes without escapes.
struct Plain;

impl Classes for Plain {
    const FILLER: u8 = 0;

    #[inline(always)]
    fn add<S: Simd>(counters: &mut Counters<S>, simd: S, block: S::u8s, _: S::u8s) {
        let line_breaks = equal(simd, block, b'\n') | equal(simd, block, b'\r');
        counters.standard += ones(simd, standard(simd, block));
        counters.url_safe += ones(simd, url_safe(simd, block));
        counters.padding += ones(simd, equal(simd, block, b'='));
        counters.line_breaks += ones(simd, line_breaks);
        counters.others += ones(simd, continuation(simd, block));
    }
}

/// All classes, of bytes with the escapes `\n`, `\r`, `\t`, `\"` and `\/`.
struct Written;

impl Classes for Written {
    const FILLER: u8 = 0;

    #[inline(always)]
    fn add<S: Simd>(counters: &mut Counters<S>, simd: S, block: S::u8s, next: S::u8s) {
        let escapes = equal(simd, block, b'\\');
        let line_breaks = equal(simd, next, b'n') | equal(simd, next, b'r');
        let letters = line_breaks | equal(simd, next, b't');
        let known = letters | equal(simd, next, b'/') | equal(simd, next, b'"');
        let others = escapes | continuation(simd, block);
        counters.standard += ones(simd, standard(simd, block));
        counters.letters += ones(simd, escapes & letters);
        counters.url_safe += ones(simd, url_safe(simd, block));
        counters.padding += ones(simd, equal(simd, block, b'='));
        counters.line_breaks += ones(simd, escapes & line_breaks);
        counters.others += ones(simd, others);
        counters.unusual |= escapes & !known;
    }
}

/// Line breaks, of bytes that are only symbols and the escapes `\n`, `\r` and `\/`.
struct Lines;

impl Classes for Lines {
    const FILLER: u8 = b'A';

    #[inline(always)]
    fn add<S: Simd>(counters: &mut Counters<S>, simd: S, block: S::u8s, next: S::u8s) {
        let escapes = equal(simd, block, b'\\');
        let line_breaks = equal(simd, next, b'n') | equal(simd, next, b'r');
        let known = escapes & (line_breaks | equal(simd, next, b'/'));
        counters.line_breaks += ones(simd, escapes & line_breaks);
        counters.others += ones(simd, escapes);
        counters.unusual |= !(standard(simd, block) | known);
    }
}

/// Counts the bytes of a part.
#[inline(always)]
fn count<S: Simd, C: Classes>(simd: S, part: &[u8]) -> Counters<S> {
    let zero = S::u8s::splat(simd, 0);
    let mut counters = Counters {
        standard: zero,
        url_safe: zero,
        padding: zero,
        line_breaks: zero,
        letters: zero,
        others: zero,
        unusual: S::mask8s::splat(simd, false),
    };
    let mut rest = part;
    // A byte must follow each block.
    while let Some(bytes) = rest.get(..=S::u8s::N) {
        let (block, next) = (bytes.get(..S::u8s::N), bytes.get(1..));
        let block = S::u8s::from_slice(simd, block.unwrap_or_default());
        let next = S::u8s::from_slice(simd, next.unwrap_or_default());
        C::add(&mut counters, simd, block, next);
        rest = rest.get(S::u8s::N..).unwrap_or_default();
    }
    let filler = S::u8s::splat(simd, C::FILLER);
    let last = last_block(simd, part, rest.len(), filler);
    C::add(&mut counters, simd, last, last.slide::<1>(filler));
    counters
}

/// The last `length` bytes of a part, at most a vector, after fillers.
#[inline(always)]
fn last_block<S: Simd>(simd: S, part: &[u8], length: usize, filler: S::u8s) -> S::u8s {
    /// The bytes of the widest vector.
    const WIDEST: usize = 64;

    let before = S::u8s::N - length;
    let mut short = [0; WIDEST];
    let bytes = if let Some(start) = part.len().checked_sub(S::u8s::N) {
        // Loading a block that overlaps the one before it takes less than copying the bytes.
        part.get(start..)
    } else {
        let last = short.iter_mut().skip(before);
        last.zip(part).for_each(|(to, from)| *to = *from);
        short.get(..S::u8s::N)
    };
    let index = S::u8s::from_fn(simd, |at| u8::try_from(at).unwrap_or_default());
    let is_last = index.simd_ge(S::u8s::splat(
        simd,
        u8::try_from(before).unwrap_or_default(),
    ));
    is_last.select(S::u8s::from_slice(simd, bytes.unwrap_or_default()), filler)
}

#[inline(always)]
fn ones<S: Simd>(simd: S, mask: S::mask8s) -> S::u8s {
    mask.select(S::u8s::splat(simd, 1), S::u8s::splat(simd, 0))
}

#[inline(always)]
fn standard<S: Simd>(simd: S, block: S::u8s) -> S::mask8s {
    let letters = between(simd, block | S::u8s::splat(simd, 0x20), b'a', b'z');
    // `/` precedes the digits.
    letters | between(simd, block, b'/', b'9') | equal(simd, block, b'+')
}

#[inline(always)]
fn url_safe<S: Simd>(simd: S, block: S::u8s) -> S::mask8s {
    equal(simd, block, b'-') | equal(simd, block, b'_')
}

#[inline(always)]
fn continuation<S: Simd>(simd: S, block: S::u8s) -> S::mask8s {
    between(simd, block, 0x80, 0xbf)
}

#[inline(always)]
fn between<S: Simd>(simd: S, block: S::u8s, first: u8, last: u8) -> S::mask8s {
    let above = block - S::u8s::splat(simd, first);
    above.simd_le(S::u8s::splat(simd, last - first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::checks::symbols::{is_standard, is_symbol};
    use crate::string::json_string::JsonString;
    use crate::string::simd::levels;

    /// Counted one by one.
    fn simple(part: JsonString<'_>) -> ClassCounts {
        let count = |is: fn(u8) -> bool| {
            let is = |c: &char| u8::try_from(*c).is_ok_and(is);
            part.chars().filter(is).count()
        };
        ClassCounts {
            characters: part.chars().count(),
            standard: count(is_standard),
            url_safe: count(|byte| is_symbol(byte) && !is_standard(byte)),
            padding: count(|byte| byte == b'='),
            line_breaks: count(|byte| byte == b'\n' || byte == b'\r'),
        }
    }

    #[test]
    fn the_longest_part_can_be_of_one_class() {
        for level in levels() {
            for one in ["A", "-", "=", "\n", "?", "é"] {
                let part = one.repeat(LONGEST_PART / one.len());
                let expected = simple(JsonString::plain(&part));
                assert_eq!(
                    ClassCounts::of_with(level, part.as_bytes()),
                    expected,
                    "{one:?}"
                );
            }
            for one in ["A", "-", "=", "\\n", "\\t", "\\/", "?", "é"] {
                let part = one.repeat(LONGEST_PART / one.len());
                let expected = Some(simple(JsonString::escaped(&part)));
                assert_eq!(
                    ClassCounts::of_written_with(level, part.as_bytes()),
                    expected,
                    "{one}"
                );
            }
        }
    }

    #[test]
    fn parts_of_each_length_are_counted() {
        for length in 2..200 {
            for at in 0..=length - 2 {
                let around = |inside: &str| "A".repeat(at) + inside + &"A".repeat(length - 2 - at);
                for level in levels() {
                    let part = around("=-");
                    let counts = ClassCounts::of_with(level, part.as_bytes());
                    assert_eq!(counts, simple(JsonString::plain(&part)), "{part}");
                    for escape in [r"\n", r"\/", r"\t"] {
                        let part = around(escape);
                        let counts = ClassCounts::of_written_with(level, part.as_bytes());
                        assert_eq!(counts, Some(simple(JsonString::escaped(&part))), "{part}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn bytes_are_counted_as_one_by_one(
            runs in proptest::collection::vec(("[ -~é日🎉\n\r]", 0..200_usize), 0..9),
        ) {
            let part: String = runs.iter().map(|(one, times)| one.repeat(*times)).collect();
            prop_assume!(part.len() <= LONGEST_PART);
            let expected = simple(JsonString::plain(&part));
            for level in levels() {
                prop_assert_eq!(ClassCounts::of_with(level, part.as_bytes()), expected);
            }
        }

        #[test]
        fn written_characters_are_counted_as_one_by_one(
            runs in proptest::collection::vec(
                (prop_oneof![4 => "[A-Za-z0-9+/]", 2 => r#"\\[nrt/"]"#, 1 => r"[ -!#-\[\]-~é日🎉]", 1 => r"\\[bf\\]"], 0..200_usize),
                0..9,
            ),
        ) {
            let part: String = runs.iter().map(|(one, times)| one.repeat(*times)).collect();
            prop_assume!(part.len() <= LONGEST_PART);
            let is_usual = !runs.iter().any(|(one, times)| *times > 0 && [r"\b", r"\f", r"\\"].contains(&&**one));
            let expected = is_usual.then(|| simple(JsonString::escaped(&part)));
            for level in levels() {
                prop_assert_eq!(ClassCounts::of_written_with(level, part.as_bytes()), expected);
            }
        }
    }
}
