//! Members of objects in JSON text.

use std::ops::Range;

/// What to remove from JSON text so that the member whose value stands at `value` is gone: the
/// member, the comma that set it apart, and the space that it leaves behind. A member on a line of
/// its own takes the line with it.
pub(super) fn removal(text: &str, value: Range<usize>) -> Option<Range<usize>> {
    let text = text.as_bytes();
    let colon = last_before(text, value.start)?;
    let key = key_start(text, last_before(text, colon)?)?;
    let before = last_before(text, key)?;
    let behind = first_from(text, value.end)?;
    match (text.get(before)?, text.get(behind)?) {
        (b',', _) => Some(last_before(text, before)? + 1..value.end),
        (b'{', b',') => Some(key..first_from(text, behind + 1)?),
        (b'{', b'}') => Some(before + 1..behind),
        _ => None,
    }
}

/// Where a key begins whose closing quote is at `end`.
fn key_start(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    loop {
        at = memchr::memrchr(b'"', text.get(..at)?)?;
        let before = text.get(..at)?;
        let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\');
        // A quote inside the key is escaped; no backslash stands before one that opens it.
        if backslashes.count().is_multiple_of(2) {
            return Some(at);
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Where the last byte before `end` is that is no space.
fn last_before(text: &[u8], end: usize) -> Option<usize> {
    text.get(..end)?.iter().rposition(|byte| !is_space(*byte))
}

/// Where the first byte at or after `start` is that is no space.
fn first_from(text: &[u8], start: usize) -> Option<usize> {
    let found = text.get(start..)?.iter().position(|byte| !is_space(*byte));
    Some(start + found?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_removed_with_one_comma() {
        let table = [
            // The only one.
            (r#"{"x":null}"#, "{}"),
            (r#"[{ "x" : null }, 1]"#, "[{}, 1]"),
            ("{\n  \"x\": null\n}\n", "{}\n"),
            // The first.
            (r#"{"x":null,"a":1}"#, r#"{"a":1}"#),
            (r#"{ "x": null, "a": 1 }"#, r#"{ "a": 1 }"#),
            ("{\n  \"x\": null,\n  \"a\": 1\n}", "{\n  \"a\": 1\n}"),
            ("{\n\t\"x\": null\n\t, \"a\": 1\n}", "{\n\t\"a\": 1\n}"),
            // The last.
            (r#"{"a":1,"x":null}"#, r#"{"a":1}"#),
            (r#"{ "a": 1, "x": null }"#, r#"{ "a": 1 }"#),
            (r#"{ "a": 1 , "x": null }"#, r#"{ "a": 1 }"#),
            (
                "{\r\n  \"a\": 1,\r\n  \"x\": null\r\n}",
                "{\r\n  \"a\": 1\r\n}",
            ),
            // One between others.
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
            let removed = removal(before, value..value + 4).unwrap();
            let mut after = before.to_owned();
            after.replace_range(removed, "");
            assert_eq!(after, expected, "{before}");
        }
    }

    #[test]
    fn only_members_are_removed() {
        for text in ["null", "[null]", "[null, 1]", " null "] {
            let value = text.find("null").unwrap();
            assert_eq!(removal(text, value..value + 4), None, "{text}");
        }
    }
}
