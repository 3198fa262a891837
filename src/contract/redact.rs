//! Masks the secrets in strings of a document.

use std::borrow::Cow;
use std::fmt;

use crate::string::mask::{MASK, mask_user_info};

/// The members whose values are never shown, in any object.
const SECRET_MEMBERS: &[&str] = &["code", "initial_url", "password", "server", "username"];

/// Whether any object has a member of this name whose value is never shown.
pub(crate) fn is_secret_name(name: &str) -> bool {
    SECRET_MEMBERS.contains(&name)
}

/// Masks the secrets in a string of a document, as all messages, parameters and pointers of reports
/// do: the user info of URLs, and the rest of a string that starts with the name of a secret member
/// and a colon or an equals sign, such as the misread YAML key `password:hunter2`.
///
/// The secret members are `code`, `initial_url`, `password`, `server` and `username`. The string is
/// scanned once, and allocated only if something is masked.
///
/// ```
/// use anchorbrowser_schema::redact;
///
/// assert_eq!(redact("see https://user:hunter2@example.com/"), "see https://…@example.com/");
/// assert_eq!(redact("password:hunter2"), "password:…");
/// assert_eq!(redact("name"), "name");
/// ```
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    let after_name = |name: &&str| text.strip_prefix(*name)?.strip_prefix([':', '=']);
    match SECRET_MEMBERS.iter().find_map(after_name) {
        Some("") | None => mask_user_info(text),
        Some(secret) => {
            let name = text.get(..text.len() - secret.len()).unwrap_or_default();
            Cow::Owned([name, MASK].concat())
        }
    }
}

/// `Debug` of a value that is not secret, with the user info of URLs masked.
pub(crate) struct Redacted<'v, T>(pub(crate) &'v T);

impl<T: fmt::Debug> fmt::Debug for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() {
            format!("{:#?}", self.0)
        } else {
            format!("{:?}", self.0)
        };
        f.write_str(&mask_user_info(&text))
    }
}
