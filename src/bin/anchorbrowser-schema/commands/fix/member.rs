//! Removes members of objects in JSON text.

use std::ops::Range;

/// The range to remove from JSON text in order to remove the member with the value at `value`: the
/// member, its comma, and the whitespace next to it. If the member is on a line of its own, the
/// line is removed too.
pub(super) fn removal_span(text: &str, value: Range<usize>) -> Option<Range<usize>> {
    let text = text.as_bytes();
    let colon = last_before(text, value.start)?;
    let key = key_start(text, last_before(text, colon)?)?;
    let before = last_before(text, key)?;
    let after = first_from(text, value.end)?;
    match (text.get(before)?, text.get(after)?) {
        (b',', _) => Some(last_before(text, before)? + 1..value.end),
        (b'{', b',') => Some(key..first_from(text, after + 1)?),
        (b'{', b'}') => Some(before + 1..after),
        _ => None,
    }
}

/// The start of the key whose closing quote is at `end`.
fn key_start(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    loop {
        at = memchr::memrchr(b'"', text.get(..at)?)?;
        let before = text.get(..at)?;
        let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\');
        // A quote inside the key is escaped; the opening quote is not preceded by a backslash.
        if backslashes.count().is_multiple_of(2) {
            return Some(at);
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The last byte before `end` that is not whitespace.
fn last_before(text: &[u8], end: usize) -> Option<usize> {
    text.get(..end)?.iter().rposition(|byte| !is_space(*byte))
}

/// The first byte at or after `start` that is not whitespace.
fn first_from(text: &[u8], start: usize) -> Option<usize> {
    let found = text.get(start..)?.iter().position(|byte| !is_space(*byte));
    Some(start + found?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_removed_with_their_comma() {
        let table = [
            // The only member.
            (r#"{"x":null}"#, "{}"),
            (r#"[{ "x" : null }, 1]"#, "[{}, 1]"),
            ("{\n  \"x\": null\n}\n", "{}\n"),
            // The first member.
            (r#"{"x":null,"a":1}"#, r#"{"a":1}"#),
            (r#"{ "x": null, "a": 1 }"#, r#"{ "a": 1 }"#),
            ("{\n  \"x\": null,\n  \"a\": 1\n}", "{\n  \"a\": 1\n}"),
            ("{\n\t\"x\": null\n\t, \"a\": 1\n}", "{\n\t\"a\": 1\n}"),
            // The last member.
            (r#"{"a":1,"x":null}"#, r#"{"a":1}"#),
            (r#"{ "a": 1, "x": null }"#, r#"{ "a": 1 }"#),
            (r#"{ "a": 1 , "x": null }"#, r#"{ "a": 1 }"#),
            (
                "{\r\n  \"a\": 1,\r\n  \"x\": null\r\n}",
                "{\r\n  \"a\": 1\r\n}",
            ),
            // A member between others.
            (r#"{"a":1,"x":null,"b":2}"#, r#"{"a":1,"b":2}"#),
            (r#"{"a": 1, "x": null, "b": 2}"#, r#"{"a": 1, "b": 2}"#),
            (
                "{\"a\": 1, \"x\": null,\n \"b\": 2}",
                "{\"a\": 1,\n \"b\": 2}",
            ),
            (
                "{\n  \"a\": [],\n  \"x\": null,\n  \"b\": 2\n}",
                "{\n  \"a\": [],\n  \"b\": 2\n}",
            ),
            (
                "{ \"a\": 1\n, \"x\": null\n, \"b\": 2\n}",
                "{ \"a\": 1\n, \"b\": 2\n}",
            ),
            // Keys with quotes and backslashes.
            (r#"{"a":"\\","\"x\\\"":null}"#, r#"{"a":"\\"}"#),
            (r#"{"\\":null,"a":"\""}"#, r#"{"a":"\""}"#),
        ];
        for (before, expected) in table {
            let value = before.find("null").unwrap();
            let removed = removal_span(before, value..value + 4).unwrap();
            let mut after = before.to_owned();
            after.replace_range(removed, "");
            assert_eq!(after, expected, "{before}");
        }
    }

    #[test]
    fn only_members_are_removed() {
        for text in ["null", "[null]", "[null, 1]", " null "] {
            let value = text.find("null").unwrap();
            assert_eq!(removal_span(text, value..value + 4), None, "{text}");
        }
    }
}
