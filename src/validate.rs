//! The checks that every type has.

use crate::document::Document;
use crate::report::Report;
use crate::valid::Valid;
use crate::validator::Validator;

/// The checks of every type, with the default levels and bounds; [`Validator`] has others.
///
/// It is implemented for all requests, configurations and responses of this crate, and cannot be
/// implemented for other types.
#[expect(private_bounds, reason = "the private trait seals this one")]
pub trait Validate: Document {
    /// Everything that is wrong with the value, warnings included.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validate};
    ///
    /// let report = CreateTaskRequest::new("web scraper").with_code("").check();
    /// let rules: Vec<_> = report.violations().iter().map(|v| v.rule()).collect();
    /// assert_eq!(rules, [Rule::Pattern, Rule::EmptyCode]);
    /// ```
    #[must_use]
    fn check(&self) -> Report {
        Validator::new().check(self)
    }

    /// Whether the value has no error.
    ///
    /// # Errors
    ///
    /// If a rule is broken that is an error by default. The report tells the warnings too.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// CreateTaskRequest::new("web-scraper").validate()?;
    /// assert_eq!(CreateTaskRequest::new("").validate().unwrap_err().errors(), 2);
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn validate(&self) -> Result<(), Report> {
        let validator = Validator::new();
        if validator.is_valid(self) {
            Ok(())
        } else {
            Err(validator.check(self))
        }
    }

    /// The value with the proof that it was checked.
    ///
    /// # Errors
    ///
    /// If a rule is broken that is an error by default.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Valid, Validate};
    ///
    /// let task: Valid<CreateTaskRequest> = CreateTaskRequest::new("web-scraper").into_valid()?;
    /// assert_eq!(task.name, "web-scraper");
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    fn into_valid(self) -> Result<Valid<Self>, Report> {
        match self.validate() {
            Ok(()) => Ok(Valid::trust(self)),
            Err(report) => Err(report),
        }
    }

    /// Reads JSON text, given as bytes or as a string.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or a rule is broken that is an error by default. The report tells
    /// everything that is wrong, with its place in the text.
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
        Validator::new().from_json(json)
    }
}

impl<T: Document> Validate for T {}
