//! Strings as they are written in JSON text.

use std::borrow::Cow;

use super::block::{BLOCK, Block};
use super::characters::characters;
use super::simd::LARGE;

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
    /// With escapes (RFC 8259 section 7), all valid, which take so many characters more than what they
    /// stand for.
    Escaped { surplus: usize },
}

/// The most bytes of a value that are checked in one step.
pub(crate) const CHUNK: usize = 4096;
/// The size of the buffer in which escapes are decoded: small, because it is cleared for each string.
const DECODED: usize = 1024;

impl<'a> JsonString<'a> {
    #[inline]
    pub(crate) fn new(written: &'a str, shape: Shape) -> Self {
        Self { written, shape }
    }

    /// A string without escapes.
    #[inline]
    pub(crate) fn plain(value: &'a str) -> Self {
        Self::new(value, Shape::Plain { symbols: 0 })
    }

    /// A string with escapes, all valid.
    pub(crate) fn escaped(written: &'a str) -> Self {
        let mut string = Self::new(written, Shape::Escaped { surplus: 0 });
        let surplus = string.characters().saturating_sub(string.chars().count());
        string.shape = Shape::Escaped { surplus };
        string
    }

    /// The first bytes that are known to be base64 symbols, and the rest, in which there may be more.
    pub(crate) fn split_known_symbols(self) -> (&'a str, Self) {
        match self.shape {
            Shape::Plain { symbols } => {
                let (known, unknown) = self.written.split_at_checked(symbols).unwrap_or_default();
                (known, Self::plain(unknown))
            }
            Shape::Escaped { .. } => ("", self),
        }
    }

    /// The string as written: never shorter than its value.
    pub(crate) fn written(self) -> &'a str {
        self.written
    }

    /// The value, if it is written without escapes.
    #[inline]
    pub(crate) fn as_plain(self) -> Option<&'a str> {
        match self.shape {
            Shape::Plain { .. } => Some(self.written),
            Shape::Escaped { .. } => None,
        }
    }

    /// The value of the string, borrowed unless it has escapes.
    #[inline]
    pub(crate) fn decode(self) -> Cow<'a, str> {
        match self.shape {
            Shape::Plain { .. } => Cow::Borrowed(self.written),
            Shape::Escaped { .. } => Cow::Owned(unescape(self.written)),
        }
    }

    /// The number of characters of the value, counted without decoding it.
    pub(crate) fn characters(self) -> usize {
        let written = characters(self.written);
        match self.shape {
            Shape::Plain { .. } => written,
            Shape::Escaped { surplus } => written.saturating_sub(surplus),
        }
    }

    /// The characters of the value, decoded one by one.
    pub(crate) fn chars(self) -> impl Iterator<Item = char> {
        let mut rest = self.written;
        std::iter::from_fn(move || {
            let mut written = rest.chars();
            let character = written.next()?;
            if character == '\\' && self.as_plain().is_none() {
                let (character, length) = escape(rest.as_bytes());
                rest = rest.get(length..).unwrap_or_default();
                return Some(character);
            }
            rest = written.as_str();
            Some(character)
        })
    }

    /// Calls a function with the value, chunk by chunk, until it returns false. Escapes are decoded into
    /// a buffer on the stack, so that a megabyte of text is not copied to be checked. Chunks have at most
    /// [`CHUNK`] bytes, and all but the last a multiple of four.
    pub(crate) fn all_chunks(self, mut is: impl FnMut(&[u8]) -> bool) -> bool {
        if let Some(value) = self.as_plain() {
            return value.as_bytes().chunks(CHUNK).all(is);
        }
        let mut buffer = Buffer::<DECODED>::new();
        let mut rest = self.written.as_bytes();
        while !rest.is_empty() {
            rest = buffer.fill(rest);
            let decoded = buffer.decoded();
            let (groups, _) = decoded.as_chunks::<4>();
            let chunk = if rest.is_empty() {
                decoded
            } else {
                groups.as_flattened()
            };
            if !is(chunk) {
                return false;
            }
            let length = chunk.len();
            buffer.remove(length);
        }
        true
    }
}

impl PartialEq<str> for JsonString<'_> {
    fn eq(&self, text: &str) -> bool {
        match self.as_plain() {
            Some(value) => value == text,
            None => self.chars().eq(text.chars()),
        }
    }
}

/// A part of a value, decoded.
pub(crate) struct Buffer<const SIZE: usize> {
    bytes: [u8; SIZE],
    length: usize,
}

impl<const SIZE: usize> Buffer<SIZE> {
    pub(crate) fn new() -> Self {
        // A block must be free after the bytes that `all_chunks` leaves, at most three.
        const { assert!(SIZE >= LARGE + 3) };
        Self {
            bytes: [0; SIZE],
            length: 0,
        }
    }

    pub(crate) fn decoded(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Removes the first bytes.
    pub(crate) fn remove(&mut self, bytes: usize) {
        self.bytes.copy_within(bytes..self.length, 0);
        self.length -= bytes;
    }

    /// Decodes what is written, until less than a large block is free, and returns the rest.
    pub(crate) fn fill<'a>(&mut self, written: &'a [u8]) -> &'a [u8] {
        let mut rest = written;
        while let Some(free) = self.bytes.get_mut(self.length..)
            && let Some(free) = free.first_chunk_mut::<LARGE>()
            && !rest.is_empty()
        {
            let (decoded, length) = match rest {
                [b'\\', b'u', digits @ ..] => match decode_ascii(rest, free) {
                    0 => {
                        let (character, length) = unicode(digits);
                        (character.encode_utf8(free).len(), length)
                    }
                    units => (units, 6 * units),
                },
                // Valid JSON has no lone backslash; any byte will do.
                [b'\\', escaped @ ..] => {
                    let [first, ..] = free;
                    *first = escaped.first().copied().map_or(b'?', single);
                    (1, 2)
                }
                _ => {
                    let plain = copy_plain(rest, free);
                    (plain, plain)
                }
            };
            self.length += decoded;
            rest = rest.get(length..).unwrap_or_default();
        }
        rest
    }
}

/// Copies at most 64 bytes up to the first backslash, and returns how many. Bytes after those may be
/// overwritten, and do not count as decoded.
#[inline]
fn copy_plain(written: &[u8], free: &mut [u8; LARGE]) -> usize {
    if let Some(bytes) = written.first_chunk::<LARGE>() {
        *free = *bytes;
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        let backslashes = blocks.iter().rev().fold(0_u64, |bits, block| {
            bits << BLOCK | u64::from(Block::new(*block).equal_to(b'\\').bits())
        });
        return backslashes.trailing_zeros() as usize;
    }
    let block = Block::padded(written);
    if let Some(free) = free.first_chunk_mut() {
        *free = block.bytes();
    }
    let backslash = block.equal_to(b'\\').bits().trailing_zeros();
    written.len().min(BLOCK).min(backslash as usize)
}

/// Decodes the first `\u` escapes of ASCII, each six bytes long, and returns how many there are.
///
/// A verdict on a code in which every character is escaped takes 40 % fewer instructions.
#[inline]
fn decode_ascii(written: &[u8], free: &mut [u8; LARGE]) -> usize {
    let mut rest = written;
    let mut units = 0;
    for to in free {
        let Some([high @ b'0'..=b'7', low, after @ ..]) = rest.strip_prefix(b"\\u00") else {
            break;
        };
        // The escape is valid: the low digit is one. A letter is 9 more than its low bits.
        *to = high << 4 | ((low & 0xf) + 9 * (low >> 6));
        units += 1;
        rest = after;
    }
    units
}

/// Replaces escapes.
fn unescape(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        let (plain, mut after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        text.push_str(plain);
        while after.starts_with('\\') {
            let (character, length) = escape(after.as_bytes());
            text.push(character);
            after = after.get(length..).unwrap_or_default();
        }
        rest = after;
    }
    text
}

/// The character of the escape, or of the pair of them, at the start, and the number of bytes that it
/// takes.
#[inline]
fn escape(written: &[u8]) -> (char, usize) {
    match written {
        [_, b'u', digits @ ..] => unicode(digits),
        [_, letter, ..] => (char::from(single(*letter)), 2),
        _ => (char::REPLACEMENT_CHARACTER, written.len()),
    }
}

/// What the letter of an escape of two characters stands for (RFC 8259 section 7).
#[inline]
const fn single(letter: u8) -> u8 {
    match letter {
        b'b' => 0x8,
        b'f' => 0xc,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        itself => itself,
    }
}

/// The character of a `\u` escape or a pair of them, from its digits, and its length.
#[inline]
fn unicode(digits: &[u8]) -> (char, usize) {
    let unit = leading_code_unit(digits);
    match char::from_u32(unit) {
        Some(character) => (character, 6),
        None => (pair(unit, digits), 12),
    }
}

/// The character of a pair, from its first half and its digits. It is not inlined, so that the others
/// need not save registers for it.
#[inline(never)]
fn pair(first: u32, digits: &[u8]) -> char {
    let second = leading_code_unit(digits.get(6..).unwrap_or_default());
    let beyond = (first & 0x3ff) << 10 | (second & 0x3ff);
    char::from_u32(0x1_0000 + beyond).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[inline]
fn leading_code_unit(digits: &[u8]) -> u32 {
    let unit = digits.first_chunk().copied().and_then(code_unit);
    unit.map_or(0, u32::from)
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

/// The value of each byte as a hexadecimal digit: looking it up takes less than comparing.
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
    use proptest::prelude::*;

    use super::*;

    fn escaped(written: &str) -> JsonString<'_> {
        JsonString::escaped(written)
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
            assert_eq!(escaped(written).characters(), text.chars().count());
            assert!(escaped(written) == *text && escaped(written) != *written);
        }
        assert_eq!(JsonString::plain(r"\n").decode(), r"\n");
    }

    #[test]
    fn decoding_what_is_not_valid_comes_to_an_end() {
        for written in [
            r"\", r"a\", r"\u", r"\u00", r"\u004", r"\ud83c", r"\ud83c\", r"\é",
        ] {
            let mut buffer = Buffer::<DECODED>::new();
            assert!(buffer.fill(written.as_bytes()).is_empty(), "{written}");
        }
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
        let string = JsonString::new("QUJDe", Shape::Plain { symbols: 4 });
        assert_eq!(
            string.split_known_symbols(),
            ("QUJD", JsonString::plain("e"))
        );
        let string = JsonString::plain("QUJD");
        assert_eq!(string.split_known_symbols(), ("", string));
        let string = escaped(r"\u0041");
        assert_eq!(string.split_known_symbols(), ("", string));
    }

    proptest! {
        #[test]
        fn values_are_decoded_in_chunks_and_counted_as_a_whole(
            pieces in proptest::collection::vec(
                prop_oneof![
                    "[a-zé日🎉]{0,9}",
                    r#"(\\[nrtbf/"\\]){1,9}"#,
                    Just(r"\u00e9".to_owned()),
                    "(\\\\u00[0-7][0-9a-fA-F]){1,100}",
                    Just(r"\uD83c\udf89".to_owned()),
                    prop_oneof![CHUNK - 9..CHUNK + 9, DECODED - 9..DECODED + 9, LARGE - 2..LARGE + 3].prop_map(|length| "a".repeat(length)),
                ],
                0..20,
            )
        ) {
            let written = pieces.concat();
            let value: String = serde_json::from_str(&format!("\"{written}\"")).unwrap();
            for string in [escaped(&written), JsonString::plain(&value)] {
                let (mut chunks, mut decoded) = (Vec::new(), Vec::new());
                let all = string.all_chunks(|chunk| {
                    chunks.push(chunk.len());
                    decoded.extend_from_slice(chunk);
                    true
                });
                prop_assert!(all);
                prop_assert_eq!(&*decoded, value.as_bytes());
                let last = chunks.pop().unwrap_or(1);
                prop_assert!((1..=CHUNK).contains(&last));
                prop_assert!(chunks.iter().all(|length| *length <= CHUNK && length % 4 == 0));
                prop_assert_eq!(string.decode(), &*value);
                prop_assert!(string == *value);
                prop_assert_eq!(string.characters(), value.chars().count());
                prop_assert_eq!(string.chars().collect::<String>(), &*value);
                let mut calls = 0;
                prop_assert_eq!(string.all_chunks(|_| { calls += 1; false }), value.is_empty());
                prop_assert_eq!(calls, usize::from(!value.is_empty()));
            }
        }
    }
}
