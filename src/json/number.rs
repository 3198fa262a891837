//! Numbers: exact decimals, never rounded.

use crate::string::integer::Integer;

/// The integer that a JSON number is; `None` if its value is not integral. `20`, `20.0` and `2e1`
/// are the same integer; `1e400` is an integer out of range, `1e-400` is not an integer.
///
/// Time is linear in the text, whatever the exponent.
pub(super) fn integer(text: &str) -> Option<Integer> {
    if let Ok(value) = text.parse() {
        return Some(Integer::InRange(value));
    }
    let number = Decimal::of(text);
    if number.digits.is_empty() {
        return Some(Integer::InRange(0));
    }
    let zeros = usize::try_from(number.exponent).ok()?;
    Some(
        number
            .value(zeros)
            .map_or(Integer::OutOfRange, Integer::InRange),
    )
}

/// An integer of a few digits without a sign, and what follows it; `None` if it is any other
/// number.
///
/// Most integers are short, and this takes a third of the time of [`integer`].
pub(super) fn short_integer(rest: &[u8]) -> Option<(i64, &[u8])> {
    let [first @ b'1'..=b'9', after @ ..] = rest else {
        return None;
    };
    let (mut value, mut after) = (i64::from(first - b'0'), after);
    while value < 1_000_000
        && let [digit @ b'0'..=b'9', others @ ..] = after
    {
        value = value * 10 + i64::from(digit - b'0');
        after = others;
    }
    match after {
        [b'0'..=b'9' | b'.' | b'e' | b'E', ..] => None,
        _ => Some((value, after)),
    }
}

/// A number as `digits * 10^exponent`. The digits neither begin nor end with a zero.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i128,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = whole.bytes().chain(fraction.bytes());
        let mut digits: Vec<u8> = all.skip_while(|digit| *digit == b'0').collect();
        let significant = digits
            .iter()
            .rposition(|digit| *digit != b'0')
            .map_or(0, |last| last + 1);
        let zeros = digits.len() - significant;
        digits.truncate(significant);
        let exponent = saturating(exponent) + length(zeros) - length(fraction.len());
        Self {
            negative,
            digits,
            exponent,
        }
    }

    /// The value with this many zeros appended, if it fits.
    fn value(&self, zeros: usize) -> Option<i64> {
        /// No `i64` has more digits.
        const MOST_DIGITS: usize = 19;
        if self.digits.len().saturating_add(zeros) > MOST_DIGITS {
            return None;
        }
        let zeros = std::iter::repeat_n(&b'0', zeros);
        let magnitude = self
            .digits
            .iter()
            .chain(zeros)
            .fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
        i64::try_from(if self.negative { -magnitude } else { magnitude }).ok()
    }
}

/// An exponent; one out of range exceeds the length of any text.
fn saturating(exponent: &str) -> i128 {
    let bound = i128::from(i64::MAX);
    let out_of_range = if exponent.starts_with('-') {
        -bound
    } else {
        bound
    };
    exponent.parse::<i64>().map_or(out_of_range, i128::from)
}

fn length(length: usize) -> i128 {
    i128::try_from(length).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact() {
        let huge_zero = format!("0.{}e-{}", "0".repeat(1000), "9".repeat(1000));
        let long_whole = format!("1{}e-1000", "0".repeat(1000));
        let long_fraction = format!("0.{}1e1001", "0".repeat(1000));
        let nearly = format!("1.{}1", "0".repeat(1000));
        let many_digits = "9".repeat(1000);
        let great_exponent = format!("1e{}", "9".repeat(1000));
        let small_exponent = format!("1e-{}", "9".repeat(1000));
        let in_range = |value| Some(Integer::InRange(value));
        let out_of_range = Some(Integer::OutOfRange);
        let table = [
            ("0", in_range(0)),
            ("-0", in_range(0)),
            ("-0.0e5", in_range(0)),
            ("0e99999999999999999999", in_range(0)),
            ("20", in_range(20)),
            ("20.0", in_range(20)),
            ("2e1", in_range(20)),
            ("2E+1", in_range(20)),
            ("200e-1", in_range(20)),
            ("0.02e3", in_range(20)),
            ("-2.5e1", in_range(-25)),
            ("1000000", in_range(1_000_000)),
            ("20.5", None),
            ("2e-1", None),
            ("1e-400", None),
            ("1.00000000000000000000001", None),
            ("9223372036854775807", in_range(i64::MAX)),
            ("9223372036854775808", out_of_range),
            ("-9223372036854775808", in_range(i64::MIN)),
            ("-9223372036854775809", out_of_range),
            ("9223372036854775807.0", in_range(i64::MAX)),
            ("9223372036854775807.5", None),
            ("9.223372036854775807e18", in_range(i64::MAX)),
            ("9223372036854775808e0", out_of_range),
            ("1e18", in_range(1_000_000_000_000_000_000)),
            ("1e19", out_of_range),
            ("1e400", out_of_range),
            ("-1e400", out_of_range),
            (&huge_zero, in_range(0)),
            (&long_whole, in_range(1)),
            (&long_fraction, in_range(1)),
            (&nearly, None),
            (&many_digits, out_of_range),
            (&great_exponent, out_of_range),
            (&small_exponent, None),
        ];
        for (text, expected) in table {
            assert_eq!(integer(text), expected, "{text}");
            let short = short_integer(text.as_bytes());
            assert!(
                short.is_none_or(|(value, rest)| (in_range(value), rest) == (expected, b"")),
                "{text}"
            );
        }
    }

    #[test]
    fn short_integers_end_before_the_next_token() {
        let table = [
            ("5", Some((5, 0))),
            ("30}", Some((30, 1))),
            ("120,", Some((120, 1))),
            ("9999999 ", Some((9_999_999, 1))),
            ("12345678", None),
            ("1.", None),
            ("1e1", None),
            ("10E1", None),
            ("0", None),
            ("-1", None),
            ("+1", None),
            ("", None),
        ];
        for (text, expected) in table {
            let read = short_integer(text.as_bytes());
            assert_eq!(
                read.map(|(value, rest)| (value, rest.len())),
                expected,
                "{text}"
            );
        }
    }
}
