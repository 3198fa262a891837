//! The fields of raw objects: members as they are in a document, whatever their type.

use crate::contract::json_type::JsonType;
use crate::report::span::Span;

/// A member that is not an object.
///
/// If it is present it has the span of its value, if it comes from text. `Absent` holds nothing:
/// most members are absent, and raw objects are created for each document.
#[derive(Clone, Copy, Default)]
pub(crate) enum Field<T> {
    #[default]
    Absent,
    /// It is present, but has another type than it must have.
    Mistyped(JsonType, Span),
    Present(T, Span),
}

/// A member that is an object: whether it is present, and its own members. They are beside the field
/// so that they are read in place and never moved, and are created when they are read, because most objects
/// are absent.
#[derive(Default)]
pub(crate) struct ObjectField<O> {
    pub(crate) field: Field<()>,
    /// It is there if the field is present.
    pub(crate) object: Option<O>,
}

impl<T> Field<T> {
    /// A member of a typed value, which has no location.
    pub(crate) fn typed(value: T) -> Self {
        Self::Present(value, Span::default())
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Mistyped(JsonType::Null, _))
    }

    /// The span of its value.
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Self::Absent => None,
            Self::Mistyped(_, span) | Self::Present(_, span) => Some(*span),
        }
    }
}

impl<T: Copy> Field<T> {
    pub(crate) fn value(&self) -> Option<T> {
        match self {
            Self::Present(value, _) => Some(*value),
            _ => None,
        }
    }
}

impl<O> ObjectField<O> {
    /// The object, if it is present and an object.
    pub(crate) fn object(&self) -> Option<&O> {
        self.field.value().and(self.object.as_ref())
    }
}
