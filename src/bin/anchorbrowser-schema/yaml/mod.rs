//! Converts YAML 1.2 to JSON, and maps values of the JSON to their location in the YAML.
//!
//! The library's reader reads the JSON, so that there is one reader and one set of rules.

mod converter;
mod core_schema;
mod error_messages;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::str;

use granit_parser::{Event, Options, Parser, ScanError, Span, options};

use self::converter::Converter;

/// A document of a stream as JSON.
#[derive(Clone, Debug)]
pub(crate) struct Converted {
    pub(crate) json: String,
    /// The document in the source, without what belongs to other documents.
    pub(crate) document: Range<usize>,
    /// Start of the root in the source.
    pub(crate) start: usize,
    /// Sorted by their offset in the JSON.
    nodes: Vec<Node>,
    scalars: Vec<SourceScalar>,
}

/// A scalar or alias in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceScalar {
    pub(crate) span: Range<usize>,
    /// Whether it may be shown next to a violation: a key, a boolean or null.
    pub(crate) is_shown: bool,
}

/// A value or a key.
#[derive(Clone, Debug)]
struct Node {
    /// Offset in the JSON.
    json: usize,
    source: Range<usize>,
}

/// A document that is not valid YAML or cannot be represented in JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// Offset in the source.
    pub(crate) at: usize,
    /// A short description that does not quote the source.
    pub(crate) reason: &'static str,
}

impl YamlError {
    /// The notation that the document is not written in. It may be valid YAML that JSON cannot represent.
    pub(crate) fn notation(&self) -> &'static str {
        if error_messages::NOT_IN_JSON.contains(&self.reason) {
            "YAML that JSON can represent"
        } else {
            "YAML 1.2"
        }
    }
}

impl Converted {
    /// Maps a key or value of the JSON to the source. An empty span, where the reader stopped,
    /// stays empty.
    pub(crate) fn source_span(&self, json: Range<usize>) -> Range<usize> {
        let after = self.nodes.partition_point(|node| node.json <= json.start);
        let node = after.checked_sub(1).and_then(|node| self.nodes.get(node));
        let source = node.map_or(self.start..self.start, |node| node.source.clone());
        if json.is_empty() {
            source.start..source.start
        } else {
            source
        }
    }

    /// The source of a key or value, by its number in the order of the JSON, from 0.
    pub(crate) fn node_span(&self, number: usize) -> Option<Range<usize>> {
        self.nodes.get(number).map(|node| node.source.clone())
    }

    /// In the order of the source.
    pub(crate) fn scalars(&self) -> &[SourceScalar] {
        &self.scalars
    }
}

/// Converts the documents of a stream. An error invalidates only its own document: the next one
/// begins at a line with `---` that is not part of anything else. A stream without documents yields
/// an error, like an empty file.
pub(crate) fn for_each_document(text: &[u8], mut emit: impl FnMut(Result<Converted, YamlError>)) {
    let ill_formed = match str::from_utf8(text) {
        Ok(text) => return convert_text(text, emit),
        Err(error) => error.valid_up_to(),
    };
    let before = text.get(..ill_formed).unwrap_or_default();
    let mut last = None;
    convert_text(str::from_utf8(before).unwrap_or_default(), |document| {
        if let Some(complete) = last.replace(document) {
            emit(complete);
        }
    });
    // Otherwise, the last document is truncated there.
    if let Some(complete) = last.filter(|_| ends_a_document(before)) {
        emit(complete);
    }
    emit(Err(YamlError {
        at: ill_formed,
        reason: error_messages::NOT_UTF_8,
    }));
}

/// Whether the last line, ignoring blank lines and comments, is a document end marker.
fn ends_a_document(text: &[u8]) -> bool {
    let mut lines = text.rsplit(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let last = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"));
    last == Some(b"...")
}

/// Contains a panic of the parser to one input.
fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The documents of a stream.
pub(crate) fn convert(text: &[u8]) -> Vec<Result<Converted, YamlError>> {
    let mut documents = Vec::new();
    for_each_document(text, |document| documents.push(document));
    documents
}

fn convert_text(text: &str, mut emit: impl FnMut(Result<Converted, YamlError>)) {
    let mut parser = Parser::new_from_str_with_options(text, parser_options());
    let mut converter = Converter::new(text);
    let is_empty = Cell::new(true);
    let mut emit = |document| {
        is_empty.set(false);
        emit(document);
    };
    let mut start = 0;
    loop {
        let next = match catch_panic(|| parser.next_event()) {
            Some(Some(next)) => next,
            Some(None) => break,
            None => {
                return emit(Err(YamlError {
                    at: 0,
                    reason: error_messages::PARSER_FAILED,
                }));
            }
        };
        let taken = match next {
            Ok((Event::StreamEnd, _)) => break,
            Ok((Event::DocumentStart(..), span)) => {
                let marker = byte_range(&span);
                start = line_start(text, marker.start);
                converter.begin(marker.end);
                continue;
            }
            Ok((Event::DocumentEnd, span)) => {
                emit(Ok(Converted {
                    document: start..byte_range(&span).end.max(start),
                    ..converter.finish()
                }));
                continue;
            }
            Ok((event, span)) => converter.handle(event, &span),
            Err(error) => Err(scan_error(&error)),
        };
        if let Err(error) = taken {
            emit(Err(error));
            converter.finish();
            let Some(Ok(true)) = catch_panic(|| parser.proceed_next_document()) else {
                break;
            };
        }
    }
    if is_empty.get() {
        emit(Err(YamlError {
            at: text.len(),
            reason: error_messages::NO_DOCUMENT,
        }));
    }
}

/// The start of the line of an offset, if there is only whitespace before it, or else the offset.
fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let indented = before.trim_end_matches([' ', '\t']);
    if indented.is_empty() || indented.ends_with('\n') {
        indented.len()
    } else {
        at
    }
}

/// When parsing a string, all byte offsets are known.
fn byte_range(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or_default()
}

fn parser_options() -> Options {
    // The nesting limit of the library's reader.
    const DEPTH: usize = 127;
    // As in other common parsers, indentation inside brackets and quotes is not enforced.
    options! {
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    }
}

fn scan_error(error: &ScanError) -> YamlError {
    YamlError {
        at: error.marker().byte_offset().unwrap_or_default(),
        reason: error_messages::for_error(error.kind()),
    }
}
