//! What a rule defines.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::contract::revision::Contract;
use crate::string::push_fmt::push_fmt;

/// How severe a violation is. An error is more severe than a warning.
///
/// ```
/// use anchorbrowser_schema::{Rule, Severity};
///
/// assert_eq!(Rule::Required.default_severity(), Severity::Error);
/// assert!(Severity::Error > Severity::Warning);
/// assert_eq!(Severity::Warning.to_string(), "warning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Severity {
    /// The API document allows it, but it is almost certainly a mistake.
    Warning,
    /// The API rejects the document, or should.
    Error,
}

impl Severity {
    /// `error` or `warning`.
    ///
    /// ```
    /// assert_eq!(anchorbrowser_schema::Severity::Error.name(), "error");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// A rule, implemented by its parameters. Its name and its page are in the table of rules.
pub(crate) trait Definition {
    /// The severity of a violation unless the rule's level is set.
    const SEVERITY: Severity;
    /// Whether the rule's level cannot be lowered, because there is no value to return if it is violated.
    const IS_FIXED: bool = false;
    /// When the rule is violated, in one line without a full stop.
    const SUMMARY: &'static str;
    /// Where the rule comes from.
    const SOURCE: &'static str;

    /// Whether the rule can be violated in a revision.
    fn applies(_: &Contract) -> bool {
        true
    }

    /// Removes the parameters that quote the value, for a member whose value is never shown.
    fn conceal(&mut self) {}

    /// Appends what follows the quoted pointer in the message.
    fn message(&self, text: &mut String);

    /// How to fix it, in one sentence. The pointer is empty for the document itself.
    fn help(&self, pointer: &str) -> Option<Cow<'static, str>>;
}

/// A formatted help text.
pub(crate) fn formatted(format: impl FnOnce(&mut String)) -> Cow<'static, str> {
    const TYPICAL: usize = 128;
    let mut help = String::with_capacity(TYPICAL);
    format(&mut help);
    Cow::Owned(help)
}

pub(crate) fn did_you_mean(suggestion: &str) -> Cow<'static, str> {
    formatted(|help| push_fmt!(help; "did you mean `", suggestion, "`?"))
}
