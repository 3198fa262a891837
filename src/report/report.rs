//! Reports: all violations of a document.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::brief::{IN_LOG, IN_RESPONSE, most_important};
use super::diagnostics::Diagnostics;
use super::fix::Fix;
use super::origin::Origin;
use super::pointer::{self, InvalidPointer, Pointer, Segment};
use super::span::{Position, Span};
use super::violation::Violation;
use crate::contract::revision::Revision;
use crate::rules::definition::Severity;
use crate::rules::syntax::Syntax;
use crate::string::json_text::JsonText;
use crate::string::quote::Count;

/// All violations of a document, in the order of the source, or for a typed value in the order of
/// the API document's members.
///
/// At most 1,000 violations are listed unless the [`Validator`](crate::Validator) sets another
/// limit; all are counted.
///
/// It is an [`Error`](std::error::Error) that displays one line for each violation. `Debug` is a short
/// form for logs and `unwrap`: up to 10 violations with their positions, where errors take precedence
/// over warnings. It serializes to an object of `revision`, `valid`, `errors`, `warnings`, `omitted`
/// and `violations`, and can be read back. It also reads what the command writes, with its `source`,
/// `line` and `index`, and what a newer version writes: what this version does not know is kept and
/// written again.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, Validate};
///
/// let report = CreateTaskRequest::from_json(r#"{"name": "", "langauge": "typescript"}"#).unwrap_err();
/// assert!(!report.is_valid());
/// assert_eq!((report.error_count(), report.warning_count()), (3, 1));
/// let violations: Vec<_> = report.violations().iter().map(|v| (v.rule(), v.pointer())).collect();
/// assert_eq!(
///     violations,
///     [
///         ("required", "/language"),
///         ("min-length", "/name"),
///         ("pattern", "/name"),
///         ("unknown-property", "/langauge"),
///     ]
/// );
/// let read: anchorbrowser_schema::Report = serde_json::from_str(&serde_json::to_string(&report)?)?;
/// assert_eq!(read, report);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Report {
    revision: Revision,
    /// `None` if there is nothing but the revision.
    contents: Option<Box<Contents>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) source: DocumentSource,
    pub(crate) violations: Vec<Violation>,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Errors at the rules' default levels, whatever the levels were. It is not written.
    pub(crate) default_errors: usize,
    /// The name of a revision that this version does not know.
    pub(crate) revision: Option<Box<str>>,
    /// Members that this version does not know.
    pub(crate) rest: Vec<(Box<str>, JsonText)>,
}

/// Where a document comes from, as the command's JSON states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DocumentSource {
    pub(crate) name: Option<Box<str>>,
    pub(crate) line: Option<usize>,
    pub(crate) index: Option<usize>,
}

/// Two reports are equal if the same is written of them.
impl PartialEq for Contents {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            source,
            violations,
            errors,
            warnings,
            default_errors: _,
            revision,
            rest,
        } = self;
        *source == other.source
            && *violations == other.violations
            && (*errors, *warnings) == (other.errors, other.warnings)
            && *revision == other.revision
            && *rest == other.rest
    }
}

impl Eq for Contents {}

impl Hash for Contents {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.errors, self.warnings, &self.violations).hash(state);
    }
}

impl Contents {
    #[inline(never)]
    fn new(diagnostics: Diagnostics<'_>, text: Option<&[u8]>) -> Box<Self> {
        let counts = diagnostics.counts();
        Box::new(Self {
            violations: diagnostics.into_first(text),
            errors: counts.errors,
            warnings: counts.warnings,
            default_errors: counts.default_errors,
            ..Self::default()
        })
    }
}

impl Report {
    /// The report of `diagnostics`, with locations if their text is given.
    #[inline]
    pub(crate) fn new(diagnostics: Diagnostics<'_>, text: Option<&[u8]>) -> Self {
        Self {
            revision: diagnostics.contract().revision(),
            // Most documents have no violation.
            contents: if diagnostics.counts().total == 0 {
                None
            } else {
                Some(Contents::new(diagnostics, text))
            },
        }
    }

    /// A report that was read.
    pub(crate) fn read(revision: Revision, contents: Contents) -> Self {
        let contents = (contents != Contents::default()).then(|| Box::new(contents));
        Self { revision, contents }
    }

    /// The report of a document that is not valid in its notation, such as YAML.
    pub(crate) fn of_syntax(revision: Revision, syntax: Syntax, origin: Origin) -> Self {
        let span = Span::empty(origin.offset);
        let mut violation = Violation::new(syntax.into(), Severity::Error, Pointer::ROOT, span);
        violation.set_positions(span, origin.position..origin.position);
        Self {
            revision,
            contents: Some(Box::new(Contents {
                violations: vec![violation],
                errors: 1,
                default_errors: 1,
                ..Contents::default()
            })),
        }
    }

    /// The revision that this version checked against.
    pub(crate) fn checked_by(&self) -> Revision {
        self.revision
    }

    /// The name of the revision that the document was checked against, which equals the
    /// [`Revision`]. It can be another name in a report that a newer version wrote.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Revision, Validate};
    ///
    /// assert_eq!(CreateTaskRequest::new("t").check().revision(), Revision::V2025);
    /// ```
    #[must_use]
    pub fn revision(&self) -> &str {
        let unknown = self
            .contents
            .as_ref()
            .and_then(|contents| contents.revision.as_deref());
        unknown.unwrap_or(self.revision.name())
    }

    /// Whether there is no error.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.error_count() == 0
    }

    /// Whether there is no violation, not even a warning.
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
        self.error_count() == 0 && self.warning_count() == 0
    }

    /// The number of errors, listed or not.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.contents.as_ref().map_or(0, |contents| contents.errors)
    }

    /// The number of warnings, listed or not.
    #[must_use]
    pub fn warning_count(&self) -> usize {
        self.contents
            .as_ref()
            .map_or(0, |contents| contents.warnings)
    }

    /// The number of violations that are counted, but not listed.
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
        self.count().saturating_sub(self.violations().len())
    }

    pub(super) fn count(&self) -> usize {
        self.error_count().saturating_add(self.warning_count())
    }

    /// The violations that are listed.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.contents
            .as_ref()
            .map_or(&[], |contents| &contents.violations)
    }

    /// The violations that are listed, one by one.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::new("a b").check();
    /// assert!(report.iter().eq(report.violations()));
    /// ```
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.violations().iter()
    }

    /// The errors that are listed.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::new("a b").with_code("").check();
    /// let rules: Vec<_> = report.errors().map(|violation| violation.rule()).collect();
    /// assert_eq!(rules, ["pattern"]);
    /// ```
    pub fn errors(&self) -> impl Iterator<Item = &Violation> + Clone {
        self.of_severity(Severity::Error)
    }

    /// The warnings that are listed.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::new("a b").with_code("").check();
    /// let rules: Vec<_> = report.warnings().map(|violation| violation.rule()).collect();
    /// assert_eq!(rules, ["empty-code"]);
    /// ```
    pub fn warnings(&self) -> impl Iterator<Item = &Violation> + Clone {
        self.of_severity(Severity::Warning)
    }

    fn of_severity(&self, severity: Severity) -> impl Iterator<Item = &Violation> + Clone {
        let violations = self.violations().iter();
        violations.filter(move |violation| violation.severity() == severity)
    }

    /// The violations that are listed, without the report.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// assert_eq!(CreateTaskRequest::new("a b").check().into_violations().len(), 1);
    /// ```
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.contents
            .map_or_else(Vec::new, |contents| contents.violations)
    }

    /// How many of the listed violations each rule has.
    ///
    /// ```
    /// use anchorbrowser_schema::{Timeout, Validate};
    ///
    /// let report = Timeout::new().with_max_duration(0).with_idle_timeout(-2).check();
    /// assert!(report.counts_by_rule().into_iter().eq([("timeout-value", 2)]));
    /// ```
    #[must_use]
    pub fn counts_by_rule(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for violation in self {
            *counts.entry(violation.rule()).or_default() += 1;
        }
        counts
    }

    /// Whether there is no error at the rules' default levels, nor at those that were set.
    pub(crate) fn satisfies_contract(&self) -> bool {
        self.contents
            .as_ref()
            .is_none_or(|contents| contents.errors == 0 && contents.default_errors == 0)
    }

    /// The report with `prefix` before every pointer, for a document inside a larger one.
    ///
    /// # Errors
    ///
    /// If `prefix` is not a JSON Pointer, such as `jobs/0` or `/~2`: it must be empty or start with
    /// `/`, and have `~` only in `~0` and `~1` (RFC 6901 section 3).
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
            violation.prefix(prefix);
        }
        Ok(self)
    }

    /// The report with spans and positions from the start of a larger source, in which the document
    /// begins at `origin`.
    ///
    /// See the example of [`Origin`].
    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Self {
        for violation in self.violations_mut() {
            violation.shift(origin);
        }
        self
    }

    /// The report with locations in the text that the JSON text was converted from, such as YAML, and
    /// in the order of that text. `map` converts a span in the JSON text into the span in the original
    /// text and the positions of its start and end. Fixes are removed.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Position, Span, Validate};
    ///
    /// // The YAML is `name: a b`, without the quotes of the JSON text.
    /// let report = CreateTaskRequest::from_json(r#"{"name":"a b","language":"typescript"}"#).unwrap_err();
    /// let report = report.map_spans(|span| {
    ///     assert_eq!((span.start, span.end), (8, 13));
    ///     (Span::new(6, 9), Position::new(1, 7)..Position::new(1, 10))
    /// });
    /// assert_eq!(report.violations()[0].span(), Some(Span::new(6, 9)));
    /// ```
    #[must_use]
    pub fn map_spans(mut self, mut map: impl FnMut(Span) -> (Span, Range<Position>)) -> Self {
        for violation in self.violations_mut() {
            violation.map_location(&mut map);
            violation.forget_opening();
        }
        if let Some(contents) = &mut self.contents {
            contents.violations.sort_by(Violation::order);
        }
        self
    }

    /// The report with other help texts, for documents in another notation: `help` returns the new
    /// help of a violation, or `None` to keep it.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::from_json(r#"{"name":5,"language":"typescript"}"#).unwrap_err();
    /// let report = report.with_help(|violation| {
    ///     (violation.rule() == "type").then(|| "put it in quotes".into())
    /// });
    /// assert_eq!(report.violations()[0].help().as_deref(), Some("put it in quotes"));
    /// ```
    #[must_use]
    pub fn with_help(
        mut self,
        mut help: impl FnMut(&Violation) -> Option<Cow<'static, str>>,
    ) -> Self {
        for violation in self.violations_mut() {
            if let Some(help) = help(violation) {
                violation.set_help(help);
            }
        }
        self
    }

    /// The report with the fix that `fix` returns for each violation.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Edit, Fix, Validate};
    ///
    /// let report = CreateTaskRequest::from_json(r#"{"name":"a b","language":"typescript"}"#).unwrap_err();
    /// let report = report.with_fixes(|violation| {
    ///     let edit = Edit::new(violation.span()?, "\"a_b\"");
    ///     Some(Fix::new(false, "replace spaces").with_edits([edit]))
    /// });
    /// assert!(report.violations()[0].fix().is_some());
    /// ```
    #[must_use]
    pub fn with_fixes(mut self, mut fix: impl FnMut(&Violation) -> Option<Fix>) -> Self {
        for violation in self.violations_mut() {
            let fix = fix(violation);
            violation.set_fix(fix);
        }
        self
    }

    /// The report with the name of the document's source and the line on which the document begins,
    /// as the command writes them.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::new("t").check().with_source("tasks.jsonl", 7);
    /// assert_eq!((report.source_name(), report.line()), (Some("tasks.jsonl"), Some(7)));
    /// assert!(serde_json::to_string(&report)?.starts_with(r#"{"source":"tasks.jsonl","line":7,"#));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn with_source(mut self, name: impl Into<String>, line: usize) -> Self {
        let source = &mut self.contents.get_or_insert_default().source;
        source.name = Some(name.into().into());
        source.line = Some(line);
        self
    }

    /// The report with the index of the document in an array, from 0.
    ///
    /// ```
    /// use anchorbrowser_schema::Report;
    ///
    /// assert_eq!(Report::default().with_index(3).index(), Some(3));
    /// ```
    #[must_use]
    pub fn with_index(mut self, index: usize) -> Self {
        self.contents.get_or_insert_default().source.index = Some(index);
        self
    }

    /// The name of the document's source, if it was [set](Self::with_source) or read.
    #[must_use]
    pub fn source_name(&self) -> Option<&str> {
        self.contents.as_ref()?.source.name.as_deref()
    }

    /// The line of the source on which the document begins, if it was [set](Self::with_source) or
    /// read.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.contents.as_ref()?.source.line
    }

    /// The index of the document in an array, if it was [set](Self::with_index) or read.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.contents.as_ref()?.source.index
    }

    /// The report with the index of an array's element before every pointer.
    pub(crate) fn within(mut self, index: usize) -> Self {
        let prefix = Pointer::ROOT.child(Segment::Index(index));
        for violation in self.violations_mut() {
            violation.prefix(prefix.as_str());
        }
        self
    }

    /// Lists no violation from the first one on whose pointer does not fit, and returns the bytes that are
    /// left.
    pub(crate) fn bound_pointers(&mut self, bytes: usize) -> usize {
        let mut left = bytes;
        let fits = |violation: &&Violation| {
            let rest = left.checked_sub(violation.pointer().len());
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        let listed = self.iter().take_while(fits).count();
        if let Some(contents) = &mut self.contents {
            contents.violations.truncate(listed);
        }
        left
    }

    fn violations_mut(&mut self) -> impl Iterator<Item = &mut Violation> {
        self.contents
            .iter_mut()
            .flat_map(|contents| &mut contents.violations)
    }
}

/// Combines the reports of several documents, such as the parts of a batch, into one: it lists and counts
/// the violations of all, in the order of the reports. Give each report its
/// [pointer prefix](Report::with_pointer_prefix) and [origin](Report::with_origin) before.
///
/// The combined report keeps its own revision, source, line and index. It lists as many violations as the
/// reports do together.
///
/// ```
/// use anchorbrowser_schema::{CreateTaskRequest, ProblemDetails, Report, Validate};
///
/// let jobs = ["web scraper", "t", ""].map(CreateTaskRequest::new);
/// let report = jobs
///     .iter()
///     .enumerate()
///     .map(|(index, job)| job.check().with_pointer_prefix(&format!("/jobs/{index}")))
///     .collect::<Result<Report, _>>()?;
/// let pointers: Vec<_> = report.iter().map(|violation| violation.pointer()).collect();
/// assert_eq!(pointers, ["/jobs/0/name", "/jobs/2/name", "/jobs/2/name"]);
/// assert_eq!(ProblemDetails::from(report).report().error_count(), 3);
/// # Ok::<(), anchorbrowser_schema::InvalidPointer>(())
/// ```
impl Extend<Report> for Report {
    fn extend<I: IntoIterator<Item = Report>>(&mut self, reports: I) {
        for report in reports {
            let Some(added) = report
                .contents
                .filter(|added| added.errors > 0 || added.warnings > 0)
            else {
                continue;
            };
            let contents = self.contents.get_or_insert_default();
            contents.violations.extend(added.violations);
            contents.errors = contents.errors.saturating_add(added.errors);
            contents.warnings = contents.warnings.saturating_add(added.warnings);
            contents.default_errors = contents.default_errors.saturating_add(added.default_errors);
        }
    }
}

/// [Combines](Report::extend) the reports of several documents. The revision is that of the first one.
impl FromIterator<Report> for Report {
    fn from_iter<I: IntoIterator<Item = Report>>(reports: I) -> Self {
        let mut reports = reports.into_iter();
        let first = reports.next().unwrap_or_default();
        let mut combined = Self {
            revision: first.revision,
            contents: None,
        };
        let contents = first.contents.as_ref();
        let unknown_revision = contents.and_then(|contents| contents.revision.clone());
        combined.extend(std::iter::once(first).chain(reports));
        if unknown_revision.is_some() {
            combined.contents.get_or_insert_default().revision = unknown_revision;
        }
        combined
    }
}

impl<'r> IntoIterator for &'r Report {
    type Item = &'r Violation;
    type IntoIter = std::slice::Iter<'r, Violation>;

    /// The violations that are listed.
    fn into_iter(self) -> Self::IntoIter {
        self.violations().iter()
    }
}

impl IntoIterator for Report {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    /// The violations that are listed.
    fn into_iter(self) -> Self::IntoIter {
        self.into_violations().into_iter()
    }
}

impl Report {
    /// The number of violations, and a line for each of those that are listed.
    fn write<'r>(
        &self,
        f: &mut fmt::Formatter<'_>,
        listed: impl Iterator<Item = &'r Violation>,
        line: fn(&Violation, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        write!(f, "{}", self.counts())?;
        let mut count = 0;
        for violation in listed {
            f.write_str("\n")?;
            line(violation, f)?;
            count += 1;
        }
        match self.count().saturating_sub(count) {
            0 => Ok(()),
            omitted => write!(f, "\n{omitted} more not listed"),
        }
    }

    pub(super) fn counts(&self) -> String {
        let errors = Count(self.error_count(), "error");
        let warnings = Count(self.warning_count(), "warning");
        format!("{errors}, {warnings}")
    }

    /// The text of a response: lists only the most important violations.
    pub(crate) fn to_response(&self) -> String {
        struct Response<'r>(&'r Report);

        impl fmt::Display for Response<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let listed = most_important(self.0.violations(), IN_RESPONSE);
                self.0.write(f, listed, fmt::Display::fmt)
            }
        }

        Response(self).to_string()
    }

    /// The message of an error of a deserializer. `serde_json` may append where in a larger document the
    /// value ends: that follows the counts, because it would be misunderstood after a violation.
    pub(crate) fn to_error_message(&self) -> String {
        let response = self.to_response();
        match response.split_once('\n') {
            Some((counts, lines)) => format!("{lines}\n{counts}"),
            None => response,
        }
    }
}

/// All violations that are listed.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, self.iter(), fmt::Display::fmt)
    }
}

/// The most important violations, in as little room as a log should take.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = most_important(self.violations(), IN_LOG);
        self.write(f, listed, fmt::Debug::fmt)
    }
}

impl std::error::Error for Report {}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        if let Some(source) = self.source_name() {
            object.serialize_entry("source", source)?;
        }
        if let Some(line) = self.line() {
            object.serialize_entry("line", &line)?;
        }
        if let Some(index) = self.index() {
            object.serialize_entry("index", &index)?;
        }
        object.serialize_entry("revision", self.revision())?;
        object.serialize_entry("valid", &self.is_valid())?;
        object.serialize_entry("errors", &self.error_count())?;
        object.serialize_entry("warnings", &self.warning_count())?;
        object.serialize_entry("omitted", &self.omitted())?;
        object.serialize_entry("violations", self.violations())?;
        for (name, value) in self.contents.iter().flat_map(|contents| &contents.rest) {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

const _: () = {
    const fn is_plain_data<T: Send + Sync + 'static>() {}
    is_plain_data::<Report>();
    assert!(
        size_of::<Report>() <= 2 * size_of::<usize>(),
        "a small `Err`"
    );
};
