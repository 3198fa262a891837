//! The types of JSON values.

use serde::Serialize;
use strum::IntoStaticStr;

/// The type of a JSON value, as in JSON Schema: the six of RFC 8259, and `integer`.
///
/// ```
/// assert_eq!(anchorbrowser_schema::JsonType::Boolean.name(), "boolean");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, Serialize)]
#[strum(serialize_all = "lowercase")]
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
    /// The type's name in JSON Schema.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::JsonType::Integer.name(), "integer");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl std::fmt::Display for JsonType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
