//! JSON Pointers (RFC 6901).

use std::borrow::Cow;

use crate::piece::append;
use crate::quote::Quoted;

/// The name of a member that the API document names. It has nothing to be escaped.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) text: &'static str,
    /// In quotes, as it is written most often.
    pub(crate) quoted: &'static str,
    /// Where it stands in the largest document that has such a member. In a smaller one, such as a
    /// session of its own, its pointer is the end of this. So the judge puts no pointer together.
    pub(crate) pointer: &'static str,
}

impl Name {
    /// The pointer of the member of this name, in an object whose own pointer has so many bytes:
    /// never more than in the largest document.
    pub(crate) fn pointer_within(&self, object_length: usize) -> &'static str {
        let length = object_length + self.step_length();
        let start = self.pointer.len().saturating_sub(length);
        let pointer = self.pointer.get(start..).unwrap_or(self.pointer);
        debug_assert!(pointer.len() == length && pointer.starts_with('/'));
        pointer
    }

    /// How many bytes of a pointer the step to the member is.
    pub(crate) fn step_length(&self) -> usize {
        1 + self.text.len()
    }
}

/// A step from a value to one inside it.
#[derive(Clone, Debug)]
pub(crate) enum Segment<'a> {
    Key(Cow<'a, str>),
    Index(usize),
}

impl<'a> Segment<'a> {
    pub(crate) fn name(name: &'static Name) -> Self {
        Self::Key(Cow::Borrowed(name.text))
    }

    /// The step as text, not yet escaped: an index and a key can be the same one.
    pub(crate) fn token(&self) -> Cow<'a, str> {
        match self {
            Self::Key(key) => key.clone(),
            Self::Index(index) => Cow::Owned(index.to_string()),
        }
    }

    /// Appends the step as a reference token, `~` and `/` escaped (RFC 6901 section 3).
    #[inline]
    pub(crate) fn append_to(&self, pointer: &mut String) {
        pointer.push('/');
        match self {
            Self::Key(key) if memchr::memchr2(b'~', b'/', key.as_bytes()).is_some() => {
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Self::Key(key) => pointer.push_str(key),
            Self::Index(index) => append!(pointer; *index),
        }
    }

    /// As many bytes as it appends.
    #[inline]
    pub(crate) fn length(&self) -> usize {
        1 + match self {
            Self::Key(key) => key.len() + memchr::memchr2_iter(b'~', b'/', key.as_bytes()).count(),
            Self::Index(index) => index.checked_ilog10().map_or(1, |tens| tens as usize + 1),
        }
    }
}

/// A JSON Pointer: a part of the program where it is known beforehand, as those of all members that
/// are judged; written by the reader.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pointer(Cow<'static, str>);

impl Pointer {
    /// Of the document itself.
    pub(crate) const ROOT: Self = Self::known("");

    /// One that is known beforehand, and so shows nothing of a document.
    pub(crate) const fn known(pointer: &'static str) -> Self {
        Self(Cow::Borrowed(pointer))
    }

    pub(crate) fn made(pointer: String) -> Self {
        Self(Cow::Owned(pointer))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The pointer, if it was known beforehand.
    pub(crate) fn as_known(&self) -> Option<&'static str> {
        match self.0 {
            Cow::Borrowed(pointer) => Some(pointer),
            Cow::Owned(_) => None,
        }
    }
}

/// A text that is no JSON Pointer (RFC 6901 section 3).
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate};
///
/// let report = CreateTaskRequest::new("").check();
/// let error = report.with_pointer_prefix("jobs/0").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`jobs/0` must be a JSON Pointer: empty, or `/` before each step, with `~` only in `~0` and `~1`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} must be a JSON Pointer: empty, or `/` before each step, with `~` only in `~0` and `~1`",
    Quoted(.text)
)]
pub struct InvalidPointer {
    text: String,
}

/// Checks the syntax of a JSON Pointer.
pub(crate) fn parse(text: &str) -> Result<&str, InvalidPointer> {
    let starts_well = text.is_empty() || text.starts_with('/');
    let is_escaped = |rest: &str| rest.starts_with(['0', '1']);
    if starts_well && text.split('~').skip(1).all(is_escaped) {
        Ok(text)
    } else {
        Err(InvalidPointer {
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped() {
        let mut pointer = String::new();
        for key in ["a", "", "~1", "a/b", "ü\n"] {
            Segment::Key(key.into()).append_to(&mut pointer);
        }
        Segment::Index(12).append_to(&mut pointer);
        assert_eq!(pointer, "/a//~01/a~1b/ü\n/12");
    }

    #[test]
    fn pointers_have_a_syntax() {
        let table = [
            ("", true),
            ("/", true),
            ("/a/0", true),
            ("/~0~1", true),
            ("a", false),
            ("/~", false),
            ("/~2", false),
            ("#/a", false),
        ];
        for (text, valid) in table {
            assert_eq!(parse(text).is_ok(), valid, "{text}");
        }
    }
}
