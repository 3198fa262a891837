//! Code: canonical base64, of text.
//!
//! A code is a sequence of symbols (64 characters of six bits each) and `=`. Three rules check its
//! characters, its end, and the unused bits of its last symbol. The second and the third ignore
//! invalid characters, so that line breaks or the URL-safe alphabet do not hide a code that was cut
//! off.

use ::base64::Engine;
use ::base64::engine::general_purpose::PAD;
use ::base64::engine::simd::Simd;
use base64_simd::{STANDARD, STANDARD_NO_PAD};

use super::sink::Sink;
use crate::rules::base64_alphabet::{Base64Alphabet, InvalidCharacters};
use crate::rules::base64_padding::Base64Padding;
use crate::rules::base64_trailing_bits::Base64TrailingBits;
use crate::rules::code_not_text::CodeNotText;
use crate::rules::empty_code::EmptyCode;
use crate::rules::table::Rule;
use crate::string::json_string::JsonString;

/// Rules `base64-alphabet`, `base64-padding`, `base64-trailing-bits`, `empty-code` and
/// `code-not-text`.
pub(crate) fn code(value: JsonString<'_>, sink: &mut impl Sink) {
    let code = value.decode();
    if code.is_empty() {
        sink.report(|| EmptyCode {});
    } else if !is_canonical(code.as_bytes(), value.known_symbols()) {
        not_canonical(&code, sink);
    } else if sink.wants(Rule::CodeNotText) && !is_text(code.as_bytes()) {
        sink.report(|| CodeNotText {});
    }
}

/// Whether an encoder of RFC 4648 section 4 writes it. So many of its first bytes are known to be
/// symbols. [`not_canonical`] finds the same in its own, plain way; tests compare both with the
/// `base64` crate.
fn is_canonical(code: &[u8], known_symbols: usize) -> bool {
    let unknown = code.get(known_symbols..).unwrap_or(code);
    STANDARD.check(unknown).is_ok()
}

/// Symbols that are checked in one step: whole groups of four.
const CHUNK: usize = 4096;

/// The number of symbols at the start, in whole chunks.
///
/// Most long strings are code, and no symbol ends a string. So one pass finds the end of the string
/// and checks its symbols; a second pass would read a megabyte from memory again.
pub(crate) fn leading_symbols(bytes: &[u8]) -> usize {
    let are_symbols = |chunk: &&[u8]| STANDARD_NO_PAD.check(chunk).is_ok();
    bytes.chunks_exact(CHUNK).take_while(are_symbols).count() * CHUNK
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

/// Reports the rules that a code violates which is not canonical.
#[inline(never)]
fn not_canonical(code: &str, sink: &mut impl Sink) {
    let census = Census::of(code);
    if census.invalid() > 0 {
        sink.report(|| Base64Alphabet {
            index: before_invalid(code).chars().count(),
            count: census.invalid(),
            characters: census.invalid_characters(),
        });
    }
    if !census.is_well_padded() || !is_padding_last(code) {
        sink.report(|| Base64Padding {
            symbols: census.symbols(),
            padding: census.padding,
        });
    } else if has_trailing_bits(last_symbol(code), census.padding) {
        sink.report(|| Base64TrailingBits {});
    }
}

/// What comes before the first invalid character.
fn before_invalid(code: &str) -> &str {
    let first = code.bytes().position(|byte| Class::of(byte).is_invalid());
    first.and_then(|at| code.get(..at)).unwrap_or(code)
}

fn last_symbol(code: &str) -> Option<u8> {
    code.bytes().rfind(|byte| Class::of(*byte).is_symbol())
}

/// Whether no symbol follows a `=`.
fn is_padding_last(code: &str) -> bool {
    let padding = code.bytes().skip_while(|byte| *byte != b'=');
    !padding.into_iter().any(|byte| Class::of(byte).is_symbol())
}

/// The class of a byte of a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Standard,
    UrlSafe,
    Padding,
    LineBreak,
    /// The first byte of any other character, or the only one.
    Other,
    /// A later byte of a character.
    Continuation,
}

impl Class {
    fn of(byte: u8) -> Self {
        let class = CLASSES.get(usize::from(byte));
        class.copied().unwrap_or(Self::Other)
    }

    const fn find(byte: u8) -> Self {
        match byte {
            b'-' | b'_' => Self::UrlSafe,
            b'=' => Self::Padding,
            b'\n' | b'\r' => Self::LineBreak,
            0b1000_0000..=0b1011_1111 => Self::Continuation,
            _ if value(byte).is_some() => Self::Standard,
            _ => Self::Other,
        }
    }

    fn is_symbol(self) -> bool {
        matches!(self, Self::Standard | Self::UrlSafe)
    }

    fn is_invalid(self) -> bool {
        matches!(self, Self::UrlSafe | Self::LineBreak | Self::Other)
    }
}

/// The class of each byte.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time, where a mistake is an error"
)]
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = Class::find(byte as u8);
        byte += 1;
    }
    classes
};

/// The number of characters of each class in a code.
#[derive(Default)]
struct Census {
    standard: usize,
    url_safe: usize,
    padding: usize,
    line_breaks: usize,
    other: usize,
}

impl Census {
    fn of(code: &str) -> Self {
        let mut census = Self::default();
        for byte in code.bytes() {
            match Class::of(byte) {
                Class::Standard => census.standard += 1,
                Class::UrlSafe => census.url_safe += 1,
                Class::Padding => census.padding += 1,
                Class::LineBreak => census.line_breaks += 1,
                Class::Other => census.other += 1,
                Class::Continuation => {}
            }
        }
        census
    }

    fn symbols(&self) -> usize {
        self.standard + self.url_safe
    }

    fn invalid(&self) -> usize {
        self.url_safe + self.line_breaks + self.other
    }

    fn is_well_padded(&self) -> bool {
        let (symbols, padding) = (self.symbols(), self.padding);
        padding <= 2
            && (symbols + padding).is_multiple_of(4)
            && (padding == 0 || !symbols.is_multiple_of(4))
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

/// The bytes that a chunk decodes to.
const DECODED: usize = CHUNK / 4 * 3;
/// The most bytes of a character that can be left over from the previous chunk.
const CARRY: usize = 3;

/// Whether canonical base64 decodes to UTF-8. What it decodes to is not kept.
fn is_text(code: &[u8]) -> bool {
    let mut buffer = [0; CARRY + DECODED];
    let mut carried = 0;
    let engine = Simd::standard(PAD);
    for chunk in code.chunks(CHUNK) {
        let Some(free) = buffer.get_mut(carried..) else {
            return false;
        };
        let Ok(decoded) = engine.decode_slice(chunk, free) else {
            return false;
        };
        let Some(bytes) = buffer.get(..carried + decoded) else {
            return false;
        };
        let valid = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text.len(),
            // A character that the next chunk may complete.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return false,
        };
        let end = carried + decoded;
        buffer.copy_within(valid..end, 0);
        carried = end - valid;
    }
    carried == 0
}

#[cfg(test)]
mod tests {
    use ::base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;

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
            prop_assert_eq!(is_canonical(code.as_bytes(), 0), is_accepted);
            // A code violates a rule if and only if it is rejected.
            let empty = ViolationKind::from(EmptyCode {});
            let errors = check(&code).into_iter().filter(|kind| *kind != empty).count();
            prop_assert_eq!(errors == 0, is_accepted);
        }

        #[test]
        fn known_symbols_change_no_verdict(
            chunks in 0..3_usize,
            rest in "[A-Za-z0-9+/]{0,9}[=@-]{0,3}[A-Za-z0-9+/]{0,9}",
        ) {
            let code = format!("{}{rest}", "QUJD".repeat(chunks * CHUNK / 4));
            let known = leading_symbols(code.as_bytes());
            prop_assert_eq!(known, chunks * CHUNK);
            prop_assert_eq!(is_canonical(code.as_bytes(), known), STANDARD.decode(&code).is_ok());
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
