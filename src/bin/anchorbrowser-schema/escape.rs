//! Escapes characters that are invisible or control a terminal.

use std::borrow::Cow;
use std::io;

use serde_json::ser::Formatter;

/// The fillers of Hangul: default-ignorable characters that are letters.
const FILLERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

/// Whether a character is a control, format, separator, unassigned or default-ignorable character.
/// `char::escape_debug` escapes these except for fillers and, in addition, only quotes and the
/// backslash.
fn is_invisible(c: char) -> bool {
    // Most characters are printable ASCII; the tables of Unicode take ten times as long.
    if matches!(c, ' '..='~') {
        return false;
    }
    FILLERS.contains(&c) || c.escape_debug().len() > 1
}

/// Escapes invisible characters.
pub(crate) fn escape_invisible(text: &str) -> Cow<'_, str> {
    escape(text, |_, _, _| false)
}

/// Escapes a text for a line of output: invisible characters, and what a CI system reads as a
/// command, which are `##[error]`, `##vso[…]` and `##teamcity[…]` anywhere in a line, and `::error …`.
pub(crate) fn escape_line(text: &str) -> Cow<'_, str> {
    escape(text, |before, c, after| match c {
        '#' => before == Some('#'),
        ':' => before == Some(':') && after.is_some_and(|after| after.is_ascii_alphabetic()),
        _ => false,
    })
}

/// A JSON Pointer in backticks for a line of output; the empty one as "the document".
pub(crate) fn quote_pointer(pointer: &str) -> Cow<'_, str> {
    if pointer.is_empty() {
        return Cow::Borrowed("the document");
    }
    Cow::Owned(format!("`{}`", escape_line(pointer)))
}

/// Escapes invisible characters and others, by the characters before and after them.
fn escape(
    text: &str,
    is_escaped: impl Fn(Option<char>, char, Option<char>) -> bool,
) -> Cow<'_, str> {
    let is_plain = |c: char| !is_invisible(c) && c != '#' && c != ':';
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if FILLERS.contains(&c) {
            escaped.extend(c.escape_unicode());
        } else if is_invisible(c) {
            escaped.extend(c.escape_debug());
        } else if is_escaped(before, c, characters.peek().copied()) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
        before = Some(c);
    }
    Cow::Owned(escaped)
}

/// The first `limit` characters of a text, and `…` if there are more.
pub(crate) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// Where the next character is that is invisible or makes `##` a command of a CI system.
fn next_to_escape(text: &str) -> Option<usize> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'#';
    // Most strings are plain to their end.
    let start = text.bytes().position(|byte| !is_plain(&byte))?;
    let mut before = None;
    let mut rest = text.get(start..)?.char_indices();
    let (at, _) = rest.find(|(_, c)| {
        let is_second_hash = *c == '#' && before == Some('#');
        before = Some(*c);
        is_second_hash || is_invisible(*c)
    })?;
    Some(start + at)
}

/// Compact JSON that writes invisible characters as `\u` escapes: parsers read the same text, but
/// nothing in it controls a terminal.
#[derive(Clone, Debug)]
pub(crate) struct EscapedJson;

impl Formatter for EscapedJson {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(found) = next_to_escape(rest) {
            let (plain, from) = rest.split_at(found);
            writer.write_all(plain.as_bytes())?;
            let mut characters = from.chars();
            if let Some(c) = characters.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
        let text = "a\u{1b}[0m\u{202e}\u{7f}\u{9b}\u{e0001}\u{3164}\u{2028}\n\"\\'é日🎉";
        assert_eq!(
            escape_invisible(text),
            "a\\u{1b}[0m\\u{202e}\\u{7f}\\u{9b}\\u{e0001}\\u{3164}\\u{2028}\\n\"\\'é日🎉"
        );
        let mut json = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(
            &mut json,
            EscapedJson,
        ))
        .unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(
            json,
            r#""a\u001b[0m\u202e\u007f\u009b\udb40\udc01\u3164\u2028\n\"\\'é日🎉""#
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn commands_of_ci_systems_are_broken_up() {
        let table = [
            ("##[stop-commands]x", "#\\u{23}[stop-commands]x"),
            ("a ##vso[task.x]", "a #\\u{23}vso[task.x]"),
            ("###", "#\\u{23}\\u{23}"),
            (
                "::set-output name=a::b",
                ":\\u{3a}set-output name=a:\\u{3a}b",
            ),
            ("[::1]:80, #1, a:b", "[::1]:80, #1, a:b"),
        ];
        for (text, expected) in table {
            assert_eq!(escape_line(text), expected);
            assert_eq!(escape_invisible(text), text);
        }
        let mut json = Vec::new();
        "\"##[x]###"
            .serialize(&mut serde_json::Serializer::with_formatter(
                &mut json,
                EscapedJson,
            ))
            .unwrap();
        assert_eq!(
            String::from_utf8(json).unwrap(),
            r##""\"#\u0023[x]#\u0023#""##
        );
    }
}
