//! Rule `url-credentials`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};

/// The parameters of rule [`url-credentials`](crate::Rule::UrlCredentials).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UrlCredentials {}

impl Definition for UrlCredentials {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "the initial URL contains a user name or a password";
    const SOURCE: &'static str = "WHATWG URL standard, section 4.1";

    fn message(&self, text: &mut String) {
        text.push_str(" must not have a user name or a password, but does");
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("remove them from the URL, and log in from the code of the task".into())
    }
}
