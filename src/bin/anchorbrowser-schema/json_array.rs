//! Finds the elements of a JSON array.

use std::ops::Range;

/// The spans of the elements of a JSON array, or `None` if the JSON is another value.
pub(crate) fn elements(json: &[u8]) -> Option<impl Iterator<Item = Range<usize>> + use<'_>> {
    let start = json.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let mut at = (*json.get(start)? == b'[').then_some(start + 1)?;
    Some(std::iter::from_fn(move || {
        let (element, next) = element(json, at);
        at = next;
        // The element is empty at the end of an array, and in an array without elements.
        (!element.is_empty()).then_some(element)
    }))
}

/// An array of the same length with `0` in place of each element, or the same value if it is not an
/// array: it is valid JSON if the array is, apart from its elements.
pub(crate) fn outline(json: &[u8]) -> Vec<u8> {
    let mut outline = json.to_vec();
    for element in elements(json).into_iter().flatten() {
        if let Some([first, rest @ ..]) = outline.get_mut(element) {
            *first = b'0';
            rest.fill(b' ');
        }
    }
    outline
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
    fn an_outline_has_numbers_in_place_of_elements() {
        let table = [
            (r#"[[[1, "]"]], {} ,"a,b"]"#, r"[0         , 0  ,0    ]"),
            ("[[1], [2]", "[0  , 0  "),
            ("[]", "[]"),
            ("{\"a\": [1]}", "{\"a\": [1]}"),
        ];
        for (json, expected) in table {
            assert_eq!(outline(json.as_bytes()), expected.as_bytes(), "{json}");
        }
    }

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
