//! Code: canonical base64, of text.
//!
//! A code is a sequence of symbols (64 characters of six bits each) and `=`. Three rules check its
//! characters, its end, and the unused bits of its last symbol. The second and the third ignore
//! invalid characters, so that line breaks or the URL-safe alphabet do not hide a code that was cut
//! off.
//!
//! Codes can be megabytes long, valid or not, so their characters are checked and counted with SIMD.

use base64_simd::STANDARD;

use super::census::Census;
use super::code_text::is_text;
use super::sink::Sink;
use super::symbols::{are_standard, value};
use crate::rules::base64_alphabet::Base64Alphabet;
use crate::rules::base64_padding::Base64Padding;
use crate::rules::base64_trailing_bits::Base64TrailingBits;
use crate::rules::code_not_text::CodeNotText;
use crate::rules::empty_code::EmptyCode;
use crate::rules::table::Rule;
use crate::string::json_string::{CHUNK, JsonString};

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
    chunks.take_while(|chunk| are_standard(chunk)).count() * CHUNK
}

/// Whether unused bits of the last symbol are set: two are unused before one `=`, four before two.
fn has_trailing_bits(census: &Census) -> bool {
    let unused = match census.counts.padding {
        1 => 0b00_0011,
        2 => 0b00_1111,
        _ => return false,
    };
    let value = census.last_symbol.and_then(value);
    value.is_some_and(|value| value & unused != 0)
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
            count: census.counts.invalid(),
            characters: census.invalid_characters(),
        });
    }
    if !is_complete {
        return false;
    }
    let is_well_padded = census.is_well_padded();
    if !is_well_padded {
        sink.report(|| Base64Padding {
            symbols: census.counts.symbols(),
            padding: census.counts.padding,
        });
    }
    let has_trailing_bits = is_well_padded && has_trailing_bits(&census);
    if has_trailing_bits {
        sink.report(|| Base64TrailingBits {});
    }
    census.first_invalid.is_none() && is_well_padded && !has_trailing_bits
}

#[cfg(test)]
mod tests {
    use ::base64::Engine;
    use ::base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;
    use crate::rules::base64_alphabet::InvalidCharacters;
    use crate::rules::checks::class_counts::LONGEST_PART;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;
    use crate::string::json_string::Shape;

    fn check(value: &str) -> Vec<ViolationKind> {
        violations(|sink| code(JsonString::plain(value), sink))
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
    fn only_canonical_code_must_be_text() {
        let table: [(&str, Option<ViolationKind>); 4] = [
            ("/w==", Some(CodeNotText {}.into())),
            ("/x==", Some(Base64TrailingBits {}.into())),
            ("", Some(EmptyCode {}.into())),
            ("QQ==", None),
        ];
        for (value, expected) in table {
            let violations = violations(|sink| {
                sink.wants_all = true;
                code(JsonString::plain(value), sink);
            });
            assert_eq!(violations, Vec::from_iter(expected), "{value:?}");
        }
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
                    2 => "[A-Za-z0-9+/=_é日🎉\r\n\t\"\\\\\u{8}\u{c}-]{0,9}",
                    1 => "={1,2}",
                    1 => (0..3_usize).prop_map(|times| "QUJD".repeat(times * CHUNK / 4)),
                    1 => (0..LONGEST_PART).prop_map(|times| "Q".repeat(times)),
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
                if at % escape_each > 0 && !c.is_control() && !matches!(c, '"' | '\\') {
                    return c.to_string();
                }
                match c {
                    '\n' if is_short => return "\\n".to_owned(),
                    '\r' if is_short => return "\\r".to_owned(),
                    '\t' if is_short => return "\\t".to_owned(),
                    '/' if is_short => return "\\/".to_owned(),
                    '"' | '\\' if is_short => return format!("\\{c}"),
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
    }
}
