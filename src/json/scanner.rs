//! A scanner of JSON text (RFC 8259): tokens and their positions.
//!
//! Its functions take the rest of the text, and return what follows the token. A slice is two
//! registers; a position in `self` would be loaded, checked and stored at each step. Together with the
//! fast paths of the reader, this saves a quarter of the time of a typical document.

use std::borrow::Cow;

use crate::report::span::Span;
use crate::rules::{checks, syntax};
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

/// Reading cannot go on; the scanner keeps the reason, so that what functions usually return fits into
/// registers.
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

    /// Why reading stopped.
    pub(super) fn into_error(self) -> Option<SyntaxError> {
        self.error
    }

    /// The text between the starts of two rests.
    pub(super) fn between(&self, rest: &[u8], later: &[u8]) -> &'a str {
        let range = self.offset(rest)..self.offset(later);
        self.text.get(range).unwrap_or_default()
    }

    /// Skips `true`, `false` or `null`.
    pub(super) fn literal(&mut self, rest: &'a [u8], word: &'static str) -> Result<&'a [u8]> {
        let mut after = rest;
        for byte in word.bytes() {
            match after {
                [first, others @ ..] if *first == byte => after = others,
                _ => return Err(self.error(after, syntax::LITERAL)),
            }
        }
        Ok(after)
    }

    /// A number (RFC 8259 section 6).
    pub(super) fn number(&mut self, rest: &'a [u8]) -> Result<(&'a str, &'a [u8])> {
        let after = rest.strip_prefix(b"-").unwrap_or(rest);
        let after = match after {
            [b'0', after @ ..] => after,
            _ => self.digits(after)?,
        };
        let after = match after {
            [b'.', after @ ..] => self.digits(after)?,
            _ => after,
        };
        let after = match after {
            [b'e' | b'E', b'+' | b'-', after @ ..] | [b'e' | b'E', after @ ..] => {
                self.digits(after)?
            }
            _ => after,
        };
        Ok((self.between(rest, after), after))
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
    pub(super) fn string(&mut self, inside: &'a [u8]) -> Result<(JsonString<'a>, &'a [u8])> {
        match self.short_string(inside) {
            Some(short) => Ok(short),
            None => self.any_string(inside),
        }
    }

    /// A string, if it is short and has no escapes, as most are.
    #[inline]
    pub(super) fn short_string(&self, inside: &'a [u8]) -> Option<(JsonString<'a>, &'a [u8])> {
        let end = from_first_mark(inside)?;
        let after = end.strip_prefix(b"\"")?;
        let text = self.text.get(self.offset(inside)..self.offset(end))?;
        Some((JsonString::plain(text), after))
    }

    /// Any string, at memory speed, which pays off for long ones.
    pub(super) fn any_string(&mut self, inside: &'a [u8]) -> Result<(JsonString<'a>, &'a [u8])> {
        let symbols = checks::leading_symbols(inside);
        let others = inside.get(symbols..).unwrap_or_default();
        match from_distant_mark(others) {
            end @ [b'"', after @ ..] => {
                let text = JsonString::new(self.between(inside, end), Shape::Plain { symbols });
                Ok((text, after))
            }
            rest => self.escaped_string(inside, rest),
        }
    }

    /// A string that continues at a byte that is neither plain nor its closing quote.
    ///
    /// Between escapes, its plain parts are skipped without a check for control characters. They are
    /// checked at once at the end, which for lines of text takes half the time.
    #[inline(never)]
    fn escaped_string(
        &mut self,
        inside: &'a [u8],
        rest: &'a [u8],
    ) -> Result<(JsonString<'a>, &'a [u8])> {
        let mut surplus = 0;
        let end = self.escaped_end(rest, &mut surplus);
        let end_at = match (&end, self.error) {
            (Err(_), Some(error)) => error.at,
            (Err(_), None) => self.text.len(),
            (Ok(end), _) => self.offset(end),
        };
        let written = self.text.get(self.offset(inside)..end_at);
        let control = written.and_then(|written| control(written.as_bytes()));
        if let Some(at) = control {
            let rest = inside.get(at..).unwrap_or_default();
            return Err(self.error(rest, syntax::NO_CONTROL));
        }
        let end = end?;
        let text = JsonString::new(self.between(inside, end), Shape::Escaped { surplus });
        Ok((text, end.get(1..).unwrap_or_default()))
    }

    /// The closing quote of a string. Counts the characters that escapes take more than what they stand
    /// for.
    fn escaped_end(&mut self, mut rest: &'a [u8], surplus: &mut usize) -> Result<&'a [u8]> {
        loop {
            rest = match rest {
                [b'\\', b'u', ..] => match after_code_units(rest, surplus) {
                    next if next.len() < rest.len() => next,
                    _ => return Err(self.invalid_code_unit(rest)),
                },
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    after @ ..,
                ] => {
                    *surplus += 1;
                    after
                }
                [b'\\', after @ ..] => return Err(self.error(after, syntax::ESCAPE)),
                [b'"', ..] => return Ok(rest),
                [] => return Err(self.error(rest, syntax::QUOTE)),
                [first, ..] if *first < FIRST_PRINTABLE => {
                    return Err(self.error(rest, syntax::NO_CONTROL));
                }
                _ => from_near_escape(rest),
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

/// What follows `\u` escapes; surrogates only in pairs. Counts the characters that they take more than
/// what they stand for.
#[inline]
fn after_code_units<'a>(mut rest: &'a [u8], surplus: &mut usize) -> &'a [u8] {
    while let Some((unit, after)) = leading_code_unit(rest) {
        if !is_surrogate(unit) {
            *surplus += 5;
            rest = after;
        } else if is_high_surrogate(unit)
            && let Some((0xdc00..=0xdfff, after)) = leading_code_unit(after)
        {
            *surplus += 11;
            rest = after;
        } else {
            break;
        }
    }
    rest
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

/// A fifth of an indented document is indentation, so spaces are skipped a word at a time.
#[inline(never)]
fn skip_run_of_whitespace(mut rest: &[u8]) -> &[u8] {
    const SPACES: u64 = u64::from_le_bytes([b' '; WORD]);
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        rest = match rest.first_chunk() {
            Some(word) => {
                // Whatever the first byte is, it is whitespace.
                let others = (u64::from_le_bytes(*word) ^ SPACES) & !0xff;
                let spaces = others.trailing_zeros() as usize / 8;
                rest.get(spaces..).unwrap_or_default()
            }
            None => after,
        };
    }
    rest
}

/// Bytes that are checked in one step.
const WORD: usize = 8;
/// Bytes that are checked before a string counts as a long one.
const SHORT: usize = 8 * WORD;

/// The bytes from the first quote, backslash or control character on, if it is in the first few.
/// The last bytes of a text are checked one by one.
///
/// It is not inlined because its constants would take the registers of its caller.
#[inline(never)]
fn from_first_mark(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return rest.get(marks.trailing_zeros() as usize / 8..);
        }
        rest = after;
        if bytes.len() - rest.len() == SHORT {
            return None;
        }
    }
    let at = rest.iter().position(|byte| is_mark(*byte))?;
    rest.get(at..)
}

fn is_mark(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < FIRST_PRINTABLE
}

/// The bytes from the first quote, backslash or control character on, at memory speed.
fn from_distant_mark(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
    let plain = bytes.get(..end).unwrap_or_default();
    bytes
        .get(control(plain).unwrap_or(end)..)
        .unwrap_or_default()
}

/// Where the first control character is.
fn control(bytes: &[u8]) -> Option<usize> {
    let least = bytes.iter().fold(u8::MAX, |least, byte| least.min(*byte));
    if least < FIRST_PRINTABLE {
        bytes.iter().position(|byte| *byte < FIRST_PRINTABLE)
    } else {
        None
    }
}

/// The bytes from the first quote or backslash on, which is probably near; a control character may
/// precede it.
#[inline]
fn from_near_escape(bytes: &[u8]) -> &[u8] {
    let Some((word, after)) = bytes.split_first_chunk() else {
        let at = bytes.iter().position(|byte| is_mark(*byte));
        return at.and_then(|at| bytes.get(at..)).unwrap_or_default();
    };
    let marks = marks(u64::from_le_bytes(*word));
    if marks != 0 {
        return bytes
            .get(marks.trailing_zeros() as usize / 8..)
            .unwrap_or_default();
    }
    let at = memchr::memchr2(b'"', b'\\', after);
    at.and_then(|at| after.get(at..)).unwrap_or_default()
}

/// Bytes below are control characters.
const FIRST_PRINTABLE: u8 = 0x20;

/// The highest bit of the first byte of `word` that is a mark, and perhaps of bytes after it.
#[inline]
fn marks(word: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; WORD])
    }
    // Where a byte is less than the other, subtraction borrows, and sets the highest bit. It is also
    // set where the byte is not ASCII, which is not a mark. With one bit flipped, a quote comes right
    // after the control characters, which stay below it.
    let control_or_quote =
        (word ^ each(b'"' ^ FIRST_PRINTABLE)).wrapping_sub(each(FIRST_PRINTABLE + 1));
    let backslash = (word ^ each(b'\\')).wrapping_sub(each(1));
    (control_or_quote | backslash) & !word & each(0x80)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_bytes_end_at_the_first_mark(
            bytes in proptest::collection::vec(prop_oneof![20 => 0x20_u8..0xff, 1 => any::<u8>()], 0..300)
        ) {
            let expected = bytes.iter().position(|byte| is_mark(*byte));
            let distant = from_distant_mark(&bytes);
            prop_assert_eq!(distant, &bytes[expected.unwrap_or(bytes.len())..]);
            let few = if bytes.len() < SHORT { bytes.len() } else { SHORT };
            let first = expected.filter(|at| *at < few).map(|at| &bytes[at..]);
            prop_assert_eq!(from_first_mark(&bytes), first);
        }
    }
}
