//! Reads an OpenAPI document from a file: JSON, YAML, or a documentation page that embeds one.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use anchorbrowser_schema::Position;

use super::tree::{Tree, TreeError};
use crate::failure::Failure;
use crate::positions::Positions;
use crate::source_name::{STDIN, is_dash, source_name};
use crate::yaml::{self, YamlError};

/// Maximum size of a document, which is held in memory. The documents of the API are 32 times
/// smaller.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A parsed document.
#[derive(Debug)]
pub(super) struct Document {
    /// Name in messages.
    pub(super) name: String,
    pub(super) text: Vec<u8>,
    pub(super) tree: Tree,
}

/// Why a document cannot be compared, and where in its source.
#[derive(Debug)]
pub(super) struct DocumentError {
    pub(super) at: usize,
    pub(super) reason: String,
}

impl DocumentError {
    pub(super) fn new(at: usize, reason: impl Into<String>) -> Self {
        Self {
            at,
            reason: reason.into(),
        }
    }
}

impl From<TreeError> for DocumentError {
    fn from(TreeError { at, reason }: TreeError) -> Self {
        Self { at, reason }
    }
}

impl Document {
    /// Reads a file, or standard input if the path is `-`.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let name = if is_dash(path) {
            STDIN.to_owned()
        } else {
            source_name(path)
        };
        let text = read(path).map_err(|error| Failure::unreadable(name.as_str(), &error))?;
        Self::parse(name, text)
    }

    /// Reads a document that is part of the program.
    pub(super) fn embedded(name: &str, json: String) -> Result<Self, Failure> {
        Self::parse(name.to_owned(), json.into_bytes())
    }

    fn parse(name: String, text: Vec<u8>) -> Result<Self, Failure> {
        match parse(&text) {
            Ok(tree) => Ok(Self { name, text, tree }),
            Err(error) => Err(failure(&name, &text, &error)),
        }
    }

    pub(super) fn failure(&self, error: &DocumentError) -> Failure {
        failure(&self.name, &self.text, error)
    }

    /// The text of a span.
    pub(super) fn source(&self, span: Range<usize>) -> &[u8] {
        self.text.get(span).unwrap_or_default()
    }
}

fn failure(name: &str, text: &[u8], error: &DocumentError) -> Failure {
    let Position { line, column, .. } = Positions::new(text).at(error.at);
    let reason = format!("line {line}, column {column}: {}", error.reason);
    Failure::unreadable(name, &reason)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let input: Box<dyn Read> = if is_dash(path) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path)?)
    };
    let mut text = Vec::new();
    input.take(MAX_BYTES as u64 + 1).read_to_end(&mut text)?;
    if text.len() > MAX_BYTES {
        return Err(io::Error::other("it is larger than 8 MiB"));
    }
    Ok(text)
}

fn parse(text: &[u8]) -> Result<Tree, DocumentError> {
    if let Some(block) = fenced_blocks(text).find(|block| is_openapi(text, block)) {
        return parse_yaml(text, block);
    }
    if lines(text).any(|line| fence(text, &line).is_some()) {
        let reason = "no code block of the page is an OpenAPI document in YAML or JSON";
        return Err(DocumentError::new(0, reason));
    }
    parse_yaml(text, 0..text.len())
}

/// Parses YAML, and so JSON, which is a subset of it.
fn parse_yaml(text: &[u8], part: Range<usize>) -> Result<Tree, DocumentError> {
    let offset = part.start;
    let (mut first, mut count) = (None, 0);
    yaml::for_each_document(text.get(part).unwrap_or_default(), |document| {
        first.get_or_insert(document);
        count += 1;
    });
    if count > 1 {
        let reason = format!("found {count} YAML documents; expected one");
        return Err(DocumentError::new(offset, reason));
    }
    match first {
        Some(Ok(converted)) => Ok(Tree::new(&converted, offset)?),
        Some(Err(YamlError { at, reason })) => Err(DocumentError::new(
            offset + at,
            format!("invalid YAML or JSON: {reason}"),
        )),
        None => Err(DocumentError::new(offset, "the document is empty")),
    }
}

/// Whether a fenced block of a page describes endpoints, in YAML or in JSON.
fn is_openapi(text: &[u8], block: &Range<usize>) -> bool {
    let block = text.get(block.clone()).unwrap_or_default();
    memchr::memmem::find(block, b"\"paths\"").is_some()
        || lines(block).any(|line| {
            block
                .get(line)
                .is_some_and(|line| line.starts_with(b"paths:"))
        })
}

/// The contents of the fenced code blocks of a Markdown page whose language is YAML or JSON
/// (`CommonMark`, section 4.5). Fences are not indented, so that those in the descriptions of a YAML
/// document do not count.
fn fenced_blocks(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut lines = lines(text);
    std::iter::from_fn(move || {
        loop {
            let opening = lines.find_map(|line| Some((fence(text, &line)?, line)));
            let ((marker, length, info), line) = opening?;
            let start = line.end;
            let closing = lines.find(|line| {
                fence(text, line).is_some_and(|(other, count, info)| {
                    other == marker && count >= length && info.is_empty()
                })
            });
            let end = closing.map_or(text.len(), |line| line.start);
            let language = info.split(u8::is_ascii_whitespace).next();
            if matches!(language, Some(b"yaml" | b"yml" | b"json")) {
                return Some(start..end);
            }
        }
    })
}

/// The character of a fence, how often it is repeated, and what follows.
fn fence<'t>(text: &'t [u8], line: &Range<usize>) -> Option<(u8, usize, &'t [u8])> {
    let line = text.get(line.clone())?;
    let marker = *line.first().filter(|first| matches!(first, b'`' | b'~'))?;
    let length = line.iter().take_while(|byte| **byte == marker).count();
    let info = line.get(length..)?.trim_ascii();
    (length >= 3).then_some((marker, length, info))
}

/// The lines with their line breaks.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = start..start + length;
        start = line.end;
        Some(line)
    })
}
