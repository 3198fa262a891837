//! Keeps characters that a terminal acts on, or that nobody sees, out of the output.

use std::borrow::Cow;
use std::io;

use serde_json::ser::Formatter;

/// Whether a character is a control, format, separator or unassigned one: `char::escape_debug`
/// escapes these, and beside them only quotes and the backslash.
fn is_invisible(c: char) -> bool {
    !matches!(c, '"' | '\'' | '\\') && c.escape_debug().len() > 1
}

/// The text with what cannot be seen escaped, for people.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            visible.extend(c.escape_debug());
        } else {
            visible.push(c);
        }
    }
    Cow::Owned(visible)
}

/// Compact JSON, in which what cannot be seen is written as `\u` escapes: the same text to every
/// reader, yet nothing for a terminal to act on.
#[derive(Clone, Debug)]
pub(crate) struct VisibleJson;

impl Formatter for VisibleJson {
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
    fn what_cannot_be_seen_is_escaped() {
        let text = "a\u{1b}[0m\u{202e}\u{7f}\u{9b}\u{e0001}\u{2028}\n\"\\'é日🎉";
        assert_eq!(
            visible(text),
            "a\\u{1b}[0m\\u{202e}\\u{7f}\\u{9b}\\u{e0001}\\u{2028}\\n\"\\'é日🎉"
        );
        let mut json = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(
            &mut json,
            VisibleJson,
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
