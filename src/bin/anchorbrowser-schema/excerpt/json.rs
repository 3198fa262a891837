//! Excerpts of JSON text. The text is well-formed, or at least up to the location of a `syntax`
//! violation.

use std::ops::Range;

use super::{CONTEXT, ELLIPSIS, Excerpt, MASK, SCAN_LIMIT, Visibility, quote};
use crate::json_array::string_end;
use crate::member_names::is_secret_name;

/// The line around a key or value. Shows keys, punctuation and literals; masks other strings and
/// numbers, which may be secrets.
pub(super) fn excerpt(
    json: &[u8],
    span: Range<usize>,
    visibility: Visibility,
    hidden: &[Range<usize>],
) -> Excerpt {
    let keys = Keys::ShownOutside(hidden);
    let (start, end) = match json.get(span.start) {
        // An object or array is represented by its opening bracket.
        Some(b'{' | b'[') => (span.start, span.start + 1),
        _ => (span.start, span.end),
    };
    let mut line = text_before(json, start, keys);
    let marked_start = line.len();
    line += &render_marked(json.get(start..end).unwrap_or_default(), visibility);
    let marked = marked_start..line.len();
    line += &text_after(json, end, keys);
    line.truncate(line.trim_end().len().max(marked.end));
    Excerpt { line, marked }
}

/// Which keys are shown.
#[derive(Clone, Copy)]
enum Keys<'h> {
    Masked,
    /// All but those in these spans.
    ShownOutside(&'h [Range<usize>]),
}

impl Keys<'_> {
    fn are_shown(self, at: usize) -> bool {
        match self {
            Self::Masked => false,
            Self::ShownOutside(hidden) => {
                let after = hidden.partition_point(|span| span.start <= at);
                let span = after.checked_sub(1).and_then(|index| hidden.get(index));
                span.is_none_or(|span| span.end <= at)
            }
        }
    }
}

/// The objects and arrays that are values of members that are never shown. It scans the text once.
pub(super) fn hidden_spans(json: &[u8]) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    let mut at = 0;
    while let Some(quote) = json.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        let start = at + quote;
        let Some(end) = string_end(json, start + 1) else {
            break;
        };
        at = end;
        let rest = json.get(end..).unwrap_or_default().trim_ascii_start();
        let Some(value) = rest.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else {
            continue;
        };
        if matches!(value.first(), Some(b'{' | b'[')) && is_secret_key(json.get(start..end)) {
            let start = json.len() - value.len();
            at = value_end(json, start);
            hidden.push(start..at);
        }
    }
    hidden
}

fn is_secret_key(key: Option<&[u8]>) -> bool {
    let key = key.and_then(|key| serde_json::from_slice::<String>(key).ok());
    key.is_some_and(|key| is_secret_name(&key))
}

/// The end of the object or array that begins at an offset.
fn value_end(json: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(byte) = json.get(at) {
        at += 1;
        match byte {
            b'"' => at = string_end(json, at).unwrap_or(json.len()),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    at
}

/// What may be shown at a syntax error because it reveals nothing: punctuation, marks of comments and
/// merge conflicts, and literals of other languages.
const SHOWN_MISTAKES: &[&str] = &[
    "//",
    "/*",
    "#",
    "'",
    "`",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ";",
    "...",
    "<<<<<<<",
    "=======",
    ">>>>>>>",
    "|||||||",
    "=",
    "True",
    "TRUE",
    "False",
    "FALSE",
    "None",
    "NULL",
    "Null",
    "nil",
    "undefined",
    "NaN",
    "Infinity",
];

/// The line up to a syntax error, and the mistake itself where it reveals nothing. Text after it may
/// be secret, and keys cannot be distinguished from values, so all strings are masked.
pub(super) fn syntax_excerpt(json: &[u8], at: usize) -> Excerpt {
    let (before, rest) = json.split_at_checked(at).unwrap_or((json, b""));
    let string = open_string(json, at);
    // A word or number that the text stops in is masked as a whole.
    let is_in_word = rest.first().is_some_and(|byte| !ends_word(*byte));
    let word = before
        .iter()
        .rev()
        .take_while(|byte| is_in_word && !ends_word(**byte));
    let token = string.unwrap_or_else(|| at - word.count());
    let mut line = text_before(json, token, Keys::Masked);
    if string.is_some() {
        line.push('"');
        if token + 1 < at {
            line += MASK;
        }
    }
    let start = line.len();
    let is_shown = token == at && string.is_none();
    let shown = shown_mistake(rest).filter(|_| is_shown).unwrap_or_default();
    line += shown;
    let end = line.len();
    let rest = rest.get(shown.len()..).unwrap_or_default();
    let rest_of_line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_inside_word = string.is_none() && token < at;
    if is_inside_word || !rest_of_line.trim_ascii().is_empty() {
        line += MASK;
    }
    let marked = start..if shown.is_empty() { line.len() } else { end };
    Excerpt { line, marked }
}

/// The mistake that a text begins with, if it may be shown.
fn shown_mistake(text: &[u8]) -> Option<&'static str> {
    let mut known = SHOWN_MISTAKES.iter();
    let is_next = |known: &&&str| {
        let is_word = known.ends_with(|c: char| c.is_ascii_alphabetic());
        let after = text.strip_prefix(known.as_bytes());
        after.is_some_and(|after| !is_word || after.first().is_none_or(|byte| ends_word(*byte)))
    };
    known.find(is_next).copied()
}

/// The start of the string that contains an offset, if any.
fn open_string(json: &[u8], at: usize) -> Option<usize> {
    let mut from = 0;
    loop {
        let start = from + memchr::memchr(b'"', json.get(from..at)?)?;
        match string_end(json, start + 1) {
            Some(end) if end <= at => from = end,
            _ => return Some(start),
        }
    }
}

fn render_marked(value: &[u8], visibility: Visibility) -> String {
    match (visibility, TokenKind::of(value)) {
        (Visibility::Shown, _) | (_, TokenKind::Other) => quote(value),
        (Visibility::Masked, kind) => kind.mask().to_owned(),
    }
}

/// The text before an offset, on the same line.
fn text_before(json: &[u8], mut end: usize, keys: Keys<'_>) -> String {
    let mut pieces = Vec::new();
    let mut width = 0;
    while let Some(token) = token_before(json, end) {
        if width >= CONTEXT {
            pieces.push(ELLIPSIS.to_owned());
            break;
        }
        let piece = render_token(json, &token, keys);
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

/// The text after an offset, on the same line.
fn text_after(json: &[u8], mut start: usize, keys: Keys<'_>) -> String {
    let mut line = String::new();
    let mut width = 0;
    while let Some(token) = token_after(json, start) {
        if width >= CONTEXT {
            line += ELLIPSIS;
            break;
        }
        let piece = render_token(json, &token, keys);
        width += piece.chars().count();
        line += &piece;
        if !token.whole {
            break;
        }
        start = token.span.end;
    }
    line
}

fn render_token(json: &[u8], token: &Token, keys: Keys<'_>) -> String {
    let text = json.get(token.span.clone()).unwrap_or_default();
    let kind = TokenKind::of(text);
    let is_key = || {
        let after = json.get(token.span.end..).unwrap_or_default();
        let next = after.iter().take(SCAN_LIMIT).find(|byte| !is_space(**byte));
        next == Some(&b':')
    };
    match kind {
        TokenKind::Other if text.first().is_some_and(|byte| is_space(*byte)) => " ".to_owned(),
        TokenKind::Other => quote(text),
        TokenKind::String if token.whole && keys.are_shown(token.span.start) && is_key() => {
            quote(text)
        }
        kind if token.whole => kind.mask().to_owned(),
        // It extends beyond the scanned range.
        _ => ELLIPSIS.to_owned(),
    }
}

/// Kind of a JSON token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    String,
    Number,
    /// Whitespace, punctuation or a literal.
    Other,
}

impl TokenKind {
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
            _ => MASK,
        }
    }
}

/// A string, a number, a literal, or one character of whitespace or punctuation.
#[derive(Debug)]
struct Token {
    span: Range<usize>,
    /// Whether the span covers the whole token: long tokens are not scanned to their end.
    whole: bool,
}

/// The token that ends at `end`, or `None` at the start of a line.
fn token_before(json: &[u8], end: usize) -> Option<Token> {
    let last = end.checked_sub(1)?;
    let byte = *json.get(last)?;
    let low = last.saturating_sub(SCAN_LIMIT);
    let start = match byte {
        b'\n' => return None,
        b'"' => string_start(json, low, last),
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

/// The token that begins at `start`, or `None` at the end of a line.
fn token_after(json: &[u8], start: usize) -> Option<Token> {
    let byte = *json.get(start)?;
    let high = json.len().min(start + SCAN_LIMIT);
    let near = json.get(..high)?;
    let end = match byte {
        b'\n' => return None,
        b'"' => string_end(near, start + 1),
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

/// The start of the string whose closing quote is at `close`, if not before `low`: the nearest
/// quote that is not escaped.
fn string_start(json: &[u8], low: usize, close: usize) -> Option<usize> {
    let mut end = close;
    loop {
        let found = low + memchr::memrchr(b'"', json.get(low..end)?)?;
        let before = json.get(low..found)?;
        let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\');
        let backslashes = backslashes.count();
        if backslashes == before.len() && low > 0 {
            // More backslashes may precede the scanned range.
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

    /// The excerpt with `«` and `»` around the marked part.
    fn render(excerpt: &Excerpt) -> String {
        let Excerpt { line, marked } = excerpt;
        format!(
            "{}«{}»{}",
            &line[..marked.start],
            &line[marked.clone()],
            &line[marked.end..]
        )
    }

    #[test]
    fn only_the_marked_string_or_number_is_shown() {
        let long = "x".repeat(100);
        let table = [
            // Text with `«` and `»` around the span; whether the value may be shown; excerpt.
            (
                r#"{"name": «"a b"», "code": "c2VjcmV0"}"#,
                Visibility::Shown,
                r#"{"name": «"a b"», "code": "…"}"#,
            ),
            (
                r#"{"password": «12345», "active": true, "x": null}"#,
                Visibility::Masked,
                r#"{"password": «…», "active": true, "x": null}"#,
            ),
            (
                "{\n\t\"server\": «\"h:1\"»,\r\n\"username\": 5}",
                Visibility::Masked,
                " \"server\": «\"…\"»,",
            ),
            (
                r#"{"proxy": «{"password": "p", "n": -1.5e3, "a": [1, true]}»}"#,
                Visibility::Masked,
                r#"{"proxy": «{»"password": "…", "n": …, "a": […, true]}}"#,
            ),
            (
                r#"{"a\\\"b": "c\"d\\", «"tags"» : [ ]}"#,
                Visibility::Shown,
                r#"{"a\\\"b": "…", «"tags"» : [ ]}"#,
            ),
            (
                r#"{"code": «{"a\"": [1]}», "server": ["c", {"d": 1}], "x": 1}"#,
                Visibility::Masked,
                r#"{"code": «{»"…": […]}, "server": ["…", {"…": …}], "x": …}"#,
            ),
            ("«7»", Visibility::Shown, "«7»"),
            ("«7»", Visibility::Masked, "«…»"),
            ("«true»", Visibility::Masked, "«true»"),
            ("[12,«\"\"»]", Visibility::Shown, "[…,«\"\"»]"),
            (
                &format!(r#"{{"{long}": 1, "é": «"{long}"»}}"#),
                Visibility::Shown,
                &format!(r#"..."{}…": …, "é": «"{}…"»}}"#, &long[..63], &long[..63]),
            ),
            (
                "{\"a\": «\"\u{202e}\u{7f}\"»}",
                Visibility::Shown,
                "{\"a\": «\"\\u{202e}\\u{7f}\"»}",
            ),
        ];
        for (text, visibility, expected) in table {
            let start = text.find('«').unwrap();
            let end = text.find('»').unwrap() - '«'.len_utf8();
            let json = text.replace(['«', '»'], "");
            let excerpt = excerpt(
                json.as_bytes(),
                start..end,
                visibility,
                &hidden_spans(json.as_bytes()),
            );
            assert_eq!(render(&excerpt), expected, "{text}");
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_marked_part() {
        let members = |count| r#""a": 1, "#.repeat(count);
        let json = format!(r#"{{{}"name": "!", {}"b": 2}}"#, members(50), members(50));
        let start = json.find("\"!\"").unwrap();
        let excerpt = excerpt(json.as_bytes(), start..start + 3, Visibility::Shown, &[]);
        assert_eq!(
            render(&excerpt),
            format!(
                "...{}\"name\": «\"!\"», {}...",
                ", ".to_owned() + &members(5).replace('1', "…"),
                members(6).replace('1', "…"),
            )
        );
        // An escaped quote in a string, wherever the scanned range begins.
        for padding in SCAN_LIMIT - 40..SCAN_LIMIT + 10 {
            let filler = "x".repeat(padding);
            let json = format!(r#"{{"password":"SECRET\": \"{filler}","name":"!"}}"#);
            let start = json.find("\"!\"").unwrap();
            let excerpt = super::excerpt(json.as_bytes(), start..start + 3, Visibility::Shown, &[]);
            assert!(
                !excerpt.line.contains("SECRET"),
                "{padding}: {}",
                excerpt.line
            );
        }
        // A string that extends beyond the scanned range, on either side.
        let code = "QUJD".repeat(5000);
        let json = format!(r#"{{"code": "{code}", "n": 1, "code": "{code}"}}"#);
        let start = json.find("1, \"code").unwrap();
        let excerpt = super::excerpt(json.as_bytes(), start..start + 1, Visibility::Shown, &[]);
        assert_eq!(render(&excerpt), r#"..., "n": «1», "code": ..."#);
    }

    #[test]
    fn invalid_json_is_shown_up_to_the_error() {
        let table = [
            // Text with `|` at the syntax error.
            (r#"{"password": |hunter2}"#, r#"{"…": «…»"#),
            (r#"{"password": n|one}"#, r#"{"…": «…»"#),
            (r#"{"password": 0|12345}"#, r#"{"…": «…»"#),
            (r#"{"password": 1|}"#, r#"{"…": …«}»"#),
            (r#"{"password": |None}"#, r#"{"…": «None»…"#),
            (r#"{"password": |Nonesuch}"#, r#"{"…": «…»"#),
            (r#"{"password": |'hunter2'}"#, r#"{"…": «'»…"#),
            (r#"{"a": [1, 2|}"#, r#"{"…": […, …«}»"#),
            (r#"{"a": [1, 2 |}"#, r#"{"…": […, … «}»"#),
            (r#"{"a": "b"}|}"#, r#"{"…": "…"}«}»"#),
            ("{\n  |// secret\n}", "  «//»…"),
            ("|<<<<<<< HEAD", "«<<<<<<<»…"),
            (r#"{"password": "hunt|\x er2"}"#, r#"{"…": "…«…»"#),
            (r#"{"password": "|"#, r#"{"…": "«»"#),
            (r#"{"password": "hunter2|"#, r#"{"…": "…«»"#),
            ("{\"a\": 12,\n \"b\": true, |\n}", " \"…\": true, «»"),
            ("{\"a\": 12,\n \"b\": true,\n|}", "«}»"),
            ("{\"a\": \"x\"\n \"|b\": true}", " \"«…»"),
            (r#"{"a": "x" |"b": true}"#, r#"{"…": "…" «…»"#),
            ("|", "«»"),
            ("|\u{feff}{}", "«…»"),
            (r#""\"" |5"#, r#""…" «…»"#),
        ];
        for (text, expected) in table {
            let at = text.find('|').unwrap();
            let json = text.replace('|', "");
            assert_eq!(
                render(&syntax_excerpt(json.as_bytes(), at)),
                expected,
                "{text}"
            );
        }
    }
}
