//! Code: canonical base64, of text.
//!
//! A code is a sequence of symbols (64 characters of six bits each) and `=`. Three rules check its
//! characters, its end, and the unused bits of its last symbol. The second and the third ignore
//! invalid characters, so that line breaks or the URL-safe alphabet do not hide a code that was cut
//! off.
//!
//! Codes can be megabytes long, valid or not. Symbols are recognized with SIMD, up to the next escape;
//! where there is something else, characters are counted by loops without branches, which the compiler
//! vectorizes.

use ::base64::Engine;
use base64_simd::{STANDARD, STANDARD_NO_PAD};

use super::sink::Sink;
use crate::rules::base64_alphabet::{Base64Alphabet, InvalidCharacters};
use crate::rules::base64_padding::Base64Padding;
use crate::rules::base64_trailing_bits::Base64TrailingBits;
use crate::rules::code_not_text::CodeNotText;
use crate::rules::empty_code::EmptyCode;
use crate::rules::table::Rule;
use crate::string::block::{BLOCK, Block, Mask};
use crate::string::count::{PART, count_bytes, is_first_byte};
use crate::string::json_string::{Buffer, CHUNK, JsonString};

/// Rules `base64-alphabet`, `base64-padding`, `base64-trailing-bits`, `empty-code` and
/// `code-not-text`.
pub(crate) fn code(value: JsonString<'_>, sink: &mut impl Sink) {
    if value.written().is_empty() {
        sink.report(|| EmptyCode {});
    } else if !is_canonical(value) && (sink.is_decided() || !unusual_code(value, sink)) {
        // A base64 rule is violated, or an error was already found and only the verdict matters.
    } else if sink.wants(Rule::CodeNotText) && !is_text(value) {
        sink.report(|| CodeNotText {});
    }
}

/// Whether it is canonical base64 (RFC 4648 section 4) without escapes. [`Census`] gives the same
/// result for any code, but is slower; tests compare both with the `base64` crate.
fn is_canonical(code: JsonString<'_>) -> bool {
    let (_, unknown) = code.split_known_symbols();
    unknown
        .as_plain()
        .is_some_and(|unknown| STANDARD.check(unknown.as_bytes()).is_ok())
}

/// The number of symbols at the start, in whole chunks.
///
/// Most long strings are code, and no symbol ends a string. So one pass finds the end of the string
/// and checks its symbols; a second pass would read a megabyte from memory again.
pub(crate) fn leading_symbols(bytes: &[u8]) -> usize {
    let chunks = bytes.chunks_exact(CHUNK);
    chunks.take_while(|chunk| are_symbols(chunk)).count() * CHUNK
}

/// Whether all bytes, whole groups of four, are symbols.
fn are_symbols(groups: &[u8]) -> bool {
    STANDARD_NO_PAD.check(groups).is_ok()
}

/// Whether unused bits of the last symbol are set: two are unused before one `=`, four before two.
fn has_trailing_bits(last: Option<u8>, padding: usize) -> bool {
    let unused = match padding {
        1 => 0b00_0011,
        2 => 0b00_1111,
        _ => 0,
    };
    last.and_then(value)
        .is_some_and(|value| value & unused != 0)
}

/// The six bits that a symbol of the standard or the URL-safe alphabet stands for.
const fn value(symbol: u8) -> Option<u8> {
    match symbol {
        b'A'..=b'Z' => Some(symbol - b'A'),
        b'a'..=b'z' => Some(symbol - b'a' + 26),
        b'0'..=b'9' => Some(symbol - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Reports the rules that a code violates which is not canonical or has escapes. Returns whether there
/// are none.
#[inline(never)]
fn unusual_code(code: JsonString<'_>, sink: &mut impl Sink) -> bool {
    let mut census = Census::default();
    let (known, unknown) = code.split_known_symbols();
    census.add_symbols(known.as_bytes());
    // The first invalid character decides the verdict, and is usually near the start.
    let until_invalid = sink.is_decided_by(Rule::Base64Alphabet);
    let is_complete = census.add(unknown, until_invalid);
    if let Some(index) = census.first_invalid {
        sink.report(|| Base64Alphabet {
            index,
            count: census.invalid(),
            characters: census.invalid_characters(),
        });
    }
    if !is_complete {
        return false;
    }
    let is_well_padded = census.is_well_padded();
    if !is_well_padded {
        sink.report(|| Base64Padding {
            symbols: census.symbols(),
            padding: census.padding,
        });
    }
    let has_trailing_bits = is_well_padded && has_trailing_bits(census.last_symbol, census.padding);
    if has_trailing_bits {
        sink.report(|| Base64TrailingBits {});
    }
    census.first_invalid.is_none() && is_well_padded && !has_trailing_bits
}

/// The characters of a code: how many there are of each class, and where.
#[derive(Debug, Default, PartialEq, Eq)]
struct Census {
    characters: usize,
    /// Symbols of the standard alphabet.
    standard: usize,
    /// Symbols of only the URL-safe alphabet.
    url_safe: usize,
    padding: usize,
    line_breaks: usize,
    /// The index of the first character that base64 does not have.
    first_invalid: Option<usize>,
    last_symbol: Option<u8>,
    /// Whether a symbol follows a `=`.
    is_padding_inside: bool,
}

impl Census {
    /// Adds a code, perhaps only until a character is invalid; returns whether it added all.
    fn add(&mut self, code: JsonString<'_>, until_invalid: bool) -> bool {
        let has_escapes = code.as_plain().is_none();
        let mut rest = code.written().as_bytes();
        while !rest.is_empty() {
            if until_invalid && self.first_invalid.is_some() {
                return false;
            }
            let (symbols, after) = split_symbols(rest);
            self.add_symbols(symbols);
            rest = if has_escapes {
                self.add_decoded(after)
            } else {
                let (part, after) = after.split_at_checked(PART).unwrap_or((after, &[]));
                self.add_part(part);
                after
            };
        }
        true
    }

    /// Adds some characters, with escapes decoded, and returns what follows them.
    fn add_decoded<'a>(&mut self, written: &'a [u8]) -> &'a [u8] {
        match written {
            // The usual escapes in codes. This saves a sixth of the instructions for 8 KiB of wrapped code,
            // and a tenth with escaped slashes.
            [b'\\', b'n' | b'r', after @ ..] => {
                self.add_byte(b'\n');
                after
            }
            [b'\\', b'/', after @ ..] => {
                self.add_byte(b'/');
                after
            }
            _ => {
                let mut buffer = Buffer::<{ PART + BLOCK }>::new();
                let after = buffer.fill(written);
                let (symbols, part) = split_symbols(buffer.decoded());
                self.add_symbols(symbols);
                self.add_part(part);
                after
            }
        }
    }

    #[inline]
    fn add_byte(&mut self, byte: u8) {
        let is_symbol = match byte {
            b'=' => {
                self.padding += 1;
                self.characters += 1;
                return;
            }
            _ if is_standard(byte) => {
                self.standard += 1;
                true
            }
            _ if !is_first_byte(byte) => return,
            _ => {
                self.first_invalid.get_or_insert(self.characters);
                self.url_safe += usize::from(is_url_safe(byte));
                self.line_breaks += usize::from(is_line_break(byte));
                is_url_safe(byte)
            }
        };
        self.characters += 1;
        if is_symbol {
            self.is_padding_inside |= self.padding > 0;
            self.last_symbol = Some(byte);
        }
    }

    /// Adds symbols of the standard alphabet.
    fn add_symbols(&mut self, symbols: &[u8]) {
        if let Some(last) = symbols.last() {
            self.characters += symbols.len();
            self.standard += symbols.len();
            self.is_padding_inside |= self.padding > 0;
            self.last_symbol = Some(*last);
        }
    }

    /// Adds bytes; fastest for about [`PART`] at a time.
    fn add_part(&mut self, part: &[u8]) {
        if part.len() < BLOCK {
            return part.iter().for_each(|byte| self.add_byte(*byte));
        }
        // A class is counted only if there are bytes that are not counted yet: mostly there are one or
        // two classes.
        let mut left = part.len();
        let standard = count(part, &mut left, is_standard);
        let is_padding = |byte: u8| byte == b'=';
        let line_breaks = count(part, &mut left, is_line_break);
        let url_safe = count(part, &mut left, is_url_safe);
        let padding = count(part, &mut left, is_padding);
        let continuation = count(part, &mut left, |byte| !is_first_byte(byte));
        if self.first_invalid.is_none() && standard + padding < part.len() {
            let is_valid = |byte: &u8| is_standard(*byte) || is_padding(*byte);
            let first = part.iter().position(|byte| !is_valid(byte));
            self.first_invalid = first.map(|at| self.characters + at);
        }
        if let Some(last) = part.iter().rposition(|byte| is_symbol(*byte)) {
            let is_inside = || {
                let first = part.iter().position(|byte| is_padding(*byte));
                first.is_some_and(|first| first < last)
            };
            self.is_padding_inside |= self.padding > 0 || padding > 0 && is_inside();
            self.last_symbol = part.get(last).copied();
        }
        self.characters += part.len() - continuation;
        self.standard += standard;
        self.url_safe += url_safe;
        self.padding += padding;
        self.line_breaks += line_breaks;
    }

    fn symbols(&self) -> usize {
        self.standard + self.url_safe
    }

    fn invalid(&self) -> usize {
        self.characters - self.standard - self.padding
    }

    fn is_well_padded(&self) -> bool {
        let (symbols, padding) = (self.symbols(), self.padding);
        padding <= 2
            && (symbols + padding).is_multiple_of(4)
            && (padding == 0 || !symbols.is_multiple_of(4))
            && !self.is_padding_inside
    }

    fn invalid_characters(&self) -> InvalidCharacters {
        if self.line_breaks == self.invalid() {
            InvalidCharacters::LineBreaks
        } else if self.url_safe == self.invalid() {
            InvalidCharacters::UrlSafe
        } else {
            InvalidCharacters::Other
        }
    }
}

/// The symbols of the standard alphabet at the start, and what follows them.
fn split_symbols(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = bytes;
    let more = loop {
        let Some((block, after)) = rest.split_first_chunk() else {
            break rest.iter().take_while(|byte| is_standard(**byte)).count();
        };
        let symbols = standard_symbols(Block::new(*block)).bits().trailing_ones() as usize;
        if symbols < BLOCK {
            break symbols;
        }
        rest = after;
        if bytes.len() - rest.len() == PART {
            // Probably many more follow, which are checked with a fifth of the instructions.
            while let Some((part, after)) = rest.split_first_chunk::<PART>()
                && are_symbols(part)
            {
                rest = after;
            }
        }
    };
    let length = bytes.len() - rest.len() + more;
    bytes.split_at_checked(length).unwrap_or_default()
}

/// The symbols of the standard alphabet.
#[inline]
fn standard_symbols(block: Block) -> Mask {
    let letters = block.fold_case().within(b'a'..=b'z');
    // `/` precedes the digits.
    letters | block.within(b'/'..=b'9') | block.equal_to(b'+')
}

/// The number of bytes of a class, if any are left that are not counted yet.
#[inline]
fn count(part: &[u8], left: &mut usize, is: impl Fn(u8) -> bool) -> usize {
    if *left == 0 {
        return 0;
    }
    let count = count_bytes(part, is);
    *left -= count;
    count
}

// The classes are written without short-circuiting operators, so that loops over them have no branches.

#[expect(clippy::needless_bitwise_bool, reason = "no branches")]
fn is_standard(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    letter | digit | (byte == b'+') | (byte == b'/')
}

#[expect(clippy::needless_bitwise_bool, reason = "no branches")]
fn is_url_safe(byte: u8) -> bool {
    (byte == b'-') | (byte == b'_')
}

fn is_symbol(byte: u8) -> bool {
    is_standard(byte) | is_url_safe(byte)
}

#[expect(clippy::needless_bitwise_bool, reason = "no branches")]
fn is_line_break(byte: u8) -> bool {
    (byte == b'\n') | (byte == b'\r')
}

/// The bytes that a chunk decodes to.
const DECODED: usize = CHUNK / 4 * 3;
/// The most bytes of a character that can be left over from the previous chunk.
const CARRY: usize = 3;

/// The fastest decoder of the target. It takes a twelfth less than that of `base64-simd`, and exists on
/// fewer targets.
#[cfg(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
))]
fn decoder() -> impl Engine {
    use ::base64::engine::{general_purpose::PAD, simd::Simd};

    Simd::standard(PAD)
}

#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
)))]
fn decoder() -> impl Engine {
    ::base64::engine::general_purpose::STANDARD
}

/// Whether canonical base64 decodes to UTF-8. What it decodes to is not kept.
fn is_text(code: JsonString<'_>) -> bool {
    let mut buffer = [0; CARRY + DECODED];
    let mut carried = 0;
    let decoder = decoder();
    let is_text_so_far = code.all_chunks(|chunk| {
        let free = buffer.get_mut(carried..).unwrap_or_default();
        let Ok(length) = decoder.decode_slice(chunk, free) else {
            return false;
        };
        let end = carried + length;
        let valid = match simdutf8::compat::from_utf8(buffer.get(..end).unwrap_or_default()) {
            Ok(text) => text.len(),
            // A character that the next chunk may complete.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return false,
        };
        buffer.copy_within(valid..end, 0);
        carried = end - valid;
        true
    });
    is_text_so_far && carried == 0
}

#[cfg(test)]
mod tests {
    use ::base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;
    use crate::string::json_string::Shape;

    fn check(value: &str) -> Vec<ViolationKind> {
        violations(|sink| code(JsonString::plain(value), sink))
    }

    /// The only violation, where `code-not-text` is checked too.
    fn check_text(value: &str) -> Option<ViolationKind> {
        let violations = violations(|sink| {
            sink.wants_all = true;
            code(JsonString::plain(value), sink);
        });
        assert!(violations.len() < 2, "{violations:?}");
        violations.into_iter().next()
    }

    /// The same rules, character by character.
    fn simple(code: &str) -> Vec<ViolationKind> {
        let characters: Vec<char> = code.chars().collect();
        let value = |c: &char| u8::try_from(*c).ok().and_then(value);
        let is_valid = |c: &char| !matches!(c, '-' | '_') && (value(c).is_some() || *c == '=');
        let kept: Vec<_> = characters
            .iter()
            .filter(|c| value(c).is_some() || **c == '=')
            .collect();
        let symbols = kept.iter().filter(|c| ***c != '=').count();
        let padding = kept.len() - symbols;
        let invalid: Vec<_> = characters.iter().filter(|c| !is_valid(c)).collect();
        let mut violations = Vec::new();
        if characters.is_empty() {
            violations.push(EmptyCode {}.into());
        }
        if let Some(index) = characters.iter().position(|c| !is_valid(c)) {
            let kind = if invalid.iter().all(|c| matches!(c, '\r' | '\n')) {
                InvalidCharacters::LineBreaks
            } else if invalid.iter().all(|c| matches!(c, '-' | '_')) {
                InvalidCharacters::UrlSafe
            } else {
                InvalidCharacters::Other
            };
            violations.push(alphabet(index, invalid.len(), kind));
        }
        let well_padded = [(0, 0), (2, 2), (3, 1)].contains(&(symbols % 4, padding));
        if !well_padded || kept.iter().rev().skip(padding).any(|c| **c == '=') {
            violations.push(self::padding(symbols, padding));
        } else if padding > 0 {
            let last = value(kept[symbols - 1]).unwrap();
            if !last.is_multiple_of(if padding == 1 { 4 } else { 16 }) {
                violations.push(Base64TrailingBits {}.into());
            }
        }
        violations
    }

    fn alphabet(index: usize, count: usize, characters: InvalidCharacters) -> ViolationKind {
        Base64Alphabet {
            index,
            count,
            characters,
        }
        .into()
    }

    fn padding(symbols: usize, padding: usize) -> ViolationKind {
        Base64Padding { symbols, padding }.into()
    }

    #[test]
    fn codes() {
        use InvalidCharacters::{LineBreaks, Other, UrlSafe};
        let trailing_bits = ViolationKind::from(Base64TrailingBits {});
        let table: [(&str, Vec<ViolationKind>); 33] = [
            ("", vec![EmptyCode {}.into()]),
            ("QUJD", vec![]),
            ("QUI=", vec![]),
            ("QQ==", vec![]),
            ("+/+/", vec![]),
            ("QR==", vec![trailing_bits.clone()]),
            ("QUJ=", vec![trailing_bits.clone()]),
            ("Q", vec![padding(1, 0)]),
            ("QQ", vec![padding(2, 0)]),
            ("QQ=", vec![padding(2, 1)]),
            ("QQ===", vec![padding(2, 3)]),
            ("QUJ", vec![padding(3, 0)]),
            ("QUJ==", vec![padding(3, 2)]),
            ("QUJD=", vec![padding(4, 1)]),
            ("QUJD====", vec![padding(4, 4)]),
            ("Q===", vec![padding(1, 3)]),
            ("=", vec![padding(0, 1)]),
            ("====", vec![padding(0, 4)]),
            ("QQ==QQ==", vec![padding(4, 4)]),
            ("Q=Q=", vec![padding(2, 2)]),
            ("=QQQ", vec![padding(3, 1)]),
            ("QUJD\n", vec![alphabet(4, 1, LineBreaks)]),
            ("QU\r\nJD\r\n", vec![alphabet(2, 4, LineBreaks)]),
            ("QQ=\n", vec![alphabet(3, 1, LineBreaks), padding(2, 1)]),
            (
                "QR==\n",
                vec![alphabet(4, 1, LineBreaks), trailing_bits.clone()],
            ),
            ("-_-_", vec![alphabet(0, 4, UrlSafe)]),
            ("Q-==", vec![alphabet(1, 1, UrlSafe), trailing_bits]),
            ("Q_", vec![alphabet(1, 1, UrlSafe), padding(2, 0)]),
            ("-\n__-", vec![alphabet(0, 5, Other)]),
            (
                "<base64-string>",
                vec![alphabet(0, 3, Other), padding(13, 0)],
            ),
            ("é日🎉", vec![alphabet(0, 3, Other)]),
            ("QUéJD", vec![alphabet(2, 1, Other)]),
            ("a b=", vec![alphabet(1, 1, Other), padding(2, 1)]),
        ];
        for (code, expected) in table {
            assert_eq!(check(code), expected, "{code:?}");
        }
    }

    #[test]
    fn every_last_symbol_is_checked_for_unused_bits() {
        for symbol in b' '..=b'~' {
            for code in [
                format!("A{}==", symbol as char),
                format!("AA{}=", symbol as char),
            ] {
                let is_symbol = symbol.is_ascii_alphanumeric() || b"+/".contains(&symbol);
                let expected = is_symbol && STANDARD.decode(&code).is_err();
                let reported = check(&code).contains(&Base64TrailingBits {}.into());
                let url_safe = code.replace('-', "+").replace('_', "/");
                let expected = expected || url_safe != code && STANDARD.decode(url_safe).is_err();
                assert_eq!(reported, expected, "{code}");
                // A line break changes nothing.
                let violations = check(&format!("{code}\n"));
                assert_eq!(
                    violations.contains(&Base64TrailingBits {}.into()),
                    expected,
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn text_is_recognised_across_chunks() {
        for shift in 0..5 {
            let text = format!("{}{}", "a".repeat(shift), "é日🎉".repeat(2000));
            assert_eq!(check_text(&STANDARD.encode(&text)), None, "{shift}");
            let cut = &text.as_bytes()[..text.len() - 1];
            assert_eq!(
                check_text(&STANDARD.encode(cut)),
                Some(CodeNotText {}.into()),
                "{shift}"
            );
            let mut broken = text.clone().into_bytes();
            broken.insert(DECODED - 1, 0xff);
            assert_eq!(
                check_text(&STANDARD.encode(broken)),
                Some(CodeNotText {}.into())
            );
        }
        assert_eq!(check_text("/w=="), Some(CodeNotText {}.into()));
        assert_eq!(check_text("/x=="), Some(Base64TrailingBits {}.into()));
        assert_eq!(check_text(""), Some(EmptyCode {}.into()));
    }

    proptest! {
        #[test]
        fn a_code_is_canonical_if_a_strict_decoder_accepts_it(
            code in prop_oneof![
                "[A-Za-z0-9+/]{0,9}={0,3}",
                "([A-Za-z0-9+/]{4}){0,70}[A-Za-z0-9+/]{0,3}={0,2}",
                "[A-Za-z0-9+/=@\\[`{/:*,.é-]{0,200}",
                any::<String>(),
            ]
        ) {
            let is_accepted = STANDARD.decode(&code).is_ok();
            prop_assert_eq!(is_canonical(JsonString::plain(&code)), is_accepted);
            // A code violates a rule if and only if it is rejected.
            let empty = ViolationKind::from(EmptyCode {});
            let errors = check(&code).into_iter().filter(|kind| *kind != empty).count();
            prop_assert_eq!(errors == 0, is_accepted);
        }

        #[test]
        fn codes_are_checked_as_by_a_simple_implementation(
            parts in proptest::collection::vec(
                prop_oneof![
                    4 => "[A-Za-z0-9+/]{0,9}",
                    2 => "[A-Za-z0-9+/=_é日🎉\r\n-]{0,9}",
                    1 => "={1,2}",
                    1 => (0..3_usize).prop_map(|times| "QUJD".repeat(times * CHUNK / 4)),
                    1 => (0..PART).prop_map(|times| "Q".repeat(times)),
                ],
                0..9,
            ),
            escape_each in 1..200_usize,
            is_short: bool,
        ) {
            let code = parts.concat();
            let expected = simple(&code);
            prop_assert_eq!(check(&code), expected.clone());
            // As the reader passes it on.
            let symbols = leading_symbols(code.as_bytes());
            let string = JsonString::new(&code, Shape::Plain { symbols });
            prop_assert_eq!(violations(|sink| super::code(string, sink)), expected.clone());
            let mut units = [0; 2];
            let escape = |(at, c): (usize, char)| {
                if at % escape_each > 0 {
                    return c.to_string();
                }
                match c {
                    '\n' if is_short => return "\\n".to_owned(),
                    '\r' if is_short => return "\\r".to_owned(),
                    '/' if is_short => return "\\/".to_owned(),
                    _ => {}
                }
                let units = c.encode_utf16(&mut units).iter();
                units.map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
            };
            let written = code.chars().enumerate().map(escape).collect::<Vec<_>>().concat();
            let string = JsonString::escaped(&written);
            prop_assert_eq!(violations(|sink| super::code(string, sink)), expected.clone());
            // If only the verdict matters.
            let empty = ViolationKind::from(EmptyCode {});
            let is_valid = expected.iter().all(|kind| *kind == empty);
            for string in [string, JsonString::plain(&code)] {
                let violations = violations(|sink| {
                    sink.wants_verdict = true;
                    super::code(string, sink);
                });
                prop_assert_eq!(violations.iter().all(|kind| *kind == empty), is_valid);
            }
        }

        #[test]
        fn code_is_text_if_std_says_so(bytes in proptest::collection::vec(any::<u8>(), 0..6), text in any::<String>()) {
            let bytes = [text.as_bytes(), &bytes].concat();
            let expected = std::str::from_utf8(&bytes).is_err().then_some(CodeNotText {}.into());
            prop_assume!(!bytes.is_empty());
            prop_assert_eq!(check_text(&STANDARD.encode(bytes)), expected);
        }
    }
}
