//! Texts put together from pieces.
//!
//! A report has two dozen texts; written by `fmt`, with a call through a table for each piece, they
//! took a sixth of its time more.

use std::fmt::{self, Write};

/// Something that is written at the end of a text.
pub(crate) trait Piece {
    fn append_to(&self, text: &mut String);

    /// For `Display`, where there is one.
    fn display(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.append_to(&mut text);
        f.write_str(&text)
    }
}

/// Writes pieces one after the other at the end of a text.
macro_rules! append {
    ($text:expr; $($piece:expr),+ $(,)?) => {
        { $($crate::piece::Piece::append_to(&$piece, $text);)+ }
    };
}

pub(crate) use append;

impl Piece for &str {
    fn append_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

macro_rules! number {
    ($($number:ty),*) => {
        $(impl Piece for $number {
            fn append_to(&self, text: &mut String) {
                // Writing to a string cannot fail.
                let _ = write!(text, "{self}");
            }
        })*
    };
}

number!(usize, i64);
