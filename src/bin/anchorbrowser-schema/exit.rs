//! Exit codes.

use std::process::ExitCode;

use crate::summary::Summary;

/// At least one document has an error.
pub(crate) const HAS_ERRORS: u8 = 1;
/// Wrong usage, an input that cannot be read, or output that cannot be written.
pub(crate) const FAILED: u8 = 2;

/// The exit code of a run. A failure outranks errors of documents, which `--exit-zero` forgives.
pub(crate) fn code(summary: &Summary, failed: bool, exit_zero: bool) -> ExitCode {
    ExitCode::from(if failed || summary.failed > 0 {
        FAILED
    } else if summary.valid < summary.documents && !exit_zero {
        HAS_ERRORS
    } else {
        0
    })
}
