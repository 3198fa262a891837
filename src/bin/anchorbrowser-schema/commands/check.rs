//! The `check` command.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::process::ExitCode;

use super::fix;
use crate::cli::{CheckArgs, ReportTarget};
use crate::console::print_error;
use crate::destination::{Access, Destination};
use crate::documents::{self, CheckedDocument};
use crate::exit_code;
use crate::global_options::{GlobalOptions, thread_count};
use crate::inputs::{self, Failure, Input, Inputs};
use crate::jobs::{Job, JobGroups, Jobs};
use crate::output::{Output, RenderedReports, ReportOutputs};
use crate::parallel::for_each_ordered;
use crate::progress::Progress;
use crate::reporters::{self, Reporter, ReporterOptions};
use crate::summary::Summary;

/// Checks all inputs and reports the result.
pub(crate) fn run(arguments: &CheckArgs, global: GlobalOptions) -> ExitCode {
    match check(arguments, global) {
        Ok(code) => code,
        Err(message) => {
            print_error(message);
            ExitCode::from(exit_code::FAILED)
        }
    }
}

fn check(arguments: &CheckArgs, global: GlobalOptions) -> Result<ExitCode, String> {
    let is_fixed = match arguments.fix_arguments() {
        Some(fix_arguments) => fix::run_before_check(&fix_arguments, global)?,
        None => true,
    };
    let outputs = open_outputs(&arguments.formats)?;
    let output_files: Vec<_> = outputs.iter().filter_map(Output::file).collect();
    inputs::reject_outputs_as_inputs(&arguments.input_options.paths, &output_files)
        .map_err(|error| error.to_string())?;
    let inputs = || {
        let inputs = Inputs::new(&arguments.input_options, &arguments.check_options)?;
        Ok::<_, ignore::Error>(inputs.excluding(&output_files))
    };
    let to_read = inputs().map_err(|error| format!("invalid glob: {error}"))?;
    let reporters = create_reporters(&arguments.formats, global);
    let adds_fixes = arguments
        .formats
        .iter()
        .any(|target| target.format.has_fixes());
    let mut outputs = ReportOutputs::new(&reporters, outputs);
    let progress = Progress::new(global.quiet, || inputs().ok());
    let (mut summary, mut failures) = (Summary::default(), Vec::new());
    for_each_ordered(
        thread_count(arguments.input_options.threads),
        JobGroups::new(Jobs::new(to_read, |input| {
            global.log_input(input, &progress);
        })),
        |group, text| CheckOutcome::new(group, text, &reporters, adds_fixes),
        |outcome| {
            progress.advance(outcome.bytes);
            summary.merge(&outcome.summary);
            progress.suspend(|| {
                for failure in outcome.failures {
                    print_error(&failure);
                    failures.push(failure);
                }
                outputs.write(&reporters, &outcome.rendered);
            });
            if outputs.any_open() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
    );
    progress.finish();
    let has_failed = outputs.finish(&reporters, &summary, &failures);
    Ok(exit_code::from_outcome(
        has_failed || summary.failed > 0 || !is_fixed,
        summary.has_errors() && !arguments.exit_zero,
    ))
}

fn create_reporters(targets: &[ReportTarget], global: GlobalOptions) -> Vec<Box<dyn Reporter>> {
    let reporter = |target: &ReportTarget| {
        let options = ReporterOptions {
            color: target.file.is_none() && global.use_color(&io::stdout()),
            quiet: global.quiet,
        };
        reporters::create(target.format, options)
    };
    targets.iter().map(reporter).collect()
}

fn open_outputs(targets: &[ReportTarget]) -> Result<Vec<Output>, String> {
    if targets
        .iter()
        .filter(|target| target.file.is_none())
        .count()
        > 1
    {
        return Err(
            "only one format can be written to standard output; specify a file for the others, as \
             in `--format sarif=FILE`"
                .to_owned(),
        );
    }
    let open = |target: &ReportTarget| match &target.file {
        None => Ok(Output::stdout()),
        Some(path) => {
            let name = format!("`{}`", path.display());
            match Destination::create(path, Access::Default) {
                Ok(destination) => Ok(Output::new(destination, name)),
                Err(error) => Err(format!("cannot write to {name}: {error}")),
            }
        }
    };
    let outputs: Vec<_> = targets.iter().map(open).collect::<Result<_, String>>()?;
    let mut files = HashSet::new();
    for output in &outputs {
        if output.file().is_some_and(|file| !files.insert(file)) {
            return Err(format!(
                "{} is used for two formats; each format needs its own file",
                output.name()
            ));
        }
    }
    Ok(outputs)
}

/// Maximum capacity of a buffer that is kept for the next document.
const MAX_REUSED_CAPACITY: usize = 1024 * 1024;

/// The result of a group of jobs.
#[derive(Debug)]
struct CheckOutcome {
    rendered: RenderedReports,
    summary: Summary,
    failures: Vec<Failure>,
    /// Number of bytes read.
    bytes: usize,
    /// Whether violations are listed with their fixes.
    adds_fixes: bool,
}

impl CheckOutcome {
    /// Files are read into `text`.
    fn new(
        group: Vec<Job>,
        text: &mut Vec<u8>,
        reporters: &[Box<dyn Reporter>],
        adds_fixes: bool,
    ) -> Self {
        let mut outcome = Self {
            adds_fixes,
            rendered: RenderedReports::new(reporters),
            summary: Summary::default(),
            failures: Vec::new(),
            bytes: 0,
        };
        for job in group {
            outcome.process(job, text, reporters);
            text.clear();
            text.shrink_to(MAX_REUSED_CAPACITY);
        }
        outcome
    }

    fn process(&mut self, job: Job, text: &mut Vec<u8>, reporters: &[Box<dyn Reporter>]) {
        match job {
            Job::Failed(failure) => self.fail(failure),
            Job::Lines(input, chunk) => {
                self.bytes += chunk.text().len();
                documents::check_chunk(&input, &chunk, |checked| {
                    self.add(reporters, &input, checked);
                });
            }
            Job::Whole(input) => match input.read(text) {
                Ok(()) => {
                    self.bytes += text.len();
                    documents::check_source(&input, text, |checked| {
                        self.add(reporters, &input, checked);
                    });
                }
                Err(error) => self.fail(input.failure(&error)),
            },
        }
    }

    fn add(
        &mut self,
        reporters: &[Box<dyn Reporter>],
        input: &Input,
        mut checked: CheckedDocument<'_>,
    ) {
        if self.adds_fixes {
            checked = fix::add_fixes(input, checked);
        }
        self.summary.add(&checked);
        self.rendered.write_document(reporters, &checked);
    }

    fn fail(&mut self, failure: Failure) {
        self.summary.failed += 1;
        self.failures.push(failure);
    }
}
