//! Strings: as they stand in JSON text, or as they are.

use std::borrow::Cow;

/// A string, not yet decoded: most hold no escapes, and of those that do, few are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    written: &'a str,
    has_escapes: bool,
    /// So many of its first bytes are known to be base64 symbols.
    symbols: usize,
}

impl<'a> Text<'a> {
    /// A text that stands for itself.
    pub(crate) fn plain(text: &'a str) -> Self {
        Self {
            written: text,
            has_escapes: false,
            symbols: 0,
        }
    }

    /// A text with escapes (RFC 8259 section 7), which are right.
    pub(crate) fn escaped(written: &'a str) -> Self {
        Self {
            written,
            has_escapes: true,
            symbols: 0,
        }
    }

    /// The same, known to begin with so many base64 symbols.
    pub(crate) fn beginning_with(self, symbols: usize) -> Self {
        Self { symbols, ..self }
    }

    /// How many of its first bytes are known to be base64 symbols; there may be more.
    pub(crate) fn known_symbols(self) -> usize {
        self.symbols
    }

    /// The text as it is written: it never has fewer characters than the text it stands for.
    pub(crate) fn written(self) -> &'a str {
        self.written
    }

    /// The text that it stands for: borrowed unless it holds escapes.
    #[inline]
    pub(crate) fn decode(self) -> Cow<'a, str> {
        if self.has_escapes {
            Cow::Owned(unescape(self.written))
        } else {
            Cow::Borrowed(self.written)
        }
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, text: &str) -> bool {
        *self.decode() == *text
    }
}

/// Replaces escapes.
fn unescape(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(backslash) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (plain, escape) = rest.split_at_checked(backslash).unwrap_or((rest, ""));
        text.push_str(plain);
        let mut characters = escape.chars();
        characters.next();
        match characters.next() {
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => {
                let (character, after) = unicode(characters.as_str());
                text.push(character);
                characters = after.chars();
            }
            Some(itself) => text.push(itself),
            None => {}
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text
}

/// The character of a `\u` escape or a pair of them, and what follows it.
fn unicode(digits: &str) -> (char, &str) {
    let (first, rest) = leading_code_unit(digits);
    if let Some(character) = char::from_u32(first) {
        return (character, rest);
    }
    let (second, rest) = leading_code_unit(rest.strip_prefix("\\u").unwrap_or(rest));
    let beyond = (first & 0x3ff) << 10 | (second & 0x3ff);
    (
        char::from_u32(0x1_0000 + beyond).unwrap_or(char::REPLACEMENT_CHARACTER),
        rest,
    )
}

/// The number of four hexadecimal digits, and what follows them.
fn leading_code_unit(digits: &str) -> (u32, &str) {
    let unit = digits.as_bytes().first_chunk().and_then(code_unit);
    (unit.map_or(0, u32::from), digits.get(4..).unwrap_or(""))
}

/// The number of four hexadecimal digits.
pub(crate) fn code_unit(digits: &[u8; 4]) -> Option<u16> {
    let [first, second, third, fourth] = digits.map(hexadecimal);
    let unit = first << 12 | second << 8 | third << 4 | fourth;
    ((first | second | third | fourth) < NO_DIGIT).then_some(unit)
}

fn hexadecimal(digit: u8) -> u16 {
    HEXADECIMAL
        .get(usize::from(digit))
        .copied()
        .unwrap_or(NO_DIGIT)
}

const NO_DIGIT: u16 = 0x10;

/// What each byte is worth as a hexadecimal digit: a text of nothing but escapes is read three
/// times as fast by a table as by comparisons.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, where a slip is an error"
)]
const HEXADECIMAL: [u16; 256] = {
    let mut worth = [NO_DIGIT; 256];
    let mut byte = 0;
    while byte < worth.len() {
        if let Some(digit) = (byte as u8 as char).to_digit(16) {
            worth[byte] = digit as u16;
        }
        byte += 1;
    }
    worth
};
