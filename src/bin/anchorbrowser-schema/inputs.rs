//! Where documents come from.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A document, and where it stands in its source.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) text: &'a [u8],
    /// The offset of its first byte.
    pub(crate) offset: usize,
    /// Its line, from 1.
    pub(crate) line: usize,
}

/// What went wrong while documents were read and handed on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input cannot be read further.
    Read(io::Error),
    /// The document cannot be handed on.
    Write(io::Error),
}

/// Reads the documents of a file, or of standard input if it is named `-`, and hands each to
/// `judge` as soon as it is read.
pub(crate) fn read(
    path: &Path,
    judge: impl FnMut(&Document<'_>) -> io::Result<()>,
) -> Result<(), Failure> {
    if path == Path::new("-") {
        read_one(&mut io::stdin().lock(), judge)
    } else {
        let mut file = File::open(path).map_err(Failure::Read)?;
        if is_stream(path) {
            read_lines(BufReader::new(file), judge)
        } else {
            read_one(&mut file, judge)
        }
    }
}

/// Whether a file holds one document a line, by its name.
fn is_stream(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("jsonl") || extension.eq_ignore_ascii_case("ndjson")
    })
}

fn read_one(
    input: &mut impl Read,
    mut judge: impl FnMut(&Document<'_>) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut text = Vec::new();
    input.read_to_end(&mut text).map_err(Failure::Read)?;
    judge(&Document {
        text: &text,
        offset: 0,
        line: 1,
    })
    .map_err(Failure::Write)
}

fn read_lines(
    mut input: impl BufRead,
    mut judge: impl FnMut(&Document<'_>) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut text = Vec::new();
    let (mut offset, mut line) = (0, 1);
    while input.read_until(b'\n', &mut text).map_err(Failure::Read)? > 0 {
        if !is_blank(&text) {
            let text = text.strip_suffix(b"\n").unwrap_or(&text);
            judge(&Document { text, offset, line }).map_err(Failure::Write)?;
        }
        offset += text.len();
        line += 1;
        text.clear();
    }
    Ok(())
}

/// Whether a line holds nothing but JSON's whitespace (RFC 8259 section 2).
fn is_blank(line: &[u8]) -> bool {
    line.iter()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_json_whitespace_are_skipped() {
        let mut texts = Vec::new();
        read_lines(&b" \t\r\n1\n\n\x0c\n2"[..], |document| {
            texts.push((document.offset, document.line, document.text.to_vec()));
            Ok(())
        })
        .unwrap();
        let expected = [(4, 2, "1"), (7, 4, "\u{c}"), (9, 5, "2")];
        let expected = expected.map(|(offset, line, text)| (offset, line, text.into()));
        assert_eq!(texts, expected);
    }
}
