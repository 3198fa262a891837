//! Locations in a source text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::string::count::Passed;

/// A range of bytes, from the start of the source.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate};
///
/// let json = r#"{"name": "a b", "language": "typescript"}"#;
/// let report = CreateTaskRequest::from_json(json).unwrap_err();
/// let span = report.violations()[0].span().unwrap();
/// assert_eq!(&json[span.start..span.end], r#""a b""#);
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[non_exhaustive]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// A span.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Span::new(3, 5).end, 5);
    /// ```
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub(crate) const fn empty(at: usize) -> Self {
        Self::new(at, at)
    }
}

impl From<Span> for Range<usize> {
    /// The same range, to index the source with.
    ///
    /// ```
    /// use anchorbrowser_schema::Span;
    ///
    /// let span = Span::locate(r#"{"name": "t"}"#, "/name").unwrap();
    /// assert_eq!(std::ops::Range::from(span), 9..12);
    /// ```
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A line and a column, for people. Lines end at LF. Both count from 1, columns in characters
/// (Unicode code points).
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Position, Validate};
///
/// let report = CreateTaskRequest::from_json("{\n  \"name\": 5\n}").unwrap_err();
/// let position = report.violations().last().and_then(|v| v.position());
/// assert_eq!(position, Some(Position::new(2, 11)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in the line, from 1, in characters.
    pub column: usize,
}

impl Position {
    /// A position.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Position::new(3, 1).line, 3);
    /// ```
    #[must_use]
    pub const fn new(line: usize, column: usize) -> Self {
        Self { line, column }
    }

    /// This position in `source`, with the column in UTF-16 code units, as editors and the language
    /// server protocol count it, also from 1. It reads
    /// `source` up to the position.
    ///
    /// ```
    /// use anchorbrowser_schema::Position;
    ///
    /// assert_eq!(Position::new(1, 3).to_utf16("🎉!\n"), Position::new(1, 4));
    /// ```
    #[must_use]
    pub fn to_utf16(self, source: &str) -> Self {
        let line = source.split('\n').nth(self.line.saturating_sub(1));
        let before = self.column.saturating_sub(1);
        let characters = line.unwrap_or_default().chars().take(before);
        // A character beyond U+FFFF takes two units.
        let pairs = characters.filter(|c| c.len_utf16() == 2).count();
        Self::new(self.line, self.column.saturating_add(pairs))
    }
}

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

    /// The positions of the start and the end of a span, which must not start before the last one.
    /// Only spans of objects contain others, and objects are nested only a few levels deep.
    #[inline]
    pub(crate) fn of(&mut self, span: Span) -> Range<Position> {
        let start = self.at(span.start);
        let mut positions = *self;
        start..positions.at(span.end.max(span.start))
    }

    /// The position of the byte at `offset`, which must not be less than the previous one. The end of
    /// the text has the position before its trailing line breaks, where editors still show a line.
    #[inline]
    pub(crate) fn at(&mut self, offset: usize) -> Position {
        if offset >= self.text.len() && self.text.ends_with(b"\n") {
            let end = without_line_breaks(self.text).len();
            return self.before(end.max(self.offset));
        }
        self.before(offset)
    }

    /// The position after all characters before `offset`.
    #[inline]
    pub(crate) fn before(&mut self, offset: usize) -> Position {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let passed = Passed::of(rest, offset.saturating_sub(self.offset));
        if passed.line_breaks > 0 {
            self.position = Position::new(self.position.line + passed.line_breaks, 1);
        }
        self.position.column += passed.characters;
        self.offset = self.offset.max(offset);
        self.position
    }
}

/// The text before its trailing line breaks.
fn without_line_breaks(mut text: &[u8]) -> &[u8] {
    while let [line @ .., b'\r', b'\n'] | [line @ .., b'\n'] = text {
        text = line;
    }
    text
}

/// Where a document begins within a larger source, such as a stream of documents.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Origin, Position, Validate};
///
/// // A document on the third line of a stream, 200 bytes into it.
/// let report = CreateTaskRequest::from_json("{}").unwrap_err();
/// let report = report.with_origin(Origin::new(200, Position::new(3, 1)));
/// let first = &report.violations()[0];
/// assert_eq!(first.span().map(|span| span.start), Some(200));
/// assert_eq!(first.position(), Some(Position::new(3, 1)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Origin {
    /// The offset of the document's first byte.
    pub offset: usize,
    /// The position of the document's first byte.
    pub position: Position,
}

impl Origin {
    /// An origin.
    ///
    /// ```
    /// use anchorbrowser_schema::{Origin, Position};
    ///
    /// assert_eq!(Origin::new(0, Position::new(1, 1)).offset, 0);
    /// ```
    #[must_use]
    pub const fn new(offset: usize, position: Position) -> Self {
        Self { offset, position }
    }

    /// The origin of a document that begins at `offset` of a larger text, which is read up to there. An
    /// offset after the end of the text is that of its end.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Origin, Position, Span, Validator};
    ///
    /// let body = "{\n  \"job\": {\"name\": \"a b\", \"language\": \"typescript\"}\n}";
    /// let job = Span::locate(body, "/job").unwrap();
    /// let report = Validator::new().check_json::<CreateTaskRequest>(&body[job.start..job.end]);
    /// let report = report.with_origin(Origin::at(body, job.start));
    /// let violation = &report.violations()[0];
    /// assert_eq!(violation.position(), Some(Position::new(2, 19)));
    /// let span = violation.span().unwrap();
    /// assert_eq!(&body[span.start..span.end], r#""a b""#);
    /// ```
    #[must_use]
    pub fn at(text: impl AsRef<[u8]>, offset: usize) -> Self {
        let text = text.as_ref();
        let offset = offset.min(text.len());
        Self::new(offset, Positions::new(text).before(offset))
    }

    pub(crate) fn shift_span(self, span: Span) -> Span {
        Span::new(
            span.start.saturating_add(self.offset),
            span.end.saturating_add(self.offset),
        )
    }

    /// Only positions on the document's first line move to the right.
    pub(crate) fn shift_position(self, position: Position) -> Position {
        let before = |start: usize| start.saturating_sub(1);
        let column = if position.line == 1 {
            before(self.position.column)
        } else {
            0
        };
        Position::new(
            position.line.saturating_add(before(self.position.line)),
            position.column.saturating_add(column),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    fn spans_have_two_positions() {
        let text = "ab\né🎉x\ny\n";
        let table = [
            (Span::new(0, 2), (1, 1), (1, 3)),
            (Span::new(0, 3), (1, 1), (2, 1)),
            (Span::new(1, 9), (1, 2), (2, 3)),
            (Span::new(3, 10), (2, 1), (2, 4)),
            (Span::new(5, 5), (2, 2), (2, 2)),
            (Span::new(9, 12), (2, 3), (3, 2)),
        ];
        let mut positions = Positions::new(text.as_bytes());
        for (span, start, end) in table {
            let position = |(line, column)| Position::new(line, column);
            assert_eq!(
                positions.of(span),
                position(start)..position(end),
                "{span:?}"
            );
        }
    }

    #[test]
    fn an_origin_is_found_in_its_text() {
        let text = "é\n🎉x\n";
        let table = [
            (0, 0, 1, 1),
            (2, 2, 1, 2),
            (3, 3, 2, 1),
            (7, 7, 2, 2),
            (9, 9, 3, 1),
            (99, 9, 3, 1),
        ];
        for (offset, expected, line, column) in table {
            let origin = Origin::new(expected, Position::new(line, column));
            assert_eq!(Origin::at(text, offset), origin);
        }
    }

    #[test]
    fn an_origin_moves_columns_of_the_first_line_only() {
        let origin = Origin::new(10, Position::new(5, 3));
        assert_eq!(
            origin.shift_position(Position::new(1, 4)),
            Position::new(5, 6)
        );
        assert_eq!(
            origin.shift_position(Position::new(2, 4)),
            Position::new(6, 4)
        );
        assert_eq!(origin.shift_span(Span::new(1, 2)), Span::new(11, 12));
    }
}
