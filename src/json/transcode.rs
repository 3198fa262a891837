//! Values of any format that serde reads, written as JSON text for the [`reader`](super::reader).

use std::fmt::{self, Write};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::cursor::Cursor;
use super::reader::DEEPEST;

/// Writes the value that a deserializer holds as JSON text. Members keep their order, and keys may
/// occur again.
///
/// A value that is nested too deeply is cut at the bracket that is too much, at which the reader
/// stops too.
///
/// # Errors
///
/// Those of the deserializer; and if the value has no form in JSON: bytes, a number that is not
/// finite, a key that is no string.
pub(crate) fn transcode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut writer = Writer::default();
    match writer.deserialize(deserializer) {
        Err(error) if !writer.is_cut => Err(error),
        _ => Ok(writer.text),
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
    is_cut: bool,
}

impl Writer {
    /// Writes what stands for itself.
    fn plain(&mut self, value: impl fmt::Display) {
        // A `String` takes all that is written to it.
        let _ = write!(self.text, "{value}");
    }

    fn string(&mut self, text: &str) {
        let must_be_escaped = |c: char| matches!(c, '"' | '\\' | '\0'..='\x1f');
        self.text.push('"');
        for piece in text.split_inclusive(must_be_escaped) {
            let plain = piece.strip_suffix(must_be_escaped).unwrap_or(piece);
            self.text.push_str(plain);
            for special in piece.chars().skip(plain.chars().count()) {
                self.plain(format_args!("\\u{:04x}", u32::from(special)));
            }
        }
        self.text.push('"');
    }

    fn open<E: Error>(&mut self, bracket: char) -> Result<(), E> {
        self.text.push(bracket);
        if self.depth == DEEPEST {
            self.is_cut = true;
            return Err(E::custom("nested too deeply"));
        }
        self.depth += 1;
        Ok(())
    }

    fn close(&mut self, bracket: char) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push(bracket);
        self.depth -= 1;
    }

    /// With its feature `arbitrary_precision`, which any crate of a build can turn on for all,
    /// `serde_json` hands on a number as an object with this key and the number's digits.
    fn unwrap_number(&mut self, start: usize) {
        let object = self.text.get(start..).unwrap_or_default();
        let digits = object
            .strip_prefix(r#"{"$serde_json::private::Number":""#)
            .and_then(|rest| rest.strip_suffix(r#""}"#))
            .filter(|digits| is_number(digits))
            .map(str::to_owned);
        if let Some(digits) = digits {
            self.text.truncate(start);
            self.text.push_str(&digits);
        }
    }
}

fn is_number(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.number().is_ok() && cursor.peek().is_none()
}

impl<'de> DeserializeSeed<'de> for &mut Writer {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Writer {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has a form for")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.plain("null");
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.plain(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.plain(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.plain(value);
        Ok(())
    }

    fn visit_i128<E>(self, value: i128) -> Result<(), E> {
        self.plain(value);
        Ok(())
    }

    fn visit_u128<E>(self, value: u128) -> Result<(), E> {
        self.plain(value);
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if !value.is_finite() {
            let found = Unexpected::Other("a number that is not finite");
            return Err(E::invalid_value(found, &self));
        }
        // With an exponent: the shortest digits that make this number, and no run of zeros.
        self.plain(format_args!("{value:e}"));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.string(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        self.open('[')?;
        while elements.next_element_seed(&mut *self)?.is_some() {
            self.text.push(',');
        }
        self.close(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let start = self.text.len();
        self.open('{')?;
        while members.next_key_seed(Key(self))?.is_some() {
            self.text.push(':');
            members.next_value_seed(&mut *self)?;
            self.text.push(',');
        }
        self.close('}');
        self.unwrap_number(start);
        Ok(())
    }
}

/// Writes the key of a member.
struct Key<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string")
    }

    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        self.0.string(key);
        Ok(())
    }
}
