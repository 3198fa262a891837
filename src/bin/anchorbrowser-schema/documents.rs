//! The documents of an input, each judged where it stands.

use std::collections::HashMap;
use std::ops::Range;

use anchorbrowser_schema::{Origin, Position, Report, Rule, Span, Violation};

use crate::arguments::InputFormat;
use crate::array;
use crate::chunks::Chunk;
use crate::inputs::Input;
use crate::positions::Positions;
use crate::yaml::{self, Converted, YamlError};

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

/// Tells each document of some lines, which begin at this offset and this line of their source.
pub(crate) fn of_lines<'a>(
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
        InputFormat::Yaml => of_yaml(input, text, tell),
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

/// Tells the documents of a YAML stream.
fn of_yaml(input: &Input, text: &[u8], mut tell: impl FnMut(Judged<'_>)) {
    let mut positions = Positions::new(text);
    for document in yaml::convert(text) {
        match document {
            Ok(document) => tell(yaml_document(input, text, &document, &mut positions)),
            Err(YamlError { at, reason }) => {
                let origin = Origin::new(at, positions.at(at));
                tell(Judged {
                    source: &input.name,
                    line: origin.position.line,
                    index: None,
                    report: Report::not_in_notation("YAML 1.2", reason, origin),
                    text: whole(text, Notation::Yaml(&[])),
                });
            }
        }
    }
}

fn yaml_document<'a>(
    input: &'a Input,
    text: &'a [u8],
    document: &'a Converted,
    positions: &mut Positions<'_>,
) -> Judged<'a> {
    let settings = input.settings();
    let line = positions.at(document.start).line;
    let report = settings
        .root
        .check_json(&settings.validator, &document.json);
    let report = with_places_in_yaml(report, document, positions.clone());
    Judged {
        source: &input.name,
        line,
        index: None,
        report,
        text: whole(text, Notation::Yaml(document.visible())),
    }
}

/// Aliases lead back to earlier text, while positions are found from the front.
fn with_places_in_yaml(
    report: Report,
    document: &Converted,
    mut positions: Positions<'_>,
) -> Report {
    let in_yaml = |span: Span| document.source_span(span.start..span.end);
    let spans = report.violations().iter().filter_map(Violation::span);
    let mut starts: Vec<_> = spans.map(|span| in_yaml(span).start).collect();
    starts.sort_unstable();
    let found: HashMap<_, _> = starts
        .into_iter()
        .map(|start| (start, positions.at(start)))
        .collect();
    report.with_places(|span| {
        let source = in_yaml(span);
        let position = found.get(&source.start).copied();
        (
            Span::new(source.start, source.end),
            position.unwrap_or(Position::new(1, 1)),
        )
    })
}

fn whole<'a>(bytes: &'a [u8], notation: Notation<'a>) -> Text<'a> {
    Text {
        bytes,
        offset: 0,
        notation,
    }
}
