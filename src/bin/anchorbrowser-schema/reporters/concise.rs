//! One line for each violation, as compilers and `grep` print locations.

use super::{Ending, Reporter, ReporterOptions};
use crate::documents::CheckedDocument;
use crate::escape::escape_line;
use crate::rendered::{ItemKind, Rendered};
use crate::source_name::line_start;

/// `FILE:LINE:COLUMN: LEVEL[RULE] MESSAGE` for each violation, and a summary.
pub(crate) struct ConciseReporter(pub(crate) ReporterOptions);

impl Reporter for ConciseReporter {
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        let source = line_start(checked.source);
        for violation in checked.report.violations() {
            let position = violation.position().map_or_else(String::new, |position| {
                format!("{}:{}:", position.line, position.column)
            });
            let message = violation.message();
            let line = format!(
                "{source}:{position} {}[{}] {}\n",
                violation.severity().name(),
                violation.rule(),
                escape_line(&message)
            );
            out.add(ItemKind::Violation, |text| {
                text.extend_from_slice(line.as_bytes());
            });
        }
        if let omitted @ 1.. = checked.report.omitted() {
            let line = format!("{source}:{}: {omitted} more not listed\n", checked.line);
            out.add(ItemKind::Required, |text| {
                text.extend_from_slice(line.as_bytes());
            });
        }
    }

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        if !self.0.quiet {
            out.extend_from_slice(ending.summary.summary_line().as_bytes());
            out.push(b'\n');
        }
    }
}
