//! Conversions of member values, to and from raw fields.

use super::fast_path::FastPath;
use super::field::{Field, ObjectField};
use super::source::Source;
use super::strings::RawStrings;
use super::traits::{Convert, RawField};
use crate::contract::country::CountryCode;
use crate::contract::json_type::JsonType;
use crate::contract::language::Language;
use crate::contract::nullable::Nullable;
use crate::contract::password::Password;
use crate::contract::proxy_type::ProxyType;
use crate::report::span::Span;
use crate::string::integer::Integer;
use crate::string::json_string::JsonString;

/// A type of member values.
pub(crate) trait MemberValue: Sized {
    type Raw<'a>: RawField<'a> + Default;

    /// What rules check of a typed value.
    type View<'a>
    where
        Self: 'a;

    fn to_field<'a>(&'a self, raw: &mut Self::Raw<'a>);

    fn from_field(raw: &Self::Raw<'_>, source: &Source<'_>) -> Option<Self>;

    /// The value, unless it is `null`.
    fn view(&self) -> Option<Self::View<'_>>;

    /// Checks the rules of the members inside.
    #[inline]
    fn inside(&self, _fast_path: &mut FastPath<'_>) {}
}

impl MemberValue for bool {
    type Raw<'a> = Field<bool>;
    type View<'a> = bool;

    fn to_field(&self, raw: &mut Field<bool>) {
        *raw = Field::typed(*self);
    }

    fn from_field(raw: &Field<bool>, _: &Source<'_>) -> Option<Self> {
        raw.value()
    }

    fn view(&self) -> Option<bool> {
        Some(*self)
    }
}

impl MemberValue for i64 {
    type Raw<'a> = Field<Integer>;
    type View<'a> = Integer;

    fn to_field(&self, raw: &mut Field<Integer>) {
        *raw = Field::typed(Integer::InRange(*self));
    }

    fn from_field(raw: &Field<Integer>, _: &Source<'_>) -> Option<Self> {
        raw.value().and_then(Integer::in_range)
    }

    fn view(&self) -> Option<Integer> {
        Some(Integer::InRange(*self))
    }
}

impl MemberValue for String {
    type Raw<'a> = Field<JsonString<'a>>;
    type View<'a> = JsonString<'a>;

    fn to_field<'a>(&'a self, raw: &mut Field<JsonString<'a>>) {
        *raw = Field::typed(JsonString::plain(self));
    }

    fn from_field(raw: &Field<JsonString<'_>>, _: &Source<'_>) -> Option<Self> {
        raw.value().map(|value| value.decode().into_owned())
    }

    fn view(&self) -> Option<JsonString<'_>> {
        Some(JsonString::plain(self))
    }
}

impl MemberValue for Password {
    type Raw<'a> = Field<JsonString<'a>>;
    type View<'a> = JsonString<'a>;

    fn to_field<'a>(&'a self, raw: &mut Field<JsonString<'a>>) {
        *raw = Field::typed(JsonString::plain(self.expose()));
    }

    fn from_field(raw: &Field<JsonString<'_>>, source: &Source<'_>) -> Option<Self> {
        String::from_field(raw, source).map(Self::from)
    }

    fn view(&self) -> Option<JsonString<'_>> {
        Some(JsonString::plain(self.expose()))
    }
}

impl MemberValue for Vec<String> {
    type Raw<'a> = Field<RawStrings<'a>>;
    type View<'a> = RawStrings<'a>;

    fn to_field<'a>(&'a self, raw: &mut Field<RawStrings<'a>>) {
        *raw = Field::typed(RawStrings::Typed(self));
    }

    #[inline]
    fn from_field(raw: &Field<RawStrings<'_>>, _: &Source<'_>) -> Option<Self> {
        let strings = raw.value().filter(RawStrings::are_strings)?;
        Some(strings.decode())
    }

    fn view(&self) -> Option<RawStrings<'_>> {
        Some(RawStrings::Typed(self))
    }
}

impl MemberValue for Nullable<String> {
    type Raw<'a> = Field<JsonString<'a>>;
    type View<'a> = JsonString<'a>;

    fn to_field<'a>(&'a self, raw: &mut Field<JsonString<'a>>) {
        match self {
            Self::Null => *raw = Field::Mistyped(JsonType::Null, Span::default()),
            Self::Value(value) => value.to_field(raw),
        }
    }

    fn from_field(raw: &Field<JsonString<'_>>, source: &Source<'_>) -> Option<Self> {
        if raw.is_null() {
            return Some(Self::Null);
        }
        String::from_field(raw, source).map(Self::Value)
    }

    fn view(&self) -> Option<JsonString<'_>> {
        self.value().map(|value| JsonString::plain(value))
    }
}

macro_rules! open_enums {
    ($($type:ty)*) => {$(
        impl MemberValue for $type {
            type Raw<'a> = Field<JsonString<'a>>;
            type View<'a> = &'a Self;

            fn to_field<'a>(&'a self, raw: &mut Field<JsonString<'a>>) {
                *raw = Field::typed(JsonString::plain(self.as_str()));
            }

            fn from_field(raw: &Field<JsonString<'_>>, _: &Source<'_>) -> Option<Self> {
                raw.value().map(|value| Self::from(&*value.decode()))
            }

            fn view(&self) -> Option<&Self> {
                Some(self)
            }
        }
    )*};
}

open_enums! { Language ProxyType CountryCode }

/// Objects. Rules check their members, not the object.
impl<T: Convert> MemberValue for T {
    type Raw<'a> = ObjectField<T::Raw<'a>>;
    type View<'a>
        = ()
    where
        Self: 'a;

    fn to_field<'a>(&'a self, raw: &mut ObjectField<T::Raw<'a>>) {
        raw.field = Field::typed(());
        Convert::to_raw(self, raw.object.insert(Default::default()));
    }

    #[inline]
    fn from_field(raw: &ObjectField<T::Raw<'_>>, source: &Source<'_>) -> Option<Self> {
        raw.object()
            .and_then(|object| Convert::from_raw(object, source))
    }

    fn view(&self) -> Option<()> {
        Some(())
    }

    #[inline]
    fn inside(&self, fast_path: &mut FastPath<'_>) {
        self.check_fast(fast_path);
    }
}

/// A field of a typed value, as rules see it.
pub(crate) trait FieldView {
    type View<'a>
    where
        Self: 'a;

    /// The value, if it is present and not `null`.
    fn field_view(&self) -> Option<Self::View<'_>>;

    /// Checks the rules of the members inside.
    fn field_inside(&self, fast_path: &mut FastPath<'_>);
}

impl<T: MemberValue> FieldView for T {
    type View<'a>
        = T::View<'a>
    where
        T: 'a;

    #[inline]
    fn field_view(&self) -> Option<T::View<'_>> {
        self.view()
    }

    #[inline]
    fn field_inside(&self, fast_path: &mut FastPath<'_>) {
        self.inside(fast_path);
    }
}

impl<T: MemberValue> FieldView for Option<T> {
    type View<'a>
        = T::View<'a>
    where
        T: 'a;

    #[inline]
    fn field_view(&self) -> Option<T::View<'_>> {
        self.as_ref().and_then(MemberValue::view)
    }

    #[inline]
    fn field_inside(&self, fast_path: &mut FastPath<'_>) {
        if let Some(value) = self {
            value.inside(fast_path);
        }
    }
}
