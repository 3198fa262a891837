//! Values that the API lists today and may extend tomorrow.
//!
//! A closed `enum` would refuse a response that names a country of tomorrow. An open value has a
//! constant for each text that the API document lists, and holds any other text as it is.

/// Either one of the listed values, or any other text.
///
/// `Other` never holds a listed text: [`open_value!`] makes values only by looking the text up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Open<K> {
    Listed(K),
    Other(Box<str>),
}

/// What a listed value answers.
pub(crate) trait Listed: Copy + 'static {
    /// The listed value with this text.
    fn from_text(text: &str) -> Option<Self>;
    /// The text on the wire.
    fn text(self) -> &'static str;
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

/// Gives a newtype over [`Open`] the traits of a text.
macro_rules! open_value {
    ($name:ident) => {
        impl $name {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self($crate::open::Open::new(text))
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

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
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
                ::std::fmt::Debug::fmt(self.as_str(), f)
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
                <::std::borrow::Cow<'de, str>>::deserialize(deserializer)
                    .map(|text| Self::from(text.as_ref()))
            }
        }
    };
}

pub(crate) use open_value;
