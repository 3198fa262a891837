//! The command `check`.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::process::ExitCode;

use crate::arguments::{Check, FormatTo};
use crate::console::complain;
use crate::documents::{self, Judged};
use crate::exit;
use crate::forms::{self, Form, Style};
use crate::in_order::in_order;
use crate::inputs::{self, Failure, Inputs};
use crate::jobs::{Groups, Job, Jobs};
use crate::manner::{Manner, threads};
use crate::outputs::{Output, Outputs, Rendered};
use crate::progress::Progress;
use crate::sink::{Readers, Sink};
use crate::summary::Summary;

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
    let outputs = open(&arguments.formats)?;
    let written: Vec<_> = outputs.iter().filter_map(Output::file).collect();
    inputs::not_written(&arguments.reading.paths, &written).map_err(|error| error.to_string())?;
    let inputs = || {
        let inputs = Inputs::new(&arguments.reading, &arguments.judging)?;
        Ok::<_, ignore::Error>(inputs.without(&written))
    };
    let to_read = inputs().map_err(|error| format!("cannot use the glob: {error}"))?;
    let forms = forms(&arguments.formats, manner);
    let mut outputs = Outputs::new(&forms, outputs);
    let progress = Progress::new(manner.quiet, || inputs().ok());
    let (mut summary, mut failures) = (Summary::default(), Vec::new());
    in_order(
        threads(arguments.reading.threads),
        Groups::new(Jobs::new(to_read, |input| manner.begin(input, &progress))),
        |group, text| Batch::of(group, text, &forms),
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
    Ok(exit::code(
        has_failed || summary.failed > 0,
        summary.has_errors() && !arguments.exit_zero,
    ))
}

fn forms(formats: &[FormatTo], manner: Manner) -> Vec<Box<dyn Form>> {
    let form = |to: &FormatTo| {
        let style = Style {
            color: to.file.is_none() && manner.wants_color(&io::stdout()),
            quiet: manner.quiet,
        };
        forms::form(to.format, style)
    };
    formats.iter().map(form).collect()
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
            match Sink::file(path, Readers::AsUsual) {
                Ok(sink) => Ok(Output::new(sink, name)),
                Err(error) => Err(format!("cannot write {name}: {error}")),
            }
        }
    };
    let outputs: Vec<_> = formats.iter().map(open).collect::<Result<_, String>>()?;
    let mut files = HashSet::new();
    for output in &outputs {
        if output.file().is_some_and(|file| !files.insert(file)) {
            return Err(format!(
                "{} is named for two formats; each needs a file of its own",
                output.name()
            ));
        }
    }
    Ok(outputs)
}

/// Bytes of a buffer that is worth keeping for the next document.
const LONGEST_KEPT: usize = 1024 * 1024;

/// What a group of jobs comes to.
#[derive(Debug)]
struct Batch {
    rendered: Rendered,
    summary: Summary,
    failures: Vec<Failure>,
    /// How much was read.
    bytes: usize,
}

impl Batch {
    /// Texts of files are read into `text`.
    fn of(group: Vec<Job>, text: &mut Vec<u8>, forms: &[Box<dyn Form>]) -> Self {
        let mut batch = Self {
            rendered: Rendered::new(forms),
            summary: Summary::default(),
            failures: Vec::new(),
            bytes: 0,
        };
        for job in group {
            batch.work(job, text, forms);
            text.clear();
            text.shrink_to(LONGEST_KEPT);
        }
        batch
    }

    fn work(&mut self, job: Job, text: &mut Vec<u8>, forms: &[Box<dyn Form>]) {
        match job {
            Job::Failed(failure) => self.fail(failure),
            Job::Lines(input, chunk) => {
                self.bytes += chunk.text().len();
                documents::of_chunk(&input, &chunk, |judged| self.add(forms, &judged));
            }
            Job::Whole(input) => match input.read(text) {
                Ok(()) => {
                    self.bytes += text.len();
                    documents::of_text(&input, text, |judged| self.add(forms, &judged));
                }
                Err(error) => self.fail(input.failure(&error)),
            },
        }
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
