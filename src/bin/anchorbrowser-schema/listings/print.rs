//! Printing to standard output.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::console::complain;
use crate::exit;
use crate::forms::json;

/// Prints what `write` writes, and tells by the exit code whether it could be printed. A reader
/// that has seen enough, such as `head`, is no failure.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            // What is left in the buffer would be tried once more.
            let _ = out.into_parts();
            complain(format_args!("cannot write the output: {error}"));
            ExitCode::from(exit::FAILED)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a text as it is.
pub(crate) fn print_text(text: &str) -> ExitCode {
    print(|out| out.write_all(text.as_bytes()))
}

/// Prints a value as JSON on a line of its own.
pub(crate) fn print_json(value: &impl Serialize) -> ExitCode {
    let mut text = Vec::new();
    json::write(value, &mut text);
    text.push(b'\n');
    print(|out| out.write_all(&text))
}
