//! Rule `uri`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity, formatted};
use crate::string::push_fmt::push_fmt;

/// The parameters of rule [`uri`](crate::Rule::Uri).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Uri {
    /// The index of the first character that cannot continue any URI with a scheme, in characters
    /// from 0; `None` if the string is the start of one, such as `example.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// What is wrong. It only shapes the message and the help, and is not serialized.
    #[serde(skip)]
    mistake: Mistake,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Mistake {
    Empty,
    /// The string is a URI but for the scheme, in front of which this is missing.
    NoScheme(&'static str),
    /// It is a path, or has only a query or a fragment.
    Relative,
    /// A character, or the end, is in the wrong position.
    #[default]
    Other,
}

impl Uri {
    /// Of a string that is not a URI. `lacks_only_scheme` says that it is certain to be one after
    /// `https://`, which is the usual mistake, and spares a parser and a copy.
    pub(crate) fn of(text: &str, index: Option<usize>, lacks_only_scheme: bool) -> Self {
        let is_uri_after = |prefix: &str| fluent_uri::Uri::parse([prefix, text].concat()).is_ok();
        // `str::find` only pays off for long strings.
        let colon = text.as_bytes().windows(3).position(|bytes| bytes == b"://");
        // Not to be confused with a missing scheme: after `https://`, the scheme would be the host.
        let has_scheme = colon.is_some_and(|colon| index.is_none_or(|index| index > colon));
        let mistake = if has_scheme {
            Mistake::Other
        } else if lacks_only_scheme {
            Mistake::NoScheme("https://")
        } else if text.is_empty() {
            Mistake::Empty
        } else if text.starts_with("//") && is_uri_after("https:") {
            Mistake::NoScheme("https:")
        } else if text.starts_with(['/', '?', '#']) {
            Mistake::Relative
        } else if is_uri_after("https://") {
            Mistake::NoScheme("https://")
        } else {
            Mistake::Other
        };
        Self { index, mistake }
    }
}

impl Definition for Uri {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the initial URL is not a URI with a scheme";
    const SOURCE: &'static str = "API document, `format: uri`; RFC 3986 section 3";

    fn message(&self, text: &mut String) {
        text.push_str(" must be a URI with a scheme, but ");
        match (self.mistake, self.index) {
            (Mistake::Empty, _) => text.push_str("is empty"),
            (Mistake::NoScheme(_) | Mistake::Relative, _) => text.push_str("has no scheme"),
            (Mistake::Other, Some(index)) => {
                push_fmt!(text; "character ", index + 1, " is invalid");
            }
            (Mistake::Other, None) => text.push_str("is not complete"),
        }
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        Some(match (self.mistake, self.index) {
            (Mistake::NoScheme(scheme), _) => {
                formatted(|help| push_fmt!(help; "put `", scheme, "` before it"))
            }
            (Mistake::Other, Some(_)) => {
                "percent-encode characters that a URI does not allow, such as `%20` for a space"
                    .into()
            }
            _ => "use an absolute URL such as `https://example.com/`".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mistake_is_named() {
        const ABSOLUTE: &str = "use an absolute URL such as `https://example.com/`";
        const ENCODE: &str =
            "percent-encode characters that a URI does not allow, such as `%20` for a space";
        let table = [
            ("", None, "is empty", ABSOLUTE),
            (
                "example.com",
                None,
                "has no scheme",
                "put `https://` before it",
            ),
            (
                "example.com/a",
                Some(11),
                "has no scheme",
                "put `https://` before it",
            ),
            (
                "192.168.0.1:80",
                Some(0),
                "has no scheme",
                "put `https://` before it",
            ),
            (
                "//example.com/",
                Some(0),
                "has no scheme",
                "put `https:` before it",
            ),
            ("/a", Some(0), "has no scheme", ABSOLUTE),
            ("?a", Some(0), "has no scheme", ABSOLUTE),
            ("https://a b", Some(9), "character 10 is invalid", ENCODE),
            ("http://h:x/", Some(9), "character 10 is invalid", ENCODE),
            ("a+b://h:x/", Some(8), "character 9 is invalid", ENCODE),
            ("https://[::1", None, "is not complete", ABSOLUTE),
        ];
        for (text, index, message, help) in table {
            let uri = Uri::of(text, index, false);
            let mut rendered = String::new();
            uri.message(&mut rendered);
            assert_eq!(
                rendered,
                format!(" must be a URI with a scheme, but {message}")
            );
            assert_eq!(uri.help(""), Some(help.into()), "{text}");
        }
    }
}
