//! Where reports and documents go, and how that went.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use crate::console::complain;
use crate::documents::Judged;
use crate::forms::Form;
use crate::inputs::Failure;
use crate::sink::Sink;
use crate::summary::Summary;

/// One place that a command writes to. A failure is told when it happens, and ends the writing: a
/// file that is not whole does not take its place.
pub(crate) struct Output {
    /// None once it has failed, or its reader has gone.
    sink: Option<Sink>,
    /// Its name in complaints.
    name: String,
    /// Whether a reader that has seen enough, such as `head`, is no failure.
    may_be_left: bool,
    has_failed: bool,
}

impl Output {
    pub(crate) fn new(sink: Sink, name: String) -> Self {
        Self {
            sink: Some(sink),
            name,
            may_be_left: true,
            has_failed: false,
        }
    }

    pub(crate) fn stdout() -> Self {
        Self::new(Sink::open(io::stdout()), "the output".to_owned())
    }

    /// Whoever reads it must read all: nothing may be lost.
    pub(crate) fn must_be_read(self) -> Self {
        Self {
            may_be_left: false,
            ..self
        }
    }

    /// Its name in complaints.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it can still be written.
    pub(crate) fn is_open(&self) -> bool {
        self.sink.is_some()
    }

    /// The file whose place it takes, if it is one, in its canonical form.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        Some(self.sink.as_ref()?.replaced()?.to_owned())
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.write_by(|out| out.write_all(bytes));
        }
    }

    pub(crate) fn write_by(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if let Some(sink) = &mut self.sink {
            let written = write(sink.writer()).and_then(|()| sink.flush());
            self.note(written);
        }
    }

    /// There is no more to write.
    pub(crate) fn finish(&mut self) {
        if let Some(sink) = self.sink.take() {
            self.note(sink.finish());
        }
    }

    /// Leaves a file as it was: what was written of it is not whole.
    pub(crate) fn abandon(&mut self) {
        self.sink = None;
    }

    fn note(&mut self, written: io::Result<()>) {
        let Err(error) = written else { return };
        self.sink = None;
        if error.kind() != ErrorKind::BrokenPipe || !self.may_be_left {
            complain(format_args!("cannot write {}: {error}", self.name));
            self.has_failed = true;
        }
    }
}

/// What some documents come to, in each form.
#[derive(Debug)]
pub(crate) struct Rendered(Vec<Vec<u8>>);

impl Rendered {
    pub(crate) fn new(forms: &[Box<dyn Form>]) -> Self {
        Self(forms.iter().map(|_| Vec::new()).collect())
    }

    pub(crate) fn document(&mut self, forms: &[Box<dyn Form>], judged: &Judged<'_>) {
        for (form, text) in forms.iter().zip(&mut self.0) {
            let (start, separator) = (text.len(), form.separator());
            text.extend_from_slice(separator);
            form.document(judged, text);
            if text.len() == start + separator.len() {
                text.truncate(start);
            }
        }
    }
}

/// Where each form goes.
pub(crate) struct Outputs(Vec<FormOutput>);

/// Where one form goes.
struct FormOutput {
    output: Output,
    /// Whether a document was told.
    begun: bool,
}

impl Outputs {
    /// Opens the forms.
    pub(crate) fn new(forms: &[Box<dyn Form>], outputs: Vec<Output>) -> Self {
        let mut opened = Vec::new();
        for (form, mut output) in forms.iter().zip(outputs) {
            let mut head = Vec::new();
            form.head(&mut head);
            output.write(&head);
            opened.push(FormOutput {
                output,
                begun: false,
            });
        }
        Self(opened)
    }

    /// Whether anybody still reads.
    pub(crate) fn are_open(&self) -> bool {
        self.0.iter().any(|to| to.output.is_open())
    }

    pub(crate) fn write(&mut self, forms: &[Box<dyn Form>], rendered: &Rendered) {
        for ((form, to), text) in forms.iter().zip(&mut self.0).zip(&rendered.0) {
            let separator = form.separator();
            let text = match text.strip_prefix(separator) {
                Some(first) if !to.begun => first,
                _ => text,
            };
            to.begun |= !text.is_empty();
            to.output.write(text);
        }
    }

    /// Closes the forms, and tells whether any of them could not be written.
    pub(crate) fn finish(
        self,
        forms: &[Box<dyn Form>],
        summary: &Summary,
        failures: &[Failure],
    ) -> bool {
        let mut has_failed = false;
        for (form, FormOutput { mut output, .. }) in forms.iter().zip(self.0) {
            let mut tail = Vec::new();
            form.tail(summary, failures, &mut tail);
            output.write(&tail);
            output.finish();
            has_failed |= output.has_failed();
        }
        has_failed
    }
}
