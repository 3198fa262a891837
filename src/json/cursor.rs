//! A cursor over JSON text (RFC 8259): tokens, and where they stand.

use crate::rules::{base64, syntax};
use crate::span::Span;
use crate::text::{self, Text};

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
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<()> {
        if self.eat(byte) {
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

    /// Steps over a key, given with its quotes, and tells where it stands, if it is the next one
    /// and written without escapes.
    #[inline]
    pub(super) fn eat_key(&mut self, quoted: &str) -> Option<Span> {
        let start = self.at;
        self.rest().starts_with(quoted.as_bytes()).then(|| {
            self.at += quoted.len();
            Span::new(start, self.at)
        })
    }

    #[inline]
    pub(super) fn skip_whitespace(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.skip_run_of_whitespace();
        }
    }

    fn skip_run_of_whitespace(&mut self) {
        loop {
            match self.peek() {
                Some(b'\n') => {
                    self.bump();
                    self.skip_indentation();
                }
                Some(b' ' | b'\r' | b'\t') => self.bump(),
                _ => return,
            }
        }
    }

    /// Steps over spaces, a word at a time while there is one: a fifth of an indented document is
    /// indentation.
    fn skip_indentation(&mut self) {
        const SPACES: u64 = u64::from_le_bytes([b' '; WORD]);
        for word in self.rest().as_chunks::<WORD>().0 {
            let spaces = (u64::from_le_bytes(*word) ^ SPACES).trailing_zeros() as usize / 8;
            self.at += spaces;
            if spaces < WORD {
                return;
            }
        }
    }

    /// Steps over `true`, `false` or `null`.
    pub(super) fn literal(&mut self, word: &'static str) -> Result<()> {
        word.bytes()
            .try_for_each(|byte| self.expect(byte, syntax::LITERAL))
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
    #[inline]
    pub(super) fn string(&mut self) -> Result<Text<'a>> {
        self.bump();
        let start = self.at;
        match first_mark(self.rest()) {
            Some(length) => self.at += length,
            None => return self.long_string(),
        }
        if self.peek() == Some(b'"') {
            let text = Text::plain(self.since(start));
            self.bump();
            return Ok(text);
        }
        self.string_with_escapes(start)
    }

    fn long_string(&mut self) -> Result<Text<'a>> {
        let start = self.at;
        let symbols = base64::leading_symbols(self.rest());
        self.at += symbols;
        self.skip_plain();
        if self.peek() == Some(b'"') {
            let text = Text::plain(self.since(start)).beginning_with(symbols);
            self.bump();
            return Ok(text);
        }
        self.string_with_escapes(start)
    }

    #[inline(never)]
    fn string_with_escapes(&mut self, start: usize) -> Result<Text<'a>> {
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0..0x20) => return Err(self.error(syntax::NO_CONTROL)),
                Some(_) => self.skip_plain(),
                None => return Err(self.error(syntax::QUOTE)),
            }
        }
        let text = Text::escaped(self.since(start));
        self.bump();
        Ok(text)
    }

    /// Steps to the next byte that means something in a string: a quote, a backslash, or a control
    /// character.
    fn skip_plain(&mut self) {
        let rest = self.rest();
        self.at += first_mark(rest).unwrap_or_else(|| long_plain_length(rest));
    }

    fn rest(&self) -> &'a [u8] {
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
        if let Some(unit) = self.rest().first_chunk().and_then(text::code_unit) {
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

/// Bytes that are looked at in one step.
const WORD: usize = 8;
/// Words that are looked at before a string counts as a long one.
const WORDS: usize = 8;

/// Where the first quote, backslash or control character is, if it is in the first words.
#[inline]
fn first_mark(bytes: &[u8]) -> Option<usize> {
    let (words, _) = bytes.as_chunks::<WORD>();
    for (index, word) in words.iter().take(WORDS).enumerate() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(index * WORD + marks.trailing_zeros() as usize / 8);
        }
    }
    None
}

/// How many bytes come before the first quote, backslash or control character, at memory speed.
#[inline(never)]
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
            let is_mark = |byte: &u8| matches!(*byte, b'"' | b'\\' | 0..FIRST_PRINTABLE);
            let expected = bytes.iter().position(is_mark);
            prop_assert_eq!(long_plain_length(&bytes), expected.unwrap_or(bytes.len()));
            let in_words = bytes.len().min(WORD * WORDS) / WORD * WORD;
            prop_assert_eq!(first_mark(&bytes), expected.filter(|at| *at < in_words));
        }
    }
}
