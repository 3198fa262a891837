//! Numbers in JSON text, and what becomes of them in a double.

use std::ops::Range;

/// Where the numbers of a text stand: all runs, outside strings, of characters that numbers are
/// made of. Of a text that is no JSON some of them may be none.
#[must_use]
pub fn spans(text: &[u8]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let start = at;
        match byte {
            b'"' => at = string_end(text, at),
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                at += text[at..].iter().take_while(|byte| is_part(byte)).count();
                spans.push(start..at);
            }
            _ => at += 1,
        }
    }
    spans
}

/// The offset behind the string that begins at `start`, or the end of the text.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match text.get(at) {
            None => return text.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// The text with `0` for each of its numbers, and blanks up to the number's end: JSON where the
/// text is JSON, yet without numbers that a double cannot hold, which `serde_json` refuses.
#[must_use]
pub fn tamed(text: &[u8]) -> Vec<u8> {
    let mut tamed = text.to_vec();
    for span in spans(text) {
        let number = &mut tamed[span];
        if is_number(number) {
            number.fill(b' ');
            number[0] = b'0';
        }
    }
    tamed
}

/// Whether this is a number by the grammar of RFC 8259 section 6.
fn is_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let (mantissa, exponent) = split_at_any(text, b"eE");
    let (whole, fraction) = split_at_any(mantissa, b".");
    let exponent = exponent.map(|text| {
        text.strip_prefix(b"+")
            .or(text.strip_prefix(b"-"))
            .unwrap_or(text)
    });
    is_digits(whole)
        && (whole.len() == 1 || whole[0] != b'0')
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

fn split_at_any<'a>(text: &'a [u8], marks: &[u8]) -> (&'a [u8], Option<&'a [u8]>) {
    match text.iter().position(|byte| marks.contains(byte)) {
        Some(mark) => (&text[..mark], Some(&text[mark + 1..])),
        None => (text, None),
    }
}

fn is_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// Whether a double tells all numbers of a text apart from their neighbours: none has more than 15
/// digits, nor an exponent above 22, up to which powers of ten are exact.
#[must_use]
pub fn are_exact(text: &[u8]) -> bool {
    spans(text).into_iter().all(|span| {
        let (mantissa, exponent) = split_at_any(&text[span], b"eE");
        let digits = mantissa.iter().filter(|byte| byte.is_ascii_digit()).count();
        let exponent = exponent.map_or("0", |text| str::from_utf8(text).unwrap_or("?"));
        digits <= 15
            && exponent
                .parse::<i64>()
                .is_ok_and(|exponent| exponent.unsigned_abs() <= 22)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_zeros() {
        let table = [
            ("1e400", "0    "),
            ("[-12.5E+3, 01, 1.]", "[0       , 01, 1.]"),
            (r#"{"1e9\"2": 7}"#, r#"{"1e9\"2": 0}"#),
            ("\"12", "\"12"),
        ];
        for (text, expected) in table {
            assert_eq!(tamed(text.as_bytes()), expected.as_bytes(), "{text}");
        }
    }

    #[test]
    fn doubles_hold_short_numbers() {
        let table = [
            ("[123456789012345, 1e22, -2.5e-22]", true),
            ("1234567890123456", false),
            ("1e23", false),
            ("1e99999999999999999999", false),
            ("1e-9223372036854775808", false),
            ("\"1e23\"", true),
        ];
        for (text, expected) in table {
            assert_eq!(are_exact(text.as_bytes()), expected, "{text}");
        }
    }
}
