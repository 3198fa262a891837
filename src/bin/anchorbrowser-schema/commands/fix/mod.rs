//! The `fix` command.

mod base64_literal;
mod diff;
mod edit_buffer;
mod fixer;
mod fixes;
mod member;
mod outcome;
mod rename;
mod writer;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::{FixArgs, InputFormat};
use crate::console::print_error;
use crate::exit_code;
use crate::global_options::{GlobalOptions, thread_count};
use crate::inputs::{Failure, Input, Inputs};
use crate::jobs::Jobs;
use crate::parallel::for_each_ordered;
use crate::progress::Progress;

use self::outcome::{FixOptions, FixOutcome};
use self::writer::FixWriter;

/// Fixes all inputs and reports the result.
pub(crate) fn run(arguments: &FixArgs, global: GlobalOptions) -> ExitCode {
    let inputs = || Inputs::new(&arguments.input_options, &arguments.check_options);
    let inputs_to_fix = match inputs() {
        Ok(inputs_to_fix) => inputs_to_fix,
        Err(error) => {
            print_error(format_args!("invalid glob: {error}"));
            return ExitCode::from(exit_code::FAILED);
        }
    };
    let fixable = FixableInputs {
        inputs: inputs_to_fix,
        diff: arguments.diff,
        seen: HashSet::new(),
    };
    // Standard output receives either documents and diffs, or messages.
    let paths = &arguments.input_options.paths;
    let has_stdin = paths.iter().any(|path| path == "-");
    let writes_files = !arguments.diff && paths.iter().any(|path| path != "-");
    let report_to_stderr = arguments.diff || has_stdin;
    let options = FixOptions {
        diff: arguments.diff,
        quiet: global.quiet,
        color: if report_to_stderr {
            global.use_color(&io::stderr())
        } else {
            global.use_color(&io::stdout())
        },
    };
    let mut writer = FixWriter::new(options, report_to_stderr, writes_files);
    let progress = Progress::new(global.quiet, || inputs().ok());
    for_each_ordered(
        thread_count(arguments.input_options.threads),
        Jobs::new(fixable, |input| global.log_input(input, &progress)),
        |job, ()| FixOutcome::new(job, options),
        |outcome| {
            progress.advance(outcome.bytes);
            progress.suspend(|| writer.take(outcome))
        },
    );
    progress.finish();
    writer.finish()
}

/// The inputs that can be fixed, each once: an input that is named twice must not be read while it
/// is replaced.
struct FixableInputs {
    inputs: Inputs,
    /// Whether no file is written.
    diff: bool,
    seen: HashSet<PathBuf>,
}

impl Iterator for FixableInputs {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let input = match self.inputs.next()? {
                Ok(input) => input,
                failure => return Some(failure),
            };
            if let Some(reason) = unsupported_reason(&input, self.diff) {
                return Some(Err(input.failure(&reason)));
            }
            let path = input.path().and_then(|path| fs::canonicalize(path).ok());
            if path.is_none_or(|path| self.seen.insert(path)) {
                return Some(Ok(input));
            }
        }
    }
}

/// Why an input cannot be fixed, if that is known before it is read.
fn unsupported_reason(input: &Input, diff: bool) -> Option<&'static str> {
    if input.is_compressed() {
        return Some("`fix` does not support compressed files; decompress the file first");
    }
    if input.format == InputFormat::Yaml {
        return Some(
            "`fix` does not support YAML; fix the violations that `check` reports by hand",
        );
    }
    let found = fs::metadata(input.path()?).ok()?;
    (!diff && !found.is_file() && !found.is_dir()).then_some(
        "it is not a regular file and cannot be replaced; pass its content on standard input as `-`",
    )
}
