//! Finds the elements of a JSON array.

use std::ops::Range;

/// The spans of the elements of a JSON array, or `None` if the JSON is another value.
pub(crate) fn elements(json: &[u8]) -> Option<impl Iterator<Item = Range<usize>> + use<'_>> {
    let start = json.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let mut at = (*json.get(start)? == b'[').then_some(start + 1)?;
    Some(std::iter::from_fn(move || {
        let (element, next) = element(json, at);
        at = next;
        // An empty array has no element, and neither has the end of any array.
        (!element.is_empty()).then_some(element)
    }))
}

/// The element that begins at or after `start`, without surrounding whitespace, and where the next
/// one may begin: after the comma or bracket that follows it.
fn element(json: &[u8], start: usize) -> (Range<usize>, usize) {
    let mut span = start..start;
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = json.get(at) {
        let from = at;
        at += 1;
        match byte {
            b'"' => at = string_end(json, at).unwrap_or(json.len()),
            b'[' | b'{' => depth += 1,
            b',' | b']' | b'}' if depth == 0 => break,
            b']' | b'}' => depth -= 1,
            byte if byte.is_ascii_whitespace() => continue,
            _ => {}
        }
        if span.is_empty() {
            span.start = from;
        }
        span.end = at;
    }
    (span, at)
}

/// The end of the string whose first character is at `at`: after its closing quote, if there is
/// one.
pub(crate) fn string_end(json: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', json.get(at..)?)? + 1;
        if json.get(at - 1) == Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn element_spans_exclude_whitespace() {
        let table: [(&str, Option<&[&str]>); 8] = [
            ("[]", Some(&[])),
            (" [ \n ] ", Some(&[])),
            ("[1]", Some(&["1"])),
            (
                " [ 1 ,\t[2, {}] , {\"a]\": [3,\",\"]}\r\n] ",
                Some(&["1", "[2, {}]", "{\"a]\": [3,\",\"]}"]),
            ),
            (
                r#"["\"],[", "\\" , null]"#,
                Some(&[r#""\"],[""#, r#""\\""#, "null"]),
            ),
            ("{}", None),
            ("7", None),
            ("", None),
        ];
        for (json, expected) in table {
            let found = elements(json.as_bytes())
                .map(|spans| spans.map(|span| &json[span]).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{json}");
        }
    }
}
