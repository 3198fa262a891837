//! Formatting by pushing onto a `String`.
//!
//! A report has two dozen strings. Writing them with `fmt`, which makes an indirect call for each part,
//! takes a sixth longer.

use std::fmt;

/// A value that can be appended to a `String`.
pub(crate) trait PushFmt {
    fn push_to(&self, text: &mut String);

    /// For `Display`, where there is one.
    fn display(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

/// Appends values to a `String`, one after the other.
macro_rules! push_fmt {
    ($text:expr; $($part:expr),+ $(,)?) => {
        { $($crate::string::push_fmt::PushFmt::push_to(&$part, $text);)+ }
    };
}

pub(crate) use push_fmt;

impl PushFmt for &str {
    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl PushFmt for u64 {
    fn push_to(&self, text: &mut String) {
        if *self >= 10 {
            (self / 10).push_to(text);
        }
        text.push(char::from(b'0' + (self % 10) as u8));
    }
}

impl PushFmt for usize {
    fn push_to(&self, text: &mut String) {
        (*self as u64).push_to(text);
    }
}

impl PushFmt for i64 {
    fn push_to(&self, text: &mut String) {
        if self.is_negative() {
            text.push('-');
        }
        self.unsigned_abs().push_to(text);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_written_in_decimal() {
        let table = [
            0,
            7,
            9,
            10,
            19,
            100,
            65_535,
            90_909,
            i64::MAX,
            -1,
            -10,
            i64::MIN,
        ];
        for number in table {
            let (mut text, amount) = (String::new(), number.unsigned_abs());
            push_fmt!(&mut text; number, " ", amount);
            assert_eq!(text, format!("{number} {amount}"));
        }
        let mut text = String::new();
        push_fmt!(&mut text; 4096_usize);
        assert_eq!(text, "4096");
    }
}
