//! Rule `max-length`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::formatted;
use super::definition::{Definition, Severity};
use crate::string::json_string::JsonString;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Count;

/// The parameters of rule [`max-length`](crate::Rule::MaxLength).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MaxLength {
    /// The greatest length allowed, in characters (Unicode code points).
    pub limit: usize,
    /// The length.
    pub actual: usize,
}

impl MaxLength {
    pub(crate) fn check(value: JsonString<'_>, limit: usize) -> Option<Self> {
        // Characters are counted only where there can be too many: each takes a byte or more.
        if value.written().len() <= limit {
            return None;
        }
        let actual = value.characters();
        (actual > limit).then_some(Self { limit, actual })
    }
}

impl Definition for MaxLength {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "the name is longer than 255 characters or the description is longer than 1000";
    const SOURCE: &'static str = "API document, `maxLength`";

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must have at most ", Count(self.limit, "character"), ", but has ", self.actual);
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        let surplus = Count(self.actual.saturating_sub(self.limit), "character");
        Some(formatted(|help| push_fmt!(help; "shorten it by ", surplus)))
    }
}
