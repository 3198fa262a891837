//! Unknown members that are not reported.

use std::sync::Arc;

use super::pointer::Pointer;

/// Unknown members that the rule `unknown-property` leaves out. None costs no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AllowedMembers(Option<Arc<[Box<str>]>>);

impl AllowedMembers {
    /// All unknown members are reported.
    pub(crate) const NONE: Self = Self(None);

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Names of members, and pointers to members.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|members| members.iter())
            .map(|member| &**member)
    }

    /// Whether a member is left out.
    pub(crate) fn contains(&self, name: &str, pointer: impl Fn() -> Pointer) -> bool {
        self.iter().any(|allowed| {
            if allowed.starts_with('/') {
                matches(allowed, pointer().as_str())
            } else {
                allowed == name
            }
        })
    }
}

impl<S: Into<Box<str>>> FromIterator<S> for AllowedMembers {
    fn from_iter<I: IntoIterator<Item = S>>(members: I) -> Self {
        let members: Arc<[Box<str>]> = members.into_iter().map(Into::into).collect();
        Self(Some(members).filter(|members| !members.is_empty()))
    }
}

/// Whether a pattern, in which the token `-` stands for any element of an array, is that of a pointer.
fn matches(pattern: &str, pointer: &str) -> bool {
    let is_index =
        |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    let mut tokens = pointer.split('/');
    let fits = pattern.split('/').all(|expected| {
        tokens
            .next()
            .is_some_and(|token| token == expected || (expected == "-" && is_index(token)))
    });
    fits && tokens.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_pointer_with_any_index() {
        let table = [
            ("/a", "/a", true),
            ("/a", "/a/b", false),
            ("/a/b", "/a", false),
            ("/a/-/b", "/a/12/b", true),
            ("/a/-/b", "/a/-/b", true),
            ("/a/-/b", "/a/x/b", false),
            ("/a~1b", "/a~1b", true),
            ("/", "/", true),
            ("/-", "/", false),
        ];
        for (pattern, pointer, expected) in table {
            assert_eq!(matches(pattern, pointer), expected, "{pattern} {pointer}");
        }
    }
}
