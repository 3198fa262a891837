//! Rule `uri`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`uri`](crate::Rule::Uri).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Uri {
    /// The index of the first character that cannot continue a URI, in characters from 0, if it is
    /// known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
}

impl Definition for Uri {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the initial URL is not a URI with a scheme";
    const SOURCE: &'static str = "API document, `format: uri`; RFC 3986 section 3";

    fn message(&self, text: &mut String) {
        text.push_str(" must be a URI with a scheme, but ");
        match self.index {
            Some(index) => push_fmt!(text; "character ", index + 1, " is invalid"),
            None => text.push_str("is not"),
        }
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some(
            "use an absolute URL such as `https://example.com/`, and percent-encode other characters"
                .into(),
        )
    }
}
