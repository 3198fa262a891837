//! Rule `url-scheme`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Quoted;

/// The parameters of rule [`url-scheme`](crate::Rule::UrlScheme).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UrlScheme {
    /// The scheme, in lower case; none where it may be a secret: the user name in
    /// `user:password@example.com`, all of `token:`, or more than 15 characters that no `//`
    /// follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Box<str>>,
}

impl Definition for UrlScheme {
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "the scheme of the initial URL is neither `http` nor `https`";
    const SOURCE: &'static str = "API document, `SessionConfig.initial_url`";

    fn message(&self, text: &mut String) {
        text.push_str(" must have the scheme `http` or `https`, but has ");
        match &self.scheme {
            Some(scheme) => push_fmt!(text; Quoted(scheme)),
            None => text.push_str("another"),
        }
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some("use a whole URL that begins with `https://`".into())
    }
}
