//! What comes of a check.

use crate::report::Report;
use crate::valid::Valid;

/// What comes of checking a text: the report, and the typed value where there is one.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validator};
///
/// let check = |json| Validator::new().check_json::<CreateTaskRequest>(json);
/// // The name is wrong, yet a name.
/// let outcome = check(r#"{"name": "a b", "language": "typescript"}"#);
/// assert!(!outcome.report().is_valid());
/// assert_eq!(outcome.value().map(|task| task.name.as_str()), Some("a b"));
/// // Of what has no name nothing can be made.
/// assert_eq!(check("{}").value(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    value: Option<T>,
    report: Report,
}

impl<T> Outcome<T> {
    pub(crate) fn new(value: Option<T>, report: Report) -> Self {
        Self { value, report }
    }

    /// The value, right or not; none if `syntax`, `type`, `required` or `integer-range` is broken,
    /// or if a [`CustomProxy`](crate::CustomProxy) was asked for and its type, let pass, is another.
    ///
    /// [`Outcome`] shows it in use.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Everything that is wrong.
    ///
    /// [`Outcome`] shows it in use.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The report, without the value.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Report, Validator};
    ///
    /// let report: Report = Validator::new().check_json::<CreateTaskRequest>("{}").into_report();
    /// assert_eq!(report.errors(), 2);
    /// ```
    #[must_use]
    pub fn into_report(self) -> Report {
        self.report
    }

    /// The value and the report, to go on with both.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let (task, report) = Validator::new().check_json::<CreateTaskRequest>(json).into_parts();
    /// assert_eq!(task, Some(CreateTaskRequest::new("a b")));
    /// assert_eq!(report.errors(), 1);
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (Option<T>, Report) {
        (self.value, self.report)
    }

    /// The value with the proof that it was checked.
    ///
    /// # Errors
    ///
    /// If the report has an error, or the document breaks a rule that is an error by default and
    /// was lowered: [`Valid`] promises the contract. Take [`into_parts`](Self::into_parts) to go on
    /// in that case.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let lenient = Validator::new().allow(Rule::Pattern)?;
    /// let outcome = lenient.check_json::<CreateTaskRequest>(json);
    /// assert!(outcome.report().is_empty());
    /// assert!(outcome.value().is_some());
    /// assert!(outcome.into_valid().is_err());
    /// # Ok::<(), anchorbrowser_schema::FixedRule>(())
    /// ```
    pub fn into_valid(self) -> Result<Valid<T>, Report> {
        match self.value {
            Some(value) if self.report.keeps_contract() => Ok(Valid::trust(value)),
            _ => Err(self.report),
        }
    }
}
