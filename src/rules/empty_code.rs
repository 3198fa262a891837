//! Rule `empty-code`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`empty-code`](crate::Rule::EmptyCode).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EmptyCode {}

impl Definition for EmptyCode {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "the code is an empty string";
    const SOURCE: &'static str = "API document, `CreateTaskRequest.code`";

    fn message(&self, text: &mut String) {
        text.push_str(" must contain code, but is empty");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("leave the member out, or add code".into())
    }
}
