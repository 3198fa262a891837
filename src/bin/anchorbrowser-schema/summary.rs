//! Totals over all documents.

use anchorbrowser_schema::{Revision, Violation};
use serde::Serialize;

use crate::documents::CheckedDocument;
use crate::plural::pluralize;

/// Totals over all documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    pub(crate) documents: usize,
    pub(crate) valid: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Inputs that could not be read.
    pub(crate) failed: usize,
    /// Violations that a report does not list.
    #[serde(skip)]
    pub(crate) omitted: usize,
    /// Violations with a safe fix.
    #[serde(skip)]
    pub(crate) fixable: usize,
    /// Violations with a fix that is not safe.
    #[serde(skip)]
    pub(crate) unsafely_fixable: usize,
    /// The revisions that documents were checked against: a bit for each, in their order.
    #[serde(skip)]
    revisions: u32,
    /// Whether the default revision was used, because no other was set.
    #[serde(skip)]
    used_default: bool,
}

impl Summary {
    pub(crate) fn add(&mut self, checked: &CheckedDocument<'_>) {
        let report = &checked.report;
        self.documents += 1;
        self.valid += usize::from(report.is_valid());
        self.errors += report.error_count();
        self.warnings += report.warning_count();
        self.omitted += report.omitted();
        let fixes = report.iter().filter_map(Violation::fix);
        let (safe, other): (Vec<_>, Vec<_>) = fixes.partition(|fix| fix.safe);
        self.fixable += safe.len();
        self.unsafely_fixable += other.len();
        for (index, revision) in Revision::all().enumerate() {
            self.revisions |= u32::from(report.revision() == revision) << index;
        }
        self.used_default |= checked.is_default_revision;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.valid += other.valid;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.failed += other.failed;
        self.omitted += other.omitted;
        self.fixable += other.fixable;
        self.unsafely_fixable += other.unsafely_fixable;
        self.revisions |= other.revisions;
        self.used_default |= other.used_default;
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
            omitted: _,
            fixable,
            unsafely_fixable,
            revisions,
            used_default,
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
        for (count, command) in [(fixable, "fix"), (unsafely_fixable, "fix --unsafe")] {
            if count > 0 {
                let fixable = format!("; {count} fixable with `{command}`");
                line += &fixable;
            }
        }
        let used = Revision::all().enumerate();
        let used = used.filter(|(index, _)| revisions & 1 << index != 0);
        let name = |(_, revision): (usize, Revision)| {
            if used_default && revision == Revision::default() {
                let latest = Revision::LATEST;
                format!("{revision}, the default (latest: `--revision {latest}`)")
            } else {
                revision.to_string()
            }
        };
        let names: Vec<_> = used.map(name).collect();
        if !names.is_empty() {
            line += "; revision ";
            line += &names.join(" and ");
        }
        line
    }
}
