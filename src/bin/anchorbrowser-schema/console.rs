//! Messages on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use crate::escape::escape_line;
use crate::failure::Failure;

/// Prints an error. Ignores a closed standard error, since there is nowhere left to report it.
pub(crate) fn print_error(message: impl Display) {
    let _ = writeln!(io::stderr(), "error: {}", escape_line(&message.to_string()));
}

/// Prints why something could not be checked.
pub(crate) fn print_failure(failure: &Failure) {
    match &failure.excerpt {
        Some(excerpt) => {
            let _ = writeln!(io::stderr(), "{excerpt}");
        }
        None => print_error(failure),
    }
}

/// Prints an informational message.
pub(crate) fn print_message(message: impl Display) {
    let _ = writeln!(io::stderr(), "{}", escape_line(&message.to_string()));
}
