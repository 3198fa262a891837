//! JSON Pointers (RFC 6901).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::contract::member::{Member, ObjectType};
use crate::contract::redact::{is_secret_name, redact};
use crate::string::push_fmt::{PushFmt, push_fmt};
use crate::string::quote::{Quoted, QuotedEnd};

/// A step from a value to one inside it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Segment<'a> {
    Key(&'a str),
    /// The key of a member whose value is never shown, nor are keys inside it.
    Secret(&'a str),
    Index(usize),
}

impl<'a> Segment<'a> {
    /// Of a known member.
    pub(crate) fn member(member: &Member) -> Self {
        if member.is_secret {
            Self::Secret(member.name)
        } else {
            Self::Key(member.name)
        }
    }

    /// Of a member that is not known. A secret may be in the wrong object.
    pub(crate) fn unknown(key: &'a str) -> Self {
        if is_secret_name(key) {
            Self::Secret(key)
        } else {
            Self::Key(key)
        }
    }

    pub(crate) fn is_secret(self) -> bool {
        matches!(self, Self::Secret(_))
    }

    /// The step as a string that is not escaped: an index and a key can be equal.
    pub(crate) fn token(self) -> Cow<'a, str> {
        match self {
            Self::Key(key) | Self::Secret(key) => Cow::Borrowed(key),
            Self::Index(index) => Cow::Owned(index.to_string()),
        }
    }

    /// The step as it is shown in a pointer.
    #[inline]
    pub(crate) fn reference_token(self) -> ReferenceToken<'a> {
        match self {
            Self::Key(key) | Self::Secret(key) => ReferenceToken::Key(redact(key)),
            Self::Index(index) => ReferenceToken::Index(index),
        }
    }
}

/// A step of a pointer, written with `~` and `/` escaped (RFC 6901 section 3).
pub(crate) enum ReferenceToken<'a> {
    Key(Cow<'a, str>),
    Index(usize),
}

impl ReferenceToken<'_> {
    pub(crate) fn append_to(&self, pointer: &mut String) {
        pointer.push('/');
        match self {
            Self::Index(index) => push_fmt!(pointer; *index),
            Self::Key(key) if key.bytes().any(needs_escape) => {
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Self::Key(key) => pointer.push_str(key),
        }
    }

    /// The number of bytes that it appends.
    pub(crate) fn length(&self) -> usize {
        1 + match self {
            Self::Index(index) => index.checked_ilog10().map_or(1, |tens| tens as usize + 1),
            Self::Key(key) => key.len() + key.bytes().filter(|byte| needs_escape(*byte)).count(),
        }
    }
}

/// Whether a byte is escaped in a reference token.
fn needs_escape(byte: u8) -> bool {
    matches!(byte, b'~' | b'/')
}

/// A JSON Pointer: a constant if all its steps are known members, otherwise a string of its own.
#[derive(Clone, Debug)]
pub(crate) struct Pointer(Repr);

#[derive(Clone, Debug)]
enum Repr {
    Known(&'static str),
    #[expect(
        clippy::box_collection,
        reason = "the second box keeps a pointer at 16 bytes"
    )]
    Owned(Box<String>),
}

impl Pointer {
    /// Of the document itself.
    pub(crate) const ROOT: Self = Self::known("");

    /// Of known members.
    pub(crate) const fn known(pointer: &'static str) -> Self {
        Self(Repr::Known(pointer))
    }

    /// Whether a string is a JSON Pointer: empty, or steps that begin with `/`, in which `~` is only
    /// part of `~0` or `~1` (RFC 6901 section 3).
    pub(crate) fn is_well_formed(pointer: &str) -> bool {
        let mut after_tildes = pointer.split('~').skip(1);
        (pointer.is_empty() || pointer.starts_with('/'))
            && after_tildes.all(|after| after.starts_with(['0', '1']))
    }

    pub(crate) fn owned(pointer: String) -> Self {
        Self(Repr::Owned(Box::new(pointer)))
    }

    /// The pointer of a value inside.
    pub(crate) fn child(&self, step: Segment<'_>) -> Self {
        let (parent, token) = (self.as_str(), step.reference_token());
        let mut pointer = String::with_capacity(parent.len() + token.length());
        pointer.push_str(parent);
        token.append_to(&mut pointer);
        Self::owned(pointer)
    }

    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Known(pointer) => pointer,
            Repr::Owned(pointer) => pointer,
        }
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Pointer {}

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// In backticks, of a long one the end; the empty one as "the document".
impl PushFmt for &Pointer {
    #[inline]
    fn push_to(&self, text: &mut String) {
        match &self.0 {
            // It is short, and contains no input.
            Repr::Known(pointer) if !pointer.is_empty() => push_fmt!(text; "`", *pointer, "`"),
            _ if self.as_str().is_empty() => text.push_str("the document"),
            _ => push_fmt!(text; QuotedEnd(self.as_str())),
        }
    }
}

/// The pointers of all known members inside an object, wherever the object is in the document.
#[derive(Debug)]
pub(crate) struct Pointers(Vec<KnownPointer>);

#[derive(Debug)]
struct KnownPointer {
    name: &'static str,
    pointer: String,
    inside: Pointers,
}

impl Pointers {
    /// Of the members of any of these objects, which is at a pointer.
    pub(crate) fn new(pointer: &str, objects: &[&'static ObjectType]) -> Self {
        let members = objects.iter().flat_map(|object| object.members);
        let members = members.map(|member| {
            let pointer = [pointer, "/", member.name].concat();
            let inside = Self::new(&pointer, member.objects);
            KnownPointer {
                name: member.name,
                pointer,
                inside,
            }
        });
        Self(members.collect())
    }

    /// The pointer of a member, and those inside it.
    pub(crate) fn of(&self, member: &'static Member) -> Option<(&str, &Self)> {
        // Mostly both are the same constant, which saves comparing the names.
        let is_same = |known: &&KnownPointer| {
            std::ptr::eq(known.name, member.name) || known.name == member.name
        };
        let known = self.0.iter().find(is_same);
        debug_assert!(known.is_some(), "{member:?}");
        known.map(|known| (known.pointer.as_str(), &known.inside))
    }
}

/// A string that is not a JSON Pointer (RFC 6901 section 3).
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate};
///
/// let report = CreateTaskRequest::new("").check();
/// let error = report.with_pointer_prefix("jobs/0").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`jobs/0` is not a JSON Pointer: it must be empty or start with `/`, and have `~` only in `~0` and `~1`"
/// );
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a JSON Pointer: it must be empty or start with `/`, and have `~` only in `~0` and `~1`",
    Quoted(.text)
)]
pub struct InvalidPointer {
    text: String,
}

impl fmt::Debug for InvalidPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidPointer({})", Quoted(&self.text))
    }
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

    fn quoted(pointer: &Pointer) -> String {
        let mut text = String::new();
        push_fmt!(&mut text; pointer);
        text
    }

    #[test]
    fn pointers_are_quoted() {
        let owned = |text: &str| quoted(&Pointer::owned(text.to_owned()));
        assert_eq!(
            owned(&format!("/{}", "ä".repeat(64))),
            format!("`…{}`", "ä".repeat(64))
        );
        assert_eq!(owned("/\n"), "`/\\n`");
        assert_eq!(owned(""), "the document");
        assert_eq!(quoted(&Pointer::known("/name")), "`/name`");
        assert_eq!(quoted(&Pointer::ROOT), "the document");
        assert_eq!(size_of::<Pointer>(), 2 * size_of::<usize>());
    }

    #[test]
    fn tokens_are_escaped() {
        let mut pointer = String::new();
        for key in ["a", "", "~1", "a/b", "ü\n"] {
            Segment::Key(key).reference_token().append_to(&mut pointer);
        }
        Segment::Index(12).reference_token().append_to(&mut pointer);
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
