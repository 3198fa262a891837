//! The `filter` command.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};

use crate::cli::FilterArgs;
use crate::console::{print_error, print_failure, print_message};
use crate::destination::{Access, Destination};
use crate::documents::{self, CheckedDocument};
use crate::exit_code;
use crate::failure::Failure;
use crate::global_options::{GlobalOptions, thread_count};
use crate::inputs::{self, Inputs};
use crate::jobs::{Job, Jobs};
use crate::output::Output;
use crate::parallel::for_each_ordered;
use crate::plural::pluralize;
use crate::progress::Progress;
use crate::reporters::json::{DocumentReport, write_json};
use crate::source_name::is_dash;
use crate::summary::Summary;

/// Splits streams into valid and rejected documents.
pub(crate) fn run(arguments: &FilterArgs, global: GlobalOptions) -> ExitCode {
    let rejects = match arguments.rejects.as_deref().map(open_rejects).transpose() {
        Ok(rejects) => rejects,
        Err(message) => {
            print_error(message);
            return ExitCode::from(exit_code::FAILED);
        }
    };
    let output_files: Vec<_> = rejects.iter().filter_map(Output::file).collect();
    if let Err(failure) = inputs::reject_outputs_as_inputs(&arguments.files, &output_files) {
        print_error(failure);
        return ExitCode::from(exit_code::FAILED);
    }
    let passed = Output::stdout();
    let mut outputs = FilterOutputs {
        // Without a reader of the valid documents, the rejects would be incomplete.
        passed: if rejects.is_some() {
            passed.fail_on_broken_pipe()
        } else {
            passed
        },
        rejects,
        summary: Summary::default(),
        has_failures: false,
    };
    let keep_rejects = outputs.rejects.is_some();
    let inputs = || {
        Inputs::ndjson_streams(
            &arguments.files,
            arguments.allow_empty,
            &arguments.check_options,
        )
        .excluding(&output_files)
    };
    let progress = Progress::new(global.quiet, || Some(inputs()));
    for_each_ordered(
        thread_count(arguments.threads),
        Jobs::new(inputs(), |input| global.log_input(input, &progress)),
        |job, (), emit| {
            let _ = emit(FilterOutcome::new(job, keep_rejects));
        },
        |outcome| {
            progress.advance(outcome.bytes);
            progress.suspend(|| outputs.take(&outcome))
        },
    );
    progress.finish();
    let has_failed = outputs.finish();
    if !global.quiet {
        let Summary {
            documents,
            valid,
            failed,
            ..
        } = outputs.summary;
        let incomplete = match &outputs {
            FilterOutputs { passed, .. } if passed.has_failed() => {
                "; standard output is incomplete"
            }
            _ if has_failed => "; the rejects file could not be written",
            _ => "",
        };
        let unread = if failed > 0 {
            format!("; {} could not be read", pluralize(failed, "input"))
        } else {
            String::new()
        };
        print_message(format_args!(
            "{valid} of {} passed, {} rejected{unread}{incomplete}",
            pluralize(documents, "document"),
            documents - valid
        ));
    }
    exit_code::from_outcome(
        has_failed || outputs.has_failures,
        outputs.summary.has_errors() && !arguments.exit_zero,
    )
}

/// Opens the rejects file.
fn open_rejects(path: &Path) -> Result<Output, String> {
    if is_dash(path) {
        return Err(
            "rejects cannot be written to standard output, which receives the valid documents; \
             specify a file"
                .to_owned(),
        );
    }
    match Destination::create(path, Access::OwnerOnly) {
        Ok(destination) => {
            Ok(Output::new(destination, "the rejects file".to_owned()).fail_on_broken_pipe())
        }
        Err(error) => Err(format!("cannot write to the rejects file: {error}")),
    }
}

/// Where documents are written.
struct FilterOutputs {
    passed: Output,
    rejects: Option<Output>,
    summary: Summary,
    /// Whether anything could not be checked.
    has_failures: bool,
}

impl FilterOutputs {
    fn take(&mut self, outcome: &FilterOutcome) -> ControlFlow<()> {
        self.summary.merge(&outcome.summary);
        if let Some(failure) = &outcome.failure {
            print_failure(failure);
            self.has_failures = true;
        }
        self.passed.write(&outcome.passed);
        if let Some(rejects) = &mut self.rejects {
            rejects.write(&outcome.rejected);
        }
        // The reader has closed the output or the disk is full: continuing would lose documents.
        if self.passed.is_open() && self.rejects.as_ref().is_none_or(Output::is_open) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// Returns whether any output failed.
    fn finish(&mut self) -> bool {
        self.passed.finish();
        let Some(rejects) = &mut self.rejects else {
            return self.passed.has_failed();
        };
        if self.passed.has_failed() {
            // The run stopped early, so the rejects are incomplete.
            rejects.discard();
        }
        rejects.finish();
        self.passed.has_failed() || rejects.has_failed()
    }
}

/// The result of a job.
#[derive(Debug, Default)]
struct FilterOutcome {
    passed: Vec<u8>,
    rejected: Vec<u8>,
    summary: Summary,
    failure: Option<Failure>,
    /// Number of bytes read.
    bytes: usize,
}

impl FilterOutcome {
    fn new(job: Job, keep_rejects: bool) -> Self {
        let mut outcome = Self::default();
        match job {
            Job::Lines(input, chunk) => {
                outcome.bytes = chunk.text().len();
                outcome.passed.reserve(outcome.bytes + 1);
                documents::check_chunk(&input, &chunk, |checked| {
                    outcome.add(&checked, keep_rejects);
                });
            }
            // All inputs of this command are streams.
            Job::Whole(input) => outcome.fail(input.failure(&"it is not a stream")),
            Job::Skipped(input, at, failure) => {
                if keep_rejects {
                    outcome.reject(None, &documents::unread_line(&input, at));
                }
                outcome.fail(failure);
            }
            Job::Failed(failure) => outcome.fail(failure),
        }
        outcome
    }

    fn add(&mut self, checked: &CheckedDocument<'_>, keep_rejects: bool) {
        self.summary.add(checked);
        if checked.report.is_valid() {
            self.passed.extend_from_slice(checked.text.bytes);
            // The last line of a file may lack a line break.
            self.passed.push(b'\n');
        } else if keep_rejects {
            self.reject(Some(checked.text.bytes), checked);
        }
    }

    fn reject(&mut self, bytes: Option<&[u8]>, checked: &CheckedDocument<'_>) {
        let rejected = RejectedDocument {
            raw_base64: bytes.map(Base64),
            report: DocumentReport::new(checked),
        };
        write_json(&rejected, &mut self.rejected);
        self.rejected.push(b'\n');
    }

    fn fail(&mut self, failure: Failure) {
        self.summary.failed += usize::from(failure.is_unreadable());
        self.failure = Some(failure);
    }
}

/// A rejected document in the rejects file: its bytes and its report.
#[derive(Debug, Serialize)]
struct RejectedDocument<'a> {
    /// Null if the document is too large to be read.
    raw_base64: Option<Base64<'a>>,
    report: DocumentReport<'a>,
}

#[derive(Debug)]
struct Base64<'a>(&'a [u8]);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(self.0, &STANDARD))
    }
}
