//! Removes and moves members of objects in JSON text.

use std::ops::Range;

use super::edit_buffer::Edit;

/// Moves a member into an object that is a member of the same object.
pub(super) struct Move {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    /// The name of the object's member, which needs no escapes.
    pub(super) into: &'static str,
    /// The value of that member, if it is present.
    pub(super) object: Option<Range<usize>>,
}

impl Move {
    /// The change as sorted edits that do not overlap; `None` if the value is not an object.
    pub(super) fn edits(&self, text: &str) -> Option<Vec<Edit>> {
        let member = text.get(self.key.start..self.value.end)?;
        let Some(object) = &self.object else {
            // Wrap the member.
            let colon = text.get(self.key.end..self.value.start)?;
            return Some(vec![
                Edit::new(
                    self.key.start..self.key.start,
                    format!("\"{}\"{colon}{{", self.into),
                ),
                Edit::new(self.value.end..self.value.end, "}"),
            ]);
        };
        let bytes = text.as_bytes();
        if bytes.get(object.start) != Some(&b'{') {
            return None;
        }
        let first = first_from(bytes, object.start + 1)?;
        let last = last_before(bytes, object.end.checked_sub(1)?)?;
        let insertion = if last == object.start {
            Edit::new(last + 1..last + 1, member)
        } else {
            let space = text.get(object.start + 1..first)?;
            Edit::new(last + 1..last + 1, format!(",{space}{member}"))
        };
        let removal = removal_between(text, self.key.start, self.value.end)?;
        let removal = Edit::new(removal, "");
        let mut edits = vec![insertion, removal];
        edits.sort_by_key(|edit| edit.span.start);
        Some(edits)
    }
}

/// The range to remove from JSON text in order to remove the member with the value at `value`: the
/// member, its comma, and the whitespace next to it. If the member is on a line of its own, the
/// line is removed too.
pub(super) fn removal_span(text: &str, value: Range<usize>) -> Option<Range<usize>> {
    removal_between(text, key_of(text, value.start)?, value.end)
}

/// The start of the key of the member whose value begins at `value`.
pub(super) fn key_of(text: &str, value: usize) -> Option<usize> {
    let text = text.as_bytes();
    let colon = last_before(text, value)?;
    if text.get(colon) != Some(&b':') {
        return None;
    }
    key_start(text, last_before(text, colon)?)
}

/// The range to remove in order to remove the member from `key` to `end`.
pub(super) fn removal_between(text: &str, key: usize, end: usize) -> Option<Range<usize>> {
    let text = text.as_bytes();
    let before = last_before(text, key)?;
    let after = first_from(text, end)?;
    match (text.get(before)?, text.get(after)?) {
        (b',', _) => Some(last_before(text, before)? + 1..end),
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
    fn members_are_moved() {
        let table = [
            // Into a new object.
            (r#"{"x":1}"#, r#"{"o":{"x":1}}"#),
            (
                r#"{"a": 2, "x": [1], "b": 3}"#,
                r#"{"a": 2, "o": {"x": [1]}, "b": 3}"#,
            ),
            // Into an object before it and after it.
            (r#"{"o":{},"x":1}"#, r#"{"o":{"x":1}}"#),
            (r#"{"o":{"a":2},"x":1}"#, r#"{"o":{"a":2,"x":1}}"#),
            (
                r#"{ "x": 1, "o": { "a": 2 } }"#,
                r#"{ "o": { "a": 2, "x": 1 } }"#,
            ),
            (
                "{\n  \"x\": 1,\n  \"o\": {\n    \"a\": 2\n  }\n}",
                "{\n  \"o\": {\n    \"a\": 2,\n    \"x\": 1\n  }\n}",
            ),
        ];
        for (before, expected) in table {
            let key = before.find("\"x\"").unwrap();
            let value = |pointer| {
                let span = anchorbrowser_schema::Span::locate(before, pointer)?;
                Some(span.start..span.end)
            };
            let moved = Move {
                key: key..key + 3,
                value: value("/x").unwrap(),
                into: "o",
                object: value("/o"),
            };
            let edits = moved.edits(before).unwrap();
            let after = super::super::edit_buffer::apply_edits(before.as_bytes(), &edits);
            assert_eq!(String::from_utf8(after).unwrap(), expected, "{before}");
        }
    }

    #[test]
    fn only_members_are_removed() {
        for text in [
            "null",
            "[null]",
            "[null, 1]",
            " null ",
            r#"{"a":["b","c",null]}"#,
        ] {
            let value = text.find("null").unwrap();
            assert_eq!(removal_span(text, value..value + 4), None, "{text}");
        }
    }
}
