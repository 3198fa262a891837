//! The types of JSON values.

use serde::{Deserialize, Serialize};

use crate::string::push_fmt::PushFmt;

/// The type of a JSON value, as in JSON Schema: the six of RFC 8259, and `integer`.
///
/// ```
/// assert_eq!(anchorbrowser_schema::JsonType::Boolean.name(), "boolean");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum JsonType {
    /// `null`, which is not the absence of a value.
    Null,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array.
    Array,
    /// A number, integral or not.
    Number,
    /// A number whose value is integral: `20`, `20.0` and `2e1`.
    Integer,
    /// A string.
    String,
}

impl JsonType {
    /// The type of the valid value at the start of `json`; what follows it is ignored. A number is a
    /// `number`, even if it is integral.
    pub(crate) fn of(json: &[u8]) -> Self {
        match json.first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }

    /// The type's name in JSON Schema.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::JsonType::Integer.name(), "integer");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::String => "string",
        }
    }
}

impl std::fmt::Display for JsonType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// With its article, as in a sentence.
impl PushFmt for JsonType {
    fn push_to(&self, text: &mut String) {
        let article = match self {
            Self::Null => "",
            Self::Object | Self::Array | Self::Integer => "an ",
            Self::Boolean | Self::Number | Self::String => "a ",
        };
        text.push_str(article);
        text.push_str(self.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_articles() {
        let table = [
            (JsonType::Null, "null"),
            (JsonType::Boolean, "a boolean"),
            (JsonType::Integer, "an integer"),
            (JsonType::Number, "a number"),
            (JsonType::String, "a string"),
            (JsonType::Array, "an array"),
            (JsonType::Object, "an object"),
        ];
        for (json_type, expected) in table {
            let mut text = String::new();
            json_type.push_to(&mut text);
            assert_eq!(text, expected);
            assert!(text.ends_with(json_type.name()));
        }
    }
}
