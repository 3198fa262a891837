//! The command `filter`.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};

use crate::arguments::Filter;
use crate::console::{complain, remark};
use crate::documents::{self, Judged};
use crate::exit;
use crate::forms::json::{Told, write};
use crate::in_order::in_order;
use crate::inputs::{self, Failure, Inputs};
use crate::jobs::{Job, Jobs};
use crate::manner::{Manner, threads};
use crate::outputs::Output;
use crate::progress::Progress;
use crate::sink::{Readers, Sink};
use crate::summary::{Summary, counted};

/// Splits streams, and tells the outcome by the exit code.
pub(crate) fn run(arguments: &Filter, manner: Manner) -> ExitCode {
    let rejects = match arguments.rejects.as_deref().map(rejects).transpose() {
        Ok(rejects) => rejects,
        Err(message) => {
            complain(message);
            return ExitCode::from(exit::FAILED);
        }
    };
    let written: Vec<_> = rejects.iter().filter_map(Output::file).collect();
    if let Err(failure) = inputs::not_written(&arguments.files, &written) {
        complain(failure);
        return ExitCode::from(exit::FAILED);
    }
    let mut split = Split {
        passed: Output::stdout(),
        rejects,
        summary: Summary::default(),
    };
    let keep_rejects = split.rejects.is_some();
    let inputs = || Inputs::streams(&arguments.files, &arguments.judging).without(&written);
    let progress = Progress::new(manner.quiet, || Some(inputs()));
    in_order(
        threads(arguments.threads),
        Jobs::new(inputs(), |input| manner.begin(input, &progress)),
        |job, ()| Batch::of(job, keep_rejects),
        |batch| {
            progress.advance(batch.bytes);
            progress.suspend(|| split.take(&batch))
        },
    );
    progress.finish();
    let has_failed = split.finish();
    if !manner.quiet {
        let Summary {
            documents, valid, ..
        } = split.summary;
        remark(format_args!(
            "{valid} of {} passed, {} refused",
            counted(documents, "document"),
            documents - valid
        ));
    }
    exit::code(
        has_failed || split.summary.failed > 0,
        split.summary.has_errors() && !arguments.exit_zero,
    )
}

/// Opens the rejects.
fn rejects(path: &Path) -> Result<Output, String> {
    if path == "-" {
        return Err(
            "the rejects cannot go to standard output, where the documents go that pass; name a \
             file for them"
                .to_owned(),
        );
    }
    match Sink::file(path, Readers::Owner) {
        Ok(sink) => Ok(Output::new(sink, "the rejects".to_owned()).must_be_read()),
        Err(error) => Err(format!("cannot write the rejects: {error}")),
    }
}

/// Where documents go.
struct Split {
    passed: Output,
    rejects: Option<Output>,
    summary: Summary,
}

impl Split {
    fn take(&mut self, batch: &Batch) -> ControlFlow<()> {
        self.summary.merge(&batch.summary);
        if let Some(failure) = &batch.failure {
            complain(failure);
        }
        self.passed.write(&batch.passed);
        if let Some(rejects) = &mut self.rejects {
            rejects.write(&batch.rejected);
        }
        // Whoever reads what passes has seen enough, or the disk is full: there is no going on
        // without losing documents.
        if self.passed.is_open() && self.rejects.as_ref().is_none_or(Output::is_open) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// Whether anything could not be written.
    fn finish(&mut self) -> bool {
        self.passed.finish();
        let Some(rejects) = &mut self.rejects else {
            return self.passed.has_failed();
        };
        if self.passed.has_failed() {
            // The work was broken off, so that these are not all.
            rejects.abandon();
        }
        rejects.finish();
        self.passed.has_failed() || rejects.has_failed()
    }
}

/// What a job comes to.
#[derive(Debug, Default)]
struct Batch {
    passed: Vec<u8>,
    rejected: Vec<u8>,
    summary: Summary,
    failure: Option<Failure>,
    /// How much was read.
    bytes: usize,
}

impl Batch {
    fn of(job: Job, keep_rejects: bool) -> Self {
        let mut batch = Self::default();
        match job {
            Job::Lines(input, chunk) => {
                batch.bytes = chunk.text().len();
                batch.passed.reserve(batch.bytes + 1);
                documents::of_chunk(&input, &chunk, |judged| batch.add(&judged, keep_rejects));
            }
            // Inputs of this command are streams.
            Job::Whole(input) => batch.fail(input.failure(&"it is not a stream")),
            Job::Failed(failure) => batch.fail(failure),
        }
        batch
    }

    fn add(&mut self, judged: &Judged<'_>, keep_rejects: bool) {
        self.summary.add(&judged.report);
        if judged.report.is_valid() {
            self.passed.extend_from_slice(judged.text.bytes);
            // The last line of a file may lack its end, which the next document would run into.
            self.passed.push(b'\n');
        } else if keep_rejects {
            let rejected = Rejected {
                raw_base64: judged.text.bytes,
                report: Told::new(judged),
            };
            write(&rejected, &mut self.rejected);
            self.rejected.push(b'\n');
        }
    }

    fn fail(&mut self, failure: Failure) {
        self.summary.failed += 1;
        self.failure = Some(failure);
    }
}

/// A refused document on the wire: all its bytes, and what is wrong with them.
#[derive(Debug, Serialize)]
struct Rejected<'a> {
    #[serde(serialize_with = "base64_text")]
    raw_base64: &'a [u8],
    report: Told<'a>,
}

fn base64_text<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&Base64Display::new(bytes, &STANDARD))
}
