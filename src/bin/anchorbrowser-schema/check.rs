//! The command `check`.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use anchorbrowser_schema::{Origin, Position, Root, Validator};

use crate::arguments::Check;
use crate::inputs::{self, Document, Failure};
use crate::output::{Judged, Output, Summary};
use crate::visible::visible;

const HAS_ERRORS: u8 = 1;
const FAILED: u8 = 2;

/// Checks all inputs, and tells the outcome by the exit code.
pub(crate) fn run(arguments: &Check) -> ExitCode {
    let mut run = Run {
        root: arguments.root,
        validator: Validator::new().max_violations(arguments.max_violations),
        output: Output::new(arguments.format, BufWriter::new(io::stdout().lock())),
        summary: Summary::default(),
    };
    let written = run.check_all(&arguments.files);
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("cannot write the output: {error}"));
            ExitCode::from(FAILED)
        }
        // A reader that has seen enough, such as `head`, is no failure.
        _ => run.exit_code(),
    }
}

struct Run<W> {
    root: Root,
    validator: Validator,
    output: Output<W>,
    summary: Summary,
}

impl<W: Write> Run<W> {
    /// Checks all inputs; an error is one of the output.
    fn check_all(&mut self, files: &[impl AsRef<Path>]) -> io::Result<()> {
        for file in files {
            self.check_file(file.as_ref())?;
        }
        self.output.finish(&self.summary)
    }

    fn check_file(&mut self, path: &Path) -> io::Result<()> {
        let source = path.to_string_lossy();
        match inputs::read(path, |document| self.check_document(&source, document)) {
            Ok(()) => Ok(()),
            Err(Failure::Write(error)) => Err(error),
            Err(Failure::Read(error)) => {
                self.summary.failed += 1;
                complain(&format!("cannot read `{source}`: {error}"));
                Ok(())
            }
        }
    }

    fn check_document(&mut self, source: &str, document: &Document<'_>) -> io::Result<()> {
        let Document { text, offset, line } = *document;
        let origin = Origin::new(offset, Position::new(line, 1));
        let report = self
            .root
            .check_json(&self.validator, text)
            .with_origin(origin);
        self.summary.add(&report);
        self.output.document(&Judged {
            source,
            line,
            report: &report,
        })
    }

    fn exit_code(&self) -> ExitCode {
        let Summary {
            documents,
            valid,
            failed,
            ..
        } = self.summary;
        if failed > 0 {
            ExitCode::from(FAILED)
        } else if valid < documents {
            ExitCode::from(HAS_ERRORS)
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// Tells of a failure on standard error; if that is closed too, there is nobody left to tell.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {}", visible(message));
}
