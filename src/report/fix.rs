//! Fixes of violations.

use serde::{Deserialize, Serialize};

use super::span::Span;

/// A change of the source that fixes a violation. The library does not create fixes: the command
/// does, and writes them in its JSON formats.
///
/// ```
/// use anchorbrowser_schema::Violation;
///
/// let violation: Violation = serde_json::from_str(
///     r#"{"rule": "country-unknown", "severity": "error", "pointer": "/country_code", "message": "…",
///         "params": {"country": "US", "suggestion": "us"}, "span": {"start": 32, "end": 36}, "line": 1,
///         "column": 33, "fix": {"safe": true, "title": "replace with `us`",
///         "edits": [{"span": {"start": 32, "end": 36}, "text": "\"us\""}]}}"#,
/// )?;
/// let fix = violation.fix().unwrap();
/// assert!(fix.safe);
/// assert_eq!(fix.edits[0].text, "\"us\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fix {
    /// Whether the fix is certainly what was meant.
    pub safe: bool,
    /// What it does, as a command in lower case.
    pub title: String,
    /// Sorted edits that do not overlap. Empty if they would reveal a secret.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix without edits.
    ///
    /// ```
    /// use anchorbrowser_schema::{Edit, Fix, Span};
    ///
    /// let fix = Fix::new(true, "rename to `name`").with_edits([Edit::new(Span::new(1, 7), "\"name\"")]);
    /// assert_eq!(fix.edits.len(), 1);
    /// ```
    #[must_use]
    pub fn new(safe: bool, title: impl Into<String>) -> Self {
        Self {
            safe,
            title: title.into(),
            edits: Vec::new(),
        }
    }

    /// The fix with these edits, sorted and not overlapping.
    ///
    /// [`new`](Self::new) shows it in use.
    #[must_use]
    pub fn with_edits(self, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self {
            edits: edits.into_iter().collect(),
            ..self
        }
    }
}

/// A range of the source and the text that replaces it.
///
/// [`Fix`] shows it in use.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Edit {
    /// The range in bytes, from the start of the source.
    pub span: Span,
    /// The text that replaces it.
    pub text: String,
}

impl Edit {
    /// An edit.
    ///
    /// [`Fix::new`] shows it in use.
    #[must_use]
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }
}
