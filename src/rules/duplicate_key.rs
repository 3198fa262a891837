//! Rule `duplicate-key`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`duplicate-key`](crate::Rule::DuplicateKey).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DuplicateKey {
    /// The key that occurs again.
    pub key: Box<str>,
}

impl Definition for DuplicateKey {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "an object contains the same key more than once";
    const SOURCE: &'static str = "RFC 8259 section 4; RFC 7493 section 2.3";

    fn message(&self, text: &mut String) {
        text.push_str(" occurs more than once in its object");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("keep one of them; parsers that accept repeated keys keep the last".into())
    }
}
