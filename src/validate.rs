//! The checks that every type has, and what comes of them.

use std::ops::Deref;

use serde::{Serialize, Serializer};

use crate::document::Document;
use crate::report::Report;
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
            Ok(()) => Ok(Valid(self)),
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

/// What comes of checking a text: the report, and the typed value where there is one.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Outcome, Validator};
///
/// // The name is wrong, yet a name; the language is missing.
/// let json = r#"{"name": "a b", "language": "typescript"}"#;
/// let Outcome { value, report, .. } = Validator::new().check_json::<CreateTaskRequest>(json);
/// assert!(value.is_some() && !report.is_valid());
/// let Outcome { value, report, .. } = Validator::new().check_json::<CreateTaskRequest>("{}");
/// assert!(value.is_none() && !report.is_valid());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome<T> {
    /// The value, right or not; none if `syntax`, `type`, `required` or `integer-range` is broken,
    /// or if a [`CustomProxy`](crate::CustomProxy) was asked for and its type, let pass, is another.
    pub value: Option<T>,
    /// Everything that is wrong.
    pub report: Report,
}

impl<T: Validate> Outcome<T> {
    /// The value with the proof that it was checked.
    ///
    /// # Errors
    ///
    /// If the report has an error, or the document breaks a rule that is an error by default and
    /// was lowered: [`Valid`] promises the contract. Take [`value`](Self::value) to go on in that
    /// case.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Rule, Validator};
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let lenient = Validator::new().allow(Rule::Pattern)?;
    /// let outcome = lenient.check_json::<CreateTaskRequest>(json);
    /// assert!(outcome.report.is_empty());
    /// assert!(outcome.value.is_some());
    /// assert!(outcome.into_valid().is_err());
    /// # Ok::<(), anchorbrowser_schema::FixedRule>(())
    /// ```
    pub fn into_valid(self) -> Result<Valid<T>, Report> {
        match self.value {
            // Both members are public: what stands there now may not be what was checked.
            Some(value) if self.report.keeps_contract() => value.into_valid(),
            _ => Err(self.report),
        }
    }
}

/// A value that was checked and keeps the contract: it has no error at the default levels, even
/// where a rule was lowered for the report.
///
/// Only a check makes one, and nothing can change it: it gives out `&T`, never `&mut T`.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Valid, Validate};
///
/// fn send(task: &Valid<CreateTaskRequest>) -> String {
///     serde_json::to_string(task).unwrap()
/// }
///
/// let task = CreateTaskRequest::new("t").into_valid()?;
/// assert_eq!(send(&task), r#"{"name":"t","language":"typescript"}"#);
/// # Ok::<(), anchorbrowser_schema::Report>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// Of a value that was just found to keep the contract.
    pub(crate) fn trust(value: T) -> Self {
        Self(value)
    }

    /// The value, without the proof.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let mut task = CreateTaskRequest::new("t").into_valid()?.into_inner();
    /// task.name.push('!');
    /// assert!(task.validate().is_err());
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> AsRef<T> for Valid<T> {
    fn as_ref(&self) -> &T {
        &self.0
    }
}

impl<T: Serialize> Serialize for Valid<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
