//! Rule `date-time`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`date-time`](crate::Rule::DateTime).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DateTime {}

impl Definition for DateTime {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "a timestamp is not a valid RFC 3339 date and time";
    const SOURCE: &'static str = "API document, `format: date-time`; RFC 3339 section 5.6";

    fn message(&self, text: &mut String) {
        text.push_str(" must be a date and time such as `2025-03-01T09:30:00Z`, but is not");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        None
    }
}

/// The grammar of RFC 3339 section 5.6, `T` required, for days that the calendar has; second 60 only
/// at 23:59 UTC, where leap seconds are.
pub(crate) fn is_date_time(text: &[u8]) -> bool {
    let mut text = Scanner(text);
    text.date_time().is_some() && text.0.is_empty()
}

/// What is left of the text.
struct Scanner<'a>(&'a [u8]);

impl Scanner<'_> {
    fn date_time(&mut self) -> Option<()> {
        let year = self.digits(4)?;
        self.byte(b"-")?;
        let month = self.digits(2)?;
        self.byte(b"-")?;
        let day = self.digits(2)?;
        self.byte(b"Tt")?;
        let hour = self.within(0, 23)?;
        self.byte(b":")?;
        let minute = self.within(0, 59)?;
        self.byte(b":")?;
        let second = self.within(0, 60)?;
        self.fraction()?;
        let offset = self.offset()?;
        let leap = (hour * 60 + minute - offset).rem_euclid(24 * 60) == 23 * 60 + 59;
        let valid = (1..=days_in(month, year)).contains(&day) && (second < 60 || leap);
        valid.then_some(())
    }

    /// An optional fraction of a second: a point and at least one digit.
    fn fraction(&mut self) -> Option<()> {
        if self.byte(b".").is_none() {
            return Some(());
        }
        self.digits(1)?;
        while self.digits(1).is_some() {}
        Some(())
    }

    /// The offset from UTC, in minutes.
    fn offset(&mut self) -> Option<i32> {
        if self.byte(b"Zz").is_some() {
            return Some(0);
        }
        let sign = if self.byte(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.within(0, 23)?;
        self.byte(b":")?;
        let minutes = self.within(0, 59)?;
        Some(sign * (hours * 60 + minutes))
    }

    fn byte(&mut self, any_of: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        any_of.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let value = digits.iter().try_fold(0, |value, digit| {
            digit
                .is_ascii_digit()
                .then(|| value * 10 + i32::from(digit - b'0'))
        })?;
        self.0 = rest;
        Some(value)
    }

    fn within(&mut self, least: i32, greatest: i32) -> Option<i32> {
        self.digits(2)
            .filter(|value| (least..=greatest).contains(value))
    }
}

/// Days of the month in the Gregorian calendar; none in a month that does not exist.
fn days_in(month: i32, year: i32) -> i32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stamps() {
        let table = [
            ("2023-11-07T05:31:56Z", true),
            ("2023-11-07t05:31:56z", true),
            ("2023-11-07T05:31:56.123456789012+23:59", true),
            ("2023-11-07T05:31:56-00:00", true),
            ("0000-02-29T00:00:00Z", true),
            ("2000-02-29T00:00:00Z", true),
            ("2024-02-29T00:00:00Z", true),
            ("1900-02-29T00:00:00Z", false),
            ("2023-02-29T00:00:00Z", false),
            ("2023-04-31T00:00:00Z", false),
            ("2023-12-31T00:00:00Z", true),
            ("2023-00-01T00:00:00Z", false),
            ("2023-13-01T00:00:00Z", false),
            ("2023-01-00T00:00:00Z", false),
            ("2023-01-32T00:00:00Z", false),
            ("1990-12-31T23:59:60Z", true),
            ("1990-12-31T15:59:60-08:00", true),
            ("1991-01-01T00:29:60+00:30", true),
            ("1990-12-31T23:59:60+00:01", false),
            ("1990-12-31T22:59:60Z", false),
            ("1990-12-31T23:58:60Z", false),
            ("1990-12-31T23:59:61Z", false),
            ("2023-11-07 05:31:56Z", false),
            ("2023-11-07T05:31:56", false),
            ("2023-11-07T05:31Z", false),
            ("2023-11-07T24:00:00Z", false),
            ("2023-11-07T05:60:00Z", false),
            ("2023-11-07T05:31:56.Z", false),
            ("2023-11-07T05:31:56,5Z", false),
            ("2023-11-07T05:31:56+24:00", false),
            ("2023-11-07T05:31:56+01:60", false),
            ("2023-11-07T05:31:56+0100", false),
            ("2023-11-07T05:31:56Z\n", false),
            (" 2023-11-07T05:31:56Z", false),
            ("+2023-11-07T05:31:56Z", false),
            ("20231107T053156Z", false),
            ("2023-1-07T05:31:56Z", false),
            ("2023-11-07", false),
            ("", false),
        ];
        for (text, valid) in table {
            assert_eq!(is_date_time(text.as_bytes()), valid, "{text}");
        }
    }
}
