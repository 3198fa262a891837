//! Values of any format that serde reads, as JSON text.

use std::fmt::{self, Write};

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use serde_json::value::RawValue;

/// The greatest depth of nesting of a JSON document; the root is level 1.
pub(crate) const DEEPEST: usize = 127;

/// Writes the value that a deserializer holds as JSON text. Members keep their order, and keys can
/// be repeated.
///
/// A value that the reader rejects is cut off where this shows: at the bracket that is nested too
/// deeply, or once the text is longer than `max_bytes`. The deserializer then stays where it is.
///
/// # Errors
///
/// Those of the deserializer; and if the value cannot be represented in JSON: bytes, a number that is not
/// finite, a key that is not a string.
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

/// Whether a string is a number of JSON, without whitespace.
fn is_number(digits: &str) -> bool {
    let is_whole = |json: &RawValue| {
        json.get() == digits && digits.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    };
    serde_json::from_str(digits).is_ok_and(is_whole)
}

struct Writer {
    text: String,
    max_bytes: usize,
    depth: usize,
    is_cut: bool,
}

impl Writer {
    /// Writes a value without quotes.
    fn plain(&mut self, value: impl fmt::Display) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.text, "{value}");
    }

    fn string(&mut self, text: &str) {
        let must_be_escaped = |c: char| matches!(c, '"' | '\\' | '\0'..='\x1f');
        self.text.push('"');
        for piece in text.split_inclusive(must_be_escaped) {
            let plain = piece.strip_suffix(must_be_escaped).unwrap_or(piece);
            self.text.push_str(plain);
            // At most one, of one byte.
            for special in piece.bytes().skip(plain.len()) {
                self.plain(format_args!("\\u{special:04x}"));
            }
        }
        self.text.push('"');
    }

    /// Replaces the object from `start` on, which came from `A`, if `serde_json` represents a number by it.
    fn restore_number<A>(&mut self, start: usize) {
        let object = self.text.get(start..).unwrap_or_default();
        let digits = object
            .strip_prefix(r#"{"$serde_json::private::Number":""#)
            .and_then(|rest| rest.strip_suffix(r#""}"#))
            .filter(|_| is_buffered::<A>() && has_arbitrary_precision())
            .filter(|digits| is_number(digits));
        if let Some(digits) = digits.map(str::to_owned) {
            self.text.truncate(start);
            self.text.push_str(&digits);
        }
    }

    fn number<E: Error>(&mut self, digits: &str) -> Result<(), E> {
        if !is_number(digits) {
            let found = Unexpected::Other("a number that is not valid in JSON");
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

    /// Writes a comma after an element or member, which a closing bracket replaces.
    fn comma<E: Error>(&mut self) -> Result<(), E> {
        self.text.push(',');
        if self.text.len() > self.max_bytes {
            return Err(self.cut());
        }
        Ok(())
    }

    /// Makes the deserializer stop. The error is not shown.
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

/// Whether an object is a number. With its feature `arbitrary_precision`, which any crate of a build
/// can enable for all, `serde_json` represents a number as an object of one member, whose value is the
/// digits. A document can contain such an object too, so the key alone does not decide; the type that
/// hands on the members does. If that is wrapped, as to record paths, its name is in the brackets of
/// the wrapper's.
fn holds_number<A>() -> bool {
    let name = std::any::type_name::<A>();
    name.trim_end_matches('>').ends_with("::NumberDeserializer")
}

/// Whether members come from the buffer that serde's `flatten`, `untagged` and `tag` read values into. It
/// holds the object that represents a number like any other.
fn is_buffered<A>() -> bool {
    std::any::type_name::<A>().contains("::content::")
}

/// Whether `serde_json` represents numbers as objects.
fn has_arbitrary_precision() -> bool {
    serde_json::Number::from_i128(i128::MAX).is_some()
}

impl<'de> DeserializeSeed<'de> for &mut Writer {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.max_bytes == usize::MAX && hands_on_raw_values::<D>() {
            let json = Box::<RawValue>::deserialize(deserializer)?;
            self.text.push_str(json.get());
            return Ok(());
        }
        deserializer.deserialize_any(self)
    }
}

/// Whether a deserializer reads a `RawValue` as it is written: that of `serde_json` for JSON text. What
/// wraps it need not.
fn hands_on_raw_values<D>() -> bool {
    std::any::type_name::<D>().starts_with("&mut serde_json::de::Deserializer<")
}

impl<'de> Visitor<'de> for &mut Writer {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can represent")
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
        /// 2 to the 64th: integers from here on are out of range.
        const BOUND: f64 = 18_446_744_073_709_551_616.0;

        if !value.is_finite() {
            let found = Unexpected::Other("a number that is not finite");
            return Err(E::invalid_value(found, &self));
        }
        if value.fract() == 0.0 && value.abs() < BOUND {
            // Exact: the shortest digits can be those of another integer.
            self.plain(format_args!("{value:.1}"));
        } else {
            // The shortest digits of this number, as `serde_json` writes them. A finite number has a form
            // in JSON.
            let digits = serde_json::to_string(&value);
            self.text.push_str(&digits.unwrap_or_default());
        }
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
        let start = self.text.len();
        self.open('{')?;
        while members.next_key_seed(Key(self))?.is_some() {
            self.text.push(':');
            members.next_value_seed(&mut *self)?;
            self.comma()?;
        }
        self.close('}');
        self.restore_number::<A>(start);
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
