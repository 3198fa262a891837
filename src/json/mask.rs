//! Masks secrets in source text.

use std::ops::Range;

use super::scanner::{Result, Scanner, after_first, skip_whitespace};
use crate::contract::redact::{is_secret_name, redact};
use crate::report::report::Report;
use crate::report::span::Span;
use crate::report::violation::Violation;
use crate::rules::syntax;
use crate::rules::table::ViolationKind;
use crate::string::json_string::JsonString;
use crate::string::quote::is_visible;
use crate::string::transcode::DEEPEST;

impl Report {
    /// The source of the document for excerpts: everything that may be secret is masked. Each character
    /// is replaced by one of as many bytes, and line breaks stay, so that spans and positions remain
    /// right.
    ///
    /// Only these are shown:
    ///
    /// - whitespace, punctuation, `true`, `false` and `null`;
    /// - keys;
    /// - the strings and numbers that a listed violation is about. A value is not shown if it has the
    ///   wrong type, or is unknown, since it can be anything.
    ///
    /// Never shown are the values of `password`, `username`, `code`, `initial_url` and `server` and
    /// anything inside them, strings with user info of a URL, and invisible characters such as those that
    /// control a terminal. If the source is not JSON, keys cannot be distinguished from values: only
    /// whitespace is shown and, before the error, punctuation.
    ///
    /// The source can contain other documents, before or after this one. Time and memory are linear in
    /// its size.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript", "code": "c2VjcmV0", "passwd": "é!"}"#;
    /// let report = CreateTaskRequest::from_json(json).unwrap_err();
    /// assert_eq!(
    ///     report.mask(json),
    ///     r#"{"name": "a b", "language": "**********", "code": "********", "passwd": "·*"}"#
    /// );
    /// ```
    #[must_use]
    pub fn mask(&self, source: &str) -> String {
        let mut shown: Vec<Span> = self
            .iter()
            .filter(|violation| shows_value(violation))
            .filter_map(Violation::span)
            .collect();
        shown.sort_unstable();
        let mut masker = Masker {
            scanner: Scanner::new(source),
            shown,
            masked: Vec::new(),
        };
        let is_json = masker.documents().is_ok();
        let error = masker.scanner.into_error().map(|error| error.at);
        // The source can have an earlier error in another document.
        let first_error = [syntax_error(self), error].into_iter().flatten().min();
        match first_error {
            None if is_json => masked(source, &masker.masked),
            at => masked(source, &unreadable(source, at.unwrap_or(0))),
        }
    }
}

/// Where a report has its syntax error; at the start if that is not known.
fn syntax_error(report: &Report) -> Option<usize> {
    let is_syntax = |violation: &&Violation| matches!(violation.kind(), ViolationKind::Syntax(_));
    let violation = report.iter().find(is_syntax)?;
    Some(violation.span().map_or(0, |span| span.start))
}

/// Whether the value that a violation is about may be shown.
fn shows_value(violation: &Violation) -> bool {
    match violation.kind() {
        // What it marks is a key, an object, or a value that can be anything.
        ViolationKind::Syntax(_)
        | ViolationKind::DuplicateKey(_)
        | ViolationKind::UnknownProperty(_)
        | ViolationKind::Type(_)
        | ViolationKind::Required(_)
        | ViolationKind::Other(_) => false,
        _ => !violation.pointer().split('/').any(is_secret_name),
    }
}

/// Finds what is masked in JSON text, in the order of the text.
struct Masker<'j> {
    scanner: Scanner<'j>,
    /// The values that may be shown, by their starts.
    shown: Vec<Span>,
    masked: Vec<Range<usize>>,
}

impl<'j> Masker<'j> {
    /// Reads values up to the end.
    fn documents(&mut self) -> Result<()> {
        let mut rest = skip_whitespace(self.scanner.start());
        while !rest.is_empty() {
            rest = skip_whitespace(self.value(rest, false, 1)?);
        }
        Ok(())
    }

    /// Skips a value, of which everything is masked if it is secret.
    fn value(&mut self, rest: &'j [u8], is_secret: bool, depth: usize) -> Result<&'j [u8]> {
        match rest {
            [b'{' | b'[', ..] if depth > DEEPEST => Err(self.scanner.error(rest, syntax::DEPTH)),
            [b'{', ..] => self.object(rest, is_secret, depth),
            [b'[', ..] => self.array(rest, is_secret, depth),
            [b'"', inside @ ..] => {
                let (string, after) = self.scanner.string(inside)?;
                if is_secret || !self.is_shown(rest, after) || is_redacted(string) {
                    self.mask_string(inside, string);
                }
                Ok(after)
            }
            [b'-' | b'0'..=b'9', ..] => {
                let after = self.scanner.skip_number(rest)?;
                if is_secret || !self.is_shown(rest, after) {
                    self.masked.push(self.range(rest, after));
                }
                Ok(after)
            }
            _ => self.scanner.skip_primitive(rest, syntax::VALUE),
        }
    }

    fn object(&mut self, rest: &'j [u8], is_secret: bool, depth: usize) -> Result<&'j [u8]> {
        let mut rest = after_first(rest);
        if let [b'}', after @ ..] = rest {
            return Ok(after);
        }
        loop {
            let [b'"', inside @ ..] = rest else {
                return Err(self.scanner.error(rest, syntax::KEY));
            };
            let (key, after) = self.scanner.string(inside)?;
            let [b':', after @ ..] = skip_whitespace(after) else {
                return Err(self.scanner.error(after, syntax::COLON));
            };
            if is_secret || is_redacted(key) {
                self.mask_string(inside, key);
            }
            let is_secret_value = is_secret || is_secret_name(&key.decode());
            let after = self.value(skip_whitespace(after), is_secret_value, depth + 1)?;
            match skip_whitespace(after) {
                [b',', after @ ..] => rest = skip_whitespace(after),
                [b'}', after @ ..] => return Ok(after),
                rest => return Err(self.scanner.error(rest, syntax::COMMA_OR_BRACE)),
            }
        }
    }

    fn array(&mut self, rest: &'j [u8], is_secret: bool, depth: usize) -> Result<&'j [u8]> {
        let mut rest = after_first(rest);
        if let [b']', after @ ..] = rest {
            return Ok(after);
        }
        loop {
            let after = self.value(rest, is_secret, depth + 1)?;
            match skip_whitespace(after) {
                [b',', after @ ..] => rest = skip_whitespace(after),
                [b']', after @ ..] => return Ok(after),
                rest => return Err(self.scanner.error(rest, syntax::COMMA_OR_BRACKET)),
            }
        }
    }

    fn range(&self, rest: &[u8], after: &[u8]) -> Range<usize> {
        self.scanner.offset(rest)..self.scanner.offset(after)
    }

    fn is_shown(&self, rest: &[u8], after: &[u8]) -> bool {
        let Range { start, end } = self.range(rest, after);
        self.shown.binary_search(&Span::new(start, end)).is_ok()
    }

    /// Masks a string between its quotes.
    fn mask_string(&mut self, inside: &[u8], string: JsonString<'_>) {
        let start = self.scanner.offset(inside);
        self.masked.push(start..start + string.written().len());
    }
}

/// Whether a string has what is not shown of any string.
fn is_redacted(string: JsonString<'_>) -> bool {
    let decoded = string.decode();
    redact(&decoded) != decoded
}

/// What is masked in text that is not JSON from an offset on.
fn unreadable(source: &str, error: usize) -> Vec<Range<usize>> {
    let (mut is_in_string, mut is_escaped) = (false, false);
    let is_masked = |(at, character): &(usize, char)| {
        let is_quote = *character == '"' && !is_escaped;
        is_in_string ^= is_quote;
        is_escaped = *character == '\\' && !is_escaped;
        let is_punctuation = matches!(character, '{' | '}' | '[' | ']' | ',' | ':');
        let is_structure = is_quote || is_punctuation && !is_in_string;
        let is_whitespace = matches!(character, ' ' | '\t' | '\r' | '\n');
        !(is_whitespace || is_structure && *at < error)
    };
    let mut ranges = Vec::<Range<usize>>::new();
    for (at, character) in source.char_indices().filter(is_masked) {
        let end = at + character.len_utf8();
        match ranges.last_mut().filter(|range| range.end == at) {
            Some(range) => range.end = end,
            None => ranges.push(at..end),
        }
    }
    ranges
}

/// The source with these ranges masked, and invisible characters.
fn masked(source: &str, ranges: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(source.len());
    let is_shown = |c| matches!(c, '\t' | '\r' | '\n') || is_visible(c);
    let visible = |c| if is_shown(c) { c } else { mask(c) };
    let mut end = 0;
    for range in ranges {
        let shown = source.get(end..range.start).unwrap_or_default();
        text.extend(shown.chars().map(visible));
        let hidden = source.get(range.clone()).unwrap_or_default();
        text.extend(hidden.chars().map(mask));
        end = range.end;
    }
    let shown = source.get(end..).unwrap_or_default();
    text.extend(shown.chars().map(visible));
    without_lone_returns(text)
}

/// Masks carriage returns that do not end a line, which would move the cursor of a terminal.
fn without_lone_returns(text: String) -> String {
    let is_lone = |line: &str| line.strip_suffix('\r').unwrap_or(line).contains('\r');
    if !text.ends_with('\r') && !text.split('\n').any(is_lone) {
        return text;
    }
    let mut characters = text.chars().peekable();
    let mut masked = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let is_lone = character == '\r' && characters.peek() != Some(&'\n');
        masked.push(if is_lone { mask(character) } else { character });
    }
    masked
}

/// A character of as many bytes, and one column wide.
const fn mask(character: char) -> char {
    match character.len_utf8() {
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '𐄁',
    }
}
