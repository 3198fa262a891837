//! Totals over all documents.

use anchorbrowser_schema::Report;
use serde::Serialize;

/// Totals over all documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    pub(crate) documents: usize,
    pub(crate) valid: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Inputs that could not be read.
    pub(crate) failed: usize,
}

impl Summary {
    pub(crate) fn add(&mut self, report: &Report) {
        self.documents += 1;
        self.valid += usize::from(report.is_valid());
        self.errors += report.error_count();
        self.warnings += report.warning_count();
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.valid += other.valid;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.failed += other.failed;
    }

    /// Whether any document has an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.valid < self.documents
    }

    /// One line of text.
    pub(crate) fn summary_line(&self) -> String {
        let Self {
            documents,
            valid,
            errors,
            warnings,
            failed,
        } = *self;
        let mut line = format!(
            "{} of {} {} errors: {}, {}",
            documents - valid,
            pluralize(documents, "document"),
            if documents == 1 { "has" } else { "have" },
            pluralize(errors, "error"),
            pluralize(warnings, "warning"),
        );
        if failed > 0 {
            line += "; ";
            line += &pluralize(failed, "input");
            line += " could not be read";
        }
        line
    }
}

/// A count and its unit, in the plural unless the count is 1.
pub(crate) fn pluralize(count: usize, unit: &str) -> String {
    let suffix = match (count, unit.ends_with('x')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {unit}{suffix}")
}
