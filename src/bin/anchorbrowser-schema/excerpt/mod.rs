//! Source excerpts: the line of a violation, with secrets masked, cut around the violation.

mod json;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;

use anchorbrowser_schema::{DocumentType, Rule, Violation, ViolationKind, redact};
use serde_json::Value;

use crate::documents::SourceText;
use crate::escape::escape_line;
use crate::positions::visible_offset;
use crate::source_format::SourceFormat;

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

/// Makes the excerpts of a document.
#[derive(Debug)]
pub(crate) struct Excerpts<'a> {
    text: SourceText<'a>,
    /// Spans of JSON in which keys are also masked.
    hidden: Vec<Range<usize>>,
}

impl<'a> Excerpts<'a> {
    /// The excerpts of a document with these violations.
    pub(crate) fn new(text: SourceText<'a>, violations: &[Violation]) -> Self {
        let is_json = matches!(text.format, SourceFormat::Json);
        let hidden = if is_json && !violations.is_empty() {
            json::hidden_spans(text.bytes)
        } else {
            Vec::new()
        };
        Self { text, hidden }
    }

    /// The excerpt for a violation.
    pub(crate) fn of(&self, violation: &Violation) -> Option<Excerpt> {
        let Self { text, hidden } = self;
        let span = violation.span()?;
        let span = span.start.checked_sub(text.offset)?..span.end.checked_sub(text.offset)?;
        let visible = |offset| visible_offset(text.bytes, offset);
        let span = visible(span.start)..visible(span.end);
        let visibility = Visibility::of(violation, text.document_type);
        Some(match text.format {
            SourceFormat::Json if violation.rule() == Rule::Syntax => {
                json::syntax_excerpt(text.bytes, span.start)
            }
            SourceFormat::Json => json::excerpt(text.bytes, span, visibility, hidden),
            SourceFormat::Yaml(scalars) => yaml::excerpt(text.bytes, scalars, span, visibility),
        })
    }
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
    /// The visibility of the key or value that a violation marks.
    fn of(violation: &Violation, document_type: DocumentType) -> Self {
        match violation.kind() {
            // A key inside a member that is never shown.
            ViolationKind::DuplicateKey(duplicate) if &*duplicate.key == MASK => Self::Masked,
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
    if let Some(plain) = as_plain(text) {
        return redact_source(plain, false).into_owned();
    }
    // Do not read more bytes than the characters can occupy.
    let near = text.get(..MAX_QUOTED * 4).unwrap_or(text);
    let is_cut = near.len() < text.len();
    let near = String::from_utf8_lossy(near);
    let near = redact_source(&near, is_cut);
    let mut characters = near.chars();
    let start: String = characters.by_ref().take(MAX_QUOTED).collect();
    let whole = !is_cut && characters.next().is_none();
    let mut quoted = escape_line(&start).into_owned();
    if !whole {
        quoted += MASK;
        if text.ends_with(b"\"") {
            quoted.push('"');
        }
    }
    quoted
}

/// A short piece of the source in which nothing needs to be escaped, as in most keys.
fn as_plain(text: &[u8]) -> Option<&str> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b':' | b'#');
    let is_plain = text.len() <= MAX_QUOTED && text.iter().all(is_plain);
    is_plain.then(|| str::from_utf8(text).ok()).flatten()
}

/// Masks what must not be shown of a key or value, as it is written in the source; it may be cut.
pub(crate) fn redact_source(source: &str, is_cut: bool) -> Cow<'_, str> {
    /// Completes the user info of a URL that is cut.
    const AT: &str = "@";

    let quotes = source.len() - source.trim_start_matches(['"', '\'']).len();
    let (quotes, content) = source.split_at_checked(quotes).unwrap_or(("", source));
    if content.contains('\\') {
        // What escapes hide shows only when they are decoded.
        let decoded = serde_json::from_str::<String>(source);
        return match decoded {
            Ok(decoded) if redact(&decoded) == decoded => Cow::Borrowed(source),
            Ok(decoded) => Cow::Owned(Value::from(redact(&decoded)).to_string()),
            Err(_) if content.contains(['/', ':']) || content.contains("\\u") => {
                Cow::Owned([quotes, MASK, quotes].concat())
            }
            Err(_) => Cow::Borrowed(source),
        };
    }
    let completed = if is_cut {
        Cow::Owned([content, AT].concat())
    } else {
        Cow::Borrowed(content)
    };
    let redacted = redact(&completed);
    let redacted = redacted
        .strip_suffix(AT)
        .filter(|_| is_cut)
        .unwrap_or(&redacted);
    if redacted == content {
        Cow::Borrowed(source)
    } else {
        Cow::Owned([quotes, redacted].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_info_is_masked_before_a_value_is_cut() {
        let long = "u".repeat(300);
        let table = [
            (r#""https://u:p@h/""#.to_owned(), r#""https://…@h/""#),
            (r#""https:\/\/u:p\u0040h/""#.to_owned(), r#""https://…@h/""#),
            (r#""\u00e4""#.to_owned(), r#""\u00e4""#),
            (format!("\"https://{long}@h/\""), r#""https://……""#),
            ("'https://u:p@h/'".to_owned(), "'https://…@h/'"),
            (r#""https://u:p\x40h/""#.to_owned(), r#""…""#),
            ("password:hunter2".to_owned(), "password:…"),
            ("password=hunter2".to_owned(), "password=…"),
            (r#""password=hunter2""#.to_owned(), r#""password=…"#),
            ("//u:p@h/".to_owned(), "//…@h/"),
            ("//u@h/".to_owned(), "//…@h/"),
            ("name".to_owned(), "name"),
        ];
        for (source, quoted) in table {
            assert_eq!(quote(source.as_bytes()), quoted, "{source}");
        }
    }
}
