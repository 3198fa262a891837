//! A scanner of JSON text (RFC 8259): tokens and their positions.
//!
//! Its functions take the rest of the text, and return what follows the token. A slice is two
//! registers; a position in `self` would be loaded, checked and stored at each step. Together with the
//! fast paths of the reader, this saves a quarter of the time of a typical document.

use std::borrow::Cow;

use super::escapes::Escaped;
use super::marks::{FIRST_PRINTABLE, from_mark, plain_in_blocks};
use crate::report::span::Span;
use crate::rules::{checks, syntax};
use crate::string::block::Block;
use crate::string::json_string::{self, JsonString, Shape};

/// The text cannot be continued to a valid document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// The offset of the first byte that cannot continue a valid document; the length of a text that
    /// ends too early.
    pub(crate) at: usize,
    /// What is expected there.
    pub(crate) expected: &'static str,
}

/// Reading cannot go on, or a repeated key has decided the verdict. The scanner keeps the syntax error, so
/// that what functions usually return fits into registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop;

pub(super) type Result<T> = std::result::Result<T, Stop>;

/// A text, and why it could not be read.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    error: Option<SyntaxError>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, error: None }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The rest at the start: the whole text.
    pub(super) fn start(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The offset of the first byte of `rest`.
    pub(super) fn offset(&self, rest: &[u8]) -> usize {
        self.text.len() - rest.len()
    }

    /// Stops at the first byte of `rest`.
    #[cold]
    pub(super) fn error(&mut self, rest: &[u8], expected: &'static str) -> Stop {
        let at = self.offset(rest);
        self.error = Some(SyntaxError { at, expected });
        Stop
    }

    /// The syntax error that stopped reading, if one did.
    pub(super) fn into_error(self) -> Option<SyntaxError> {
        self.error
    }

    /// The text between the starts of two rests.
    pub(super) fn between(&self, rest: &[u8], later: &[u8]) -> &'a str {
        let range = self.offset(rest)..self.offset(later);
        self.text.get(range).unwrap_or_default()
    }

    /// Skips a value of a primitive type (RFC 8259 section 1): a string, number or literal. `expected` is what
    /// is expected if there is none.
    pub(super) fn skip_primitive(
        &mut self,
        rest: &'a [u8],
        expected: &'static str,
    ) -> Result<&'a [u8]> {
        match rest {
            [b'"', inside @ ..] => Ok(self.string(inside)?.1),
            [b'-' | b'0'..=b'9', ..] => self.skip_number(rest),
            [b't', ..] => self.skip_literal(rest, "true"),
            [b'f', ..] => self.skip_literal(rest, "false"),
            [b'n', ..] => self.skip_literal(rest, "null"),
            // U+FEFF; in other positions than the start it is just not a value.
            [0xef, 0xbb, 0xbf, ..] if self.offset(rest) == 0 => {
                Err(self.error(rest, syntax::NO_BOM))
            }
            _ => Err(self.error(rest, expected)),
        }
    }

    /// Skips `true`, `false` or `null`.
    fn skip_literal(&mut self, rest: &'a [u8], word: &'static str) -> Result<&'a [u8]> {
        let mut after = rest;
        for byte in word.bytes() {
            match after {
                [first, others @ ..] if *first == byte => after = others,
                _ => return Err(self.error(after, syntax::LITERAL)),
            }
        }
        Ok(after)
    }

    /// Skips a number (RFC 8259 section 6).
    pub(super) fn skip_number(&mut self, rest: &'a [u8]) -> Result<&'a [u8]> {
        let after = rest.strip_prefix(b"-").unwrap_or(rest);
        let after = match after {
            [b'0', after @ ..] => after,
            _ => self.digits(after)?,
        };
        let after = match after {
            [b'.', after @ ..] => self.digits(after)?,
            _ => after,
        };
        match after {
            [b'e' | b'E', b'+' | b'-', after @ ..] | [b'e' | b'E', after @ ..] => {
                self.digits(after)
            }
            _ => Ok(after),
        }
    }

    /// One digit or more.
    fn digits(&mut self, rest: &'a [u8]) -> Result<&'a [u8]> {
        let mut after = rest;
        while let [b'0'..=b'9', others @ ..] = after {
            after = others;
        }
        if after.len() < rest.len() {
            Ok(after)
        } else {
            Err(self.error(after, syntax::DIGIT))
        }
    }

    /// A string (RFC 8259 section 7), from what follows its opening quote.
    #[inline]
    pub(super) fn string(&mut self, inside: &'a [u8]) -> Result<(JsonString<'a>, &'a [u8])> {
        match self.short_string(inside) {
            Some(short) => Ok(short),
            None => self.any_string(inside),
        }
    }

    /// A string, if it is short and has no escapes, unless the text has less than a block left.
    #[inline]
    pub(super) fn short_string(&self, inside: &'a [u8]) -> Option<(JsonString<'a>, &'a [u8])> {
        let length = plain_in_blocks(inside)?;
        let after = inside.get(length..)?.strip_prefix(b"\"")?;
        let start = self.offset(inside);
        let text = self.text.get(start..start + length)?;
        Some((JsonString::plain(text), after))
    }

    /// Any string, at memory speed, which pays off for long ones.
    #[inline(never)]
    pub(super) fn any_string(&mut self, inside: &'a [u8]) -> Result<(JsonString<'a>, &'a [u8])> {
        let symbols = checks::leading_symbols(inside);
        let others = inside.get(symbols..).unwrap_or_default();
        match from_mark(others) {
            end @ [b'"', after @ ..] => {
                let text = JsonString::new(self.between(inside, end), Shape::Plain { symbols });
                Ok((text, after))
            }
            rest => self.escaped_string(inside, rest),
        }
    }

    /// A string that continues at a byte that is neither plain nor its closing quote.
    #[inline(never)]
    fn escaped_string(
        &mut self,
        inside: &'a [u8],
        rest: &'a [u8],
    ) -> Result<(JsonString<'a>, &'a [u8])> {
        let Escaped { bytes, surplus } = Escaped::at_start(rest);
        // If the string is valid, its closing quote follows.
        self.rest_of_string(inside, rest.get(bytes..).unwrap_or_default(), surplus)
    }

    /// The same from any position between its characters, byte by byte.
    #[inline]
    fn rest_of_string(
        &mut self,
        inside: &'a [u8],
        mut rest: &'a [u8],
        mut surplus: usize,
    ) -> Result<(JsonString<'a>, &'a [u8])> {
        loop {
            rest = match rest {
                [b'"', after @ ..] => {
                    let written = self.between(inside, rest);
                    return Ok((JsonString::new(written, Shape::Escaped { surplus }), after));
                }
                [b'\\', b'u', ..] => {
                    let Some((characters, after)) = leading_code_units(rest) else {
                        return Err(self.invalid_code_unit(rest));
                    };
                    surplus += characters - 1;
                    after
                }
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    after @ ..,
                ] => {
                    surplus += 1;
                    after
                }
                [b'\\', after @ ..] => return Err(self.error(after, syntax::ESCAPE)),
                [] => return Err(self.error(rest, syntax::QUOTE)),
                [0..FIRST_PRINTABLE, ..] => return Err(self.error(rest, syntax::NO_CONTROL)),
                [_, after @ ..] => after,
            }
        }
    }

    /// The key that was read at an offset, and its span.
    pub(super) fn key_at(&self, at: usize) -> (Cow<'a, str>, Span) {
        let inside = self.start().get(at + 1..).unwrap_or_default();
        let read = Self::new(self.text).string(inside);
        let (key, rest) = read.unwrap_or((JsonString::plain(""), inside));
        (key.decode(), Span::new(at, self.offset(rest)))
    }

    /// Why a `\u` escape, from its backslash, is invalid: the text ends inside it or its pair, it does not
    /// have four digits, or it is a surrogate without its pair.
    #[cold]
    fn invalid_code_unit(&mut self, backslash: &'a [u8]) -> Stop {
        let digits = backslash.get(2..).unwrap_or_default();
        let unit = digits
            .first_chunk()
            .copied()
            .and_then(json_string::code_unit);
        if unit.is_none() {
            let hexadecimal = digits.iter().take_while(|byte| byte.is_ascii_hexdigit());
            let wrong = digits.get(hexadecimal.count()..).unwrap_or_default();
            return self.error(wrong, syntax::HEX);
        }
        let pair: [&[u8]; 6] = [b"\\", b"u", b"dD", b"cdefCDEF", HEX_DIGITS, HEX_DIGITS];
        let second = digits.get(4..).unwrap_or_default();
        let continues = second
            .iter()
            .zip(pair)
            .all(|(byte, any_of)| any_of.contains(byte));
        if continues && unit.is_some_and(is_high_surrogate) {
            // The text is cut off inside the second half.
            self.error(&[], syntax::QUOTE)
        } else {
            self.error(backslash, syntax::PAIR)
        }
    }
}

/// The characters of a `\u` escape, or of a pair of them, and what follows.
fn leading_code_units(rest: &[u8]) -> Option<(usize, &[u8])> {
    let (unit, after) = leading_code_unit(rest)?;
    if !is_surrogate(unit) {
        return Some((6, after));
    }
    match leading_code_unit(after)? {
        (0xdc00..=0xdfff, after) if is_high_surrogate(unit) => Some((12, after)),
        _ => None,
    }
}

/// The code unit of a `\u` escape, and what follows it.
#[inline]
fn leading_code_unit(rest: &[u8]) -> Option<(u16, &[u8])> {
    let (escape, after) = rest.split_first_chunk::<6>()?;
    let [b'\\', b'u', digits @ ..] = *escape else {
        return None;
    };
    Some((json_string::code_unit(digits)?, after))
}

fn is_surrogate(unit: u16) -> bool {
    unit & 0xf800 == 0xd800
}

fn is_high_surrogate(unit: u16) -> bool {
    unit & 0xfc00 == 0xd800
}

const HEX_DIGITS: &[u8] = b"0123456789abcdefABCDEF";

/// What follows whitespace, if there is any: mostly none, or a single space as after a colon.
#[inline]
pub(super) fn skip_whitespace(rest: &[u8]) -> &[u8] {
    match rest {
        [first, ..] if *first > b' ' => rest,
        [b' ', after @ ..] if after.first().is_some_and(|first| *first > b' ') => after,
        _ => skip_run_of_whitespace(rest),
    }
}

/// What follows a bracket and whitespace.
pub(super) fn after_first(rest: &[u8]) -> &[u8] {
    skip_whitespace(rest.get(1..).unwrap_or_default())
}

/// A fifth of an indented document is indentation, so spaces are skipped a block at a time.
#[inline(never)]
fn skip_run_of_whitespace(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        rest = match rest.first_chunk() {
            Some(block) => {
                // Whatever the first byte is, it is whitespace.
                let spaces = Block::new(*block).equal_to(b' ').bits() | 1;
                rest.get(spaces.trailing_ones() as usize..)
                    .unwrap_or_default()
            }
            None => after,
        };
    }
    rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_with_escapes_are_read(
            pieces in proptest::collection::vec(
                prop_oneof![
                    "[a-zé日🎉]{0,30}",
                    Just("\\n".to_owned()),
                    "(\\\\u[0-9a-cA-C][0-9a-fA-F]{3}){1,12}",
                    "(\\\\ud83c\\\\uDF89){1,5}",
                ],
                0..9,
            ),
            rest in "[a-z\"\\\\]{0,20}",
        ) {
            let written = pieces.concat() + "\\t";
            let text = format!("{written}\"{rest}");
            let (string, after) = Scanner::new(&text).string(text.as_bytes()).unwrap();
            prop_assert_eq!(string, JsonString::escaped(&written));
            prop_assert_eq!(after, rest.as_bytes());
            // As it is read without SIMD.
            let read = Scanner::new(&text).rest_of_string(text.as_bytes(), text.as_bytes(), 0);
            prop_assert_eq!(read.unwrap(), (string, after));
        }
    }
}
