//! The types of the objects: fields, setters, member tables, `Debug` and `Serialize`.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::country::CountryCode;
use super::into_optional::IntoOptional;
use super::json_type::JsonType;
use super::language::Language;
use super::member::{Member, MemberType, ObjectType};
use super::nullable::Nullable;
use super::objects::objects;
use super::password::Password;
use super::proxy_type::ProxyType;
use super::redact::Redacted;
use super::revision::Revision;
use super::unknown_members::UnknownMembers;

/// The type of a field.
macro_rules! field_type {
    (required $type:ty) => { $type };
    (optional $type:ty) => { Option<$type> };
}

/// The setter of a field, with an example of its argument.
macro_rules! setter {
    (required $field:ident: $type:ty, $setter:ident, $new:literal, $example:literal) => {
        setter! {
            #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
            $field, $setter($new, $example, concat!($example, ".into()"));
            (impl Into<$type>) $field.into()
        }
    };
    (optional $field:ident: $type:ty, $setter:ident, $new:literal, $example:literal) => {
        setter! {
            #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), "); `None` leaves it out.")]
            $field, $setter($new, $example, concat!("Some(", $example, ".into())"));
            <As>(impl IntoOptional<$type, As>) $field.into_optional()
        }
    };
    (
        #[doc = $doc:expr]
        $field:ident, $setter:ident($new:literal, $example:literal, $expected:expr);
        $(<$as:ident>)? ($argument:ty) $value:expr
    ) => {
        #[doc = $doc]
        ///
        /// ```
        /// use anchorbrowser_schema::*;
        ///
        #[doc = concat!("let mut expected = ", $new, ";")]
        #[doc = concat!("expected.", stringify!($field), " = ", $expected, ";")]
        #[doc = concat!("assert_eq!(", $new, ".", stringify!($setter), "(", $example, "), expected);")]
        /// ```
        #[must_use]
        pub fn $setter$(<$as>)?(mut self, $field: $argument) -> Self {
            self.$field = $value;
            self
        }
    };
}

macro_rules! debug_field {
    ($debug:ident, $field:ident, $value:expr) => {
        $debug.field(stringify!($field), &Redacted($value))
    };
    ($debug:ident, $field:ident, $value:expr, true) => {
        $debug.field(stringify!($field), &Elide::elide($value))
    };
}

macro_rules! is_required {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}

/// The argument, if there is one.
macro_rules! or {
    ($default:expr;) => {
        $default
    };
    ($default:expr; $value:expr) => {
        $value
    };
}

macro_rules! types {
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
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub struct $object {
            $(
                $(#[$doc])*
                pub $field: field_type!($presence $type),
            )*
            pub(crate) unknown: UnknownMembers,
        }

        impl $object {
            /// What the API document says of this object.
            pub(crate) const OBJECT: &'static ObjectType = {
                static OBJECT: ObjectType = ObjectType {
                    name: stringify!($object),
                    members: &[
                        $(Member {
                            name: $constant_name,
                            quoted: concat!("\"", $constant_name, "\""),
                            json_type: JsonType::String,
                            is_required: true,
                            since: None,
                            null_since: None,
                            is_secret: false,
                            default: None,
                            objects: &[],
                        },)?
                        $(Member {
                            name: $name,
                            quoted: concat!("\"", $name, "\""),
                            json_type: <$type as MemberType>::JSON_TYPE,
                            is_required: is_required!($presence),
                            since: or!(None; $(Some(Revision::$since))?),
                            null_since: or!(None; $(Some(Revision::$null_since))?),
                            is_secret: or!(false; $($secret)?),
                            default: or!(None; $(Some($default))?),
                            objects: <$type as MemberType>::OBJECTS,
                        },)*
                    ],
                    open_since: or!(None; $(Some(Revision::$open_since))?),
                };
                &OBJECT
            };

            $($(setter!($presence $field: $type, $setter, $new, $example);)?)*
        }

        impl MemberType for $object {
            const JSON_TYPE: JsonType = JsonType::Object;
            const OBJECTS: &'static [&'static ObjectType] = &[Self::OBJECT];
        }

        /// Values of secret members are elided, and of unknown members only the names are printed.
        impl fmt::Debug for $object {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut debug = f.debug_struct(stringify!($object));
                $(
                    debug_field!(debug, $field, &self.$field $(, $secret)?);
                )*
                if !self.unknown.is_empty() {
                    debug.field("unknown_members", &self.unknown);
                }
                debug.finish()
            }
        }

        /// Members that are missing are left out. Unknown members come last.
        impl Serialize for $object {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let present = 0 $(+ or!(0; {let _: &str = $constant_value; 1}))? $(+ count!($presence self.$field))*;
                if self.unknown.is_empty() {
                    let mut object = serializer.serialize_struct(stringify!($object), present)?;
                    $(object.serialize_field($constant_name, $constant_value)?;)?
                    $(serialize!($presence self.$field, |value| object.serialize_field($name, value), object.skip_field($name));)*
                    return object.end();
                }
                let mut object = serializer.serialize_map(Some(present + self.unknown.len()))?;
                $(object.serialize_entry($constant_name, $constant_value)?;)?
                $(serialize!($presence self.$field, |value| object.serialize_entry($name, value), Ok(()));)*
                for (name, value) in self.unknown.entries() {
                    // The name can be that of a field which could not hold the value, and was set later.
                    let is_set = false $($(|| {
                        const _: Revision = Revision::$since;
                        **name == *$name && self.$field.is_some()
                    })?)*;
                    if !is_set {
                        object.serialize_entry(name, value)?;
                    }
                }
                object.end()
            }
        }
    )*};
}

/// How many members a field is.
macro_rules! count {
    (required $field:expr) => {
        1
    };
    (optional $field:expr) => {
        usize::from($field.is_some())
    };
}

/// Serializes a field that is present, or skips it.
macro_rules! serialize {
    (required $field:expr, |$value:ident| $serialize:expr, $skip:expr) => {{
        let $value = &$field;
        $serialize?;
    }};
    (optional $field:expr, |$value:ident| $serialize:expr, $skip:expr) => {
        match &$field {
            Some($value) => $serialize?,
            None => $skip?,
        }
    };
}

objects!(types);

/// A proxy: one of Anchor Browser's, or the client's own.
///
/// On the wire it is a custom proxy if its `type` is `custom`, otherwise an Anchor proxy.
///
/// Source: schema `ProxyConfig` of the API document, whose `oneOf` is decided by the type.
///
/// ```
/// use anchorbrowser_schema::{AnchorProxy, ProxyConfig};
///
/// let proxy = ProxyConfig::from(AnchorProxy::mobile());
/// assert!(matches!(proxy, ProxyConfig::Anchor(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProxyConfig {
    /// A proxy of Anchor Browser.
    Anchor(AnchorProxy),
    /// A proxy which is the client's own.
    Custom(CustomProxy),
}

impl ProxyConfig {
    /// The objects that a proxy can be.
    pub(crate) const OBJECTS: &'static [&'static ObjectType] =
        &[AnchorProxy::OBJECT, CustomProxy::OBJECT];
}

impl MemberType for ProxyConfig {
    const JSON_TYPE: JsonType = JsonType::Object;
    const OBJECTS: &'static [&'static ObjectType] = Self::OBJECTS;
}

impl Serialize for ProxyConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Anchor(proxy) => proxy.serialize(serializer),
            Self::Custom(proxy) => proxy.serialize(serializer),
        }
    }
}

/// Replaces the value of a secret member in `Debug` output.
trait Elide {
    fn elide(&self) -> impl fmt::Debug;
}

/// Reveals only the length.
struct Elided(usize);

impl fmt::Debug for Elided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0)
    }
}

impl Elide for String {
    fn elide(&self) -> impl fmt::Debug {
        Elided(self.len())
    }
}

impl Elide for Password {
    /// It elides itself, its length too.
    fn elide(&self) -> impl fmt::Debug {
        self
    }
}

impl<T: Elide> Elide for Option<T> {
    fn elide(&self) -> impl fmt::Debug {
        self.as_ref().map(Elide::elide)
    }
}
