//! Line and column numbers in a source.

use anchorbrowser_schema::Position;

/// Computes positions for ascending offsets in a single pass. Columns count characters.
#[derive(Clone, Debug)]
pub(crate) struct Positions<'a> {
    text: &'a [u8],
    offset: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self::from(text, 0, Position::new(1, 1))
    }

    /// Starts at an offset whose position is known.
    pub(crate) fn from(text: &'a [u8], offset: usize, position: Position) -> Self {
        Self {
            text,
            offset,
            position,
        }
    }

    /// The position of the byte at `offset`.
    pub(crate) fn at(&mut self, offset: usize) -> Position {
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        let line_start = memchr::memrchr(b'\n', passed).map_or(0, |line_end| line_end + 1);
        if line_start > 0 {
            self.position.line += memchr::memchr_iter(b'\n', passed).count();
            self.position.column = 1;
        }
        self.position.column += characters(passed.get(line_start..).unwrap_or_default());
        self.offset = self.offset.max(offset);
        self.position
    }
}

/// Counts the characters that begin in UTF-8 text: all bytes except continuation bytes.
fn characters(text: &[u8]) -> usize {
    text.iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}
