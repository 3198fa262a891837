//! Rule `base64-trailing-bits`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`base64-trailing-bits`](crate::Rule::Base64TrailingBits).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Base64TrailingBits {}

impl Definition for Base64TrailingBits {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "the unused bits of the last base64 symbol of the code are not zero";
    const SOURCE: &'static str = "RFC 4648 section 3.5";

    fn message(&self, text: &mut String) {
        text.push_str(
            " must be canonical base64, but its last symbol has unused bits that are not zero",
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("encode the source code again: the code was edited, or its encoder is faulty".into())
    }
}
