//! Passwords.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// A password. It has no `Display`, and its `Debug` reveals nothing of it.
///
/// It is written only on explicit request: when a request is serialized, and by
/// [`expose`](Self::expose).
///
/// ```
/// use anchorbrowser_schema::Password;
///
/// let password = Password::from("correct horse battery staple");
/// assert_eq!(format!("{password:?}"), "Password(<elided>)");
/// assert_eq!(password.expose(), "correct horse battery staple");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The password itself.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Password::from("secret").expose(), "secret");
    /// ```
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Password {
    fn from(password: String) -> Self {
        Self(password)
    }
}

impl From<&str> for Password {
    fn from(password: &str) -> Self {
        Self(password.to_owned())
    }
}

impl From<&String> for Password {
    fn from(password: &String) -> Self {
        Self(password.clone())
    }
}

impl From<Cow<'_, str>> for Password {
    fn from(password: Cow<'_, str>) -> Self {
        Self(password.into_owned())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(<elided>)")
    }
}
