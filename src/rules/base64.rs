//! Code: canonical base64, of text.
//!
//! A code is a sequence of symbols (64 characters, each worth six bits) and of `=`. Three rules
//! judge it: which characters it holds, how it ends, and what its last symbol leaves over. The
//! second and the third are judged on what is left without foreign characters, so that line breaks
//! or the URL-safe alphabet do not hide a code that was cut off.

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;

use super::{Detail, Foreign};

/// Rules `base64-alphabet`, `base64-padding`, `base64-trailing-bits` and `empty-code`.
pub(crate) fn judge(code: &str, mut broken: impl FnMut(Detail<'static>)) {
    if code.is_empty() {
        broken(Detail::EmptyCode {});
    } else if !is_canonical(code.as_bytes()) {
        diagnose(code, broken);
    }
}

/// Rule `code-not-text`, which is judged only where no other rule of base64 is broken.
pub(crate) fn judge_text(code: &str) -> Option<Detail<'static>> {
    (is_canonical(code.as_bytes()) && !is_text(code.as_bytes())).then_some(Detail::CodeNotText {})
}

/// Whether this is what an encoder of RFC 4648 section 4 writes.
fn is_canonical(code: &[u8]) -> bool {
    let mut symbols = code;
    while let (Some(rest), true) = (symbols.strip_suffix(b"="), code.len() - symbols.len() < 3) {
        symbols = rest;
    }
    let padding = code.len() - symbols.len();
    code.len().is_multiple_of(4)
        && padding <= 2
        && is_all_standard(symbols)
        && !has_trailing_bits(symbols.last().copied(), padding)
}

/// Whether the last symbol has bits set that belong to no byte: two unused bits before one `=`,
/// four before two.
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
fn value(symbol: u8) -> Option<u8> {
    match symbol {
        b'A'..=b'Z' => Some(symbol - b'A'),
        b'a'..=b'z' => Some(symbol - b'a' + 26),
        b'0'..=b'9' => Some(symbol - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Bytes that are judged in one step.
const BLOCK: usize = 64;

/// Whether all bytes are symbols of the standard alphabet.
///
/// Whole blocks are judged without a branch a byte, by operations that every processor has for
/// many bytes at once: `code` can be megabytes. [`diagnose`] says the same by its own, plain way,
/// and the `base64` crate is the judge of both in the tests.
fn is_all_standard(symbols: &[u8]) -> bool {
    let (blocks, rest) = symbols.as_chunks::<BLOCK>();
    blocks.iter().all(|block| foreignness(block) == 0) && foreignness(rest) == 0
}

/// Zero if all bytes are symbols of the standard alphabet.
#[inline]
fn foreignness(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |worst, &byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
        let digit = byte.wrapping_sub(b'0').saturating_sub(9);
        let sign = (byte ^ b'+').min(byte ^ b'/');
        worst | letter.min(digit).min(sign)
    })
}

/// Tells which rules a code breaks that is not canonical.
fn diagnose(code: &str, mut broken: impl FnMut(Detail<'static>)) {
    let census = Census::of(code);
    if let Some(index) = census.first_foreign {
        let (count, foreign) = (census.foreign, census.kind());
        broken(Detail::Base64Alphabet {
            index,
            count,
            foreign,
        });
    }
    let Census {
        symbols, padding, ..
    } = census;
    if !census.is_well_padded() {
        broken(Detail::Base64Padding { symbols, padding });
    } else if has_trailing_bits(census.last_symbol, padding) {
        broken(Detail::Base64TrailingBits {});
    }
}

/// What a code is made of.
#[derive(Default)]
struct Census {
    /// Symbols of the standard and the URL-safe alphabet.
    symbols: usize,
    last_symbol: Option<u8>,
    padding: usize,
    symbol_after_padding: bool,
    /// Characters that the standard alphabet does not have, and the index of the first.
    foreign: usize,
    first_foreign: Option<usize>,
    line_breaks: usize,
    url_safe: usize,
}

impl Census {
    fn of(code: &str) -> Self {
        let mut census = Self::default();
        for (index, character) in code.chars().enumerate() {
            census.count(index, character);
        }
        census
    }

    fn count(&mut self, index: usize, character: char) {
        let symbol = u8::try_from(character)
            .ok()
            .filter(|byte| value(*byte).is_some());
        if symbol.is_some() {
            self.symbols += 1;
            self.last_symbol = symbol;
            self.symbol_after_padding |= self.padding > 0;
        }
        match character {
            '=' => self.padding += 1,
            '-' | '_' => self.url_safe += 1,
            '\n' | '\r' => self.line_breaks += 1,
            _ => {}
        }
        if character != '=' && (symbol.is_none() || matches!(character, '-' | '_')) {
            self.foreign += 1;
            self.first_foreign.get_or_insert(index);
        }
    }

    fn is_well_padded(&self) -> bool {
        let Self {
            symbols, padding, ..
        } = *self;
        !self.symbol_after_padding
            && padding <= 2
            && (symbols + padding).is_multiple_of(4)
            && (padding == 0 || !symbols.is_multiple_of(4))
    }

    fn kind(&self) -> Foreign {
        if self.line_breaks == self.foreign {
            Foreign::LineBreaks
        } else if self.url_safe == self.foreign {
            Foreign::UrlSafe
        } else {
            Foreign::Other
        }
    }
}

/// Symbols that are decoded in one step: whole groups of four.
const STEP: usize = 4096;
/// The bytes that they decode to.
const DECODED: usize = STEP / 4 * 3;
/// The most bytes of a character that may be left over from the step before.
const CARRY: usize = 3;

/// Whether canonical base64 decodes to UTF-8, found out without keeping what it decodes to.
fn is_text(code: &[u8]) -> bool {
    let mut buffer = [0; CARRY + DECODED];
    let mut carried = 0;
    for step in code.chunks(STEP) {
        let Some(free) = buffer.get_mut(carried..) else {
            return false;
        };
        let Ok(decoded) = STANDARD.decode_slice(step, free) else {
            return false;
        };
        let Some(bytes) = buffer.get(..carried + decoded) else {
            return false;
        };
        let valid = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text.len(),
            // A character that the next step may complete.
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
    use proptest::prelude::*;

    use super::*;

    fn judged(code: &str) -> Vec<Detail<'static>> {
        let mut details = Vec::new();
        judge(code, |detail| details.push(detail));
        details
    }

    fn alphabet(index: usize, count: usize, foreign: Foreign) -> Detail<'static> {
        Detail::Base64Alphabet {
            index,
            count,
            foreign,
        }
    }

    fn padding(symbols: usize, padding: usize) -> Detail<'static> {
        Detail::Base64Padding { symbols, padding }
    }

    #[test]
    fn codes() {
        use Foreign::{LineBreaks, Other, UrlSafe};
        let trailing_bits = Detail::Base64TrailingBits {};
        let table: [(&str, Vec<Detail<'_>>); 33] = [
            ("", vec![Detail::EmptyCode {}]),
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
            assert_eq!(judged(code), expected, "{code:?}");
        }
    }

    #[test]
    fn text_is_recognised_across_steps() {
        for shift in 0..5 {
            let text = format!("{}{}", "a".repeat(shift), "é日🎉".repeat(2000));
            assert_eq!(judge_text(&STANDARD.encode(&text)), None, "{shift}");
            let cut = &text.as_bytes()[..text.len() - 1];
            assert_eq!(
                judge_text(&STANDARD.encode(cut)),
                Some(Detail::CodeNotText {}),
                "{shift}"
            );
            let mut broken = text.clone().into_bytes();
            broken.insert(DECODED - 1, 0xff);
            assert_eq!(
                judge_text(&STANDARD.encode(broken)),
                Some(Detail::CodeNotText {})
            );
        }
        assert_eq!(judge_text("/w=="), Some(Detail::CodeNotText {}));
        assert_eq!(judge_text("/x=="), None, "a broken code is not judged");
        assert_eq!(judge_text(""), None);
    }

    proptest! {
        #[test]
        fn a_code_is_canonical_where_a_strict_decoder_takes_it(
            code in prop_oneof![
                "[A-Za-z0-9+/]{0,9}={0,3}",
                "([A-Za-z0-9+/]{4}){0,70}[A-Za-z0-9+/]{0,3}={0,2}",
                "[A-Za-z0-9+/=@\\[`{/:*,.é-]{0,200}",
                any::<String>(),
            ]
        ) {
            prop_assert_eq!(is_canonical(code.as_bytes()), STANDARD.decode(&code).is_ok());
            let errors = judged(&code).into_iter().filter(|d| *d != Detail::EmptyCode {}).count();
            prop_assert_eq!(errors == 0, is_canonical(code.as_bytes()));
        }

        #[test]
        fn code_is_text_where_std_says_so(bytes in proptest::collection::vec(any::<u8>(), 0..6), text in any::<String>()) {
            let bytes = [text.as_bytes(), &bytes].concat();
            let expected = std::str::from_utf8(&bytes).is_err().then_some(Detail::CodeNotText {});
            prop_assert_eq!(judge_text(&STANDARD.encode(bytes)), expected);
        }
    }
}
