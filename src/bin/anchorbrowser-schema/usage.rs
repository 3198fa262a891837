//! Usage errors.

use std::env;

use anchorbrowser_schema::redact;
use clap::{Error, Parser};

use crate::cli::Cli;
use crate::console::print_error;
use crate::escape::{cut, escape_line};
use crate::exit_code;

/// Maximum number of characters of an argument to show.
const MAX_ARGUMENT: usize = 200;

/// Prints a usage error, or the help or version that was asked for, and exits. Arguments can come
/// from outside, for example file names that a shell expands: they are escaped and cut.
pub(crate) fn exit(error: &Error) -> ! {
    if !error.use_stderr() {
        error.exit();
    }
    // Errors contain arguments among text of their own: repeat the error with escaped arguments.
    let escaped = env::args_os().map(|argument| {
        let argument = argument.to_string_lossy();
        cut(&escape_line(&redact(&argument)), MAX_ARGUMENT).into_owned()
    });
    match Cli::try_parse_from(escaped) {
        Err(escaped) if escaped.kind() == error.kind() => escaped.exit(),
        _ => {
            print_error("invalid arguments; see `--help`");
            std::process::exit(i32::from(exit_code::FAILED))
        }
    }
}
