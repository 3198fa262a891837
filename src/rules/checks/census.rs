//! The characters of a code that is not canonical, or has escapes.

use super::class_counts::{ClassCounts, LONGEST_PART};
use super::symbols::{is_standard, is_symbol, split_standard};
use crate::rules::base64_alphabet::InvalidCharacters;
use crate::string::json_string::{Buffer, JsonString};

/// Bytes that are decoded in one step: few, because the buffer is cleared each time.
const DECODED_PART: usize = 512;

/// The characters of a code: how many there are of each class, and where.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    pub(super) counts: ClassCounts,
    /// The index of the first character that base64 does not have.
    pub(super) first_invalid: Option<usize>,
    pub(super) last_symbol: Option<u8>,
    /// Whether a symbol follows a `=`.
    is_padding_inside: bool,
}

impl Census {
    /// Adds symbols of the standard alphabet.
    pub(super) fn add_symbols(&mut self, symbols: &[u8]) {
        if let Some(last) = symbols.last() {
            self.counts.characters += symbols.len();
            self.counts.standard += symbols.len();
            self.last_symbol = Some(*last);
        }
    }

    /// Adds a code, perhaps only until a character is invalid; returns whether it added all.
    pub(super) fn add(&mut self, code: JsonString<'_>, until_invalid: bool) -> bool {
        let has_escapes = code.as_plain().is_none();
        let (symbols, mut rest) = split_standard(code.written().as_bytes());
        self.add_symbols(symbols);
        if is_invalid(rest, has_escapes) {
            self.first_invalid = Some(self.counts.characters);
        }
        while !rest.is_empty() {
            if until_invalid && self.first_invalid.is_some() {
                return false;
            }
            rest = if has_escapes {
                self.add_written(rest)
            } else {
                self.add_plain(rest)
            };
        }
        true
    }

    fn add_plain<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        let (part, after) = rest.split_at_checked(LONGEST_PART).unwrap_or((rest, &[]));
        self.add_part(part, ClassCounts::of(part), false);
        after
    }

    fn add_written<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        if !rest.starts_with(b"\\u") {
            let (part, _) = rest.split_at_checked(LONGEST_PART).unwrap_or((rest, &[]));
            // It ends perhaps between a backslash and what that escapes.
            let part = part.strip_suffix(b"\\").unwrap_or(part);
            // A lone backslash would never be consumed.
            if !part.is_empty()
                && let Some(counts) = ClassCounts::of_written(part)
            {
                self.add_part(part, counts, true);
                return rest.get(part.len()..).unwrap_or_default();
            }
        }
        let mut buffer = Buffer::<DECODED_PART>::new();
        let after = buffer.fill(rest);
        self.add_part(buffer.decoded(), ClassCounts::of(buffer.decoded()), false);
        after
    }

    fn add_part(&mut self, part: &[u8], counts: ClassCounts, has_escapes: bool) {
        if self.first_invalid.is_none() && counts.invalid() > 0 {
            self.first_invalid =
                first_invalid(part, has_escapes).map(|at| self.counts.characters + at);
        }
        if counts.symbols() > 0
            && let Some((at, last)) = last_symbol(part, has_escapes)
        {
            let is_inside = || memchr::memchr(b'=', part).is_some_and(|first| first < at);
            self.is_padding_inside |= self.counts.padding > 0 || counts.padding > 0 && is_inside();
            self.last_symbol = Some(last);
        }
        self.counts.add(counts);
    }

    pub(super) fn is_well_padded(&self) -> bool {
        let (symbols, padding) = (self.counts.symbols(), self.counts.padding);
        padding <= 2
            && (symbols + padding).is_multiple_of(4)
            && (padding == 0 || !symbols.is_multiple_of(4))
            && !self.is_padding_inside
    }

    pub(super) fn invalid_characters(&self) -> InvalidCharacters {
        if self.counts.line_breaks == self.counts.invalid() {
            InvalidCharacters::LineBreaks
        } else if self.counts.url_safe == self.counts.invalid() {
            InvalidCharacters::UrlSafe
        } else {
            InvalidCharacters::Other
        }
    }
}

/// Whether the first character is certainly invalid: that of a `\u` escape need not be.
fn is_invalid(rest: &[u8], has_escapes: bool) -> bool {
    match rest {
        [] => false,
        [b'\\', escaped, ..] if has_escapes => !matches!(escaped, b'/' | b'u'),
        [byte, ..] => *byte != b'=' && !is_standard(*byte),
    }
}

/// The index of the first invalid character.
fn first_invalid(part: &[u8], has_escapes: bool) -> Option<usize> {
    let (mut rest, mut index) = (part, 0);
    while !rest.is_empty() {
        let (symbols, after) = split_standard(rest);
        index += symbols.len();
        if is_invalid(after, has_escapes) {
            return Some(index);
        }
        let length = if after.starts_with(b"\\") { 2 } else { 1 };
        rest = after.get(length..).unwrap_or_default();
        index += 1;
    }
    None
}

/// The last symbol, and where it is.
fn last_symbol(part: &[u8], has_escapes: bool) -> Option<(usize, u8)> {
    let mut bytes = part.iter().copied().enumerate().rev().peekable();
    while let Some((at, byte)) = bytes.next() {
        let is_after_backslash = matches!(bytes.peek(), Some((_, b'\\')));
        let is_escape = has_escapes && is_after_backslash && byte != b'/';
        if is_symbol(byte) && !is_escape {
            return Some((at, byte));
        }
    }
    None
}
