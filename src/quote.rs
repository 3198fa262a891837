//! Text of a document, made safe to show to people.

use std::fmt;

use crate::piece::{Piece, append};
use crate::pointer::Pointer;

/// The most characters of a text that are quoted.
const LIMIT: usize = 64;

/// Shows a text between backticks: at most 64 characters of it, with control, bidi and other
/// invisible characters escaped, so that it cannot drive a terminal or reorder a line.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Piece for Quoted<'_> {
    fn append_to(&self, text: &mut String) {
        let (shown, cut) = first(self.0, LIMIT);
        append!(text; "`", Escaped(shown));
        if cut {
            text.push('…');
        }
        text.push('`');
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display(f)
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

/// A text, with the characters that cannot be seen escaped as in Rust.
struct Escaped<'a>(&'a str);

impl Piece for Escaped<'_> {
    fn append_to(&self, text: &mut String) {
        if is_printable_ascii(self.0) {
            text.push_str(self.0);
        } else {
            append_escaped(self.0, text);
        }
    }
}

/// All bytes are looked at without a branch: most texts are short.
fn is_printable_ascii(text: &str) -> bool {
    let is_printable = |all, byte: u8| all & matches!(byte, b' '..=b'~');
    text.bytes().fold(true, is_printable)
}

/// `char::escape_debug` escapes what cannot be seen, such as control, format and separator
/// characters, and of printable ASCII quotes and the backslash, which can.
#[cold]
fn append_escaped(shown: &str, text: &mut String) {
    for c in shown.chars() {
        if matches!(c, ' '..='~') {
            text.push(c);
        } else {
            text.extend(c.escape_debug());
        }
    }
}

/// [`Quoted`], for a JSON Pointer: of a long one the end is shown, where the member is named.
pub(crate) struct QuotedPointer<'a>(pub(crate) &'a Pointer);

impl Piece for QuotedPointer<'_> {
    #[inline]
    fn append_to(&self, text: &mut String) {
        match self.0.as_known() {
            // It is short, and nobody from outside had a say in it.
            Some(pointer) if !pointer.is_empty() => append!(text; "`", pointer, "`"),
            _ => append_pointer(self.0.as_str(), text),
        }
    }
}

/// The empty one, of the document itself, or one that may hold keys of the document.
fn append_pointer(pointer: &str, text: &mut String) {
    if pointer.is_empty() {
        text.push_str("the document");
        return;
    }
    let shown = last(pointer, LIMIT);
    let is_cut = shown.len() < pointer.len();
    append!(text; if is_cut { "`…" } else { "`" }, Escaped(shown), "`");
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
            ("'ö' \"\\\" \n", "`'ö' \"\\\" \\n`"),
        ];
        for (text, quoted) in table {
            assert_eq!(Quoted(text).to_string(), quoted);
        }
    }

    fn quoted_pointer(pointer: &Pointer) -> String {
        let mut text = String::new();
        QuotedPointer(pointer).append_to(&mut text);
        text
    }

    #[test]
    fn long_texts_are_cut_to_64_characters() {
        let (exact, long) = ("ä".repeat(64), "ä".repeat(65));
        assert_eq!(Quoted(&exact).to_string(), format!("`{exact}`"));
        assert_eq!(Quoted(&long).to_string(), format!("`{exact}…`"));
        let made = |text: &str| quoted_pointer(&Pointer::made(text.to_owned()));
        assert_eq!(made(&exact), format!("`{exact}`"));
        assert_eq!(made(&format!("/{exact}")), format!("`…{exact}`"));
        assert_eq!(made("/\n"), "`/\\n`");
        assert_eq!(made(""), "the document");
        assert_eq!(quoted_pointer(&Pointer::known("/name")), "`/name`");
        assert_eq!(quoted_pointer(&Pointer::known("")), "the document");
    }
}
