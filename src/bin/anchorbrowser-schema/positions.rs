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
    /// A byte order mark does not count as a column.
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let is_marked = text.starts_with(BYTE_ORDER_MARK);
        let start = if is_marked { BYTE_ORDER_MARK.len() } else { 0 };
        Self::from(text, start, Position::new(1, 1))
    }

    /// Starts at an offset whose position is known.
    pub(crate) fn from(text: &'a [u8], offset: usize, position: Position) -> Self {
        Self {
            text,
            offset,
            position,
        }
    }

    /// The position of the byte at `offset`. That of the end is before trailing line breaks.
    pub(crate) fn at(&mut self, offset: usize) -> Position {
        let offset = visible_offset(self.text, offset).max(self.offset);
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

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The offset at which a position is shown: before trailing line breaks if it is the end.
pub(crate) fn visible_offset(text: &[u8], offset: usize) -> usize {
    let mut visible = text;
    if offset >= text.len() {
        while let [line @ .., b'\r', b'\n'] | [line @ .., b'\n'] = visible {
            visible = line;
        }
    }
    offset.min(visible.len())
}

/// Counts the characters that begin in UTF-8 text: all bytes except continuation bytes.
fn characters(text: &[u8]) -> usize {
    text.iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}
