//! Names and descriptions: lengths and the pattern.

use std::borrow::Cow;

use super::sink::Sink;
use crate::contract::revision::Lengths;
use crate::rules::max_length::MaxLength;
use crate::rules::min_length::MinLength;
use crate::rules::pattern::Pattern;
use crate::string::json_string::JsonString;

/// The pattern of a task's name, as in the API document. `$` is the end of the string: a
/// trailing line break does not match.
const PATTERN: &str = "^[a-zA-Z0-9_-]+$";

/// Rules `max-length`, `min-length` and `pattern` of a task's name.
pub(crate) fn name(value: JsonString<'_>, sink: &mut impl Sink) {
    let name = value.decode();
    let lengths = &sink.contract().name;
    if !is_plain(&name, lengths) {
        unusual_name(&name, lengths, sink);
    }
}

#[inline(never)]
fn unusual_name(name: &str, lengths: &Lengths, sink: &mut impl Sink) {
    if let Some(violation) = MaxLength::check(name, lengths.max) {
        sink.report(|| violation);
    }
    if let Some(violation) = MinLength::check(name, lengths.min) {
        sink.report(|| violation);
    }
    let mut characters = name.chars().enumerate();
    let invalid = characters.find(|(_, c)| !is_name_character(*c));
    if name.is_empty() || invalid.is_some() {
        let (index, character) = invalid.unzip();
        sink.report(|| Pattern {
            pattern: Cow::Borrowed(PATTERN),
            index,
            character,
        });
    }
}

/// Rule `max-length` of a description.
///
/// It is decoded only where it can have too many characters: each is written in a byte or more.
#[inline]
pub(crate) fn description(value: JsonString<'_>, sink: &mut impl Sink) {
    let Lengths { max, .. } = sink.contract().description;
    if value.written().len() <= max {
        return;
    }
    if let Some(violation) = MaxLength::check(&value.decode(), max) {
        sink.report(|| violation);
    }
}

/// Whether the name violates no rule. All its characters are ASCII then, so that bytes count them.
fn is_plain(name: &str, lengths: &Lengths) -> bool {
    (lengths.min..=lengths.max).contains(&name.len()) && name.bytes().all(is_name_byte)
}

fn is_name_character(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_name_byte)
}

fn is_name_byte(byte: u8) -> bool {
    NAME_BYTES.get(usize::from(byte)).is_some_and(|is| *is)
}

/// The bytes that the pattern allows.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time, where a mistake is an error"
)]
const NAME_BYTES: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0;
    while byte < allowed.len() {
        allowed[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-');
        byte += 1;
    }
    allowed
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::checks::sink::collected::violations;
    use crate::rules::table::ViolationKind;

    fn pattern(index: Option<usize>, character: Option<char>) -> ViolationKind {
        let pattern = Cow::Borrowed(PATTERN);
        Pattern {
            pattern,
            index,
            character,
        }
        .into()
    }

    fn at(index: usize, character: char) -> ViolationKind {
        pattern(Some(index), Some(character))
    }

    fn max(limit: usize, actual: usize) -> ViolationKind {
        MaxLength { limit, actual }.into()
    }

    #[test]
    fn names() {
        let min = MinLength {
            limit: 1,
            actual: 0,
        };
        let table = [
            ("a".into(), vec![]),
            ("Web-Scraper_2".into(), vec![]),
            ("-".repeat(255), vec![]),
            ("a".repeat(256), vec![max(255, 256)]),
            (String::new(), vec![min.into(), pattern(None, None)]),
            ("a b".into(), vec![at(1, ' ')]),
            ("ab\n".into(), vec![at(2, '\n')]),
            ("né".into(), vec![at(1, 'é')]),
            ("\0".into(), vec![at(0, '\0')]),
            ("a.b.c".into(), vec![at(1, '.')]),
            ("日".repeat(255), vec![at(0, '日')]),
            (
                format!("{}é", "a".repeat(255)),
                vec![max(255, 256), at(255, 'é')],
            ),
        ];
        for (value, expected) in table {
            let violations = violations(|sink| name(JsonString::plain(&value), sink));
            assert_eq!(violations, expected, "{value:?}");
        }
    }

    #[test]
    fn descriptions_count_characters() {
        let table = [
            ("🎉".repeat(1000), vec![]),
            ("🎉".repeat(1001), vec![max(1000, 1001)]),
            (String::new(), vec![]),
        ];
        for (value, expected) in table {
            let violations = violations(|sink| description(JsonString::plain(&value), sink));
            assert_eq!(violations, expected, "{value}");
        }
    }
}
