//! Strings: as they stand in JSON text, or as they are.

use std::borrow::Cow;

/// A string, not yet decoded: most hold no escapes, and of those that do, few are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    written: &'a str,
    shape: Shape,
}

/// What is known of how a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// It stands for itself, and so many of its first bytes are known to be base64 symbols.
    Plain { symbols: usize },
    /// It has escapes (RFC 8259 section 7), which are right.
    Escaped,
}

impl<'a> Text<'a> {
    #[inline]
    pub(crate) fn new(written: &'a str, shape: Shape) -> Self {
        Self { written, shape }
    }

    /// A text that stands for itself.
    #[inline]
    pub(crate) fn plain(text: &'a str) -> Self {
        Self::new(text, Shape::PLAIN)
    }

    /// How many of its first bytes are known to be base64 symbols; there may be more.
    pub(crate) fn known_symbols(self) -> usize {
        match self.shape {
            Shape::Plain { symbols } => symbols,
            Shape::Escaped => 0,
        }
    }

    /// The text as it is written: it never has fewer characters than the text it stands for.
    pub(crate) fn written(self) -> &'a str {
        self.written
    }

    /// The text that it stands for: borrowed unless it holds escapes.
    #[inline]
    pub(crate) fn decode(self) -> Cow<'a, str> {
        match self.shape {
            Shape::Plain { .. } => Cow::Borrowed(self.written),
            Shape::Escaped => Cow::Owned(unescape(self.written)),
        }
    }
}

impl Shape {
    pub(crate) const PLAIN: Self = Self::Plain { symbols: 0 };
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
    let unit = digits.as_bytes().first_chunk().copied().and_then(code_unit);
    (unit.map_or(0, u32::from), digits.get(4..).unwrap_or(""))
}

/// The number of four hexadecimal digits.
pub(crate) fn code_unit(digits: [u8; 4]) -> Option<u16> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(written: &str) -> Text<'_> {
        Text::new(written, Shape::Escaped)
    }

    #[test]
    fn escapes_stand_for_characters() {
        let table = [
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r"a\u0041b", "aAb"),
            (r"\u00e9\u00E9é", "ééé"),
            (r"\ud83c\udf89\uD83C\uDF89!", "🎉🎉!"),
            (r"\\u0041", r"\u0041"),
            (r"\u0000", "\0"),
        ];
        for (written, text) in table {
            assert_eq!(escaped(written).decode(), text, "{written}");
            assert!(escaped(written) == *text && escaped(written) != *written);
        }
        assert_eq!(Text::plain(r"\n").decode(), r"\n");
    }

    #[test]
    fn every_character_can_be_escaped() {
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            let mut units = [0; 2];
            let written = match character.encode_utf16(&mut units) {
                [unit] => format!("\\u{unit:04x}"),
                [high, low] => format!("\\u{high:04x}\\u{low:04x}"),
                _ => panic!("{character:?}"),
            };
            assert!(escaped(&written) == *character.to_string(), "{written}");
        }
    }

    #[test]
    fn four_hexadecimal_digits_are_a_code_unit() {
        for byte in 0..=u8::MAX {
            for place in 0..4 {
                let mut digits = *b"1aF0";
                digits[place] = byte;
                let text = std::str::from_utf8(&digits).ok();
                let text = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
                let expected = text.map(|text| u16::from_str_radix(text, 16).unwrap());
                assert_eq!(code_unit(digits), expected, "{digits:?}");
            }
        }
    }

    #[test]
    fn known_symbols_are_those_of_a_plain_text() {
        let text = Text::new("QUJD", Shape::Plain { symbols: 4 });
        assert_eq!(text.known_symbols(), 4);
        assert_eq!(Text::plain("QUJD").known_symbols(), 0);
        assert_eq!(escaped(r"\u0041").known_symbols(), 0);
    }
}
