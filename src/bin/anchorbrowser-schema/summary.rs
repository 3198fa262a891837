//! What all documents come to.

use anchorbrowser_schema::Report;
use serde::Serialize;

/// Counts over all documents.
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
        self.errors += report.errors();
        self.warnings += report.warnings();
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

    /// In one line, for people.
    pub(crate) fn sentence(&self) -> String {
        let Self {
            documents,
            valid,
            errors,
            warnings,
            failed,
        } = *self;
        let mut sentence = format!(
            "{} of {} {} errors: {}, {}",
            documents - valid,
            counted(documents, "document"),
            if documents == 1 { "has" } else { "have" },
            counted(errors, "error"),
            counted(warnings, "warning"),
        );
        if failed > 0 {
            sentence += "; ";
            sentence += &counted(failed, "input");
            sentence += " could not be read";
        }
        sentence
    }
}

/// A count with its unit, in the plural where it is not one.
pub(crate) fn counted(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
