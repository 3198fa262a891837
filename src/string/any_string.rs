//! Reads a string of any format that serde reads.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// Reads a string. The error for a value of another type says what is expected, and does not quote
/// the value, which may be a secret in the wrong place.
///
/// # Errors
///
/// If the value is not a string, and those of the deserializer.
pub(crate) fn any_string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    if deserializer.is_human_readable() {
        // Asked for a string, the deserializer of a text format quotes what it finds instead.
        deserializer.deserialize_any(AnyString)
    } else {
        deserializer.deserialize_string(AnyString)
    }
}

struct AnyString;

/// Rejects values by the names of their types.
macro_rules! reject {
    ($($visit:ident: $type:ty = $name:literal;)*) => {$(
        fn $visit<E: Error>(self, _: $type) -> Result<String, E> {
            Err(E::invalid_type(Unexpected::Other($name), &self))
        }
    )*};
}

impl Visitor<'_> for AnyString {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    reject! {
        visit_bool: bool = "a boolean";
        visit_i64: i64 = "a number";
        visit_u64: u64 = "a number";
        visit_i128: i128 = "a number";
        visit_u128: u128 = "a number";
        visit_f64: f64 = "a number";
    }
}
