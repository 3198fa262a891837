//! Rule `code-not-text`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`code-not-text`](crate::Rule::CodeNotText).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeNotText {}

impl Definition for CodeNotText {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "the code does not decode to UTF-8 text";
    const SOURCE: &'static str = "API document, `CreateTaskRequest.code`; RFC 3629";

    fn message(&self, text: &mut String) {
        text.push_str(" must decode to UTF-8 text, but does not");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("encode the source code as UTF-8 before base64".into())
    }
}
