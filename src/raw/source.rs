//! The JSON text of a document, and the members in it that are not known.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

use crate::contract::unknown_members::UnknownMembers;
use crate::report::span::Span;
use crate::string::json_text::JsonText;

/// The text that raw objects were read from; empty for typed values.
#[derive(Default)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    /// Members that are not known, those of each object together.
    pub(crate) unknown: FewUnknownMembers<'a>,
}

/// Members that are not known, of which most documents have none or few.
pub(crate) type FewUnknownMembers<'a> = SmallVec<[UnknownMember<'a>; 2]>;

/// A member that is not known.
pub(crate) struct UnknownMember<'a> {
    pub(crate) name: Cow<'a, str>,
    /// The span of its key.
    pub(crate) key: Span,
}

/// The members of an object that are not known.
#[derive(Clone, Copy, Default)]
pub(crate) enum UnknownKeys<'a> {
    #[default]
    None,
    /// Of JSON text: their range in [`Source::unknown`].
    Read { start: usize, end: usize },
    /// Of a typed value.
    Typed(&'a UnknownMembers),
}

impl<'a> Source<'a> {
    /// The unknown members of an object that was read.
    pub(crate) fn members(&self, range: Range<usize>) -> &[UnknownMember<'a>] {
        self.unknown.get(range).unwrap_or_default()
    }

    /// The span of the key of a known member, whose value begins at an offset.
    ///
    /// It is not kept, because it is rarely needed. The name has no quote and no backslash, so that the
    /// key has no quote inside, even if it is written with escapes: the last two before the value
    /// enclose it.
    pub(crate) fn key_before(text: &str, value: usize) -> Span {
        let before = text.as_bytes().get(..value).unwrap_or_default();
        let mut quotes = memchr::memrchr_iter(b'"', before);
        let closing = quotes.next().unwrap_or_default();
        let opening = quotes.next().unwrap_or_default();
        Span::new(opening, closing + 1)
    }

    /// Whether the value of the member whose key ends at an offset is an object.
    pub(crate) fn is_object_after(&self, key: usize) -> bool {
        let after_key = self.text.as_bytes().get(key..).unwrap_or_default();
        let mut after_colon = after_key.iter().skip_while(|byte| **byte != b':').skip(1);
        after_colon.find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
    }

    /// The value that begins at an offset.
    fn value_at(&self, offset: usize) -> JsonText {
        JsonText::first_of(self.text.get(offset..).unwrap_or_default())
    }

    /// The value of the member whose key ends at an offset.
    fn value_after(&self, key: usize) -> JsonText {
        let after_key = self.text.get(key..).unwrap_or_default();
        let colon = after_key.find(':').map_or(0, |colon| colon + 1);
        self.value_at(key + colon)
    }
}

impl UnknownKeys<'_> {
    /// The members with their values, and with those of `misplaced`, known members of other objects
    /// with the offsets of their values, in the order of the text.
    #[inline]
    pub(crate) fn into_members(
        self,
        source: &Source<'_>,
        misplaced: &[(&'static str, Span)],
    ) -> UnknownMembers {
        if matches!(self, Self::None) && misplaced.is_empty() {
            return UnknownMembers::default();
        }
        self.any_into_members(source, misplaced)
    }

    #[cold]
    fn any_into_members(
        self,
        source: &Source<'_>,
        misplaced: &[(&'static str, Span)],
    ) -> UnknownMembers {
        let range = match self {
            Self::Read { start, end } => start..end,
            Self::None => 0..0,
            Self::Typed(members) => return members.clone(),
        };
        let unknown = source.members(range).iter();
        let unknown = unknown.map(|member| (member.key.end, &*member.name, None));
        let misplaced = misplaced.iter();
        let misplaced = misplaced.map(|(name, value)| (value.start, *name, Some(value.start)));
        let mut all: Vec<_> = unknown.chain(misplaced).collect();
        all.sort_unstable_by_key(|(offset, ..)| *offset);
        let mut members = UnknownMembers::default();
        for (key, name, value) in all {
            let value = match value {
                Some(value) => source.value_at(value),
                None => source.value_after(key),
            };
            members.push(name.into(), value);
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys_are_found_from_their_values() {
        let table = [
            (r#"{"name":1}"#, r#""name""#),
            ("{\"code\": \"a\", \"name\" \n\t: \r\n 1}", r#""name""#),
            (
                r#"{"code":"\"","\u006eam\u0065": 1}"#,
                r#""\u006eam\u0065""#,
            ),
        ];
        for (text, key) in table {
            let value = text.find('1').unwrap();
            let Span { start, end } = Source::key_before(text, value);
            assert_eq!(&text[start..end], key, "{text}");
        }
    }
}
