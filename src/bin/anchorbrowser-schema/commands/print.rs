//! Prints to standard output.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::console::print_error;
use crate::exit_code;
use crate::reporters::json::write_json;
use crate::stdout::stdout;

/// Prints what `write` writes, and returns an exit code. A closed pipe, as with `head`, is not an
/// error.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> ExitCode {
    let mut out = BufWriter::new(stdout());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            // Discard the rest of the buffer, which would otherwise be written on drop.
            let _ = out.into_parts();
            print_error(format_args!("cannot write to standard output: {error}"));
            ExitCode::from(exit_code::FAILED)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a string.
pub(crate) fn print_text(text: &str) -> ExitCode {
    print(|out| out.write_all(text.as_bytes()))
}

/// Prints a value as JSON on one line.
pub(crate) fn print_json(value: &impl Serialize) -> ExitCode {
    let mut text = Vec::new();
    write_json(value, &mut text);
    text.push(b'\n');
    print(|out| out.write_all(&text))
}
