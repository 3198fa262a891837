//! Values of any format that serde reads, written as JSON text for the [`reader`](super::reader).

use std::fmt::{self, Write};

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::reader::DEEPEST;
use super::scanner::Scanner;

/// Writes the value that a deserializer holds as JSON text. Members keep their order, and keys may
/// occur again.
///
/// A value that the reader will stop at is cut where that shows: at the bracket that is nested too
/// deeply, or once the text is longer than `max_bytes`. The deserializer is left where it is then.
///
/// # Errors
///
/// Those of the deserializer; and if the value has no form in JSON: bytes, a number that is not
/// finite, a key that is no string.
pub(crate) fn transcode<'de, D: Deserializer<'de>>(
    deserializer: D,
    max_bytes: usize,
) -> Result<String, D::Error> {
    let mut writer = Writer {
        text: String::new(),
        max_bytes,
        depth: 0,
        is_cut: false,
    };
    match writer.deserialize(deserializer) {
        Err(error) if !writer.is_cut => Err(error),
        _ => Ok(writer.text),
    }
}

struct Writer {
    text: String,
    max_bytes: usize,
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
            // One at most, of one byte.
            for special in piece.bytes().skip(plain.len()) {
                self.plain(format_args!("\\u{special:04x}"));
            }
        }
        self.text.push('"');
    }

    fn number<E: Error>(&mut self, digits: &str) -> Result<(), E> {
        let number = Scanner::new(digits).number(digits.as_bytes());
        if !number.is_ok_and(|(_, rest)| rest.is_empty()) {
            let found = Unexpected::Other("a number of other digits than those of JSON");
            return Err(E::invalid_value(found, &self));
        }
        self.text.push_str(digits);
        Ok(())
    }

    fn open<E: Error>(&mut self, bracket: char) -> Result<(), E> {
        self.text.push(bracket);
        if self.depth == DEEPEST {
            return Err(self.cut());
        }
        self.depth += 1;
        Ok(())
    }

    /// After an element or member, for which the closing bracket will stand in the end.
    fn comma<E: Error>(&mut self) -> Result<(), E> {
        self.text.push(',');
        if self.text.len() > self.max_bytes {
            return Err(self.cut());
        }
        Ok(())
    }

    /// What makes the deserializer stop; it is shown to nobody.
    fn cut<E: Error>(&mut self) -> E {
        self.is_cut = true;
        E::custom("cut")
    }

    fn close(&mut self, bracket: char) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push(bracket);
        self.depth -= 1;
    }
}

/// Whether what is handed on as an object is a number. With its feature `arbitrary_precision`, which
/// any crate of a build can turn on for all, `serde_json` makes a number an object of one member,
/// whose value is the digits. A document may hold such an object too, so the key alone tells
/// nothing; what hands on the members does. Where that is wrapped, as for telling paths, its name
/// stands in the brackets of the wrapper's.
fn holds_number<A>() -> bool {
    let name = std::any::type_name::<A>();
    name.trim_end_matches('>').ends_with("::NumberDeserializer")
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
            self.comma()?;
        }
        self.close(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        if holds_number::<A>() {
            let digits = members.next_entry::<IgnoredAny, String>()?;
            return self.number(&digits.map(|(_, digits)| digits).unwrap_or_default());
        }
        self.open('{')?;
        while members.next_key_seed(Key(self))?.is_some() {
            self.text.push(':');
            members.next_value_seed(&mut *self)?;
            self.comma()?;
        }
        self.close('}');
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
