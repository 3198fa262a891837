//! The command `check`.

use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::thread;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};

use crate::arguments::{Check, Color, FormatTo};
use crate::console::{complain, remark};
use crate::documents::{self, Judged};
use crate::exit;
use crate::forms::{self, Form, Style};
use crate::in_order::in_order;
use crate::inputs::{Failure, Input, Inputs};
use crate::jobs::{Job, Jobs};
use crate::outputs::{Output, Outputs, Rendered};
use crate::progress::Progress;
use crate::sink::Sink;
use crate::summary::Summary;

/// How the command speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) color: Color,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
}

/// Checks all inputs, and tells the outcome by the exit code.
pub(crate) fn run(arguments: &Check, manner: Manner) -> ExitCode {
    match check(arguments, manner) {
        Ok(code) => code,
        Err(message) => {
            complain(message);
            ExitCode::from(exit::FAILED)
        }
    }
}

fn check(arguments: &Check, manner: Manner) -> Result<ExitCode, String> {
    let inputs = || Inputs::new(&arguments.reading, &arguments.judging);
    let to_read = inputs().map_err(|error| format!("cannot use the glob: {error}"))?;
    let forms = forms(&arguments.formats, manner);
    let mut outputs = Outputs::new(&forms, open(&arguments.formats)?);
    let progress = Progress::new(manner.quiet, || inputs().ok());
    let (mut summary, mut failures) = (Summary::default(), Vec::new());
    in_order(
        threads(arguments.reading.threads),
        Jobs::new(to_read, |input| begin(input, &progress, manner)),
        |job| Batch::of(job, &forms),
        |batch| {
            progress.advance(batch.bytes);
            summary.merge(&batch.summary);
            progress.suspend(|| {
                for failure in batch.failures {
                    complain(&failure);
                    failures.push(failure);
                }
                outputs.write(&forms, &batch.rendered);
            });
            if outputs.are_open() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
    );
    progress.finish();
    let has_failed = outputs.finish(&forms, &summary, &failures);
    Ok(exit::code(&summary, has_failed, arguments.exit_zero))
}

/// As many as asked for, or as there are cores.
pub(crate) fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
}

pub(crate) fn begin(input: &Input, progress: &Progress, manner: Manner) {
    if manner.verbose {
        let configuration = match &input.project.file {
            Some(file) => format!("by `{}`", file.display()),
            None => "without a configuration file".to_owned(),
        };
        progress.suspend(|| remark(format_args!("checking `{}` {configuration}", input.name)));
    }
}

fn forms(formats: &[FormatTo], manner: Manner) -> Vec<Box<dyn Form>> {
    let form = |to: &FormatTo| {
        let style = Style {
            color: to.file.is_none() && wants_color(manner.color, &io::stdout()),
            quiet: manner.quiet,
        };
        forms::form(to.format, style)
    };
    formats.iter().map(form).collect()
}

/// Whether an output is to be coloured.
pub(crate) fn wants_color(color: Color, output: &impl RawStream) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(output) != ColorChoice::Never,
    }
}

fn open(formats: &[FormatTo]) -> Result<Vec<Output>, String> {
    if formats.iter().filter(|to| to.file.is_none()).count() > 1 {
        return Err(
            "only one format can go to standard output; name a file for the others, as in \
             `--format sarif=FILE`"
                .to_owned(),
        );
    }
    let open = |to: &FormatTo| match &to.file {
        None => Ok(Output::stdout()),
        Some(path) => {
            let name = format!("`{}`", path.display());
            match Sink::file(path) {
                Ok(sink) => Ok(Output::new(sink, name)),
                Err(error) => Err(format!("cannot write {name}: {error}")),
            }
        }
    };
    formats.iter().map(open).collect()
}

/// What a job comes to.
#[derive(Debug)]
struct Batch {
    rendered: Rendered,
    summary: Summary,
    failures: Vec<Failure>,
    /// How much was read.
    bytes: usize,
}

impl Batch {
    fn of(job: Job, forms: &[Box<dyn Form>]) -> Self {
        let mut batch = Self {
            rendered: Rendered::new(forms),
            summary: Summary::default(),
            failures: Vec::new(),
            bytes: 0,
        };
        match job {
            Job::Failed(failure) => batch.fail(failure),
            Job::Lines(input, chunk) => {
                batch.bytes = chunk.text().len();
                documents::of_chunk(&input, &chunk, |judged| batch.add(forms, &judged));
            }
            Job::Whole(input) => match input.read() {
                Ok(text) => {
                    batch.bytes = text.len();
                    documents::of_text(&input, &text, |judged| batch.add(forms, &judged));
                }
                Err(error) => batch.fail(input.failure(&error)),
            },
        }
        batch
    }

    fn add(&mut self, forms: &[Box<dyn Form>], judged: &Judged<'_>) {
        self.summary.add(&judged.report);
        self.rendered.document(forms, judged);
    }

    fn fail(&mut self, failure: Failure) {
        self.summary.failed += 1;
        self.failures.push(failure);
    }
}
