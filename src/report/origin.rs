//! The origin of a document within a larger source.

use super::positions::Positions;
use super::span::{Position, Span};

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
    use super::*;

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
