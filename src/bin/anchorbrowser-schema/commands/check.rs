//! The `check` command.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::process::ExitCode;

use super::fix;
use super::show::{show_files, show_settings};
use crate::cli::CheckArgs;
use crate::console::{print_error, print_failure, print_message};
use crate::destination::{Access, Destination};
use crate::documents::{self, CheckedDocument};
use crate::exit_code;
use crate::failure::Failure;
use crate::global_options::{GlobalOptions, thread_count};
use crate::inputs::{self, Input, Inputs};
use crate::jobs::{Job, JobGroups, Jobs};
use crate::output::{Output, RenderedReports, ReportOutputs, Totals};
use crate::parallel::for_each_ordered;
use crate::plural::pluralize;
use crate::progress::Progress;
use crate::report_target::ReportTarget;
use crate::reporters::{self, Reporter, ReporterOptions};
use crate::source_name::source_name;
use crate::statistics::Statistics;
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
    if arguments.show_files || arguments.show_settings {
        return show(arguments);
    }
    let outputs = open_outputs(&arguments.formats)?;
    let output_files: Vec<_> = outputs.iter().filter_map(Output::file).collect();
    let input_options = arguments.input_options.with_file_list();
    let input_options = input_options.map_err(|failure| failure.to_string())?;
    inputs::reject_outputs_as_inputs(&input_options.paths, &output_files)
        .map_err(|error| error.to_string())?;
    let mut check_options = arguments.check_options.clone();
    if arguments.statistics {
        // All violations are counted by their rules, not only those that a report would list.
        check_options.max_violations = Some(usize::MAX);
    }
    let inputs = || {
        let inputs = Inputs::new(&input_options, &check_options)?;
        Ok::<_, ignore::Error>(inputs.excluding(&output_files))
    };
    let to_read = inputs().map_err(|error| invalid_glob(&error))?;
    let reporters = create_reporters(arguments, global)?;
    // Nothing is fixed if the arguments are invalid.
    let is_fixed = match arguments.fix_arguments(&input_options) {
        Some(fix_arguments) => fix::run_before_check(&fix_arguments, global)?,
        None => true,
    };
    let adds_fixes = arguments
        .formats
        .iter()
        .any(|target| target.format.has_fixes());
    let mut outputs = ReportOutputs::new(&reporters, outputs, arguments.max_results);
    let progress = Progress::new(global.quiet, || inputs().ok());
    let mut totals = Totals::default();
    for_each_ordered(
        thread_count(input_options.threads),
        JobGroups::new(Jobs::new(to_read, |input| {
            global.log_input(input, &progress);
        })),
        |group, text, submit| Worker::new(&reporters, adds_fixes, submit).run(group, text),
        |outcome| {
            progress.advance(outcome.bytes);
            let has_output = !outcome.failures.is_empty() || outcome.rendered.size() > 0;
            totals.summary.merge(&outcome.summary);
            totals.statistics.merge(outcome.statistics);
            let write = || {
                for failure in outcome.failures {
                    print_failure(&failure);
                    totals.failures.push(failure);
                }
                outputs.write(&reporters, &outcome.rendered);
            };
            if has_output {
                progress.suspend(write);
            } else {
                write();
            }
            if outputs.any_open() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
    );
    progress.finish();
    let (beyond_limit, has_failed) = outputs.finish(&reporters, &totals);
    if beyond_limit > 0 && !global.quiet {
        let more = pluralize(beyond_limit, "more violation");
        print_message(format_args!("{more} not listed because of `--max-results`"));
    }
    Ok(exit_code::from_outcome(
        has_failed || !totals.failures.is_empty() || !is_fixed,
        totals.summary.has_errors() && !arguments.exit_zero,
    ))
}

/// Prints what would be checked.
fn show(arguments: &CheckArgs) -> Result<ExitCode, String> {
    let options = arguments.input_options.with_file_list();
    let options = options.map_err(|failure| failure.to_string())?;
    let inputs = Inputs::new(&options, &arguments.check_options);
    let inputs = inputs.map_err(|error| invalid_glob(&error))?;
    Ok(if arguments.show_files {
        show_files(inputs)
    } else {
        show_settings(inputs)
    })
}

fn invalid_glob(error: &ignore::Error) -> String {
    format!("invalid glob: {error}")
}

/// # Errors
///
/// If statistics are asked for in a format that has none.
fn create_reporters(
    arguments: &CheckArgs,
    global: GlobalOptions,
) -> Result<Vec<Box<dyn Reporter>>, String> {
    let reporter = |target: &ReportTarget| {
        let options = match &target.file {
            None => ReporterOptions::of_stdout(global),
            Some(_) => ReporterOptions::of_file(global),
        };
        if !arguments.statistics {
            return Ok(reporters::create(target.format, options));
        }
        reporters::create_statistics(target.format, options)
            .ok_or_else(|| "`--statistics` requires the format `human` or `json`".to_owned())
    };
    arguments.formats.iter().map(reporter).collect()
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
            let name = format!("`{}`", source_name(path));
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
/// Size of rendered reports from which they are written before the job has ended.
const PART_SIZE: usize = 256 * 1024;

/// The result of a group of jobs, or a part of it.
#[derive(Debug)]
struct CheckOutcome {
    rendered: RenderedReports,
    summary: Summary,
    statistics: Statistics,
    failures: Vec<Failure>,
    /// Number of bytes read.
    bytes: usize,
}

impl CheckOutcome {
    fn new(reporters: &[Box<dyn Reporter>]) -> Self {
        Self {
            rendered: RenderedReports::new(reporters),
            summary: Summary::default(),
            statistics: Statistics::default(),
            failures: Vec::new(),
            bytes: 0,
        }
    }

    fn add(
        &mut self,
        reporters: &[Box<dyn Reporter>],
        adds_fixes: bool,
        input: &Input,
        mut checked: CheckedDocument<'_>,
    ) {
        if adds_fixes {
            checked = fix::add_fixes(input, checked);
        }
        self.summary.add(&checked);
        self.statistics.add(&checked.report);
        self.rendered.write_document(reporters, &checked);
    }

    fn fail(&mut self, failure: Failure) {
        self.summary.failed += usize::from(failure.is_unreadable());
        self.failures.push(failure);
    }
}

/// Checks a group of jobs, and submits the outcome in parts so that memory does not grow with the
/// number of documents.
struct Worker<'w> {
    reporters: &'w [Box<dyn Reporter>],
    submit: &'w mut dyn FnMut(CheckOutcome) -> ControlFlow<()>,
    adds_fixes: bool,
    outcome: CheckOutcome,
    stopped: bool,
}

impl<'w> Worker<'w> {
    fn new(
        reporters: &'w [Box<dyn Reporter>],
        adds_fixes: bool,
        submit: &'w mut dyn FnMut(CheckOutcome) -> ControlFlow<()>,
    ) -> Self {
        Self {
            reporters,
            adds_fixes,
            submit,
            outcome: CheckOutcome::new(reporters),
            stopped: false,
        }
    }

    /// Files are read into `text`.
    fn run(mut self, group: Vec<Job>, text: &mut Vec<u8>) {
        for job in group {
            self.process(job, text);
            text.clear();
            text.shrink_to(MAX_REUSED_CAPACITY);
        }
        self.submit();
    }

    fn process(&mut self, job: Job, text: &mut Vec<u8>) {
        match job {
            Job::Skipped(.., failure) | Job::Failed(failure) => self.outcome.fail(failure),
            Job::Lines(input, chunk) => {
                self.outcome.bytes += chunk.text().len();
                documents::check_chunk(&input, &chunk, |checked| self.add(&input, checked));
            }
            Job::Whole(input) => match input.read(text) {
                Ok(()) => {
                    self.outcome.bytes += text.len();
                    documents::check_source(&input, text, |checked| self.add(&input, checked));
                }
                Err(error) => self.outcome.fail(input.failure(&error)),
            },
        }
    }

    fn add(&mut self, input: &Input, checked: CheckedDocument<'_>) {
        if self.stopped {
            return;
        }
        self.outcome
            .add(self.reporters, self.adds_fixes, input, checked);
        if self.outcome.rendered.size() >= PART_SIZE {
            self.submit();
        }
    }

    fn submit(&mut self) {
        let outcome = std::mem::replace(&mut self.outcome, CheckOutcome::new(self.reporters));
        self.stopped |= (self.submit)(outcome).is_break();
    }
}
