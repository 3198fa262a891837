//! Rule `required`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::formatted;
use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`required`](crate::Rule::Required).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Required {
    /// The name of the missing member.
    pub property: Cow<'static, str>,
}

impl Definition for Required {
    const SEVERITY: Severity = Severity::Error;
    const IS_FIXED: bool = true;
    const SUMMARY: &'static str = "a required member is missing";
    const SOURCE: &'static str = "API document, `required`";

    fn message(&self, text: &mut String) {
        text.push_str(" is required, but missing");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some(formatted(
            |help| push_fmt!(help; "add the member `", &*self.property, "`"),
        ))
    }
}
