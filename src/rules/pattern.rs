//! Rule `pattern`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Quoted;

/// The parameters of rule [`pattern`](crate::Rule::Pattern).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pattern {
    /// The pattern.
    pub pattern: Cow<'static, str>,
    /// The index of the first character that does not match, in characters from 0; `None` if the
    /// string is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// That character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<char>,
}

impl Definition for Pattern {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the name does not match `^[a-zA-Z0-9_-]+$`";
    const SOURCE: &'static str = "API document, `pattern`";

    fn conceal(&mut self) {
        self.character = None;
    }

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must match `", &*self.pattern, "`, but ");
        match (self.index, self.character) {
            (Some(index), Some(character)) => {
                let mut buffer = [0; 4];
                let character = Quoted(character.encode_utf8(&mut buffer));
                push_fmt!(text; "character ", index + 1, " is ", character);
            }
            _ => text.push_str("is empty"),
        }
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("use only ASCII letters, digits, hyphens and underscores".into())
    }
}
