//! Whether, and where, a text stops being JSON: what `serde_json` says, of the text and of its
//! beginnings.

use serde_json::Value;
use serde_json::error::Category;

use crate::number::tamed;

/// Whether the text is JSON in UTF-8, nested no more than 127 levels deep.
#[must_use]
pub fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<Value>(&tamed(text)).is_ok()
}

/// Whether the text is the beginning of one that is JSON.
///
/// Half a surrogate pair and half a character of UTF-8 are taken too: `serde_json` sees only what
/// comes later that they are none.
fn is_beginning(text: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(&tamed(text)) {
        Ok(_) => true,
        Err(error) => error.classify() == Category::Eof,
    }
}

/// Holds the place of a syntax error to its definition: the first byte that cannot continue a
/// valid document, the end of a text that ends too early, the backslash of a lone surrogate, or
/// the first ill-formed byte.
///
/// # Panics
///
/// If the place is another.
pub fn assert_stops_at(text: &[u8], at: usize) {
    assert!(at <= text.len(), "it stands in the text");
    assert!(is_beginning(&text[..at]), "all before {at} is right");
    let ill_formed = str::from_utf8(text).err().map(|error| error.valid_up_to());
    let (until, rest) = text.split_at(at);
    if let Some(ill_formed) = ill_formed {
        assert!(at <= ill_formed, "{ill_formed} is ill-formed already");
    }
    let stops = rest.is_empty()
        || ill_formed == Some(at)
        || is_lone_surrogate(rest)
        || is_cut_escape(until, rest[0])
        || !is_beginning(&text[..=until.len()]);
    assert!(stops, "{at} continues a valid document");
}

/// Whether the byte after `until` should be one of the four hexadecimal digits of an escape, and is
/// not: `serde_json` looks at none of them unless there are four bytes.
fn is_cut_escape(until: &[u8], byte: u8) -> bool {
    let digits = until.iter().rev().take(3);
    let digits = digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
    let before = &until[..until.len() - digits];
    before.ends_with(b"\\u")
        && !byte.is_ascii_hexdigit()
        && !is_beginning(&[until, &[byte], b"   "].concat())
}

/// Whether the text begins with the escape of a surrogate that surely has no pair.
fn is_lone_surrogate(text: &[u8]) -> bool {
    let Some((b"\\u", [first, second, _, _, rest @ ..])) = text.split_at_checked(2) else {
        return false;
    };
    match (first.to_ascii_lowercase(), second.to_ascii_lowercase()) {
        (b'd', b'c'..=b'f') => true,
        (b'd', b'8'..=b'9' | b'a' | b'b') => !may_be_low_surrogate(rest),
        _ => false,
    }
}

/// Whether the text begins with the escape of a low surrogate, or ends within it.
fn may_be_low_surrogate(text: &[u8]) -> bool {
    let parts: [&[u8]; 6] = [
        b"\\",
        b"u",
        b"dD",
        b"cdefCDEF",
        b"0123456789abcdefABCDEF",
        b"0123456789abcdefABCDEF",
    ];
    text.iter()
        .zip(parts)
        .all(|(byte, part)| part.contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_first_that_cannot_be() {
        let depth = "[".repeat(128);
        let table: [(&[u8], usize); 14] = [
            (b"", 0),
            (b"{", 1),
            (b"[1,]", 3),
            (b"01", 1),
            (b"1e400 x", 6),
            (b"-", 1),
            (b"\"\\ud800x\"", 1),
            (b"\"\\ud800\\ud800\"", 1),
            (b"\"\\ud800\\ud", 10),
            (b"\"\\ude\"", 6),
            (b"\"\\\\u12\x01", 6),
            (b"\"\xff\"", 1),
            (b"tru\xff", 3),
            (depth.as_bytes(), 127),
        ];
        for (text, at) in table {
            assert_stops_at(text, at);
            assert!(!is_json(text));
        }
    }
}
