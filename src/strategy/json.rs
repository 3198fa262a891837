//! JSON text in unusual but valid spellings.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value as it is written: members keep their order, and keys can be repeated.
#[derive(Clone, Debug)]
pub(super) enum Json {
    /// JSON text.
    Raw(Cow<'static, str>),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Choices of whitespace, member order and escapes; 0 is the plainest.
pub(super) type Style = Vec<u8>;

/// Any style.
pub(super) fn style() -> impl Strategy<Value = Style> + Clone {
    vec(any::<u8>(), 0..48)
}

/// The JSON text of a value, with varying whitespace, member order and escapes. `value` is any
/// deserializer, such as a `serde_json::Value`.
///
/// Numbers have one spelling. Repeated keys keep their order.
///
/// # Errors
///
/// Those of the deserializer.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate, strategy};
/// use proptest::prelude::*;
///
/// let task = CreateTaskRequest::new("t").with_description("naïve");
/// let json = strategy::json_text(serde_json::to_value(&task)?)?;
/// proptest!(|(json in json)| {
///     // For instance `{ "language":"typescript", "n\u0061me":"t","description" :"na\u00efve"}`.
///     let read = CreateTaskRequest::from_json(&json).unwrap();
///     prop_assert_eq!(&*read, &task);
/// });
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn json_text<'de, D: Deserializer<'de>>(value: D) -> Result<BoxedStrategy<String>, D::Error> {
    let json = Json::deserialize(value)?;
    Ok(style().prop_map(move |style| write(&json, &style)).boxed())
}

/// Writes a value with these choices.
pub(super) fn write(json: &Json, style: &[u8]) -> String {
    let mut writer = Writer {
        text: String::new(),
        choices: style.iter().cycle(),
    };
    writer.space();
    writer.value(json);
    writer.space();
    writer.text
}

struct Writer<'s> {
    text: String,
    choices: std::iter::Cycle<std::slice::Iter<'s, u8>>,
}

impl Writer<'_> {
    /// One of `of` alternatives; 0 is the plainest.
    fn choose(&mut self, of: usize) -> usize {
        self.choices
            .next()
            .map_or(0, |choice| usize::from(*choice) % of)
    }

    fn space(&mut self) {
        let space = match self.choose(9) {
            5 => " ",
            6 => "\n",
            7 => "\t \r\n",
            8 => "\r",
            _ => "",
        };
        self.text.push_str(space);
    }

    fn value(&mut self, json: &Json) {
        match json {
            Json::Raw(text) => self.text.push_str(text),
            Json::Text(text) => self.string(text),
            Json::Array(values) => self.list(['[', ']'], values.iter(), Self::value),
            Json::Object(members) => {
                let members = self.reordered(members);
                self.list(['{', '}'], members.into_iter(), |writer, (key, value)| {
                    writer.string(key);
                    writer.space();
                    writer.text.push(':');
                    writer.space();
                    writer.value(value);
                });
            }
        }
    }

    fn list<T>(
        &mut self,
        [open, close]: [char; 2],
        items: impl Iterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.text.push(open);
        self.space();
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(',');
                self.space();
            }
            write(self, item);
            self.space();
        }
        self.text.push(close);
    }

    /// Members in another order, in which members with the same key keep theirs.
    fn reordered<'m>(&mut self, members: &'m [(String, Json)]) -> Vec<&'m (String, Json)> {
        let mut reordered: Vec<&(String, Json)> = Vec::with_capacity(members.len());
        for member in members {
            let same = reordered.iter().rposition(|(key, _)| *key == member.0);
            let earliest = same.map_or(0, |same| same + 1);
            let back = self.choose(reordered.len() - earliest + 1);
            reordered.insert(reordered.len() - back, member);
        }
        reordered
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            self.character(character);
        }
        self.text.push('"');
    }

    fn character(&mut self, character: char) {
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\u{8}' => Some('b'),
            '\u{c}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        let must = matches!(character, '"' | '\\' | '\0'..='\x1f');
        match (self.choose(16), short) {
            (0..=11, _) if !must => self.text.push(character),
            (0..=13, Some(short)) => self.text.extend(['\\', short]),
            (choice, _) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    // Writing to a `String` cannot fail.
                    let _ = match choice {
                        15 => write!(self.text, "\\u{unit:04X}"),
                        _ => write!(self.text, "\\u{unit:04x}"),
                    };
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Raw("null".into()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Raw(value.to_string().into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Raw(value.to_string().into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Raw(value.to_string().into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                let text = if value.is_finite() {
                    format!("{value:?}")
                } else {
                    "null".to_owned()
                };
                Ok(Json::Raw(text.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Json, E> {
                Ok(Json::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
                let mut array = Vec::new();
                while let Some(value) = values.next_element()? {
                    array.push(value);
                }
                Ok(Json::Array(array))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
                let mut object = Vec::new();
                while let Some(member) = members.next_entry()? {
                    object.push(member);
                }
                Ok(Json::Object(object))
            }
        }

        deserializer.deserialize_any(Reader)
    }
}
