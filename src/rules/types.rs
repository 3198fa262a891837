//! Rule `type`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity, formatted};
use crate::contract::json_type::JsonType;
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`type`](crate::Rule::Type).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Type {
    /// The type that the value must have.
    pub expected: JsonType,
    /// The type that it has.
    pub found: JsonType,
    /// Whether the value can be left out. It only shapes the help, and is not serialized.
    #[serde(skip)]
    is_optional: bool,
}

impl Type {
    pub(crate) fn new(expected: JsonType, found: JsonType, is_optional: bool) -> Self {
        Self {
            expected,
            found,
            is_optional,
        }
    }
}

impl Definition for Type {
    const SEVERITY: Severity = Severity::Error;
    const IS_FIXED: bool = true;
    const SUMMARY: &'static str = "a known member or the document itself has the wrong JSON type";
    const SOURCE: &'static str = "API document, `type`";

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must be ", self.expected, ", but is ", self.found);
    }

    fn help(&self, pointer: &str) -> Option<Cow<'static, str>> {
        let help = match (self.expected, self.found) {
            (_, JsonType::Null) if pointer.is_empty() => return None,
            (_, JsonType::Null) if self.is_optional => {
                "leave the member out instead of setting it to `null`"
            }
            (expected, JsonType::Null) => {
                return Some(formatted(
                    |help| push_fmt!(help; "replace `null` with ", expected),
                ));
            }
            (JsonType::String, JsonType::Number | JsonType::Boolean) => "put it in double quotes",
            (JsonType::Boolean, JsonType::String) => "write `true` or `false` without quotes",
            (JsonType::Boolean, _) => "write `true` or `false`",
            (JsonType::Integer, JsonType::String) => "write the number without quotes",
            (JsonType::Integer, JsonType::Number) => "round it to an integer",
            _ => return None,
        };
        Some(help.into())
    }
}
