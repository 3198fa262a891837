//! Strings as they are written in JSON text.

use std::borrow::Cow;

/// A string that is not decoded yet: most have no escapes, and few of the others are needed decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsonString<'a> {
    written: &'a str,
    shape: Shape,
}

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Without escapes; so many of its first bytes are known to be base64 symbols.
    Plain { symbols: usize },
    /// With escapes (RFC 8259 section 7), all valid.
    Escaped,
}

impl<'a> JsonString<'a> {
    #[inline]
    pub(crate) fn new(written: &'a str, shape: Shape) -> Self {
        Self { written, shape }
    }

    /// A string without escapes.
    #[inline]
    pub(crate) fn plain(value: &'a str) -> Self {
        Self::new(value, Shape::PLAIN)
    }

    /// How many of its first bytes are known to be base64 symbols. More may follow.
    pub(crate) fn known_symbols(self) -> usize {
        match self.shape {
            Shape::Plain { symbols } => symbols,
            Shape::Escaped => 0,
        }
    }

    /// The string as written: never shorter than its value.
    pub(crate) fn written(self) -> &'a str {
        self.written
    }

    /// The value of the string, borrowed unless it has escapes.
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

impl PartialEq<str> for JsonString<'_> {
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

/// The value of each byte as a hexadecimal digit. A string of escapes alone is decoded three times
/// as fast with a table as with comparisons.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time, where a mistake is an error"
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

    fn escaped(written: &str) -> JsonString<'_> {
        JsonString::new(written, Shape::Escaped)
    }

    #[test]
    fn escapes_are_decoded() {
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
        assert_eq!(JsonString::plain(r"\n").decode(), r"\n");
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
    fn only_strings_without_escapes_have_known_symbols() {
        let string = JsonString::new("QUJD", Shape::Plain { symbols: 4 });
        assert_eq!(string.known_symbols(), 4);
        assert_eq!(JsonString::plain("QUJD").known_symbols(), 0);
        assert_eq!(escaped(r"\u0041").known_symbols(), 0);
    }
}
