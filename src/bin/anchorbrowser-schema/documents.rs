//! Splits inputs into documents and checks each of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use anchorbrowser_schema::{
    DocumentType, Origin, Position, Report, Rule, Span, SyntaxMistake, Violation, ViolationKind,
};

use crate::chunks::Chunk;
use crate::cli::InputFormat;
use crate::inputs::Input;
use crate::json_array;
use crate::notes::yaml_help;
use crate::positions::Positions;
use crate::source_format::SourceFormat;
use crate::yaml::{self, Converted};

/// A document and its report.
#[derive(Debug)]
pub(crate) struct CheckedDocument<'a> {
    /// Name of the source.
    pub(crate) source: &'a str,
    /// Line in the source where the document starts, from 1.
    pub(crate) line: usize,
    /// Index in an array, from 0.
    pub(crate) index: Option<usize>,
    pub(crate) report: Report,
    /// Whether it was checked against the default revision, because no other was set.
    pub(crate) is_default_revision: bool,
    pub(crate) text: SourceText<'a>,
    /// Where the document is in the text.
    pub(crate) range: Range<usize>,
    /// The document as JSON; empty if it is YAML that cannot be converted.
    pub(crate) json: &'a [u8],
}

/// The text that contains the spans of a document: the document itself, or more of its source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceText<'a> {
    pub(crate) bytes: &'a [u8],
    /// Offset of the first byte in the source.
    pub(crate) offset: usize,
    pub(crate) format: SourceFormat<'a>,
    /// The type that the document should have.
    pub(crate) document_type: DocumentType,
}

impl CheckedDocument<'_> {
    /// The document itself.
    pub(crate) fn document(&self) -> &[u8] {
        self.text.bytes.get(self.range.clone()).unwrap_or_default()
    }

    /// The offset of the document in its source.
    pub(crate) fn offset(&self) -> usize {
        self.text.offset + self.range.start
    }
}

/// Checks each document in a chunk of a stream.
pub(crate) fn check_chunk<'a>(
    input: &'a Input,
    chunk: &'a Chunk,
    emit: impl FnMut(CheckedDocument<'a>),
) {
    check_lines(input, chunk.text(), chunk.offset, chunk.line, emit);
}

/// Checks each document in a sequence of lines that begins at this offset and line of the source.
pub(crate) fn check_lines<'a>(
    input: &'a Input,
    text: &'a [u8],
    offset: usize,
    mut line: usize,
    mut emit: impl FnMut(CheckedDocument<'a>),
) {
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let bytes = rest.get(..length).unwrap_or_default();
        if !is_blank(bytes) {
            let origin = Origin::new(offset + start, Position::new(line, 1));
            // A carriage return belongs to the line break.
            let document = bytes.strip_suffix(b"\r").unwrap_or(bytes);
            let mut checked = check_json(input, document, origin, None);
            checked.text.bytes = bytes;
            emit(checked);
        }
        start += length + 1;
        line += 1;
    }
}

/// The report of a line that is too large to be read.
pub(crate) fn unread_line(input: &Input, at: Origin) -> CheckedDocument<'_> {
    let settings = input.settings();
    // The library reports a text that is longer than its limit without reading it.
    let validator = settings.validator.clone().max_input_bytes(0);
    let report = validator.check_json_as(settings.document_type, "0");
    CheckedDocument {
        source: &input.name,
        line: at.position.line,
        index: None,
        json: b"",
        report: report.with_origin(at),
        is_default_revision: settings.is_default_revision,
        text: SourceText {
            bytes: b"",
            offset: at.offset,
            format: SourceFormat::Json,
            document_type: settings.document_type,
        },
        range: 0..0,
    }
}

/// Whether a line contains only JSON whitespace (RFC 8259 section 2).
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// Checks each document of a whole source.
pub(crate) fn check_source(input: &Input, text: &[u8], emit: impl FnMut(CheckedDocument<'_>)) {
    let start = Origin::new(0, Position::new(1, 1));
    match input.format {
        InputFormat::Array => check_array(input, text, emit),
        InputFormat::Yaml => check_yaml(input, text, emit),
        InputFormat::Ndjson => check_lines(input, text, 0, 1, emit),
        InputFormat::Json => {
            let mut emit = emit;
            emit(check_json(input, text, start, None));
        }
    }
}

/// Checks the elements of an array. A text that is not a JSON array is one document.
fn check_array(input: &Input, text: &[u8], mut emit: impl FnMut(CheckedDocument<'_>)) {
    let start = Origin::new(0, Position::new(1, 1));
    let mut whole = check_json(input, text, start, None);
    if is_too_deep(&whole.report) {
        // The levels of an element count from its own root.
        let outline = json_array::outline(text);
        whole.report = input.settings().check(&outline);
    }
    let is_json = whole
        .report
        .violations()
        .iter()
        .all(|violation| violation.rule() != Rule::Syntax);
    let Some(elements) = json_array::elements(text).filter(|_| is_json) else {
        return emit(whole);
    };
    let mut positions = Positions::new(text);
    for (index, element) in elements.enumerate() {
        let origin = Origin::new(element.start, positions.at(element.start));
        let bytes = text.get(element).unwrap_or_default();
        emit(check_json(input, bytes, origin, Some(index)));
    }
}

fn is_too_deep(report: &Report) -> bool {
    report.violations().iter().any(|violation| {
        let mistake = match violation.kind() {
            ViolationKind::Syntax(syntax) => syntax.mistake(),
            _ => None,
        };
        mistake == Some(SyntaxMistake::TooDeep)
    })
}

fn check_json<'a>(
    input: &'a Input,
    bytes: &'a [u8],
    origin: Origin,
    index: Option<usize>,
) -> CheckedDocument<'a> {
    let report = input.settings().check(bytes);
    CheckedDocument {
        source: &input.name,
        line: origin.position.line,
        index,
        json: bytes,
        report: report.with_origin(origin),
        range: 0..bytes.len(),
        is_default_revision: input.settings().is_default_revision,
        text: SourceText {
            bytes,
            offset: origin.offset,
            format: SourceFormat::Json,
            document_type: input.settings().document_type,
        },
    }
}

/// Checks the documents of a YAML stream.
fn check_yaml(input: &Input, text: &[u8], mut emit: impl FnMut(CheckedDocument<'_>)) {
    let mut positions = Positions::new(text);
    yaml::for_each_document(text, |document| match document {
        Ok(document) => emit(check_yaml_document(input, text, &document, &mut positions)),
        Err(error) => {
            let origin = Origin::new(error.at, positions.at(error.at));
            let validator = &input.settings().validator;
            emit(CheckedDocument {
                source: &input.name,
                line: origin.position.line,
                index: None,
                json: b"",
                report: validator.syntax_error(error.notation(), error.reason, origin),
                is_default_revision: input.settings().is_default_revision,
                text: whole_source(input, text, SourceFormat::Yaml(&[])),
                range: 0..0,
            });
        }
    });
}

fn check_yaml_document<'a>(
    input: &'a Input,
    text: &'a [u8],
    document: &'a Converted,
    positions: &mut Positions<'_>,
) -> CheckedDocument<'a> {
    let line = positions.at(document.start).line;
    let report = input.settings().check(&document.json);
    let report = map_positions_to_yaml(report, document, positions.clone());
    let report = with_yaml_help(report, text);
    CheckedDocument {
        source: &input.name,
        line,
        index: None,
        json: document.json.as_bytes(),
        report,
        is_default_revision: input.settings().is_default_revision,
        text: whole_source(input, text, SourceFormat::Yaml(document.scalars())),
        range: document.document.clone(),
    }
}

/// Maps spans and positions from the JSON to the YAML. The offsets are sorted first because aliases
/// refer to earlier text, while positions are found in a single pass.
fn map_positions_to_yaml(
    report: Report,
    document: &Converted,
    mut positions: Positions<'_>,
) -> Report {
    let in_yaml = |span: Span| document.source_span(span.start..span.end);
    let spans = report.violations().iter().filter_map(Violation::span);
    let mut offsets: Vec<_> = spans
        .map(in_yaml)
        .flat_map(|source| [source.start, source.end])
        .collect();
    offsets.sort_unstable();
    let found: HashMap<_, _> = offsets
        .into_iter()
        .map(|offset| (offset, positions.at(offset)))
        .collect();
    let position = |offset| found.get(&offset).copied().unwrap_or(Position::new(1, 1));
    report.map_spans(|span| {
        let source = in_yaml(span);
        (
            Span::new(source.start, source.end),
            position(source.start)..position(source.end),
        )
    })
}

/// The report on a document of this YAML, with help for YAML.
pub(crate) fn with_yaml_help(report: Report, yaml: &[u8]) -> Report {
    report.with_help(|violation| {
        let Span { start, end, .. } = violation.span()?;
        let value = yaml.get(start..end).unwrap_or_default();
        yaml_help(violation, &String::from_utf8_lossy(value)).map(Cow::Borrowed)
    })
}

fn whole_source<'a>(input: &Input, bytes: &'a [u8], format: SourceFormat<'a>) -> SourceText<'a> {
    SourceText {
        bytes,
        offset: 0,
        format,
        document_type: input.settings().document_type,
    }
}
