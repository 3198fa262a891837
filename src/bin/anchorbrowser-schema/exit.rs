//! Exit codes.

use std::process::ExitCode;

/// At least one document has an error.
const HAS_ERRORS: u8 = 1;
/// Wrong usage, an input that cannot be read, or output that cannot be written.
pub(crate) const FAILED: u8 = 2;

/// The exit code of a run: a failure outranks errors of documents.
pub(crate) fn code(has_failed: bool, has_errors: bool) -> ExitCode {
    ExitCode::from(if has_failed {
        FAILED
    } else if has_errors {
        HAS_ERRORS
    } else {
        0
    })
}
