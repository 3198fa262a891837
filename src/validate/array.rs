//! JSON arrays of documents.

use super::object::Object;
use super::valid::Valid;
use super::validator::{Depth, Validator};
use crate::contract::json_type::JsonType;
use crate::json::elements::{Elements, elements};
use crate::report::diagnostics::{Diagnostics, Order};
use crate::report::origin::Origin;
use crate::report::pointer::Pointer;
use crate::report::positions::Positions;
use crate::report::report::Report;
use crate::report::span::Span;
use crate::rules::types::Type;

impl Validator {
    /// All violations of a JSON array of documents of type `T`, in one report: pointers begin with the
    /// index of the element, and spans and positions are those in the array's text. The limits apply to
    /// the whole array. An array without elements has no violations.
    ///
    /// If the text is not JSON, `syntax` is the only violation. Another value than an array violates
    /// `type`.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Origin, Position, Span, Validator};
    ///
    /// let body = r#"{"jobs": [
    ///     {"name": "t", "language": "typescript"},
    ///     {"name": "a b", "language": "cobol"}
    /// ]}"#;
    /// let jobs = Span::locate(body, "/jobs").unwrap();
    /// let report = Validator::new()
    ///     .check_json_array::<CreateTaskRequest>(&body[jobs.start..jobs.end])
    ///     .with_pointer_prefix("/jobs")?
    ///     .with_origin(Origin::at(body, jobs.start));
    /// let pointers: Vec<_> = report.iter().map(|violation| violation.pointer()).collect();
    /// assert_eq!(pointers, ["/jobs/1/name", "/jobs/1/language"]);
    /// assert_eq!(report.violations()[0].position(), Some(Position::new(3, 14)));
    /// # Ok::<(), anchorbrowser_schema::InvalidPointer>(())
    /// ```
    #[must_use]
    pub fn check_json_array<T: Object>(&self, json: impl AsRef<[u8]>) -> Report {
        let text = json.as_ref();
        match self.elements(text) {
            Ok(spans) => self.check_elements::<T>(text, &spans),
            Err(report) => report,
        }
    }

    fn check_elements<T: Object>(&self, text: &[u8], spans: &[Span]) -> Report {
        let mut positions = Positions::new(text);
        let mut rest = self
            .clone()
            .max_pointer_bytes(self.pointer_bytes(text.len()));
        let reports = spans.iter().enumerate().map(|(index, span)| {
            let origin = Origin::new(span.start, positions.before(span.start));
            let element = text.get(span.start..span.end).unwrap_or_default();
            let report = rest.check_json::<T>(element);
            let mut report = report.within(index).with_origin(origin);
            rest.spend(&mut report);
            report
        });
        let empty = Diagnostics::new(self.scope(Depth::Report, 0), Order::Text);
        let mut combined = Report::new(empty, None);
        combined.extend(reports);
        combined
    }

    /// Parses a JSON array of documents and validates each of them.
    ///
    /// # Errors
    ///
    /// If the text is not a JSON array, or an element has an error, at the levels of this validator or at
    /// the default ones. The report has the violations of all elements:
    /// see [`check_json_array`](Self::check_json_array).
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validator};
    ///
    /// let json = r#"[{"name": "a", "language": "typescript"}, {"name": "b", "language": "typescript"}]"#;
    /// let tasks = Validator::new().accept_json_array::<CreateTaskRequest>(json)?;
    /// assert_eq!(tasks[1].name, "b");
    ///
    /// let report = Validator::new().accept_json_array::<CreateTaskRequest>("[{}]").unwrap_err();
    /// assert_eq!(report.violations()[0].pointer(), "/0/language");
    /// # Ok::<(), anchorbrowser_schema::Report>(())
    /// ```
    pub fn accept_json_array<T: Object>(
        &self,
        json: impl AsRef<[u8]>,
    ) -> Result<Vec<Valid<T>>, Report> {
        let text = json.as_ref();
        let spans = self.elements(text)?;
        let element = |span: Span| text.get(span.start..span.end).unwrap_or_default();
        let values = spans.iter().map(|span| self.accept_json(element(*span)));
        values
            .collect::<Result<_, _>>()
            .map_err(|_| self.check_elements::<T>(text, &spans))
    }

    /// The elements of a JSON array, or the report of a text that is none.
    fn elements(&self, text: &[u8]) -> Result<Vec<Span>, Report> {
        let found = self.check_length(text).and_then(|()| elements(text));
        let diagnostics = match found {
            Ok(Elements::Of(spans)) => return Ok(spans),
            Ok(Elements::Not(found, span)) => {
                let scope = self.scope(Depth::Report, text.len());
                let mut diagnostics = Diagnostics::new(scope, Order::Text);
                let kind = || Type::new(JsonType::Array, found, false);
                diagnostics.record(|| Pointer::ROOT, span, kind);
                diagnostics
            }
            Err(error) => self.syntax(error, text),
        };
        Err(Report::new(diagnostics, Some(text)))
    }

    /// Subtracts what a report lists from the limits. Its pointers were limited before the index was
    /// added.
    fn spend(&mut self, report: &mut Report) {
        let pointer_bytes = report.bound_pointers(self.pointer_bytes(0));
        let listed = report.violations();
        self.max_violations = if report.omitted() > 0 {
            // What follows a violation that is not listed is not listed either.
            0
        } else {
            self.max_violations.saturating_sub(listed.len())
        };
        self.max_pointer_bytes = Some(pointer_bytes);
    }
}
