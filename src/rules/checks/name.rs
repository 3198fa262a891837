//! Names and descriptions: lengths and the pattern.

use std::borrow::Cow;

use super::bytes::{self, IN_NAME};
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
    let Lengths { min, max } = sink.contract().name;
    // All characters that the pattern allows are ASCII, so that bytes count them.
    let is_ordinary =
        |name: &str| (min..=max).contains(&name.len()) && bytes::all(name.as_bytes(), IN_NAME);
    if !value.as_plain().is_some_and(is_ordinary) {
        unusual_name(value, sink);
    }
}

#[inline(never)]
fn unusual_name(value: JsonString<'_>, sink: &mut impl Sink) {
    let Lengths { min, max } = sink.contract().name;
    if let Some(violation) = MaxLength::check(value, max) {
        sink.report(|| violation);
    }
    if sink.is_decided() {
        return;
    }
    if let Some(violation) = MinLength::check(value, min) {
        sink.report(|| violation);
    }
    let is_empty = value.written().is_empty();
    let matches = |name: &str| bytes::all(name.as_bytes(), IN_NAME);
    let invalid = if value.as_plain().is_some_and(matches) {
        None
    } else {
        let mut characters = value.chars().enumerate();
        characters.find(|(_, c)| !is_name_character(*c))
    };
    if is_empty || invalid.is_some() {
        let (index, character) = invalid.unzip();
        sink.report(|| Pattern {
            pattern: Cow::Borrowed(PATTERN),
            index,
            character,
        });
    }
}

/// Rule `max-length` of a description.
#[inline]
pub(crate) fn description(value: JsonString<'_>, sink: &mut impl Sink) {
    let Lengths { max, .. } = sink.contract().description;
    if let Some(violation) = MaxLength::check(value, max) {
        sink.report(|| violation);
    }
}

fn is_name_character(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| bytes::is(byte, IN_NAME))
}

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
