//! The checks that every type has.

use super::object::Object;
use super::valid::Valid;
use super::validator::Validator;
use crate::report::report::Report;

/// Checks values and JSON with the default revision, levels and limits; use a [`Validator`] for
/// others.
///
/// It is implemented for all requests, configurations and responses of this crate, and cannot be
/// implemented for other types.
pub trait Validate: Object {
    /// All violations, including warnings.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validate};
    ///
    /// let report = CreateTaskRequest::new("web scraper").with_code("").check();
    /// let rules: Vec<_> = report.violations().iter().map(|violation| violation.rule()).collect();
    /// assert_eq!(rules, [Rule::Pattern, Rule::EmptyCode]);
    /// ```
    #[must_use]
    fn check(&self) -> Report {
        Validator::new().check(self)
    }

    /// Whether the value has no error. Nothing is allocated for a valid value: see
    /// [`Validator::is_valid`].
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// assert!(CreateTaskRequest::new("web-scraper").is_valid());
    /// ```
    #[must_use]
    fn is_valid(&self) -> bool {
        Validator::new().is_valid(self)
    }

    /// Checks that the value has no error.
    ///
    /// # Errors
    ///
    /// If a rule is violated that is an error by default. The report also contains warnings.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// CreateTaskRequest::new("web-scraper").validate()?;
    /// assert_eq!(CreateTaskRequest::new("").validate().unwrap_err().error_count(), 2);
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn validate(&self) -> Result<(), Report> {
        Validator::new().validate(self)
    }

    /// Validates the value and returns it as a [`Valid`] value.
    ///
    /// # Errors
    ///
    /// If a rule is violated that is an error by default.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Valid, Validate};
    ///
    /// let task: Valid<CreateTaskRequest> = CreateTaskRequest::new("web-scraper").into_valid()?;
    /// assert_eq!(task.name, "web-scraper");
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn into_valid(self) -> Result<Valid<Self>, Report> {
        Validator::new().accept(self)
    }

    /// Parses and validates JSON text, given as bytes or as a string.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or violates a rule that is an error by default. The report has all
    /// violations with their positions in the text.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let task = CreateTaskRequest::from_json(br#"{"name": "t", "language": "typescript"}"#)?;
    /// assert_eq!(task.name, "t");
    /// assert!(CreateTaskRequest::from_json("").is_err());
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn from_json(json: impl AsRef<[u8]>) -> Result<Valid<Self>, Report> {
        Validator::new().accept_json(json)
    }
}

impl<T: Object> Validate for T {}
