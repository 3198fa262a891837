//! Escapes characters that are invisible or control a terminal.

use std::borrow::Cow;
use std::io;

use serde_json::ser::Formatter;

/// Whether a character is a control, format, separator or unassigned character.
/// `char::escape_debug` escapes these and, in addition, only quotes and the backslash.
fn is_invisible(c: char) -> bool {
    !matches!(c, '"' | '\'' | '\\') && c.escape_debug().len() > 1
}

/// Escapes invisible characters for human-readable output.
pub(crate) fn escape_invisible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            escaped.extend(c.escape_debug());
        } else {
            escaped.push(c);
        }
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
        while let Some(found) = rest.find(is_invisible) {
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
        let text = "a\u{1b}[0m\u{202e}\u{7f}\u{9b}\u{e0001}\u{2028}\n\"\\'é日🎉";
        assert_eq!(
            escape_invisible(text),
            "a\\u{1b}[0m\\u{202e}\\u{7f}\\u{9b}\\u{e0001}\\u{2028}\\n\"\\'é日🎉"
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
            r#""a\u001b[0m\u202e\u007f\u009b\udb40\udc01\u2028\n\"\\'é日🎉""#
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
