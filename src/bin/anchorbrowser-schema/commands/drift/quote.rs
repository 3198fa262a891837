//! Quotes parts of a document, which is untrusted, in messages.

use anchorbrowser_schema::redact;

use crate::escape::{cut, escape_line};

/// Maximum number of characters to quote.
const LIMIT: usize = 64;
/// Maximum number of values to list in a message.
const LISTED: usize = 12;

/// A string in backticks, cut and without invisible characters.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", shown(text, LIMIT))
}

/// At most `limit` characters, without user info of URLs, invisible characters and commands.
pub(super) fn shown(text: &str, limit: usize) -> String {
    escape_line(&cut(&redact(text), limit)).into_owned()
}

/// The first values of a list, and how many more there are.
pub(super) fn quoted_list(values: &[String]) -> String {
    let first: Vec<_> = values
        .iter()
        .take(LISTED)
        .map(|value| quoted(value))
        .collect();
    let first = first.join(", ");
    match values.len().saturating_sub(LISTED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// A step of a JSON Pointer (RFC 6901).
pub(super) fn pointer_step(name: &str) -> String {
    let name = redact(name);
    name.replace('~', "~0").replace('/', "~1")
}
