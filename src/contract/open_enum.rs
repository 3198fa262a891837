//! Open enums: values that the API lists today and may extend tomorrow.
//!
//! A closed `enum` would reject a response that names a country that was added later. An open enum has a
//! constant for each value that a revision of the API lists, and holds any other string as it is.

use std::borrow::Cow;
use std::fmt;

use crate::string::json_string::JsonString;
use crate::string::quote::Quoted;

/// Either one of the listed values, or any other string.
///
/// `Other` never holds a listed value: [`open_enum!`] makes values only by looking the string up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Open<K> {
    Listed(K),
    Other(Box<str>),
}

/// A listed value.
pub(crate) trait Listed: Copy + 'static {
    /// The listed value with this name.
    fn from_text(text: &str) -> Option<Self>;
    /// The name on the wire.
    fn text(self) -> &'static str;
}

/// A value of an open enum, as a rule sees it: typed, or as written in JSON.
pub(crate) trait OpenValue<K>: Copy {
    /// The listed value, if it is one.
    fn listed(&self) -> Option<K>;
    /// Its name on the wire.
    fn text(&self) -> Cow<'_, str>;
}

impl<K: Listed> OpenValue<K> for JsonString<'_> {
    fn listed(&self) -> Option<K> {
        K::from_text(&self.decode())
    }

    fn text(&self) -> Cow<'_, str> {
        self.decode()
    }
}

impl<K: Listed> Open<K> {
    pub(crate) fn new(text: &str) -> Self {
        K::from_text(text).map_or_else(|| Self::Other(text.into()), Self::Listed)
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Listed(listed) => listed.text(),
            Self::Other(text) => text,
        }
    }

    pub(crate) fn listed(&self) -> Option<K> {
        match self {
            Self::Listed(listed) => Some(*listed),
            Self::Other(_) => None,
        }
    }
}

/// Declares the listed values of an open enum: a constant, its name on the wire and its
/// documentation in each row.
macro_rules! listed_values {
    ($(#[$meta:meta])* $listed:ident for $open:ident { $($(#[$doc:meta])* $variant:ident $constant:ident $text:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(::strum::EnumString, ::strum::IntoStaticStr)]
        #[strum(const_into_str)]
        pub(crate) enum $listed { $(#[strum(serialize = $text)] $variant),* }

        impl $listed {
            /// The number of listed values.
            #[allow(dead_code, reason = "used where there is something for each value")]
            pub(crate) const COUNT: usize = [$($text),*].len();
        }

        impl $crate::contract::listed_set::Element for $listed {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn position(self) -> u8 {
                self as u8
            }
        }

        impl $crate::contract::open_enum::Listed for $listed {
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn text(self) -> &'static str {
                self.into()
            }
        }

        impl $open {
            $(
                $(#[$doc])*
                pub const $constant: Self = Self($crate::contract::open_enum::Open::Listed($listed::$variant));
            )*

            #[doc = concat!("All values with a constant, of all revisions of the API.")]
            ///
            /// ```
            #[doc = concat!("use anchorbrowser_schema::", stringify!($open), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($open), "::all().all(|value| value.is_known()));")]
            /// ```
            #[must_use]
            pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
                [$(Self::$constant),*].into_iter()
            }
        }
    };
}

pub(crate) use listed_values;

/// The error of [`str::parse`] for a string that is not one of the listed values.
///
/// ```
/// use anchorbrowser_schema::CountryCode;
///
/// let error = "Atlantis".parse::<CountryCode>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`Atlantis` is not a country code; use a listed one in lower case, such as `us`"
/// );
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {reason}", Quoted(.text))]
pub struct UnknownValue {
    text: String,
    reason: &'static str,
}

impl UnknownValue {
    pub(crate) fn new(text: &str, reason: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            reason,
        }
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownValue({})", Quoted(&self.text))
    }
}

/// Implements the traits of a string for a newtype of [`Open`]. `reason` is the end of the sentence that
/// says why a string cannot be parsed.
macro_rules! open_enum {
    ($name:ident of $listed:ident, unless $reason:literal) => {
        impl $crate::contract::open_enum::OpenValue<$listed> for &$name {
            fn listed(&self) -> Option<$listed> {
                self.0.listed()
            }

            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl $name {
            /// Whether the value has a constant: whether a revision of the API lists it. What a
            /// revision allows is up to its rules.
            ///
            /// ```
            #[doc = concat!("use anchorbrowser_schema::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert!(!", stringify!($name), "::from(\"atlantis\").is_known());")]
            /// ```
            #[must_use]
            pub fn is_known(&self) -> bool {
                self.0.listed().is_some()
            }

            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self($crate::contract::open_enum::Open::new(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<::std::borrow::Cow<'_, str>> for $name {
            fn from(text: ::std::borrow::Cow<'_, str>) -> Self {
                Self::from(&*text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        /// Parses only listed values, as for the arguments of a command. `From` and `Deserialize` take any
        /// string.
        impl ::std::str::FromStr for $name {
            type Err = $crate::contract::open_enum::UnknownValue;

            /// # Errors
            ///
            /// If no revision of the API lists the value.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let value = Self::from(text);
                if value.is_known() {
                    Ok(value)
                } else {
                    Err($crate::contract::open_enum::UnknownValue::new(
                        text, $reason,
                    ))
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let text = $crate::string::mask::mask_user_info(self.as_str());
                ::std::fmt::Debug::fmt(&*text, f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::string::any_string::any_string(deserializer).map(Self::from)
            }
        }
    };
}

pub(crate) use open_enum;
