//! Outputs of a run, and whether writing them succeeded.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use crate::console::print_error;
use crate::destination::Destination;
use crate::documents::CheckedDocument;
use crate::failure::Failure;
use crate::rendered::{Listing, Rendered};
use crate::reporters::{Ending, Reporter};
use crate::statistics::Statistics;
use crate::stdout::stdout;
use crate::summary::Summary;

/// A destination with error handling. A failure is reported when it happens, and nothing more is
/// written: an incomplete file does not replace its target.
pub(crate) struct Output {
    /// `None` after a failure or once the reader has closed it.
    destination: Option<Destination>,
    /// Name in error messages.
    name: String,
    /// Whether a closed pipe is not an error, as with `head`.
    ignores_broken_pipe: bool,
    has_failed: bool,
}

impl Output {
    pub(crate) fn new(destination: Destination, name: String) -> Self {
        Self {
            destination: Some(destination),
            name,
            ignores_broken_pipe: true,
            has_failed: false,
        }
    }

    pub(crate) fn stdout() -> Self {
        Self::new(Destination::stream(stdout()), "standard output".to_owned())
    }

    /// Treats a closed pipe as an error, since nothing may be lost.
    pub(crate) fn fail_on_broken_pipe(self) -> Self {
        Self {
            ignores_broken_pipe: false,
            ..self
        }
    }

    /// Name in error messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether more can be written.
    pub(crate) fn is_open(&self) -> bool {
        self.destination.is_some()
    }

    /// Canonical path of the file that is replaced, if any.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        Some(self.destination.as_ref()?.target()?.to_owned())
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.write_with(|out| out.write_all(bytes));
        }
    }

    pub(crate) fn write_with(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if let Some(destination) = &mut self.destination {
            let written = write(destination.writer()).and_then(|()| destination.flush());
            self.record(written);
        }
    }

    /// Completes the output.
    pub(crate) fn finish(&mut self) {
        if let Some(destination) = self.destination.take() {
            self.record(destination.finish());
        }
    }

    /// Discards the output because it is incomplete; its target stays as it was.
    pub(crate) fn discard(&mut self) {
        self.destination = None;
    }

    fn record(&mut self, written: io::Result<()>) {
        let Err(error) = written else { return };
        self.destination = None;
        if error.kind() != ErrorKind::BrokenPipe || !self.ignores_broken_pipe {
            print_error(format_args!("cannot write to {}: {error}", self.name));
            self.has_failed = true;
        }
    }
}

/// Some documents, rendered by each reporter.
#[derive(Debug)]
pub(crate) struct RenderedReports(Vec<Rendered>);

impl RenderedReports {
    pub(crate) fn new(reporters: &[Box<dyn Reporter>]) -> Self {
        Self(reporters.iter().map(|_| Rendered::default()).collect())
    }

    /// Number of bytes.
    pub(crate) fn size(&self) -> usize {
        self.0.iter().map(Rendered::size).sum()
    }

    pub(crate) fn write_document(
        &mut self,
        reporters: &[Box<dyn Reporter>],
        checked: &CheckedDocument<'_>,
    ) {
        for (reporter, rendered) in reporters.iter().zip(&mut self.0) {
            reporter.write_document(checked, rendered);
        }
    }
}

/// The output of each reporter.
pub(crate) struct ReportOutputs(Vec<ReportOutput>);

/// The output of one reporter.
struct ReportOutput {
    output: Output,
    listing: Listing,
    /// Whether any item was written.
    has_documents: bool,
}

/// How a run ended, for all reporters.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) summary: Summary,
    pub(crate) statistics: Statistics,
    pub(crate) failures: Vec<Failure>,
}

impl ReportOutputs {
    /// Writes the header of each report. `limit` is the number of violations that each lists at
    /// most.
    pub(crate) fn new(
        reporters: &[Box<dyn Reporter>],
        outputs: Vec<Output>,
        limit: Option<usize>,
    ) -> Self {
        let mut opened = Vec::new();
        for (reporter, mut output) in reporters.iter().zip(outputs) {
            let mut header = Vec::new();
            reporter.write_header(&mut header);
            output.write(&header);
            opened.push(ReportOutput {
                output,
                listing: Listing::new(limit),
                has_documents: false,
            });
        }
        Self(opened)
    }

    /// Whether any output still has a reader.
    pub(crate) fn any_open(&self) -> bool {
        self.0.iter().any(|target| target.output.is_open())
    }

    pub(crate) fn write(&mut self, reporters: &[Box<dyn Reporter>], rendered: &RenderedReports) {
        for ((reporter, target), rendered) in reporters.iter().zip(&mut self.0).zip(&rendered.0) {
            let has_documents = &mut target.has_documents;
            let items = target.listing.select(rendered);
            target.output.write_with(|out| {
                for item in items {
                    if *has_documents {
                        out.write_all(reporter.separator())?;
                    }
                    out.write_all(item)?;
                    *has_documents = true;
                }
                Ok(())
            });
        }
    }

    /// Writes the footer of each report. Returns the number of violations that are not listed because
    /// of the limit, and whether any output failed.
    pub(crate) fn finish(self, reporters: &[Box<dyn Reporter>], totals: &Totals) -> (usize, bool) {
        let (mut beyond_limit, mut has_failed) = (0, false);
        for (reporter, mut target) in reporters.iter().zip(self.0) {
            let omitted = target.listing.omitted();
            let mut footer = Vec::new();
            let ending = Ending {
                summary: &totals.summary,
                statistics: &totals.statistics,
                failures: &totals.failures,
                has_documents: target.has_documents,
                omitted,
            };
            reporter.write_footer(&ending, &mut footer);
            target.output.write(&footer);
            target.output.finish();
            beyond_limit = beyond_limit.max(omitted.beyond_limit);
            has_failed |= target.output.has_failed();
        }
        (beyond_limit, has_failed)
    }
}
