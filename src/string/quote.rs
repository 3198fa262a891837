//! Quoting parts of a document for people.

use std::fmt;

use super::mask::mask_user_info;
use super::push_fmt::{PushFmt, push_fmt};

/// The most characters of a string that are quoted.
const LIMIT: usize = 64;

/// A string in backticks: at most 64 characters of it, with control, bidi and other invisible
/// characters escaped, so that it can neither control a terminal nor reorder a line.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl PushFmt for Quoted<'_> {
    fn push_to(&self, text: &mut String) {
        let masked = mask_user_info(self.0);
        let (shown, cut) = first(&masked, LIMIT);
        push_fmt!(text; "`", Escaped(shown));
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

/// What was found where something else is allowed: "is empty", or "is" and the quoted string.
pub(crate) struct IsFound<'a>(pub(crate) &'a str);

impl PushFmt for IsFound<'_> {
    fn push_to(&self, text: &mut String) {
        match self.0 {
            "" => text.push_str("is empty"),
            found => push_fmt!(text; "is ", Quoted(found)),
        }
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

/// A string in backticks of which the end is kept if it is too long, as of a JSON Pointer, whose
/// last step names the member.
pub(crate) struct QuotedEnd<'a>(pub(crate) &'a str);

impl PushFmt for QuotedEnd<'_> {
    fn push_to(&self, text: &mut String) {
        let masked = mask_user_info(self.0);
        let shown = last(&masked, LIMIT);
        let is_cut = shown.len() < masked.len();
        push_fmt!(text; if is_cut { "`…" } else { "`" }, Escaped(shown), "`");
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

/// A string whose invisible characters are escaped as in Rust.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl PushFmt for Escaped<'_> {
    fn push_to(&self, text: &mut String) {
        if is_printable_ascii(self.0) {
            text.push_str(self.0);
        } else {
            push_escaped(self.0, text);
        }
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display(f)
    }
}

/// All bytes are checked without a branch: most strings are short.
fn is_printable_ascii(text: &str) -> bool {
    let is_printable = |all, byte: u8| all & matches!(byte, b' '..=b'~');
    text.bytes().fold(true, is_printable)
}

/// Whether a character is visible, and does not change how others are shown.
///
/// `char::escape_debug` escapes invisible characters, such as control, format and separator
/// characters, but also quotes and the backslash, which are visible. Of the characters that Unicode
/// calls default-ignorable it leaves out only the fillers of Hangul, which are letters.
pub(crate) fn is_visible(c: char) -> bool {
    matches!(c, ' '..='~') || !is_filler(c) && c.escape_debug().len() == 1
}

fn is_filler(c: char) -> bool {
    matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

#[cold]
fn push_escaped(shown: &str, text: &mut String) {
    for c in shown.chars() {
        if is_visible(c) {
            text.push(c);
        } else if is_filler(c) {
            text.extend(c.escape_unicode());
        } else {
            text.extend(c.escape_debug());
        }
    }
}

/// Alternatives: `` `a`, `b` or `c` ``.
pub(crate) struct OneOf<'a, T>(pub(crate) &'a [T]);

impl<T: AsRef<str>> PushFmt for OneOf<'_, T> {
    fn push_to(&self, text: &mut String) {
        let last = self.0.len().saturating_sub(1);
        for (index, item) in self.0.iter().enumerate() {
            match index {
                0 => text.push('`'),
                _ if index == last => text.push_str(" or `"),
                _ => text.push_str(", `"),
            }
            push_fmt!(text; item.as_ref(), "`");
        }
    }
}

/// A number with its unit, in the plural unless it is one.
pub(crate) struct Count<'a, N>(pub(crate) N, pub(crate) &'a str);

impl<N: PushFmt + PartialEq + From<u8>> PushFmt for Count<'_, N> {
    #[inline]
    fn push_to(&self, text: &mut String) {
        push_fmt!(text; self.0, " ", self.1);
        if self.0 != N::from(1) {
            text.push('s');
        }
    }
}

impl<N> fmt::Display for Count<'_, N>
where
    Self: PushFmt,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
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
            (
                "한\u{115f}\u{1160}\u{3164}\u{ffa0}",
                "`한\\u{115f}\\u{1160}\\u{3164}\\u{ffa0}`",
            ),
            ("'ö' \"\\\" \n", "`'ö' \"\\\" \\n`"),
        ];
        for (text, quoted) in table {
            assert_eq!(Quoted(text).to_string(), quoted);
        }
    }

    /// The characters of the property `Default_Ignorable_Code_Point` of Unicode 16, some of which are
    /// not assigned.
    const DEFAULT_IGNORABLE: &[std::ops::RangeInclusive<char>] = &[
        '\u{ad}'..='\u{ad}',
        '\u{34f}'..='\u{34f}',
        '\u{61c}'..='\u{61c}',
        '\u{115f}'..='\u{1160}',
        '\u{17b4}'..='\u{17b5}',
        '\u{180b}'..='\u{180f}',
        '\u{200b}'..='\u{200f}',
        '\u{202a}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{3164}'..='\u{3164}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{feff}'..='\u{feff}',
        '\u{ffa0}'..='\u{ffa0}',
        '\u{fff0}'..='\u{fff8}',
        '\u{1bca0}'..='\u{1bca3}',
        '\u{1d173}'..='\u{1d17a}',
        '\u{e0000}'..='\u{e0fff}',
    ];

    #[test]
    fn default_ignorable_characters_are_escaped() {
        for c in DEFAULT_IGNORABLE.iter().cloned().flatten() {
            let escaped = Escaped(c.encode_utf8(&mut [0; 4])).to_string();
            assert_eq!(escaped, c.escape_unicode().to_string());
        }
    }

    fn quoted_end(text: &str) -> String {
        let mut quoted = String::new();
        QuotedEnd(text).push_to(&mut quoted);
        quoted
    }

    #[test]
    fn long_strings_are_cut_to_64_characters() {
        let (exact, long) = ("ä".repeat(64), "ä".repeat(65));
        assert_eq!(Quoted(&exact).to_string(), format!("`{exact}`"));
        assert_eq!(Quoted(&long).to_string(), format!("`{exact}…`"));
        assert_eq!(quoted_end(&exact), format!("`{exact}`"));
        assert_eq!(quoted_end(&format!("/{exact}")), format!("`…{exact}`"));
        assert_eq!(quoted_end("/\n"), "`/\\n`");
    }
}
