//! Rule `duplicate-key`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::contract::redact::redact;
use crate::string::mask::MASK;

/// The parameters of rule [`duplicate-key`](crate::Rule::DuplicateKey).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DuplicateKey {
    /// The key that occurs again; `…` inside a member whose value is never shown.
    pub key: Box<str>,
    /// Whether it is inside such a member. It only shapes the message, and is not serialized.
    #[serde(skip)]
    is_inside_secret: bool,
}

impl DuplicateKey {
    pub(crate) fn of(key: &str) -> Self {
        Self {
            key: redact(key).into(),
            is_inside_secret: false,
        }
    }

    pub(crate) fn inside_secret() -> Self {
        Self {
            key: MASK.into(),
            is_inside_secret: true,
        }
    }
}

impl Definition for DuplicateKey {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "an object contains the same key more than once";
    const SOURCE: &'static str = "RFC 8259 section 4; RFC 7493 section 2.3";

    fn message(&self, text: &mut String) {
        text.push_str(if self.is_inside_secret {
            " contains an object in which a key occurs more than once"
        } else {
            " occurs more than once in its object"
        });
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("keep one of them; parsers that accept repeated keys keep the last".into())
    }
}
