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
    /// Whether it is more likely a host with a port. It only shapes the help, and is not serialized.
    #[serde(skip)]
    is_host: bool,
}

impl UrlScheme {
    /// Of a URL with this scheme, which is not to be shown if it may be a secret.
    pub(crate) fn of(url: &str, scheme: &str, is_shown: bool) -> Self {
        let after_colon = url.get(scheme.len() + 1..).unwrap_or_default();
        let port = after_colon
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default();
        Self {
            scheme: is_shown.then(|| scheme.into()),
            is_host: port.parse::<u16>().is_ok(),
        }
    }
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
        let help = if self.is_host {
            "put `https://` before the host"
        } else {
            "use an absolute URL that begins with `https://`"
        };
        Some(help.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_with_a_port_is_told_from_a_scheme() {
        const HOST: &str = "put `https://` before the host";
        const ABSOLUTE: &str = "use an absolute URL that begins with `https://`";
        let table = [
            ("localhost:3000", "localhost", HOST),
            ("example.com:80/a:b", "example.com", HOST),
            ("mailto:u@h", "mailto", ABSOLUTE),
            ("tel:99999", "tel", ABSOLUTE),
            ("token:", "token", ABSOLUTE),
        ];
        for (url, scheme, help) in table {
            assert_eq!(
                UrlScheme::of(url, scheme, true).help(""),
                Some(help.into()),
                "{url}"
            );
        }
    }
}
