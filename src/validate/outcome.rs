//! The outcome of reading a document.

use super::valid::Valid;
use crate::report::report::Report;

/// The outcome of reading a document: the report, and the typed value if there is one.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validator};
///
/// let read = |json| Validator::new().read_json::<CreateTaskRequest>(json);
/// // The name is invalid, but present.
/// let outcome = read(r#"{"name": "a b", "language": "typescript"}"#);
/// assert!(!outcome.report().is_valid());
/// assert_eq!(outcome.value().map(|task| task.name.as_str()), Some("a b"));
/// // Without a name there is no value.
/// assert_eq!(read("{}").value(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome<T> {
    value: Option<T>,
    report: Report,
}

impl<T> Outcome<T> {
    #[inline]
    pub(crate) fn new(value: Option<T>, report: Report) -> Self {
        Self { value, report }
    }

    /// The value, valid or not; `None` if `syntax`, `type`, `required` or `integer-range` is
    /// violated, or if a [`CustomProxy`](crate::CustomProxy) has another type and the rule `enum`
    /// was lowered.
    ///
    /// See the example of [`Outcome`].
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// All violations.
    ///
    /// See the example of [`Outcome`].
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The report, without the value.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Report, Validator};
    ///
    /// let report: Report = Validator::new().read_json::<CreateTaskRequest>("{}").into_report();
    /// assert_eq!(report.error_count(), 2);
    /// ```
    #[must_use]
    pub fn into_report(self) -> Report {
        self.report
    }

    /// The value, valid or not, without the report.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let task = Validator::new().read_json::<CreateTaskRequest>(json).into_value();
    /// assert_eq!(task, Some(CreateTaskRequest::new("a b")));
    /// ```
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        self.value
    }

    /// The value and the report.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let (task, report) = Validator::new().read_json::<CreateTaskRequest>(json).into_parts();
    /// assert_eq!(task, Some(CreateTaskRequest::new("a b")));
    /// assert_eq!(report.error_count(), 1);
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (Option<T>, Report) {
        (self.value, self.report)
    }

    /// The value, if it is valid.
    ///
    /// # Errors
    ///
    /// If the report has an error, or a rule is violated that is an error by default and was lowered:
    /// see [`Valid`]. Use [`into_parts`](Self::into_parts) to get the value in that case.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let lenient = Validator::new().allow(Rule::Pattern)?;
    /// let outcome = lenient.read_json::<CreateTaskRequest>(json);
    /// assert!(outcome.report().is_empty());
    /// assert!(outcome.value().is_some());
    /// assert!(outcome.into_valid().is_err());
    /// # Ok::<(), anchorbrowser_schema::FixedRule>(())
    /// ```
    pub fn into_valid(self) -> Result<Valid<T>, Report> {
        match self.value {
            Some(value) if self.report.satisfies_contract() => {
                Ok(Valid::trust(value, self.report.checked_by()))
            }
            _ => Err(self.report),
        }
    }
}
