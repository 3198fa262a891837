//! Rule `integer-range`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`integer-range`](crate::Rule::IntegerRange).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IntegerRange {
    /// The least integer allowed.
    pub minimum: i64,
    /// The greatest integer allowed.
    pub maximum: i64,
}

impl Definition for IntegerRange {
    const SEVERITY: Severity = Severity::Error;
    const IS_FIXED: bool = true;
    const SUMMARY: &'static str = "an integer is outside the range of a signed 64-bit integer";
    const SOURCE: &'static str = "API document, `type: integer`; RFC 8259 section 6";

    fn message(&self, text: &mut String) {
        push_fmt!(
            text;
            " must be from ",
            self.minimum,
            " to ",
            self.maximum,
            ", but is out of range",
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        None
    }
}
