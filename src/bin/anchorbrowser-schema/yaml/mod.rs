//! YAML 1.2, turned into JSON text with a map of where each value stands in the YAML.
//!
//! The JSON is made for the library's reader, so that there is one reader and one set of rules.

mod converter;
mod core_schema;
mod reason;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::str;

use granit_parser::{Event, Options, Parser, ScanError, options};

use self::converter::Converter;

/// A document of a stream, in JSON.
#[derive(Debug)]
pub(crate) struct Converted {
    pub(crate) json: String,
    /// Where its root begins in the source.
    pub(crate) start: usize,
    /// In the order of the JSON.
    nodes: Vec<Node>,
    visible: Vec<Range<usize>>,
}

/// A value or a key.
#[derive(Clone, Debug)]
struct Node {
    /// Where it begins in the JSON.
    json: usize,
    source: Range<usize>,
}

/// A document that is no YAML, or has no form in JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// The offset in the source.
    pub(crate) at: usize,
    /// A few words, which show nothing of the text.
    pub(crate) reason: &'static str,
}

impl Converted {
    /// Where a value or key of the JSON stands in the source. An empty span, which is where the
    /// reader could not go on, stays empty.
    pub(crate) fn source_span(&self, json: Range<usize>) -> Range<usize> {
        let behind = self.nodes.partition_point(|node| node.json <= json.start);
        let node = behind.checked_sub(1).and_then(|node| self.nodes.get(node));
        let source = node.map_or(self.start..self.start, |node| node.source.clone());
        if json.is_empty() {
            source.start..source.start
        } else {
            source
        }
    }

    /// What may be shown beside a value that breaks a rule, as sorted spans in the source: keys,
    /// booleans and nulls.
    pub(crate) fn visible(&self) -> &[Range<usize>] {
        &self.visible
    }
}

/// Converts the documents of a stream. What cannot be read costs its own document alone: the next
/// begins at a line with `---`, which is part of nothing else. A stream without any is told as one
/// that is missing, as an empty file is.
pub(crate) fn convert(text: &[u8]) -> Vec<Result<Converted, YamlError>> {
    let ill_formed = match str::from_utf8(text) {
        Ok(text) => return convert_guarded(text),
        Err(error) => error.valid_up_to(),
    };
    let before = text.get(..ill_formed).unwrap_or_default();
    let mut documents = convert_guarded(str::from_utf8(before).unwrap_or_default());
    if !ends_a_document(before) {
        // The last one is cut off there, in the middle of anything.
        documents.pop();
    }
    documents.push(Err(YamlError {
        at: ill_formed,
        reason: reason::NOT_UTF_8,
    }));
    documents
}

/// Whether a text's last line, but for blank ones and comments, is a document end marker.
fn ends_a_document(text: &[u8]) -> bool {
    let mut lines = text.rsplit(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let last = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"));
    last == Some(b"...")
}

fn convert_guarded(text: &str) -> Vec<Result<Converted, YamlError>> {
    guarded(|| convert_text(text)).unwrap_or_else(|| {
        vec![Err(YamlError {
            at: 0,
            reason: reason::PARSER_FAILED,
        })]
    })
}

/// Should the parser ever panic, that costs one input and not the run.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

fn convert_text(text: &str) -> Vec<Result<Converted, YamlError>> {
    let mut parser = Parser::new_from_str_with_options(text, parser_options());
    let mut converter = Converter::new(text);
    let mut documents = Vec::new();
    while let Some(next) = parser.next_event() {
        let taken = match next {
            Ok((Event::StreamEnd, _)) => break,
            Ok((Event::DocumentEnd, _)) => {
                documents.push(Ok(converter.finish()));
                continue;
            }
            Ok((event, span)) => converter.take(event, &span),
            Err(error) => Err(unreadable(&error)),
        };
        if let Err(error) = taken {
            documents.push(Err(error));
            converter.finish();
            let Ok(true) = parser.proceed_next_document() else {
                break;
            };
        }
    }
    if documents.is_empty() {
        documents.push(Err(YamlError {
            at: text.len(),
            reason: reason::NO_DOCUMENT,
        }));
    }
    documents
}

fn parser_options() -> Options {
    // As deep as the reader goes.
    const DEPTH: usize = 127;
    // Indentation within brackets and quotes is not held to YAML's letter, as no common parser does.
    options! {
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    }
}

fn unreadable(error: &ScanError) -> YamlError {
    YamlError {
        at: error.marker().byte_offset().unwrap_or_default(),
        reason: reason::of(error.kind()),
    }
}
