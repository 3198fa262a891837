//! Finds the positions of many offsets in one pass.

#![expect(
    clippy::inline_always,
    reason = "`dispatch!` compiles a function for each instruction set, but not those that it calls"
)]

use std::ops::Range;

use fearless_simd::{Simd, dispatch, i8x64, prelude::*, u8x64};

use super::span::{Position, Span};
use crate::string::characters::first_bytes;
use crate::string::simd::{LARGE, count, level, split_large};

/// Finds the positions of ascending offsets, reading the text once.
#[derive(Clone, Copy)]
pub(crate) struct Positions<'a> {
    text: &'a [u8],
    /// The last offset, and its position.
    offset: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            offset: 0,
            position: Position::new(1, 1),
        }
    }

    /// The position of the byte at `offset`, which must not be less than the previous one. The end of
    /// the text has the position before its trailing line breaks, where editors still show a line.
    pub(crate) fn at(&mut self, offset: usize) -> Position {
        dispatch!(level(), simd => self.at_with(simd, offset))
    }

    /// The position after all characters before `offset`.
    pub(crate) fn before(&mut self, offset: usize) -> Position {
        dispatch!(level(), simd => self.before_with(simd, offset))
    }

    /// The positions of the start and the end of a span, which must not start before the last one.
    /// Only spans of objects contain others, and objects are nested only a few levels deep.
    #[inline(always)]
    fn of<S: Simd>(&mut self, simd: S, span: Span) -> Range<Position> {
        let start = self.at_with(simd, span.start);
        let mut positions = *self;
        start..positions.at_with(simd, span.end)
    }

    #[inline(always)]
    fn at_with<S: Simd>(&mut self, simd: S, offset: usize) -> Position {
        let offset = if offset < self.text.len() {
            offset
        } else {
            without_line_breaks(self.text).len()
        };
        self.before_with(simd, offset)
    }

    #[inline(always)]
    fn before_with<S: Simd>(&mut self, simd: S, offset: usize) -> Position {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let passed = passed(simd, rest, offset.saturating_sub(self.offset));
        if passed.line_breaks > 0 {
            self.position = Position::new(self.position.line + passed.line_breaks, 1);
        }
        self.position.column += passed.characters;
        self.offset = self.offset.max(offset);
        self.position
    }
}

/// Sets the positions of all items that have a span, which must be in ascending order of their starts.
pub(super) fn locate_all<T>(
    items: &mut [T],
    text: &[u8],
    span: impl Fn(&T) -> Option<Span>,
    set: impl Fn(&mut T, Span, Range<Position>),
) {
    dispatch!(level(), simd => locate_all_with(simd, items, text, span, set));
}

#[inline(always)]
fn locate_all_with<S: Simd, T>(
    simd: S,
    items: &mut [T],
    text: &[u8],
    span: impl Fn(&T) -> Option<Span>,
    set: impl Fn(&mut T, Span, Range<Position>),
) {
    let mut positions = Positions::new(text);
    for item in items {
        if let Some(span) = span(item) {
            set(item, span, positions.of(simd, span));
        }
    }
}

/// The text before its trailing line breaks.
fn without_line_breaks(mut text: &[u8]) -> &[u8] {
    while let [line @ .., b'\r', b'\n'] | [line @ .., b'\n'] = text {
        text = line;
    }
    text
}

/// What a position passes by: line breaks, and characters after the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Passed {
    line_breaks: usize,
    characters: usize,
}

/// Counts in the first bytes of a text in UTF-8, 64 bytes at a time. They may end inside a character,
/// which counts.
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
        let firsts = inside & first_bytes(simd, block);
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
    use crate::string::simd::levels;

    #[test]
    fn lines_end_at_lf_and_columns_count_characters() {
        let text = "ab\nü🎉x\r\n\n\rz";
        let table = [
            (0, 1, 1),
            (2, 1, 3),
            (3, 2, 1),
            (5, 2, 2),
            (9, 2, 3),
            (10, 2, 4),
            (12, 3, 1),
            (13, 4, 1),
            (15, 4, 3),
        ];
        let mut positions = Positions::new(text.as_bytes());
        for (offset, line, column) in table {
            assert_eq!(
                positions.at(offset),
                Position::new(line, column),
                "{offset}"
            );
            assert_eq!(
                Positions::new(text.as_bytes()).at(offset),
                Position::new(line, column)
            );
        }
        assert_eq!(
            positions.at(15),
            Position::new(4, 3),
            "the same offset again"
        );
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_lines_that_std_splits(
            text in "(a|b|é|日|🎉|\n|\r){0,60}",
            offsets in proptest::collection::vec(0..200_usize, 0..6),
        ) {
            let mut offsets: Vec<_> = offsets.into_iter().map(|at| at.min(text.len())).collect();
            offsets.sort_unstable();
            let mut positions = Positions::new(text.as_bytes());
            for at in offsets.into_iter().filter(|at| text.is_char_boundary(*at)) {
                // The end has a table of its own.
                if at == text.len() && text.ends_with('\n') {
                    continue;
                }
                let before: Vec<_> = text[..at].split('\n').map(|line| line.chars().count()).collect();
                let expected = Position::new(before.len(), 1 + before[before.len() - 1]);
                prop_assert_eq!(positions.at(at), expected);
            }
        }
    }

    #[test]
    fn the_end_of_a_text_is_before_its_trailing_line_breaks() {
        let table = [
            ("{", 1, 2),
            ("{\n", 1, 2),
            ("{\r\n\r\n\n", 1, 2),
            ("{\n  \n", 2, 3),
            ("{\r", 1, 3),
            ("{\r\r\n", 1, 3),
            ("\n\n", 1, 1),
            ("", 1, 1),
        ];
        for (text, line, column) in table {
            let mut positions = Positions::new(text.as_bytes());
            let expected = Position::new(line, column);
            assert_eq!(positions.at(text.len()), expected, "{text:?}");
        }
    }

    #[test]
    fn items_with_spans_get_two_positions() {
        let text = "ab\né🎉x\ny\n";
        let table = [
            (Span::new(0, 2), (1, 1), (1, 3)),
            (Span::new(0, 3), (1, 1), (2, 1)),
            (Span::new(1, 9), (1, 2), (2, 3)),
            (Span::new(3, 10), (2, 1), (2, 4)),
            (Span::new(5, 5), (2, 2), (2, 2)),
            (Span::new(9, 12), (2, 3), (3, 2)),
        ];
        let spans = table.iter().flat_map(|(span, ..)| [Some(*span), None]);
        let mut items: Vec<_> = spans.map(|span| (span, None)).collect();
        locate_all(
            &mut items,
            text.as_bytes(),
            |(span, _)| *span,
            |(of, positions), span, found| {
                assert_eq!(*of, Some(span));
                *positions = Some(found);
            },
        );
        let position = |(line, column)| Position::new(line, column);
        let expected = table.into_iter().flat_map(|(span, start, end)| {
            let positions = position(start)..position(end);
            [(Some(span), Some(positions)), (None, None)]
        });
        assert!(items.iter().cloned().eq(expected), "{items:?}");
    }

    proptest! {
        #[test]
        fn what_is_passed_is_what_std_counts(
            text in prop_oneof!["(a|é|日|🎉|\n){0,300}", "[ab]{0,300}", "\n{0,70}"],
            length in 0..1000_usize,
        ) {
            let bytes = &text.as_bytes()[..length.min(text.len())];
            let line = bytes.rsplit(|byte| *byte == b'\n').next().unwrap();
            let expected = Passed {
                line_breaks: bytes.split(|byte| *byte == b'\n').count() - 1,
                characters: line.iter().filter(|byte| **byte >> 6 != 2).count(),
            };
            for level in levels() {
                let passed = dispatch!(level, simd => passed(simd, text.as_bytes(), length));
                prop_assert_eq!(passed, expected);
            }
        }
    }
}
