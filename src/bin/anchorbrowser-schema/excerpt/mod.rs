//! Source excerpts: the line of a violation, with secrets masked, cut around the violation.

mod json;
mod yaml;

use std::ops::Range;

use anchorbrowser_schema::{DocumentType, Rule, Violation, ViolationKind};

use crate::documents::{SourceFormat, SourceText};
use crate::escape::escape_line;
use crate::positions::visible_offset;

/// Approximate number of characters to show on either side of the marked part.
const CONTEXT: usize = 50;
/// Maximum number of characters to show of a key or value.
const MAX_QUOTED: usize = 64;
/// Maximum number of bytes to scan on either side, so that the cost of an excerpt does not depend
/// on the length of the line.
const SCAN_LIMIT: usize = 4096;

/// Replaces masked values, and the rest of a key or value that is cut.
const MASK: &str = "…";
/// Replaces the rest of a line that is cut.
const ELLIPSIS: &str = "...";

/// A line to show, and the range in it to mark; an empty range marks a position.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) line: String,
    pub(crate) marked: Range<usize>,
}

/// The excerpt for a violation.
pub(crate) fn excerpt(text: &SourceText<'_>, violation: &Violation) -> Option<Excerpt> {
    let span = violation.span()?;
    let span = span.start.checked_sub(text.offset)?..span.end.checked_sub(text.offset)?;
    let visible = |offset| visible_offset(text.bytes, offset);
    let span = visible(span.start)..visible(span.end);
    let visibility = Visibility::of(violation, text.document_type);
    Some(match text.format {
        SourceFormat::Json if violation.rule() == Rule::Syntax => {
            json::syntax_excerpt(text.bytes, span.start)
        }
        SourceFormat::Json => json::excerpt(text.bytes, span, visibility),
        SourceFormat::Yaml(unmasked) => yaml::excerpt(text.bytes, unmasked, span, visibility),
    })
}

/// Whether a key or value may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visibility {
    /// A key, or a value that is not secret.
    Shown,
    /// A value that may be secret.
    Masked,
}

impl Visibility {
    /// Of what the violation marks.
    fn of(violation: &Violation, document_type: DocumentType) -> Self {
        match violation.kind() {
            // A key.
            ViolationKind::DuplicateKey(_) | ViolationKind::UnknownProperty(_) => Self::Shown,
            // A value of another type can be anything, and an object can contain secrets.
            ViolationKind::Type(_) | ViolationKind::Required(_) => Self::Masked,
            // Whether a value may be shown is a property of its member.
            _ => match document_type.member(violation.pointer()) {
                Some(member) if !member.is_secret() => Self::Shown,
                _ => Self::Masked,
            },
        }
    }
}

/// Cuts source text that may be shown, and escapes invisible characters.
fn quote(text: &[u8]) -> String {
    // Do not read more bytes than the characters can occupy.
    let near = text.get(..MAX_QUOTED * 4).unwrap_or(text);
    let near = String::from_utf8_lossy(near);
    let mut characters = near.chars();
    let start: String = characters.by_ref().take(MAX_QUOTED).collect();
    let whole = near.len() >= text.len() && characters.next().is_none();
    let mut quoted = escape_line(&start).into_owned();
    if !whole {
        quoted += MASK;
        if text.ends_with(b"\"") {
            quoted.push('"');
        }
    }
    quoted
}
