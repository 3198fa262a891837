//! Values that can be `null`.

use serde::{Serialize, Serializer};

/// A value, or `null`, which is not the absence of a member.
///
/// ```
/// use anchorbrowser_schema::Nullable;
///
/// assert_eq!(Nullable::from("scrapes prices").value(), Some(&"scrapes prices".to_owned()));
/// assert_eq!(Nullable::<String>::Null.value(), None);
/// assert_eq!(serde_json::to_string(&Nullable::<String>::Null)?, "null");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
#[expect(clippy::exhaustive_enums, reason = "a value is `null`, or it is not")]
pub enum Nullable<T> {
    /// `null`.
    Null,
    /// Any other value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, unless it is `null`.
    ///
    /// See the example of [`Nullable`].
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value, unless it is `null`.
    ///
    /// ```
    /// use anchorbrowser_schema::Nullable;
    ///
    /// assert_eq!(Nullable::Value(1).into_value(), Some(1));
    /// ```
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl From<String> for Nullable<String> {
    fn from(value: String) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}
