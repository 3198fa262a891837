//! Reports: everything that is wrong with a document.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::findings::Findings;
use crate::message::Count;
use crate::pointer::{self, InvalidPointer, Pointer};
use crate::rules::{Detail, Severity};
use crate::span::{Origin, Position, Span};
use crate::violation::Violation;

/// Everything that is wrong with a document: all violations at once, in the order of the text, or
/// for a typed value in the order of the API document's members.
///
/// At most 1,000 violations are listed, or as many as the [`Validator`](crate::Validator) says;
/// all are counted.
///
/// It is an [`Error`](std::error::Error), which displays as one line a violation, and serialises to
/// an object of `valid`, `errors`, `warnings`, `omitted` and `violations`. It is small, and owns
/// what it tells.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate};
///
/// let report = CreateTaskRequest::from_json(r#"{"name": "", "langauge": "typescript"}"#).unwrap_err();
/// assert!(!report.is_valid());
/// assert_eq!((report.errors(), report.warnings()), (3, 1));
/// let told: Vec<_> = report.violations().iter().map(|v| (v.rule().name(), v.pointer())).collect();
/// assert_eq!(
///     told,
///     [
///         ("required", "/language"),
///         ("min-length", "/name"),
///         ("pattern", "/name"),
///         ("unknown-property", "/langauge"),
///     ]
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Option<Box<Told>>);

/// What a report tells, where there is anything to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    violations: Vec<Violation>,
    errors: usize,
    warnings: usize,
    /// Errors at the rules' default levels, whatever was set.
    breaches: usize,
}

impl Report {
    /// Makes the report of `findings`, whose spans stand in `text` if that is to be shown.
    pub(crate) fn new(findings: Findings, text: Option<&[u8]>) -> Self {
        let tally = findings.tally();
        if tally.total == 0 {
            return Self(None);
        }
        Self(Some(Box::new(Told {
            violations: findings.into_first(text),
            errors: tally.errors,
            warnings: tally.warnings,
            breaches: tally.breaches,
        })))
    }

    /// Whether there is no error.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors() == 0
    }

    /// Whether there is nothing to tell, not even a warning.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// assert!(CreateTaskRequest::new("t").check().is_empty());
    /// let report = CreateTaskRequest::new("t").with_code("").check();
    /// assert!(report.is_valid() && !report.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors() + self.warnings() == 0
    }

    /// How many errors there are, listed or not.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.0.as_ref().map_or(0, |told| told.errors)
    }

    /// How many warnings there are, listed or not.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.0.as_ref().map_or(0, |told| told.warnings)
    }

    /// How many violations are counted, yet not listed.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let task = CreateTaskRequest::new("").with_code("?");
    /// let report = Validator::new().max_violations(1).check(&task);
    /// assert_eq!((report.violations().len(), report.omitted()), (1, 2));
    /// ```
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.errors() + self.warnings() - self.violations().len()
    }

    /// The violations that are listed.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.0.as_ref().map_or(&[], |told| &told.violations)
    }

    /// Whether the document keeps the contract: no error at the rules' default levels, nor at those
    /// that were set.
    pub(crate) fn keeps_contract(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|told| told.errors == 0 && told.breaches == 0)
    }

    /// The report with `prefix` before every pointer, for a document that stands inside a larger
    /// one.
    ///
    /// # Errors
    ///
    /// If `prefix` is no JSON Pointer: it must be empty or begin with `/`, and have `~` only in
    /// `~0` and `~1` (RFC 6901 section 3).
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, InvalidPointer, Validate};
    ///
    /// let report = CreateTaskRequest::new("").check().with_pointer_prefix("/jobs/0")?;
    /// assert_eq!(report.violations()[0].pointer(), "/jobs/0/name");
    /// # Ok::<(), InvalidPointer>(())
    /// ```
    pub fn with_pointer_prefix(mut self, prefix: &str) -> Result<Self, InvalidPointer> {
        let prefix = pointer::parse(prefix)?;
        for violation in self.violations_mut() {
            violation.pointer = Pointer::made([prefix, violation.pointer()].concat());
        }
        Ok(self)
    }

    /// The report with spans and positions that count from the start of a larger source, in which
    /// the document begins at `origin`.
    ///
    /// [`Origin`] shows it in use.
    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Self {
        for violation in self.violations_mut() {
            violation.shift(origin);
        }
        self
    }

    /// The report with the places of another text, from which the JSON text was made, and in the
    /// order of that: `place` gives the span and the position there of each span here.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Position, Span, Validate};
    ///
    /// // As YAML: `name: a b`. The quotes of the JSON text stand for nothing there.
    /// let report = CreateTaskRequest::from_json(r#"{"name":"a b","language":"typescript"}"#).unwrap_err();
    /// let report = report.with_places(|span| {
    ///     assert_eq!((span.start, span.end), (8, 13));
    ///     (Span::new(6, 9), Position::new(1, 7))
    /// });
    /// assert_eq!(report.violations()[0].span(), Some(Span::new(6, 9)));
    /// ```
    #[must_use]
    pub fn with_places(mut self, mut place: impl FnMut(Span) -> (Span, Position)) -> Self {
        for violation in self.violations_mut() {
            violation.place = violation.place.map(|(span, _)| place(span));
        }
        if let Some(told) = &mut self.0 {
            told.violations.sort_by(Violation::order);
        }
        self
    }

    /// The report of a text in another notation, such as YAML, that cannot be turned into JSON and
    /// so cannot be checked: it breaks the rule `syntax` at `origin`. `reason` is a few
    /// words without a full stop, of the program's own: it can show nothing of the text.
    ///
    /// ```
    /// use anchorbrowser_schema::{Origin, Position, Report, Rule};
    ///
    /// let origin = Origin::new(12, Position::new(2, 1));
    /// let report = Report::not_in_notation("YAML 1.2", "a mapping is not closed", origin);
    /// let violation = &report.violations()[0];
    /// assert_eq!(violation.rule(), Rule::Syntax);
    /// assert_eq!(violation.message(), "the document is not YAML 1.2: a mapping is not closed");
    /// ```
    #[must_use]
    pub fn not_in_notation(notation: &'static str, reason: &'static str, origin: Origin) -> Self {
        let violation = Violation {
            detail: Detail::Syntax {
                expected: notation,
                ended: false,
                reason: Some(reason),
            },
            severity: Severity::Error,
            pointer: Pointer::ROOT,
            place: Some((Span::empty(origin.offset), origin.position)),
        };
        Self(Some(Box::new(Told {
            violations: vec![violation],
            errors: 1,
            warnings: 0,
            breaches: 1,
        })))
    }

    fn violations_mut(&mut self) -> impl Iterator<Item = &mut Violation> {
        self.0.iter_mut().flat_map(|told| &mut told.violations)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (errors, warnings) = (self.errors(), self.warnings());
        write!(
            f,
            "{}, {}",
            Count(errors, "error"),
            Count(warnings, "warning")
        )?;
        for violation in self.violations() {
            write!(f, "\n{violation}")?;
        }
        match self.omitted() {
            0 => Ok(()),
            omitted => write!(f, "\n{omitted} more not listed"),
        }
    }
}

impl std::error::Error for Report {}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Report", 5)?;
        object.serialize_field("valid", &self.is_valid())?;
        object.serialize_field("errors", &self.errors())?;
        object.serialize_field("warnings", &self.warnings())?;
        object.serialize_field("omitted", &self.omitted())?;
        object.serialize_field("violations", self.violations())?;
        object.end()
    }
}

const _: () = {
    const fn is_plain_data<T: Send + Sync + 'static>() {}
    is_plain_data::<Report>();
    assert!(size_of::<Report>() == size_of::<usize>(), "a small `Err`");
};
