//! What raw objects and their fields can do: be read, checked and converted.

use serde::Serialize;

use super::context::ObjectContext;
use super::fast_path::FastPath;
use super::field::{Field, ObjectField};
use super::source::{Source, UnknownKeys};
use super::strings::RawStrings;
use crate::contract::json_type::JsonType;
use crate::contract::member::{Member, ObjectType};
use crate::report::diagnostics::Diagnostics;
use crate::report::path::{ObjectPath, PathNode};
use crate::report::pointer::{Pointer, Pointers};
use crate::report::span::Span;
use crate::rules::types::Type;
use crate::string::integer::Integer;
use crate::string::json_string::JsonString;

/// What is next in an object: another member, or its end.
#[derive(Clone, Copy)]
pub(crate) enum Next<'a> {
    /// Where the key of a member must begin.
    Key(&'a [u8]),
    /// What follows the object.
    End(&'a [u8]),
}

/// Reads the members of objects: each function except `next` reads a member from what follows its key, and
/// returns what follows its value.
pub(crate) trait FieldReader<'a>: Sized {
    /// Why reading cannot go on.
    type Error;

    /// Goes from the end of a value to the next key, or to the end of the object.
    fn next(&mut self, rest: &'a [u8]) -> Result<Next<'a>, Self::Error>;

    fn string(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<JsonString<'a>>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], Self::Error>;

    fn boolean(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<bool>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], Self::Error>;

    fn integer(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<Integer>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], Self::Error>;

    fn object<O: RawObject<'a>>(
        &mut self,
        rest: &'a [u8],
        field: &mut ObjectField<O>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], Self::Error>;

    fn strings(
        &mut self,
        rest: &'a [u8],
        field: &mut Field<RawStrings<'a>>,
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], Self::Error>;
}

/// A known member whose key was read, and the object that it is in.
///
/// Two references, so that it is passed in registers: most values are read without looking at it.
#[derive(Clone, Copy)]
pub(crate) struct KnownMember<'p> {
    pub(crate) member: &'static Member,
    pub(crate) object: &'p PathNode<'p>,
}

/// A field of a raw object.
pub(crate) trait RawField<'a> {
    /// What rules check.
    type Value: Copy;

    /// Reads the member in place, from what follows its key to what follows its value.
    fn read<R: FieldReader<'a>>(
        &mut self,
        reader: &mut R,
        rest: &'a [u8],
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], R::Error>;

    /// Checks that the member is present if it is required, and has its type. Returns the value and
    /// its span for the rules of the member.
    fn check(
        &self,
        member: &'static Member,
        context: &mut ObjectContext<'_, 'a>,
    ) -> Option<(Self::Value, Span)>;

    /// The span of its value, if it is present.
    fn span(&self) -> Option<Span>;

    /// Whether a typed field can hold it, and everything inside it.
    fn fits(&self) -> bool;
}

macro_rules! fields {
    ($($value:ty: $read:ident, fits $fits:expr;)*) => {$(
        impl<'a> RawField<'a> for Field<$value> {
            type Value = $value;

            #[inline]
            fn read<R: FieldReader<'a>>(
                &mut self,
                reader: &mut R,
                rest: &'a [u8],
                member: KnownMember<'_>,
            ) -> Result<&'a [u8], R::Error> {
                reader.$read(rest, self, member)
            }

            #[inline]
            fn check(
                &self,
                member: &'static Member,
                context: &mut ObjectContext<'_, 'a>,
            ) -> Option<($value, Span)> {
                context.typed(member, self)
            }

            fn span(&self) -> Option<Span> {
                Field::span(self)
            }

            fn fits(&self) -> bool {
                self.is_absent() || self.value().is_some_and($fits)
            }
        }
    )*};
}

fields! {
    JsonString<'a>: string, fits |_| true;
    bool: boolean, fits |_| true;
    Integer: integer, fits |integer| integer.in_range().is_some();
}

impl<'a> RawField<'a> for Field<RawStrings<'a>> {
    type Value = RawStrings<'a>;

    #[inline]
    fn read<R: FieldReader<'a>>(
        &mut self,
        reader: &mut R,
        rest: &'a [u8],
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], R::Error> {
        reader.strings(rest, self, member)
    }

    /// Also checks that each element is a string.
    fn check(
        &self,
        member: &'static Member,
        context: &mut ObjectContext<'_, 'a>,
    ) -> Option<(RawStrings<'a>, Span)> {
        let (strings, span) = context.typed(member, self)?;
        for (index, element, found) in strings.others() {
            let span = Span::new(span.start + element.start, span.start + element.end);
            context.mistyped_element(member, index, span, found);
        }
        Some((strings, span))
    }

    fn span(&self) -> Option<Span> {
        Field::span(self)
    }

    fn fits(&self) -> bool {
        self.is_absent() || self.value().is_some_and(|strings| strings.are_strings())
    }
}

impl<'a, O: RawObject<'a>> RawField<'a> for ObjectField<O> {
    type Value = ();

    #[inline]
    fn read<R: FieldReader<'a>>(
        &mut self,
        reader: &mut R,
        rest: &'a [u8],
        member: KnownMember<'_>,
    ) -> Result<&'a [u8], R::Error> {
        reader.object(rest, self, member)
    }

    #[inline]
    fn check(
        &self,
        member: &'static Member,
        context: &mut ObjectContext<'_, 'a>,
    ) -> Option<((), Span)> {
        if let Some(((), span)) = context.typed(member, &self.field) {
            context.inside(member, span, |context| self.check_object(context));
        }
        None
    }

    fn span(&self) -> Option<Span> {
        self.field.span()
    }

    fn fits(&self) -> bool {
        self.field.is_absent() || self.object().is_some_and(RawObject::fits)
    }
}

impl<'a, O: RawObject<'a>> ObjectField<O> {
    /// Checks the members of an object that is present.
    fn check_object(&self, context: &mut ObjectContext<'_, 'a>) {
        debug_assert!(self.object.is_some());
        if let Some(object) = &self.object {
            object.check(context);
        }
    }
}

/// An object as it is in a document: known members, whatever their types, and the keys of the others.
pub(crate) trait RawObject<'a>: Default {
    /// The objects that it can be.
    const OBJECTS: &'static [&'static ObjectType];

    /// The pointers of all members inside, where it is the root.
    fn pointers() -> &'static Pointers;

    /// Reads members from a key on, as long as they are in the order of the contract: up to a key that is
    /// not that of a later member; the same key if no member has it. `after_key` returns what follows a key, if
    /// it is that of the member.
    fn read_in_order<R: FieldReader<'a>>(
        &mut self,
        reader: &mut R,
        object: &PathNode<'_>,
        key: &'a [u8],
        after_key: impl Fn(&'static Member, &'a [u8]) -> Option<&'a [u8]>,
    ) -> Result<Next<'a>, R::Error>;

    /// Sets the keys of the members that were read and are not known.
    fn set_unknown(&mut self, keys: UnknownKeys<'a>);

    /// Checks the members.
    fn check(&self, context: &mut ObjectContext<'_, 'a>);

    /// Whether the typed object can hold all members.
    fn fits(&self) -> bool;
}

/// A type of the API: an object, or a choice of objects.
pub(crate) trait Convert: Sized + Serialize {
    /// Its members as they are in a document.
    type Raw<'a>: RawObject<'a>;

    /// Fills in the raw members of this value.
    fn to_raw<'a>(&'a self, raw: &mut Self::Raw<'a>);

    /// The value of raw members; `None` if a required one is missing or has another type.
    fn from_raw(raw: &Self::Raw<'_>, source: &Source<'_>) -> Option<Self>;

    /// Checks the rules of all members. Most values are valid, and a typed value needs no raw members
    /// to show it: it has neither wrong types, nor missing members, nor spans.
    fn check_fast(&self, fast_path: &mut FastPath<'_>);
}

/// Checks a whole document, and records its violations.
pub(crate) fn check_root<'a, O: RawObject<'a>>(
    root: &ObjectField<O>,
    source: &Source<'a>,
    diagnostics: &mut Diagnostics<'a>,
) {
    match root.field {
        Field::Absent => {}
        Field::Mistyped(found, span) => {
            let expected = JsonType::Object;
            diagnostics.record(|| Pointer::ROOT, span, || Type::new(expected, found, false));
        }
        Field::Present((), span) => {
            let path = ObjectPath::root(O::pointers);
            root.check_object(&mut ObjectContext::new(&path, span, source, diagnostics));
        }
    }
}
