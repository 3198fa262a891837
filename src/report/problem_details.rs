//! Responses of a server to an invalid document: in the API's own form, and as problem details (RFC
//! 9457).

use std::borrow::Cow;
use std::fmt;

use fluent_uri::pct_enc::EString;
use fluent_uri::pct_enc::encoder::Fragment;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::brief::{IN_RESPONSE, most_important};
use super::report::Report;
use super::violation::Violation;
use crate::contract::object::{ApiError, ErrorResponse};

/// The status of the response to an invalid request.
const BAD_REQUEST: u16 = 400;

impl From<&Report> for ErrorResponse {
    /// The body of the API's own response with status 400: the status as its code, and the report as
    /// its message, with at most 100 violations, where errors take precedence over warnings. The report
    /// should have an error; otherwise there is nothing to reject.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, ErrorResponse, Validate};
    ///
    /// let report = CreateTaskRequest::from_json(r#"{"name": "t"}"#).unwrap_err();
    /// assert_eq!(
    ///     serde_json::to_value(ErrorResponse::from(&report))?,
    ///     serde_json::json!({"error": {
    ///         "code": 400,
    ///         "message": "1 error, 0 warnings\nerror[required]: `/language` is required, but missing",
    ///     }})
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn from(report: &Report) -> Self {
        ApiError::new(BAD_REQUEST, report.to_response()).into()
    }
}

impl From<Report> for ErrorResponse {
    /// The same as for a reference.
    fn from(report: Report) -> Self {
        Self::from(&report)
    }
}

/// A report as problem details (RFC 9457), to be sent as
/// [`application/problem+json`](Self::MEDIA_TYPE).
///
/// It [serializes](Serialize) to an object of `type`, `title`, `status`, `detail` and `instance`
/// (if it is set), which that RFC defines, and of two more members:
///
/// - `violations`: one object for each violation, in the order of the report, of `rule`,
///   `severity`, `pointer`, `line` and `column` (for JSON text), `detail`, `help` (if there is one)
///   and `params`. The pointer is a URI fragment (RFC 6901 section 6), as in
///   the example of RFC 9457 section 3; `detail` is the message.
/// - `omitted`: the number of violations that are not listed.
///
/// At most [100](Self::max_violations) violations are listed, where errors take precedence over
/// warnings, so that the response to a hostile document is not many times as long as the document.
///
/// Source: RFC 9457 section 3.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
///
/// let report = CreateTaskRequest::new("").with_code("").check();
/// let problem = ProblemDetails::from(report).with_instance("/v1/task");
/// assert_eq!(
///     serde_json::to_value(&problem)?,
///     serde_json::json!({
///         "type": ProblemDetails::TYPE,
///         "title": "The document is not valid",
///         "status": 400,
///         "detail": "2 errors, 1 warning: see `violations`",
///         "instance": "/v1/task",
///         "violations": [
///             {
///                 "rule": "min-length",
///                 "severity": "error",
///                 "pointer": "#/name",
///                 "detail": "`/name` must have at least 1 character, but has 0",
///                 "help": "give it a name",
///                 "params": {"limit": 1, "actual": 0},
///             },
///             {
///                 "rule": "pattern",
///                 "severity": "error",
///                 "pointer": "#/name",
///                 "detail": "`/name` must match `^[a-zA-Z0-9_-]+$`, but is empty",
///                 "help": "use only ASCII letters, digits, hyphens and underscores",
///                 "params": {"pattern": "^[a-zA-Z0-9_-]+$"},
///             },
///             {
///                 "rule": "empty-code",
///                 "severity": "warning",
///                 "pointer": "#/code",
///                 "detail": "`/code` must contain code, but is empty",
///                 "help": "leave the member out, or add code",
///                 "params": {},
///             },
///         ],
///         "omitted": 0,
///     })
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProblemDetails {
    problem_type: Cow<'static, str>,
    title: Cow<'static, str>,
    status: u16,
    instance: Option<String>,
    max_violations: usize,
    report: Report,
}

impl ProblemDetails {
    /// The media type of problem details in JSON (RFC 9457 section 6.1).
    pub const MEDIA_TYPE: &'static str = "application/problem+json";

    /// The `type` unless another is set: the URL of this documentation.
    pub const TYPE: &'static str = "https://docs.rs/anchorbrowser-schema/latest/anchorbrowser_schema/struct.ProblemDetails.html";

    /// The problem details of a report, with the status 400, as in the API document. The report
    /// should have an error; otherwise there is no problem.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
    ///
    /// let problem = ProblemDetails::new(CreateTaskRequest::new("a b").check());
    /// assert_eq!((problem.status(), problem.report().error_count()), (400, 1));
    /// ```
    #[must_use]
    pub fn new(report: Report) -> Self {
        Self {
            problem_type: Self::TYPE.into(),
            title: "The document is not valid".into(),
            status: BAD_REQUEST,
            instance: None,
            max_violations: IN_RESPONSE,
            report,
        }
    }

    /// Sets the `type`, a URI reference, and the `title` that goes with it.
    ///
    /// ```
    /// use anchorbrowser_schema::{ProblemDetails, Report};
    ///
    /// let problem = ProblemDetails::new(Report::default())
    ///     .with_type("https://example.com/problems/invalid-task", "Invalid task");
    /// let json = serde_json::to_value(&problem)?;
    /// assert_eq!(json["type"], "https://example.com/problems/invalid-task");
    /// assert_eq!(json["title"], "Invalid task");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn with_type(
        mut self,
        uri: impl Into<Cow<'static, str>>,
        title: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.problem_type = uri.into();
        self.title = title.into();
        self
    }

    /// Sets the status, which must be that of the response, such as 422.
    ///
    /// ```
    /// use anchorbrowser_schema::{ProblemDetails, Report};
    ///
    /// assert_eq!(ProblemDetails::new(Report::default()).with_status(422).status(), 422);
    /// ```
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets the `instance`: a URI reference that identifies this occurrence, such as the path of the
    /// request with its number.
    ///
    /// See the example of [`ProblemDetails`].
    #[must_use]
    pub fn with_instance(mut self, uri: impl Into<String>) -> Self {
        self.instance = Some(uri.into());
        self
    }

    /// Sets the maximum number of violations that are listed; 100 by default. Their pointers have at
    /// most 8 KiB in total, unless the first one alone is longer. What the report itself lists is up to
    /// [`Validator::max_violations`](crate::Validator::max_violations).
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
    ///
    /// let report = CreateTaskRequest::new("").with_code("").check();
    /// let problem = serde_json::to_value(ProblemDetails::new(report).max_violations(2))?;
    /// assert_eq!(problem["violations"].as_array().map(Vec::len), Some(2));
    /// assert_eq!(problem["omitted"], 1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn max_violations(mut self, violations: usize) -> Self {
        self.max_violations = violations;
        self
    }

    /// The status of the response.
    ///
    /// [`with_status`](Self::with_status) shows it in use.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The report.
    ///
    /// [`new`](Self::new) shows it in use.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The body of a response.
    #[cfg(any(feature = "actix-web", feature = "http"))]
    pub(crate) fn to_json(&self) -> String {
        // All of it can be represented in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn detail(&self) -> String {
        format!("{}: see `violations`", self.report.counts())
    }
}

impl From<Report> for ProblemDetails {
    /// The same as [`ProblemDetails::new`].
    fn from(report: Report) -> Self {
        Self::new(report)
    }
}

impl fmt::Display for ProblemDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.title, self.report.to_response())
    }
}

/// So that a handler can return it in a `Result`. It displays the title and at most 100 violations.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Validate};
///
/// let error: Box<dyn std::error::Error> = ProblemDetails::new(CreateTaskRequest::new("a").check()).into();
/// assert_eq!(error.to_string(), "The document is not valid: 0 errors, 0 warnings");
/// ```
impl std::error::Error for ProblemDetails {}

impl Serialize for ProblemDetails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = 6 + usize::from(self.instance.is_some());
        let mut object = serializer.serialize_struct("ProblemDetails", members)?;
        object.serialize_field("type", &self.problem_type)?;
        object.serialize_field("title", &self.title)?;
        object.serialize_field("status", &self.status)?;
        object.serialize_field("detail", &self.detail())?;
        match &self.instance {
            Some(instance) => object.serialize_field("instance", instance)?,
            None => object.skip_field("instance")?,
        }
        let violations = most_important(self.report.violations(), self.max_violations);
        let violations: Vec<_> = violations.map(Entry).collect();
        object.serialize_field("violations", &violations)?;
        let omitted = self.report.count().saturating_sub(violations.len());
        object.serialize_field("omitted", &omitted)?;
        object.end()
    }
}

struct Entry<'r>(&'r Violation);

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let violation = self.0;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("rule", violation.rule())?;
        object.serialize_entry("severity", &violation.severity())?;
        object.serialize_entry("pointer", &fragment(violation.pointer()))?;
        if let Some(position) = violation.position() {
            object.serialize_entry("line", &position.line)?;
            object.serialize_entry("column", &position.column)?;
        }
        object.serialize_entry("detail", &violation.message())?;
        if let Some(help) = violation.help() {
            object.serialize_entry("help", &help)?;
        }
        object.serialize_entry("params", violation.kind())?;
        object.end()
    }
}

/// A JSON Pointer as a URI fragment (RFC 6901 section 6), with the `#` before it.
fn fragment(pointer: &str) -> String {
    let mut encoded = EString::<Fragment>::with_capacity(pointer.len());
    encoded.encode_str::<Fragment>(pointer);
    format!("#{encoded}")
}

#[cfg(test)]
mod tests {
    use super::fragment;

    /// The examples of RFC 6901 section 6.
    #[test]
    fn pointers_become_fragments() {
        let table = [
            ("", "#"),
            ("/foo", "#/foo"),
            ("/foo/0", "#/foo/0"),
            ("/", "#/"),
            ("/a~1b", "#/a~1b"),
            ("/c%d", "#/c%25d"),
            ("/e^f", "#/e%5Ef"),
            ("/g|h", "#/g%7Ch"),
            ("/i\\j", "#/i%5Cj"),
            ("/k\"l", "#/k%22l"),
            ("/ ", "#/%20"),
            ("/m~0n", "#/m~0n"),
            ("/ü#\n", "#/%C3%BC%23%0A"),
        ];
        for (pointer, expected) in table {
            assert_eq!(fragment(pointer), expected);
        }
    }
}
