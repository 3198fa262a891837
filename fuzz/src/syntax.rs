//! Whether an input is JSON, and where it stops being JSON, according to `serde_json` and by parsing
//! prefixes of the input.

use serde_json::Value;
use serde_json::error::Category;

use super::number::zero_numbers;

/// Whether the input is JSON in UTF-8, nested at most 127 levels deep.
#[must_use]
pub fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<Value>(&zero_numbers(text)).is_ok()
}

/// Whether the input is a prefix of a valid JSON document.
///
/// Also true if it ends within a surrogate pair or a UTF-8 sequence that is invalid already:
/// `serde_json` only detects that at a later byte.
fn is_prefix(text: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(&zero_numbers(text)) {
        Ok(_) => true,
        Err(error) => error.classify() == Category::Eof,
    }
}

/// Asserts that `at` is the correct position of the syntax error: the first byte that cannot continue
/// a valid document, the end of an incomplete document, the backslash of a lone surrogate, or the
/// first ill-formed byte.
///
/// # Panics
///
/// If the correct position is a different one.
pub fn assert_error_at(text: &[u8], at: usize) {
    assert!(at <= text.len(), "{at} is outside the input");
    assert!(is_prefix(&text[..at]), "the error is before {at}");
    let ill_formed = str::from_utf8(text).err().map(|error| error.valid_up_to());
    let (until, rest) = text.split_at(at);
    if let Some(ill_formed) = ill_formed {
        assert!(at <= ill_formed, "the byte at {ill_formed} is ill-formed");
    }
    let is_error = rest.is_empty()
        || ill_formed == Some(at)
        || is_lone_surrogate(rest)
        || is_invalid_escape(until, rest[0])
        || !is_prefix(&text[..=until.len()]);
    assert!(is_error, "the byte at {at} can continue a valid document");
}

/// Whether the byte after `until` must be one of the four hexadecimal digits of an escape, but is
/// not: `serde_json` only checks them if all four bytes are present.
fn is_invalid_escape(until: &[u8], byte: u8) -> bool {
    let digits = until.iter().rev().take(3);
    let digits = digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
    let before = &until[..until.len() - digits];
    before.ends_with(b"\\u")
        && !byte.is_ascii_hexdigit()
        && !is_prefix(&[until, &[byte], b"   "].concat())
}

/// Whether `text` starts with the escape of a surrogate that cannot be part of a pair.
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

/// Whether `text` starts with the escape of a low surrogate, or ends within it.
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
    fn errors_are_at_the_first_invalid_byte() {
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
            assert_error_at(text, at);
            assert!(!is_json(text));
        }
    }
}
