//! Excerpts: the line of a source on which a violation stands, with what must never be shown masked,
//! and cut around it.

mod json;
mod yaml;

use std::ops::Range;

use anchorbrowser_schema::{Rule, Violation};

use crate::documents::{Notation, Text};
use crate::visible::visible;

/// Characters that are shown on either side of what is marked, about.
const CONTEXT: usize = 50;
/// Characters of a key or a value that are shown at most.
const QUOTED: usize = 64;
/// Bytes that are looked at on either side at most, so that a violation costs the same in a line of
/// any length.
const NEAR: usize = 4096;

/// What is shown in place of what is masked, or cut off within a key or a value.
const HIDDEN: &str = "…";
/// What is shown where a line is cut.
const CUT: &str = "...";

/// A line to show, and the bytes of it to mark; nothing is marked but a place where they are none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) line: String,
    pub(crate) marked: Range<usize>,
}

/// The excerpt for a violation of a document.
pub(crate) fn excerpt(text: &Text<'_>, violation: &Violation) -> Option<Excerpt> {
    let span = violation.span()?;
    let span = span.start.checked_sub(text.offset)?..span.end.checked_sub(text.offset)?;
    let shown = Shown::by(violation.rule());
    Some(match text.notation {
        Notation::Json if violation.rule() == Rule::Syntax => json::broken(text.bytes, span.start),
        Notation::Json => json::excerpt(text.bytes, span, shown),
        Notation::Yaml(visible) => yaml::excerpt(text.bytes, visible, span, shown),
    })
}

/// Whether what breaks a rule may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// It is a key, or a value that is no secret.
    Plain,
    /// It may be a secret.
    Masked,
}

impl Shown {
    fn by(rule: Rule) -> Self {
        match rule {
            Rule::DuplicateKey
            | Rule::UnknownProperty
            | Rule::Enum
            | Rule::MinLength
            | Rule::MaxLength
            | Rule::Pattern
            | Rule::CountryUnknown
            | Rule::CountryNotAllowed
            | Rule::CityUnsupported
            | Rule::IntegerRange
            | Rule::TimeoutValue
            | Rule::TimeoutOrder
            | Rule::Uuid
            | Rule::DateTime => Self::Plain,
            // Code, URLs, servers, values that may have the wrong type, and whatever rules are to
            // come.
            _ => Self::Masked,
        }
    }
}

/// Text of a source that may be shown: cut, and with nothing in it that a terminal acts on.
fn quoted(text: &[u8]) -> String {
    // More bytes than its characters can take are not looked at.
    let near = text.get(..QUOTED * 4).unwrap_or(text);
    let near = String::from_utf8_lossy(near);
    let mut characters = near.chars();
    let start: String = characters.by_ref().take(QUOTED).collect();
    let whole = near.len() >= text.len() && characters.next().is_none();
    let mut quoted = visible(&start).into_owned();
    if !whole {
        quoted += HIDDEN;
        if text.ends_with(b"\"") {
            quoted.push('"');
        }
    }
    quoted
}
