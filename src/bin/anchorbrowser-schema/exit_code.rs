//! Exit codes.

use std::process::ExitCode;

/// At least one document has an error.
const HAS_ERRORS: u8 = 1;
/// Invalid usage, an unreadable input, or output that could not be written.
pub(crate) const FAILED: u8 = 2;

/// The exit code of a run: a failure takes precedence over errors in documents.
pub(crate) fn from_outcome(has_failed: bool, has_errors: bool) -> ExitCode {
    ExitCode::from(if has_failed {
        FAILED
    } else if has_errors {
        HAS_ERRORS
    } else {
        0
    })
}
