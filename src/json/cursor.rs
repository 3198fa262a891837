//! A cursor over JSON text (RFC 8259): tokens, and where they stand.

use std::borrow::Cow;

use crate::rules::{base64, syntax};
use crate::span::Span;
use crate::text::{self, Shape, Text};

/// The text cannot be continued to a valid document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// The offset of the first byte that cannot stand where it stands; the length of a text that
    /// ends too early.
    pub(crate) at: usize,
    /// What could have stood there.
    pub(crate) expected: &'static str,
}

/// Reading cannot go on; the cursor keeps the reason. So what a function returns on the common way
/// fits into registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop;

pub(super) type Result<T> = std::result::Result<T, Stop>;

/// A position in a text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    error: Option<Syntax>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            error: None,
        }
    }

    /// The offset of the next byte.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.text
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(text))
    }

    /// Steps over the byte that was peeked.
    pub(super) fn bump(&mut self) {
        self.at += 1;
    }

    /// Steps over the byte if it is the next one.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        if self.peek() == Some(byte) {
            self.bump();
            true
        } else {
            false
        }
    }

    /// Steps over the byte if it is the next one but for whitespace.
    #[inline]
    pub(super) fn eat_token(&mut self, byte: u8) -> bool {
        self.eat(byte) || {
            self.skip_whitespace();
            self.eat(byte)
        }
    }

    #[inline]
    pub(super) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<()> {
        if self.eat_token(byte) {
            Ok(())
        } else {
            Err(self.error(expected))
        }
    }

    /// Stops at the next byte, which is wrong.
    #[cold]
    pub(super) fn error(&mut self, expected: &'static str) -> Stop {
        self.error_at(self.at, expected)
    }

    #[cold]
    fn error_at(&mut self, at: usize, expected: &'static str) -> Stop {
        self.error = Some(Syntax { at, expected });
        Stop
    }

    /// Why reading stopped.
    pub(super) fn into_error(self) -> Option<Syntax> {
        self.error
    }

    /// Goes to a later offset.
    #[inline]
    pub(super) fn jump(&mut self, at: usize) {
        self.at = at;
    }

    #[inline]
    pub(super) fn skip_whitespace(&mut self) {
        if self.peek().is_some_and(is_perhaps_whitespace) {
            // A single space, as behind a colon, is the commonest.
            self.eat(b' ');
            if self.peek().is_some_and(is_perhaps_whitespace) {
                self.skip_run_of_whitespace();
            }
        }
    }

    /// A fifth of an indented document is indentation, so spaces are stepped over a word at a time.
    #[inline(never)]
    fn skip_run_of_whitespace(&mut self) {
        const SPACES: u64 = u64::from_le_bytes([b' '; WORD]);
        let mut rest = self.rest();
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
        self.at = self.text.len() - rest.len();
    }

    /// Steps over `true`, `false` or `null`.
    #[inline]
    pub(super) fn literal(&mut self, word: &'static str) -> Result<()> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        for byte in word.bytes() {
            if !self.eat(byte) {
                break;
            }
        }
        Err(self.error(syntax::LITERAL))
    }

    /// A number (RFC 8259 section 6).
    pub(super) fn number(&mut self) -> Result<&'a str> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Ok(self.since(start))
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.bump();
        }
        if self.at > start {
            Ok(())
        } else {
            Err(self.error(syntax::DIGIT))
        }
    }

    /// A string (RFC 8259 section 7). The cursor stands at its opening quote.
    #[expect(
        clippy::inline_always,
        reason = "this and `Reader::member`, as calls, cost 7 % of a typical document"
    )]
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Text<'a>> {
        self.bump();
        let start = self.at;
        let shape = match first_mark(self.rest()) {
            Some(length) => {
                self.at += length;
                self.rest_of_string(Shape::PLAIN)?
            }
            None => self.long_string()?,
        };
        let text = Text::new(self.since(start), shape);
        self.bump();
        Ok(text)
    }

    #[inline]
    fn rest_of_string(&mut self, shape: Shape) -> Result<Shape> {
        if self.peek() == Some(b'"') {
            Ok(shape)
        } else {
            self.string_with_escapes()
        }
    }

    #[inline(never)]
    fn long_string(&mut self) -> Result<Shape> {
        let symbols = base64::leading_symbols(self.rest());
        self.at += symbols;
        self.at += long_plain_length(self.rest());
        self.rest_of_string(Shape::Plain { symbols })
    }

    /// Steps to the end of a string from a byte that is not plain.
    #[inline(never)]
    fn string_with_escapes(&mut self) -> Result<Shape> {
        loop {
            match self.peek() {
                Some(b'"') => return Ok(Shape::Escaped),
                Some(b'\\') => self.escape()?,
                Some(0..FIRST_PRINTABLE) => return Err(self.error(syntax::NO_CONTROL)),
                Some(_) => self.skip_plain(),
                None => return Err(self.error(syntax::QUOTE)),
            }
        }
    }

    /// The key that was read at an offset, and where it stands.
    pub(super) fn key_at(&self, at: usize) -> (Cow<'a, str>, Span) {
        let mut cursor = Self {
            at,
            ..Self::new(self.text)
        };
        let text = cursor.string().unwrap_or(Text::plain(""));
        (text.decode(), Span::new(at, cursor.at))
    }

    /// Steps to the next byte that means something in a string: a quote, a backslash, or a control
    /// character.
    fn skip_plain(&mut self) {
        let rest = self.rest();
        self.at += first_mark(rest).unwrap_or_else(|| long_plain_length(rest));
    }

    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn escape(&mut self) -> Result<()> {
        let backslash = self.at;
        self.bump();
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.bump(),
            Some(b'u') => {
                self.bump();
                match self.code_unit()? {
                    0xd800..=0xdbff => self.low_surrogate(backslash)?,
                    0xdc00..=0xdfff => return Err(self.error_at(backslash, syntax::PAIR)),
                    _ => {}
                }
            }
            _ => return Err(self.error(syntax::ESCAPE)),
        }
        Ok(())
    }

    /// Four hexadecimal digits.
    fn code_unit(&mut self) -> Result<u16> {
        if let Some(unit) = self.rest().first_chunk().copied().and_then(text::code_unit) {
            self.at += 4;
            return Ok(unit);
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
            self.bump();
        }
        Err(self.error(syntax::HEX))
    }

    /// The second half of a pair, `\uDC00` to `\uDFFF`. Where the text ends within it, the text is
    /// cut off; anywhere else the first half, at `backslash`, is alone.
    fn low_surrogate(&mut self, backslash: usize) -> Result<()> {
        let digits: [&[u8]; 6] = [b"\\", b"u", b"dD", b"cdefCDEF", HEX_DIGITS, HEX_DIGITS];
        for any_of in digits {
            match self.peek() {
                Some(byte) if any_of.contains(&byte) => self.bump(),
                Some(_) => return Err(self.error_at(backslash, syntax::PAIR)),
                None => return Err(self.error(syntax::QUOTE)),
            }
        }
        Ok(())
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }
}

const HEX_DIGITS: &[u8] = b"0123456789abcdefABCDEF";

/// Nothing else that may stand between tokens is as low.
fn is_perhaps_whitespace(byte: u8) -> bool {
    byte <= b' '
}

/// Bytes that are looked at in one step.
const WORD: usize = 8;
/// Words that are looked at before a string counts as a long one.
const WORDS: usize = 8;

/// Where the first quote, backslash or control character is, if it is in the first words. Of a text
/// that ends soon the last bytes are looked at one by one.
#[inline]
fn first_mark(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk() {
        let at = bytes.len() - rest.len();
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        if at == WORD * (WORDS - 1) {
            return None;
        }
        rest = after;
    }
    let in_rest = rest.iter().position(|byte| is_mark(*byte))?;
    Some(bytes.len() - rest.len() + in_rest)
}

fn is_mark(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < FIRST_PRINTABLE
}

/// How many bytes come before the first quote, backslash or control character, at memory speed.
fn long_plain_length(bytes: &[u8]) -> usize {
    let end = memchr::memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
    let plain = bytes.get(..end).unwrap_or_default();
    let least = plain.iter().fold(u8::MAX, |least, byte| least.min(*byte));
    if least >= FIRST_PRINTABLE {
        return end;
    }
    let control = plain.iter().position(|byte| *byte < FIRST_PRINTABLE);
    control.unwrap_or(end)
}

/// What comes before are control characters.
const FIRST_PRINTABLE: u8 = 0x20;

/// The highest bit of the first byte of `word` that is a mark; of those behind it, perhaps more.
#[inline]
fn marks(word: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; WORD])
    }
    // Where a byte is less than the other, subtraction borrows, and sets the highest bit. It is set
    // too where the byte is not ASCII, which is no mark.
    let control = word.wrapping_sub(each(FIRST_PRINTABLE));
    let quote = (word ^ each(b'"')).wrapping_sub(each(1));
    let backslash = (word ^ each(b'\\')).wrapping_sub(each(1));
    (control | quote | backslash) & !word & each(0x80)
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
            prop_assert_eq!(long_plain_length(&bytes), expected.unwrap_or(bytes.len()));
            let in_words = if bytes.len() < WORD * WORDS { bytes.len() } else { WORD * WORDS };
            prop_assert_eq!(first_mark(&bytes), expected.filter(|at| *at < in_words));
        }
    }
}
