//! Excerpts of JSON text, which is well-formed up to the place of a violation of rule `syntax`, and
//! as a whole otherwise.

use std::ops::Range;

use super::{CONTEXT, CUT, Excerpt, HIDDEN, NEAR, Shown, quoted};
use crate::array::closing_quote;

/// The line around a key or a value: keys, punctuation and literals, but no other string and no
/// number, which may be a secret's.
pub(super) fn excerpt(json: &[u8], span: Range<usize>, shown: Shown) -> Excerpt {
    let (start, end) = match json.get(span.start) {
        // Of an object or an array, its bracket stands for all of it.
        Some(b'{' | b'[') => (span.start, span.start + 1),
        _ => (span.start, span.end),
    };
    let mut line = left(json, start, Keys::Shown);
    let marked_start = line.len();
    line += &marked(json.get(start..end).unwrap_or_default(), shown);
    let marked = marked_start..line.len();
    line += &right(json, end);
    line.truncate(line.trim_end().len().max(marked.end));
    Excerpt { line, marked }
}

/// The line up to where the text is no longer JSON. Behind that nothing is known to be no secret,
/// and keys are not known to be keys.
pub(super) fn broken(json: &[u8], at: usize) -> Excerpt {
    let string = open_string(json, at);
    let mut line = left(json, string.unwrap_or(at), Keys::Masked);
    if string.is_some() {
        line.push('"');
        if string.is_some_and(|start| start + 1 < at) {
            line += HIDDEN;
        }
    }
    let start = line.len();
    if json.get(at).is_some_and(|byte| *byte != b'\n') {
        line += HIDDEN;
    }
    let marked = start..line.len();
    Excerpt { line, marked }
}

/// Where the string begins in which a place stands, if it stands in one.
fn open_string(json: &[u8], at: usize) -> Option<usize> {
    let mut from = 0;
    loop {
        let start = from + memchr::memchr(b'"', json.get(from..at)?)?;
        match closing_quote(json, start + 1) {
            Some(end) if end <= at => from = end,
            _ => return Some(start),
        }
    }
}

fn marked(value: &[u8], shown: Shown) -> String {
    match (shown, Kind::of(value)) {
        (Shown::Plain, _) | (_, Kind::Other) => quoted(value),
        (Shown::Masked, kind) => kind.mask().to_owned(),
    }
}

/// Whether keys are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    Shown,
    Masked,
}

/// What stands before a place, on the same line.
fn left(json: &[u8], mut end: usize, keys: Keys) -> String {
    let mut pieces = Vec::new();
    let mut width = 0;
    while let Some(token) = token_before(json, end) {
        if width >= CONTEXT {
            pieces.push(CUT.to_owned());
            break;
        }
        let piece = show(json, &token, keys);
        width += piece.chars().count();
        pieces.push(piece);
        if !token.whole {
            break;
        }
        end = token.span.start;
    }
    pieces.reverse();
    pieces.concat()
}

/// What stands behind a place, on the same line.
fn right(json: &[u8], mut start: usize) -> String {
    let mut line = String::new();
    let mut width = 0;
    while let Some(token) = token_behind(json, start) {
        if width >= CONTEXT {
            line += CUT;
            break;
        }
        let piece = show(json, &token, Keys::Shown);
        width += piece.chars().count();
        line += &piece;
        if !token.whole {
            break;
        }
        start = token.span.end;
    }
    line
}

fn show(json: &[u8], token: &Token, keys: Keys) -> String {
    let text = json.get(token.span.clone()).unwrap_or_default();
    let kind = Kind::of(text);
    let is_key = || {
        let behind = json.get(token.span.end..).unwrap_or_default();
        let next = behind.iter().take(NEAR).find(|byte| !is_space(**byte));
        next == Some(&b':')
    };
    match kind {
        Kind::Other if text.first().is_some_and(|byte| is_space(*byte)) => " ".to_owned(),
        Kind::Other => quoted(text),
        Kind::String if token.whole && keys == Keys::Shown && is_key() => quoted(text),
        kind if token.whole => kind.mask().to_owned(),
        // It goes on beyond what is looked at.
        _ => CUT.to_owned(),
    }
}

/// What a piece of JSON text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    String,
    Number,
    /// Space, punctuation or a literal.
    Other,
}

impl Kind {
    fn of(text: &[u8]) -> Self {
        match text {
            [b'"', ..] | [.., b'"'] => Self::String,
            b"true" | b"false" | b"null" => Self::Other,
            [first] if is_space(*first) || is_punctuation(*first) => Self::Other,
            _ => Self::Number,
        }
    }

    fn mask(self) -> &'static str {
        match self {
            Self::String => "\"…\"",
            _ => HIDDEN,
        }
    }
}

/// A string, a number, a literal, or one character of space or punctuation.
#[derive(Debug)]
struct Token {
    span: Range<usize>,
    /// Whether the span is all of it: long ones are not followed to their end.
    whole: bool,
}

/// The token that ends at `end`; none at the start of a line.
fn token_before(json: &[u8], end: usize) -> Option<Token> {
    let last = end.checked_sub(1)?;
    let byte = *json.get(last)?;
    let low = last.saturating_sub(NEAR);
    let start = match byte {
        b'\n' => return None,
        b'"' => opening_quote(json, low, last),
        byte if is_space(byte) || is_punctuation(byte) => Some(last),
        _ => match json
            .get(low..end)?
            .iter()
            .rposition(|byte| ends_word(*byte))
        {
            Some(found) => Some(low + found + 1),
            None => (low == 0).then_some(0),
        },
    };
    Some(Token {
        span: start.unwrap_or(low)..end,
        whole: start.is_some(),
    })
}

/// The token that begins at `start`; none at the end of a line.
fn token_behind(json: &[u8], start: usize) -> Option<Token> {
    let byte = *json.get(start)?;
    let high = json.len().min(start + NEAR);
    let near = json.get(..high)?;
    let end = match byte {
        b'\n' => return None,
        b'"' => closing_quote(near, start + 1),
        byte if is_space(byte) || is_punctuation(byte) => Some(start + 1),
        _ => match near.get(start..)?.iter().position(|byte| ends_word(*byte)) {
            Some(found) => Some(start + found),
            None => (high == json.len()).then_some(high),
        },
    };
    Some(Token {
        span: start..end.unwrap_or(high),
        whole: end.is_some(),
    })
}

/// Where the string begins whose closing quote is at `close`, if not before `low`: at the nearest
/// quote that no backslash escapes.
fn opening_quote(json: &[u8], low: usize, close: usize) -> Option<usize> {
    let mut end = close;
    loop {
        let found = low + memchr::memrchr(b'"', json.get(low..end)?)?;
        let before = json.get(low..found)?;
        let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\');
        let backslashes = backslashes.count();
        if backslashes == before.len() && low > 0 {
            // More of them may stand before what is looked at.
            return None;
        }
        if backslashes % 2 == 0 {
            return Some(found);
        }
        end = found;
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_punctuation(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',')
}

fn ends_word(byte: u8) -> bool {
    is_space(byte) || is_punctuation(byte) || byte == b'"'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt with what is marked between `«` and `»`.
    fn told(excerpt: &Excerpt) -> String {
        let Excerpt { line, marked } = excerpt;
        format!(
            "{}«{}»{}",
            &line[..marked.start],
            &line[marked.clone()],
            &line[marked.end..]
        )
    }

    #[test]
    fn strings_and_numbers_are_masked_but_for_what_is_marked() {
        let long = "x".repeat(100);
        let table = [
            // Text, with what is marked in it between `«` and `»`; whether that is shown; excerpt.
            (
                r#"{"name": «"a b"», "code": "c2VjcmV0"}"#,
                Shown::Plain,
                r#"{"name": «"a b"», "code": "…"}"#,
            ),
            (
                r#"{"password": «12345», "active": true, "x": null}"#,
                Shown::Masked,
                r#"{"password": «…», "active": true, "x": null}"#,
            ),
            (
                "{\n\t\"server\": «\"h:1\"»,\r\n\"username\": 5}",
                Shown::Masked,
                " \"server\": «\"…\"»,",
            ),
            (
                r#"{"proxy": «{"password": "p", "n": -1.5e3, "a": [1, true]}»}"#,
                Shown::Masked,
                r#"{"proxy": «{»"password": "…", "n": …, "a": […, true]}}"#,
            ),
            (
                r#"{"a\\\"b": "c\"d\\", «"tags"» : [ ]}"#,
                Shown::Plain,
                r#"{"a\\\"b": "…", «"tags"» : [ ]}"#,
            ),
            ("«7»", Shown::Plain, "«7»"),
            ("«7»", Shown::Masked, "«…»"),
            ("«true»", Shown::Masked, "«true»"),
            ("[12,«\"\"»]", Shown::Plain, "[…,«\"\"»]"),
            (
                &format!(r#"{{"{long}": 1, "é": «"{long}"»}}"#),
                Shown::Plain,
                &format!(r#"..."{}…": …, "é": «"{}…"»}}"#, &long[..63], &long[..63]),
            ),
            (
                "{\"a\": «\"\u{202e}\u{7f}\"»}",
                Shown::Plain,
                "{\"a\": «\"\\u{202e}\\u{7f}\"»}",
            ),
        ];
        for (text, shown, expected) in table {
            let start = text.find('«').unwrap();
            let end = text.find('»').unwrap() - '«'.len_utf8();
            let json = text.replace(['«', '»'], "");
            let excerpt = excerpt(json.as_bytes(), start..end, shown);
            assert_eq!(told(&excerpt), expected, "{text}");
        }
    }

    #[test]
    fn long_lines_are_cut_around_what_is_marked() {
        let members = |count| r#""a": 1, "#.repeat(count);
        let json = format!(r#"{{{}"name": "!", {}"b": 2}}"#, members(50), members(50));
        let start = json.find("\"!\"").unwrap();
        let excerpt = excerpt(json.as_bytes(), start..start + 3, Shown::Plain);
        assert_eq!(
            told(&excerpt),
            format!(
                "...{}\"name\": «\"!\"», {}...",
                ", ".to_owned() + &members(5).replace('1', "…"),
                members(6).replace('1', "…"),
            )
        );
        // A quote in a string, wherever the part that is looked at begins.
        for padding in NEAR - 40..NEAR + 10 {
            let filler = "x".repeat(padding);
            let json = format!(r#"{{"password":"SECRET\": \"{filler}","name":"!"}}"#);
            let start = json.find("\"!\"").unwrap();
            let excerpt = super::excerpt(json.as_bytes(), start..start + 3, Shown::Plain);
            assert!(
                !excerpt.line.contains("SECRET"),
                "{padding}: {}",
                excerpt.line
            );
        }
        // A string beyond reach, on either side.
        let code = "QUJD".repeat(5000);
        let json = format!(r#"{{"code": "{code}", "n": 1, "code": "{code}"}}"#);
        let start = json.find("1, \"code").unwrap();
        let excerpt = super::excerpt(json.as_bytes(), start..start + 1, Shown::Plain);
        assert_eq!(told(&excerpt), r#"..., "n": «1», "code": ..."#);
    }

    #[test]
    fn of_broken_text_only_what_is_before_is_shown() {
        let table = [
            // Text up to `|`, where it breaks.
            (r#"{"password": |hunter2}"#, r#"{"…": «…»"#),
            (r#"{"password": "hunt|\x er2"}"#, r#"{"…": "…«…»"#),
            (r#"{"password": "|"#, r#"{"…": "«»"#),
            (r#"{"password": "hunter2|"#, r#"{"…": "…«»"#),
            ("{\"a\": 12,\n \"b\": true, |\n}", " \"…\": true, «»"),
            ("{\"a\": \"x\"\n \"|b\": true}", " \"«…»"),
            (r#"{"a": "x" |"b": true}"#, r#"{"…": "…" «…»"#),
            ("|", "«»"),
            ("|\u{feff}{}", "«…»"),
            (r#""\"" |5"#, r#""…" «…»"#),
        ];
        for (text, expected) in table {
            let at = text.find('|').unwrap();
            let json = text.replace('|', "");
            assert_eq!(told(&broken(json.as_bytes(), at)), expected, "{text}");
        }
    }
}
