//! Rule `min-length`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::json_string::JsonString;
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Count;

/// The parameters of rule [`min-length`](crate::Rule::MinLength).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MinLength {
    /// The least length allowed, in characters (Unicode code points).
    pub limit: usize,
    /// The length.
    pub actual: usize,
}

impl MinLength {
    pub(crate) fn check(value: JsonString<'_>, limit: usize) -> Option<Self> {
        let actual = value.characters();
        (actual < limit).then_some(Self { limit, actual })
    }
}

impl Definition for MinLength {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the name is empty";
    const SOURCE: &'static str = "API document, `minLength`";

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must have at least ", Count(self.limit, "character"), ", but has ", self.actual);
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("give it a name".into())
    }
}
