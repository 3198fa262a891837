//! What is said on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use crate::visible::visible;

/// Tells of a failure; if standard error is closed too, there is nobody left to tell.
pub(crate) fn complain(message: impl Display) {
    let _ = writeln!(io::stderr(), "error: {}", visible(&message.to_string()));
}

/// Tells what else may be of interest.
pub(crate) fn remark(message: impl Display) {
    let _ = writeln!(io::stderr(), "{}", visible(&message.to_string()));
}
