//! Locations in a source text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

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
