//! The `fix` command.

#[cfg(unix)]
mod access;
mod diff;
mod mask;
mod outcome;
mod replacement;
mod suggestions;
mod writer;

use std::collections::HashSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::FixArgs;
use crate::console::{print_error, print_message};
use crate::destination::Destination;
use crate::exit_code;
use crate::failure::Failure;
use crate::global_options::{GlobalOptions, thread_count};
use crate::inputs::{Input, Inputs};
use crate::jobs::Jobs;
use crate::original::Original;
use crate::output::Output;
use crate::parallel::for_each_ordered;
use crate::progress::Progress;
use crate::reporters::ReporterOptions;
use crate::source_name::is_dash;

use self::diff::DiffStyle;
use self::outcome::{FixOptions, FixOutcome};
use self::writer::{FinishedFixes, FixWriter};

pub(crate) use self::suggestions::add_fixes;

/// Fixes all inputs and reports the result.
pub(crate) fn run(arguments: &FixArgs, global: GlobalOptions) -> ExitCode {
    match fix(arguments, global, true) {
        Ok(writer) => writer.exit_code(),
        Err(message) => {
            print_error(message);
            ExitCode::from(exit_code::FAILED)
        }
    }
}

/// Fixes all inputs before they are checked, and returns whether all could be written.
pub(crate) fn run_before_check(arguments: &FixArgs, global: GlobalOptions) -> Result<bool, String> {
    let paths = &arguments.input_options.paths;
    if paths.iter().any(|path| is_dash(path)) {
        return Err("standard input cannot be fixed by `check`; use `fix -`".to_owned());
    }
    let finished = fix(arguments, global, false)?;
    if !global.quiet {
        print_message(finished.fixes_line());
    }
    Ok(!finished.has_failed())
}

/// Fixes all inputs, and reports the result if asked to.
fn fix(arguments: &FixArgs, global: GlobalOptions, reports: bool) -> Result<FinishedFixes, String> {
    let input_options = arguments.input_options.with_file_list();
    let input_options = input_options.map_err(|failure| failure.to_string())?;
    let inputs = || Inputs::new(&input_options, &arguments.check_options);
    let fixable = FixableInputs {
        inputs: inputs().map_err(|error| format!("invalid glob: {error}"))?,
        diff: arguments.diff,
        seen: HashSet::new(),
        roots: roots(&arguments.input_options.paths),
    };
    // Standard output receives either documents and diffs, or messages.
    let paths = &input_options.paths;
    let has_stdin = paths.iter().any(|path| is_dash(path));
    let writes_files = !arguments.diff && paths.iter().any(|path| !is_dash(path));
    let report_to_stderr = arguments.diff || has_stdin;
    let options = FixOptions {
        diff: arguments.diff,
        allow_unsafe: arguments.allow_unsafe,
        in_place: arguments.in_place,
        diff_style: DiffStyle {
            masks: io::stdout().is_terminal(),
            color: global.use_color(&io::stdout()),
        },
        messages: if report_to_stderr {
            ReporterOptions::of_stderr(global)
        } else {
            ReporterOptions::of_stdout(global)
        },
    };
    let messages = match (reports, report_to_stderr) {
        (false, _) => Output::new(Destination::stream(io::sink()), String::new()),
        (true, true) => Output::new(
            Destination::stream(io::stderr()),
            "standard error".to_owned(),
        ),
        (true, false) => Output::stdout(),
    };
    let mut writer = FixWriter::new(options, messages, writes_files);
    let progress = Progress::new(global.quiet, || inputs().ok());
    for_each_ordered(
        thread_count(input_options.threads),
        Jobs::new(fixable, |input| global.log_input(input, &progress)),
        |job, (), emit| {
            let _ = emit(FixOutcome::new(job, options));
        },
        |outcome| {
            progress.advance(outcome.bytes);
            progress.suspend(|| writer.take(outcome))
        },
    );
    progress.finish();
    Ok(writer.finish())
}

/// The inputs that can be fixed, each once: an input that is named twice must not be read while it
/// is replaced.
struct FixableInputs {
    inputs: Inputs,
    /// Whether no file is written.
    diff: bool,
    seen: HashSet<PathBuf>,
    /// The paths that were named, without symbolic links.
    roots: Vec<PathBuf>,
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
            let Some(path) = input.path() else {
                return Some(Ok(input));
            };
            if !fs::metadata(path).is_ok_and(|found| found.is_file()) {
                return Some(Ok(input));
            }
            let mut original = match Original::open(path) {
                Ok(original) => original,
                Err(error) => return Some(Err(input.failure(&error))),
            };
            let is_within = |root| original.path().starts_with(root);
            original.is_within_paths = self.roots.iter().any(is_within);
            if self.seen.insert(original.path().to_owned()) {
                return Some(Ok(input.reading(original)));
            }
        }
    }
}

/// The paths without symbolic links. What cannot be found is reported when it is read.
fn roots(paths: &[PathBuf]) -> Vec<PathBuf> {
    let paths = paths.iter();
    paths
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect()
}

/// Why an input cannot be fixed, if that is known before it is read.
fn unsupported_reason(input: &Input, diff: bool) -> Option<&'static str> {
    if input.is_compressed() && input.path().is_none() {
        return Some("a compressed stream cannot be fixed; decompress it first");
    }
    let found = fs::metadata(input.path()?).ok()?;
    (!diff && !found.is_file() && !found.is_dir()).then_some(
        "it is not a regular file and cannot be replaced; pass its content on standard input as `-`",
    )
}
