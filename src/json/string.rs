//! Strings: what their escapes stand for.

use std::borrow::Cow;

use super::cursor::RawString;

impl<'a> RawString<'a> {
    /// The text that the string stands for: borrowed unless it holds escapes.
    pub(super) fn decode(self) -> Cow<'a, str> {
        if self.has_escapes {
            Cow::Owned(unescape(self.content))
        } else {
            Cow::Borrowed(self.content)
        }
    }
}

/// Replaces escapes, which the cursor has found to be right.
fn unescape(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut characters = escape.chars();
        match characters.next() {
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => {
                let (character, after) = unicode(characters.as_str());
                text.push(character);
                characters = after.chars();
            }
            Some(itself) => text.push(itself),
            None => {}
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text
}

/// The character of a `\u` escape or a pair of them, and what follows it.
fn unicode(digits: &str) -> (char, &str) {
    let (first, rest) = code_unit(digits);
    if let Some(character) = char::from_u32(first) {
        return (character, rest);
    }
    let (second, rest) = code_unit(rest.strip_prefix("\\u").unwrap_or(rest));
    let beyond = (first & 0x3ff) << 10 | (second & 0x3ff);
    (
        char::from_u32(0x1_0000 + beyond).unwrap_or(char::REPLACEMENT_CHARACTER),
        rest,
    )
}

/// The number of four hexadecimal digits, and what follows them.
fn code_unit(digits: &str) -> (u32, &str) {
    let (digits, rest) = digits.split_at_checked(4).unwrap_or((digits, ""));
    (u32::from_str_radix(digits, 16).unwrap_or_default(), rest)
}
