//! A report and its source as a diagnostic of miette.

use std::fmt::{self, Display};
use std::sync::Arc;

use ::miette::{Diagnostic, LabeledSpan, NamedSource, Severity, SourceCode};

use crate::report::report::Report;
use crate::report::violation::Violation;
use crate::rules::definition;
use crate::rules::table::Rule;
use crate::string::mask::mask_user_info;
use crate::string::quote::{Count, Escaped};

type Source = Arc<NamedSource<String>>;

impl Report {
    /// The report as a diagnostic of miette, with the name of the source and the source itself, of which
    /// it keeps only what [`mask`](Self::mask) returns.
    ///
    /// Each violation is a related diagnostic: its message, its rule as the code, its severity, its help,
    /// a label at its span, and the page of the rule as the URL. To show excerpts in color, enable the
    /// feature `fancy` of miette.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    /// use miette::Diagnostic;
    ///
    /// let json = r#"{"name": "a b", "language": "typescript"}"#;
    /// let report = CreateTaskRequest::from_json(json).unwrap_err();
    /// let diagnostic = report.into_diagnostic("task.json", json);
    /// assert_eq!(diagnostic.to_string(), "`task.json`: 1 error, 0 warnings");
    ///
    /// let violation = diagnostic.related().unwrap().next().unwrap();
    /// assert_eq!(violation.code().unwrap().to_string(), "pattern");
    /// let label = violation.labels().unwrap().next().unwrap();
    /// assert_eq!((label.offset(), label.len()), (9, 5));
    /// let help = violation.help().unwrap().to_string();
    /// assert_eq!(help, "use only ASCII letters, digits, hyphens and underscores");
    /// ```
    #[must_use]
    pub fn into_diagnostic(self, name: impl AsRef<str>, source: &str) -> ReportDiagnostic {
        // Renderers print the name as it is.
        let name = Escaped(&mask_user_info(name.as_ref())).to_string();
        let source = Arc::new(NamedSource::new(name, self.mask(source)).with_language("json"));
        let violations = self.iter().map(|violation| ViolationDiagnostic {
            violation: violation.clone(),
            source: Arc::clone(&source),
        });
        ReportDiagnostic {
            violations: violations.collect(),
            report: self,
            source,
        }
    }
}

/// A report as a diagnostic of miette; made by [`Report::into_diagnostic`].
#[derive(Clone)]
pub struct ReportDiagnostic {
    report: Report,
    violations: Vec<ViolationDiagnostic>,
    source: Source,
}

impl ReportDiagnostic {
    /// The report.
    ///
    /// ```
    /// use anchorbrowser_schema::{CreateTaskRequest, Validate};
    ///
    /// let report = CreateTaskRequest::from_json("{}").unwrap_err();
    /// assert_eq!(report.clone().into_diagnostic("task.json", "{}").report(), &report);
    /// ```
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }
}

impl fmt::Debug for ReportDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.source.name();
        let mut text = f.debug_struct("ReportDiagnostic");
        text.field("name", &name).field("report", &self.report);
        text.finish_non_exhaustive()
    }
}

impl Display for ReportDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = Count(self.report.error_count(), "error");
        let warnings = Count(self.report.warning_count(), "warning");
        let name = self.source.name();
        write!(f, "`{name}`: {errors}, {warnings}")?;
        match self.report.omitted() {
            0 => Ok(()),
            omitted => write!(f, " ({omitted} not listed)"),
        }
    }
}

impl std::error::Error for ReportDiagnostic {}

impl Diagnostic for ReportDiagnostic {
    fn severity(&self) -> Option<Severity> {
        Some(if self.report.is_valid() {
            Severity::Warning
        } else {
            Severity::Error
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let violations = self.violations.iter();
        Some(Box::new(violations.map(|violation| violation as _)))
    }
}

#[derive(Clone, Debug)]
struct ViolationDiagnostic {
    violation: Violation,
    source: Source,
}

impl Display for ViolationDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.violation.message())
    }
}

impl std::error::Error for ViolationDiagnostic {}

impl Diagnostic for ViolationDiagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.violation.rule()))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.violation.severity() {
            definition::Severity::Error => Severity::Error,
            definition::Severity::Warning => Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let help = self.violation.help()?;
        Some(Box::new(help))
    }

    fn url<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let rule: Rule = self.violation.rule().parse().ok()?;
        Some(Box::new(rule.url()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.violation.span()?;
        let span = (span.start, span.end.saturating_sub(span.start));
        let label = LabeledSpan::new_primary_with_span(None, span);
        Some(Box::new(std::iter::once(label)))
    }
}
