//! The raw objects: reading, checking and converting what `contract/objects.rs` declares.

use std::sync::OnceLock;

use super::context::ObjectContext;
use super::fast_path::FastPath;
use super::field::Field;
use super::source::{Source, UnknownKeys};
use super::traits::{Convert, FieldReader, KnownMember, Next, RawField, RawObject};
use super::value::{FieldView, MemberValue};
use crate::contract::country::CountryCode;
use crate::contract::language::Language;
use crate::contract::member::{Member, ObjectType};
use crate::contract::nullable::Nullable;
use crate::contract::object::ProxyConfig;
use crate::contract::objects::objects;
use crate::contract::password::Password;
use crate::contract::proxy_type::ProxyType;
use crate::contract::revision::Revision;
use crate::contract::unknown_members::UnknownMembers;
use crate::report::path::PathNode;
use crate::report::pointer::Pointers;
use crate::report::span::Span;
use crate::rules::checks;
use crate::string::json_string::JsonString;

/// Makes the raw member of a field that is present.
macro_rules! to_raw {
    (required $value:expr, $raw:expr) => {
        MemberValue::to_field(&$value, $raw)
    };
    (optional $value:expr, $raw:expr) => {
        if let Some(value) = &$value {
            MemberValue::to_field(value, $raw);
        }
    };
}

/// Makes a field of its raw member.
macro_rules! from_raw {
    (required $type:ty, $raw:expr, $source:expr) => {
        <$type as MemberValue>::from_field($raw, $source)?
    };
    (optional $type:ty, $raw:expr, $source:expr) => {
        <$type as MemberValue>::from_field($raw, $source)
    };
    // A revision that does not name the member does not check it either.
    (optional $type:ty, $raw:expr, $source:expr, $since:ident) => {
        if $raw.fits() {
            <$type as MemberValue>::from_field($raw, $source)
        } else {
            None
        }
    };
}

/// Adds a member that its field cannot hold. Those that all revisions name have the right type.
macro_rules! misfit {
    ($misfits:ident, $name:literal, $field:expr) => {};
    ($misfits:ident, $name:literal, $field:expr, $since:ident) => {
        if !$field.fits() {
            $misfits.extend($field.span().map(|span| ($name, span)));
        }
    };
}

/// Whether a typed field can hold its raw member.
macro_rules! fits {
    (required $field:expr) => {
        (RawField::span(&$field).is_some() && $field.fits())
    };
    (optional $field:expr) => {
        $field.fits()
    };
    (optional $field:expr, $null_since:ident) => {
        ($field.fits() || $field.is_null())
    };
}

/// Whether the revision names a member; if not, it is reported.
macro_rules! is_named {
    ($field:expr, $fast_path:ident) => {
        true
    };
    ($field:expr, $fast_path:ident, $since:ident) => {
        $fast_path.is_named($field.is_some(), Revision::$since)
    };
}

/// A member of an object, by its position.
macro_rules! member {
    ($object:ident, $index:expr) => {{
        #[expect(
            clippy::indexing_slicing,
            reason = "evaluated at compile time, where a mistake is an error"
        )]
        const MEMBER: &Member = &$object::OBJECT.members[$index as usize];
        MEMBER
    }};
}

/// Reads a member if its key is next, and goes on to the next key.
macro_rules! read_if_next {
    ($field:expr, $object:ident::$index:ident, $reader:ident, $path:ident, $key:ident, $after_key:ident) => {
        const MEMBER: &Member = member!($object, Index::$index);
        if let Some(rest) = $after_key(MEMBER, $key) {
            let member = KnownMember {
                member: MEMBER,
                object: $path,
            };
            let rest = $field.read($reader, rest, member)?;
            match $reader.next(rest)? {
                Next::Key(next) => $key = next,
                end @ Next::End(_) => return Ok(end),
            }
        }
    };
}

macro_rules! raw_objects {
    ($(
        $(#[$meta:meta])*
        struct $object:ident as $raw:ident, new $new:literal $(, open since $open_since:ident)? {
            $(@constant $constant:ident = $constant_name:literal: $constant_value:literal, rules $constant_rules:ident();)?
            $(
                $(#[$doc:meta])*
                $presence:ident $field:ident: $type:ty = $name:literal
                    $(, since $since:ident)?
                    $(, null since $null_since:ident)?
                    $(, default $default:literal)?
                    $(, secret $secret:tt)?
                    $(, dependent_required $dependency:ident($dependency_rule:ident))?
                    $(, rules $rules:ident($($sibling:ident),*))?
                    $(, setter $setter:ident($example:literal))?
                ;
            )*
        }
    )*) => {
        use crate::contract::object::{$($object),*};

        $(
        #[derive(Default)]
        pub(crate) struct $raw<'a> {
            $(pub(crate) $constant: Field<JsonString<'a>>,)?
            $(pub(crate) $field: <$type as MemberValue>::Raw<'a>,)*
            pub(crate) unknown: UnknownKeys<'a>,
        }

        const _: () = {
            /// The positions of the members.
            #[expect(non_camel_case_types, reason = "named as the fields")]
            enum Index { $($constant,)? $($field),* }

            impl<'a> $raw<'a> {
                /// Calls a function with the members that are present, and the spans of their values.
                #[allow(dead_code, reason = "used for objects that can be another object")]
                pub(crate) fn for_each_present(&self, mut each: impl FnMut(&'static Member, Span)) {
                    $(
                        if let Some(span) = RawField::span(&self.$constant) {
                            each(member!($object, Index::$constant), span);
                        }
                    )?
                    $(
                        if let Some(span) = RawField::span(&self.$field) {
                            each(member!($object, Index::$field), span);
                        }
                    )*
                }

                /// The unknown members, with those of `misplaced` and with the members that a typed field
                /// cannot hold.
                #[inline]
                pub(crate) fn unknown_members(
                    &self,
                    unknown: UnknownKeys<'a>,
                    source: &Source<'_>,
                    misplaced: Vec<(&'static str, Span)>,
                ) -> UnknownMembers {
                    #[allow(unused_mut, reason = "most objects have the same members in all revisions")]
                    let mut misplaced = misplaced;
                    $(misfit!(misplaced, $name, self.$field $(, $since)?);)*
                    unknown.into_members(source, &misplaced)
                }

                /// Checks the members that the type has.
                #[inline]
                pub(crate) fn check_known(&self, context: &mut ObjectContext<'_, 'a>) {
                    context.enter($object::OBJECT);
                    $({
                        const MEMBER: &Member = member!($object, Index::$constant);
                        if let Some((value, span)) = self.$constant.check(MEMBER, context) {
                            checks::$constant_rules(value, &mut context.sink(MEMBER, span));
                        }
                    })?
                    $({
                        const MEMBER: &Member = member!($object, Index::$field);
                        if MEMBER.is_in(context.revision()) {
                            $(
                                if let Some(span) = RawField::span(&self.$field)
                                    && RawField::span(&self.$dependency).is_none()
                                {
                                    checks::$dependency_rule(&mut context.sink(MEMBER, span));
                                }
                            )?
                            let _checked = self.$field.check(MEMBER, context);
                            $(
                                if let Some((value, span)) = _checked {
                                    checks::$rules(value, $(self.$sibling.value(),)* &mut context.sink(MEMBER, span));
                                }
                            )?
                        } else if let Some(span) = RawField::span(&self.$field) {
                            context.unnamed_member(MEMBER, span, $object::OBJECT);
                        }
                    })*
                }
            }

            impl<'a> RawObject<'a> for $raw<'a> {
                const OBJECTS: &'static [&'static ObjectType] = &[$object::OBJECT];

                fn pointers() -> &'static Pointers {
                    static POINTERS: OnceLock<Pointers> = OnceLock::new();
                    POINTERS.get_or_init(|| Pointers::new("", Self::OBJECTS))
                }

                // Names are compared one after the other, each in a step or two: objects have few
                // members, mostly in this order, so that a lookup would take longer.
                #[inline]
                fn read_in_order<R: FieldReader<'a>>(
                    &mut self,
                    reader: &mut R,
                    object: &PathNode<'_>,
                    key: &'a [u8],
                    after_key: impl Fn(&'static Member, &'a [u8]) -> Option<&'a [u8]>,
                ) -> Result<Next<'a>, R::Error> {
                    let mut key = key;
                    $({ read_if_next!(self.$constant, $object::$constant, reader, object, key, after_key); })?
                    $({ read_if_next!(self.$field, $object::$field, reader, object, key, after_key); })*
                    Ok(Next::Key(key))
                }

                fn set_unknown(&mut self, keys: UnknownKeys<'a>) {
                    self.unknown = keys;
                }

                fn check(&self, context: &mut ObjectContext<'_, 'a>) {
                    self.check_known(context);
                    context.unknown_members(self.unknown, $object::OBJECT);
                }

                fn fits(&self) -> bool {
                    $(self.$constant.value().is_some_and(|value| value == *$constant_value) &&)?
                    $(fits!($presence self.$field $(, $null_since)?) &&)*
                    true
                }
            }
        };

        impl Convert for $object {
            type Raw<'a> = $raw<'a>;

            fn to_raw<'a>(&'a self, raw: &mut $raw<'a>) {
                $(raw.$constant = Field::typed(JsonString::plain($constant_value));)?
                $(to_raw!($presence self.$field, &mut raw.$field);)*
                if !self.unknown.is_empty() {
                    raw.unknown = UnknownKeys::Typed(&self.unknown);
                }
            }

            #[inline]
            fn from_raw(raw: &$raw<'_>, source: &Source<'_>) -> Option<Self> {
                Self::from_raw_with(raw, source, || raw.unknown_members(raw.unknown, source, Vec::new()))
            }

            #[inline]
            fn check_fast(&self, fast_path: &mut FastPath<'_>) {
                let reports_unknown = fast_path.enter(Self::OBJECT);
                $(
                    $(
                        if self.$field.field_view().is_some() && self.$dependency.field_view().is_none() {
                            checks::$dependency_rule(fast_path);
                        }
                    )?
                    if is_named!(self.$field, fast_path $(, $since)?) {
                        if let Some(_view) = self.$field.field_view() {
                            $(checks::$rules(_view, $(self.$sibling.field_view(),)* fast_path);)?
                        }
                        $(fast_path.null(self.$field.as_ref(), Revision::$null_since);)?
                        self.$field.field_inside(fast_path);
                    }
                )*
                fast_path.unknown_members(&self.unknown, Self::OBJECT);
                fast_path.leave(reports_unknown);
            }
        }

        impl $object {
            /// The value of raw members, with these unknown members.
            #[inline]
            pub(crate) fn from_raw_with(
                raw: &$raw<'_>,
                source: &Source<'_>,
                unknown: impl FnOnce() -> UnknownMembers,
            ) -> Option<Self> {
                // Another value cannot be held; where it was allowed, there is still no value.
                $(raw.$constant.value().filter(|value| *value == *$constant_value)?;)?
                Some(Self {
                    $($field: from_raw!($presence $type, &raw.$field, source $(, $since)?),)*
                    unknown: unknown(),
                })
            }
        }
        )*
    };
}

objects!(raw_objects);
