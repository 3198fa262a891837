//! Rule `invalid-url`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`invalid-url`](crate::Rule::InvalidUrl).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InvalidUrl {
    /// Why browsers reject it, in a few words.
    pub reason: Cow<'static, str>,
}

impl Definition for InvalidUrl {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the initial URL is a valid URI that browsers reject";
    const SOURCE: &'static str = "WHATWG URL standard, section 4.4";

    fn message(&self, text: &mut String) {
        push_fmt!(text; " must be a URL that browsers accept, but ", &*self.reason);
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        None
    }
}
