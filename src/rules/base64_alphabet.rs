//! Rule `base64-alphabet`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::definition::{Definition, Severity};
use crate::string::push_fmt::push_fmt;
use crate::string::quote::Count;

/// The parameters of rule [`base64-alphabet`](crate::Rule::Base64Alphabet).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Base64Alphabet {
    /// The index of the first invalid character, in characters from 0.
    pub index: usize,
    /// The number of invalid characters.
    pub count: usize,
    /// What they have in common. It only shapes the help, and is not serialized.
    #[serde(skip)]
    pub(crate) characters: InvalidCharacters,
}

/// What the characters of the code that are not in the base64 alphabet have in common.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, InvalidCharacters, Validate, ViolationKind};
///
/// let report = CreateTaskRequest::new("t").with_code("cnVu\nKCk7\n").check();
/// let ViolationKind::Base64Alphabet(alphabet) = report.violations()[0].kind() else { panic!() };
/// assert_eq!((alphabet.index, alphabet.count), (4, 2));
/// assert_eq!(alphabet.characters(), InvalidCharacters::LineBreaks);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidCharacters {
    /// Line breaks, as tools that wrap base64 insert them.
    LineBreaks,
    /// `-` and `_`, of the URL-safe alphabet (RFC 4648 section 5).
    UrlSafe,
    /// Others, or a mixture.
    #[default]
    Other,
}

impl Base64Alphabet {
    /// What the invalid characters have in common. It is not serialized: a report that was read back
    /// has [`Other`](InvalidCharacters::Other).
    ///
    /// See the example of [`InvalidCharacters`].
    #[must_use]
    pub const fn characters(&self) -> InvalidCharacters {
        self.characters
    }
}

impl Definition for Base64Alphabet {
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "the code contains a character outside the base64 alphabet";
    const SOURCE: &'static str = "API document, `pattern`; RFC 4648 section 4";

    fn message(&self, text: &mut String) {
        push_fmt!(
            text;
            " is not base64: ",
            Count(self.count, "invalid character"),
            if self.count == 1 { ", at character " } else { ", the first at character " },
            self.index + 1,
        );
    }

    fn help(&self, _pointer: &str) -> Option<Cow<'static, str>> {
        let help = match self.characters {
            InvalidCharacters::LineBreaks => {
                "remove the line breaks: encode without wrapping, as with `base64 -w0`"
            }
            InvalidCharacters::UrlSafe => {
                "this is the URL-safe alphabet: replace each `-` with `+`, and each `_` with `/`"
            }
            InvalidCharacters::Other => {
                "encode the source code as standard base64 (RFC 4648 section 4)"
            }
        };
        Some(help.into())
    }
}
