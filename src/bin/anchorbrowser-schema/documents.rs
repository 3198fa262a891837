//! The documents of an input, each judged where it stands.

use std::ops::Range;

use anchorbrowser_schema::{Origin, Position, Report, Rule, Span};

use crate::arguments::InputFormat;
use crate::array;
use crate::chunks::Chunk;
use crate::inputs::Input;
use crate::positions::Positions;

/// A document, judged.
#[derive(Debug)]
pub(crate) struct Judged<'a> {
    /// The name of its source.
    pub(crate) source: &'a str,
    /// The line in the source on which it begins, from 1.
    pub(crate) line: usize,
    /// Its place in an array, from 0.
    pub(crate) index: Option<usize>,
    pub(crate) report: Report,
    pub(crate) text: Text<'a>,
}

/// The text that a document's spans stand in: the document itself, or more of its source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    pub(crate) bytes: &'a [u8],
    /// The offset of the first byte in the source.
    pub(crate) offset: usize,
    pub(crate) notation: Notation<'a>,
}

/// How a document is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Notation<'a> {
    Json,
    /// YAML, with the spans in the source of what may be shown, in their order: keys, and plain
    /// scalars that are booleans or null.
    #[expect(dead_code, reason = "nothing reads YAML yet")]
    Yaml(&'a [Range<usize>]),
}

impl Text<'_> {
    /// The position behind the last character of a span that begins at `start`.
    pub(crate) fn end(self, span: Span, start: Position) -> Position {
        let range = span.start.saturating_sub(self.offset)..span.end.saturating_sub(self.offset);
        let bytes = self.bytes.get(range).unwrap_or_default();
        Positions::from(bytes, 0, start).at(bytes.len())
    }
}

/// Tells each document of a stream's lines.
pub(crate) fn of_chunk<'a>(input: &'a Input, chunk: &'a Chunk, tell: impl FnMut(Judged<'a>)) {
    of_lines(input, chunk.text(), chunk.offset, chunk.line, tell);
}

/// `text` begins at this offset and this line of its source.
fn of_lines<'a>(
    input: &'a Input,
    text: &'a [u8],
    offset: usize,
    mut line: usize,
    mut tell: impl FnMut(Judged<'a>),
) {
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let bytes = rest.get(..length).unwrap_or_default();
        if !is_blank(bytes) {
            let origin = Origin::new(offset + start, Position::new(line, 1));
            tell(json(input, bytes, origin, None));
        }
        start += length + 1;
        line += 1;
    }
}

/// Whether a line holds nothing but JSON's whitespace (RFC 8259 section 2).
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// Tells each document of a whole text.
pub(crate) fn of_text(input: &Input, text: &[u8], tell: impl FnMut(Judged<'_>)) {
    let start = Origin::new(0, Position::new(1, 1));
    match input.format {
        InputFormat::Array => of_array(input, text, tell),
        InputFormat::Ndjson => of_lines(input, text, 0, 1, tell),
        InputFormat::Json => {
            let mut tell = tell;
            tell(json(input, text, start, None));
        }
    }
}

/// Tells the elements of an array; a text that is no JSON, or no array, is one document.
fn of_array(input: &Input, text: &[u8], mut tell: impl FnMut(Judged<'_>)) {
    let start = Origin::new(0, Position::new(1, 1));
    let whole = json(input, text, start, None);
    let is_json = whole
        .report
        .violations()
        .iter()
        .all(|violation| violation.rule() != Rule::Syntax);
    let Some(elements) = array::elements(text).filter(|_| is_json) else {
        return tell(whole);
    };
    let mut positions = Positions::new(text);
    for (index, element) in elements.enumerate() {
        let origin = Origin::new(element.start, positions.at(element.start));
        let bytes = text.get(element).unwrap_or_default();
        tell(json(input, bytes, origin, Some(index)));
    }
}

fn json<'a>(input: &'a Input, bytes: &'a [u8], origin: Origin, index: Option<usize>) -> Judged<'a> {
    let settings = input.settings();
    let report = settings.root.check_json(&settings.validator, bytes);
    Judged {
        source: &input.name,
        line: origin.position.line,
        index,
        report: report.with_origin(origin),
        text: Text {
            bytes,
            offset: origin.offset,
            notation: Notation::Json,
        },
    }
}
