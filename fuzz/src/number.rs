//! Numbers in JSON text, and whether doubles represent them exactly.

use std::ops::Range;

/// The spans of the numbers in a JSON document: all runs, outside strings, of characters that occur
/// in numbers. If the input is not JSON, some of them may not be numbers.
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

/// The offset after the string that starts at `start`, or the end of the input.
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

/// Replaces each number with `0`, padded with spaces to the same length. The result is JSON if and
/// only if the input is, but contains no numbers outside the range of doubles, which `serde_json`
/// rejects.
#[must_use]
pub fn zero_numbers(text: &[u8]) -> Vec<u8> {
    let mut zeroed = text.to_vec();
    for span in spans(text) {
        let number = &mut zeroed[span];
        if is_number(number) {
            number.fill(b' ');
            number[0] = b'0';
        }
    }
    zeroed
}

/// Whether `text` matches the grammar of numbers (RFC 8259 section 6).
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

/// Whether doubles represent all numbers of a document without ambiguity: no number has more than 15
/// digits, or an exponent above 22, the largest for which powers of ten are exact.
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

/// Whether all numbers of a document are integers of 64 bits, or [exact](are_exact).
#[must_use]
pub fn fit_64_bits(text: &[u8]) -> bool {
    spans(text).into_iter().all(|span| {
        let number = str::from_utf8(&text[span]).unwrap_or("?");
        let is_integer = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
        is_integer || are_exact(number.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_replaced_with_zeros() {
        let table = [
            ("1e400", "0    "),
            ("[-12.5E+3, 01, 1.]", "[0       , 01, 1.]"),
            (r#"{"1e9\"2": 7}"#, r#"{"1e9\"2": 0}"#),
            ("\"12", "\"12"),
        ];
        for (text, expected) in table {
            assert_eq!(zero_numbers(text.as_bytes()), expected.as_bytes(), "{text}");
        }
    }

    #[test]
    fn short_numbers_are_exact() {
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
