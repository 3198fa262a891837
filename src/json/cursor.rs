//! A cursor over JSON text (RFC 8259): tokens, and where they stand.

use crate::rules::syntax;

/// The text cannot be continued to a valid document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// The offset of the first byte that cannot stand where it stands; the length of a text that
    /// ends too early.
    pub(crate) at: usize,
    /// What could have stood there.
    pub(crate) expected: &'static str,
}

pub(super) type Result<T> = std::result::Result<T, Syntax>;

/// A position in a text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A string as it stands in the text, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawString<'a> {
    pub(super) content: &'a str,
    pub(super) has_escapes: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
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

    /// The error that the next byte is.
    #[cold]
    pub(super) fn error(&self, expected: &'static str) -> Syntax {
        Syntax {
            at: self.at,
            expected,
        }
    }

    pub(super) fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.bump();
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
    pub(super) fn string(&mut self) -> Result<RawString<'a>> {
        self.bump();
        let start = self.at;
        let mut has_escapes = false;
        loop {
            self.skip_plain();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.error(syntax::NO_CONTROL)),
                None => return Err(self.error(syntax::QUOTE)),
            }
        }
        let content = self.since(start);
        self.bump();
        Ok(RawString {
            content,
            has_escapes,
        })
    }

    /// Steps to the next byte that means something in a string: a quote, a backslash, or a control
    /// character.
    fn skip_plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += plain_length(rest);
    }

    fn escape(&mut self) -> Result<()> {
        let backslash = self.at;
        self.bump();
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.bump(),
            Some(b'u') => {
                self.bump();
                match self.hex()? {
                    0xd800..=0xdbff => self.low_surrogate(backslash)?,
                    0xdc00..=0xdfff => return Err(lone_surrogate(backslash)),
                    _ => {}
                }
            }
            _ => return Err(self.error(syntax::ESCAPE)),
        }
        Ok(())
    }

    fn hex(&mut self) -> Result<u16> {
        let mut value = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return Err(self.error(syntax::HEX));
            };
            value = value << 4 | digit;
            self.bump();
        }
        Ok(value)
    }

    /// The second half of a pair, `\uDC00` to `\uDFFF`. Where the text ends within it, the text is
    /// cut off; anywhere else the first half, at `backslash`, is alone.
    fn low_surrogate(&mut self, backslash: usize) -> Result<()> {
        let digits: [&[u8]; 6] = [b"\\", b"u", b"dD", b"cdefCDEF", HEX_DIGITS, HEX_DIGITS];
        for any_of in digits {
            match self.peek() {
                Some(byte) if any_of.contains(&byte) => self.bump(),
                Some(_) => return Err(lone_surrogate(backslash)),
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

fn lone_surrogate(at: usize) -> Syntax {
    Syntax {
        at,
        expected: syntax::PAIR,
    }
}

/// Bytes that are looked at in one step of a short string.
const WORD: usize = 8;
/// Bytes that are looked at in one step of a long one.
const BLOCK: usize = 64;

/// How many bytes come before the first quote, backslash or control character.
///
/// A word at a time; from the second block on, a block at a time while blocks are plain, which the
/// compiler turns into vector instructions.
fn plain_length(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<WORD>() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return bytes.len() - rest.len() + marks.trailing_zeros() as usize / 8;
        }
        rest = after;
        if bytes.len() - rest.len() >= BLOCK {
            rest = skip_plain_blocks(rest);
        }
    }
    let end = rest
        .iter()
        .position(|byte| is_mark(*byte))
        .unwrap_or(rest.len());
    bytes.len() - rest.len() + end
}

fn is_mark(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < 0x20
}

/// The highest bit of the first byte of `word` that is a mark; of those behind it, perhaps more.
fn marks(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) & HIGHS
}

fn skip_plain_blocks(mut rest: &[u8]) -> &[u8] {
    while let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
        // Zero if there is a mark: the least of differences is what vectors compute at once.
        let least = block.iter().fold(u8::MAX, |least, &byte| {
            least
                .min(byte ^ b'"')
                .min(byte ^ b'\\')
                .min(byte.saturating_sub(0x1f))
        });
        if least == 0 {
            break;
        }
        rest = after;
    }
    rest
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
            let expected = bytes.iter().position(|byte| is_mark(*byte)).unwrap_or(bytes.len());
            prop_assert_eq!(plain_length(&bytes), expected);
        }
    }
}
