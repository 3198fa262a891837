//! Text of a document, made safe to show to people.

use std::fmt::{self, Write};

/// The most characters of a text that are quoted.
const LIMIT: usize = 64;

/// Shows a text between backticks: at most 64 characters of it, with control, bidi and other
/// invisible characters escaped, so that it cannot drive a terminal or reorder a line.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, cut) = first(self.0, LIMIT);
        f.write_char('`')?;
        escape(shown, f)?;
        f.write_str(if cut { "…`" } else { "`" })
    }
}

/// The first `limit` characters, and whether there are more.
fn first(text: &str, limit: usize) -> (&str, bool) {
    if text.len() <= limit {
        return (text, false);
    }
    match text.char_indices().nth(limit) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    }
}

/// Writes `text`, with the characters that cannot be seen escaped as in Rust.
fn escape(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return f.write_str(text);
    }
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_invisible(*c)) {
        let (visible, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        write!(f, "{visible}{}", c.escape_debug())?;
        rest = from.get(c.len_utf8()..).unwrap_or_default();
    }
    f.write_str(rest)
}

/// Whether a character is a control, format, separator or unassigned one: `char::escape_debug`
/// escapes these, and of printable ASCII only quotes and the backslash.
fn is_invisible(c: char) -> bool {
    !matches!(c, ' '..='~') && c.escape_debug().len() > 1
}

/// [`Quoted`], for a JSON Pointer: of a long one the end is shown, where the member is named.
pub(crate) struct QuotedPointer<'a>(pub(crate) &'a str);

impl fmt::Display for QuotedPointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the document");
        }
        let shown = last(self.0, LIMIT);
        let is_cut = shown.len() < self.0.len();
        f.write_str(if is_cut { "`…" } else { "`" })?;
        escape(shown, f)?;
        f.write_char('`')
    }
}

/// The last `limit` characters.
fn last(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let start = text.char_indices().rev().nth(limit - 1);
    start
        .and_then(|(start, _)| text.get(start..))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        let table = [
            ("name", "`name`"),
            ("it's \"quoted\\\"", "`it's \"quoted\\\"`"),
            ("\u{1b}[31m", "`\\u{1b}[31m`"),
            ("a\nb\0", "`a\\nb\\0`"),
            ("\u{202e}evil\u{2066}", "`\\u{202e}evil\\u{2066}`"),
            (
                "\u{9b}\u{7f}\u{feff}\u{2028}",
                "`\\u{9b}\\u{7f}\\u{feff}\\u{2028}`",
            ),
            ("größe 日本 🎉", "`größe 日本 🎉`"),
        ];
        for (text, quoted) in table {
            assert_eq!(Quoted(text).to_string(), quoted);
        }
    }

    #[test]
    fn long_texts_are_cut_to_64_characters() {
        let (exact, long) = ("ä".repeat(64), "ä".repeat(65));
        assert_eq!(Quoted(&exact).to_string(), format!("`{exact}`"));
        assert_eq!(Quoted(&long).to_string(), format!("`{exact}…`"));
        assert_eq!(QuotedPointer(&exact).to_string(), format!("`{exact}`"));
        assert_eq!(
            QuotedPointer(&format!("/{exact}")).to_string(),
            format!("`…{exact}`")
        );
        assert_eq!(QuotedPointer("").to_string(), "the document");
    }
}
