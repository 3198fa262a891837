//! Where repaired documents go, and what is told of them.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;

use super::batch::{Batch, Manners, Tally, Work, new_diff};
use super::diff::Diff;
use super::draft::{Edit, edited};
use crate::chunks::Chunk;
use crate::console::complain;
use crate::exit;
use crate::inputs::Input;
use crate::outputs::Output;
use crate::sink::Sink;
use crate::summary::counted;

/// Takes what jobs come to, in their order.
pub(super) struct Delivery {
    manners: Manners,
    /// Documents and diffs.
    out: Output,
    /// What is told of them.
    told: Output,
    stream: Option<Stream>,
    total: Tally,
    /// Files that could not be written.
    unwritten: usize,
    /// Whether any input is a file that is replaced.
    writes_files: bool,
}

/// A stream whose lines come in.
struct Stream {
    input: Arc<Input>,
    target: Target,
    tally: Tally,
}

/// Where the lines of a stream go.
enum Target {
    /// Standard output.
    Out,
    Diff(Diff),
    /// The file that they came from: what takes its place is begun with the first change.
    File(Option<Sink>),
    /// Nowhere, after a failure.
    Nowhere,
}

impl Delivery {
    /// Standard output is either for documents and diffs, or for what is told of them.
    pub(super) fn new(manners: Manners, is_stdout_for_documents: bool, writes_files: bool) -> Self {
        Self {
            manners,
            out: Output::stdout(),
            told: if is_stdout_for_documents {
                Output::new(Sink::open(io::stderr()), "the output".to_owned())
            } else {
                Output::stdout()
            },
            stream: None,
            total: Tally::default(),
            unwritten: 0,
            writes_files,
        }
    }

    pub(super) fn take(&mut self, batch: Batch) -> ControlFlow<()> {
        let Batch {
            told, tally, work, ..
        } = batch;
        self.told.write(&told);
        match work {
            Work::Lines {
                input,
                chunk,
                edits,
            } => self.lines(input, &chunk, &edits, tally),
            Work::Whole(out) => {
                self.end_stream();
                self.total += tally;
                self.out.write(&out);
            }
            Work::Unwritten(input, error) => {
                self.end_stream();
                self.total += tally;
                self.unwritten(&input, &error);
            }
            Work::Failed(failure) => {
                if let Some(stream) = &mut self.stream
                    && stream.input.name == failure.source
                {
                    // It was read in part, so it must not be replaced.
                    stream.abandon();
                }
                self.end_stream();
                self.total.after.failed += 1;
                complain(&failure);
            }
        }
        // Files are repaired, and told of, whether anybody reads along or not.
        if self.out.is_open() || self.writes_files {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// Tells the rest, and the outcome.
    pub(super) fn finish(mut self) -> ExitCode {
        self.end_stream();
        self.out.finish();
        if !self.manners.quiet {
            let sentence = format!("{}\n", self.sentence());
            self.told.write(sentence.as_bytes());
        }
        self.told.finish();
        let Tally {
            after, repaired, ..
        } = self.total;
        let has_failed = self.out.has_failed()
            || self.told.has_failed()
            || self.unwritten > 0
            || after.failed > 0;
        // What would change is as good as an error.
        let would_change = self.manners.diff && repaired > 0;
        exit::code(has_failed, after.has_errors() || would_change)
    }

    fn lines(&mut self, input: Arc<Input>, chunk: &Chunk, edits: &[Edit], tally: Tally) {
        let is_next = |stream: &Stream| Arc::ptr_eq(&stream.input, &input);
        if !self.stream.as_ref().is_some_and(is_next) {
            self.end_stream();
        }
        let manners = self.manners;
        let mut stream = self.stream.take().unwrap_or_else(|| Stream {
            target: match input.path() {
                _ if manners.diff => Target::Diff(new_diff(&input)),
                Some(_) => Target::File(None),
                None => Target::Out,
            },
            input,
            tally: Tally::default(),
        });
        stream.tally += tally;
        match &mut stream.target {
            Target::Nowhere => {}
            Target::Out => self.out.write(&edited(chunk.text(), edits)),
            Target::Diff(diff) => {
                self.out.write_by(|out| diff.add(chunk.text(), edits, out));
            }
            Target::File(sink) => {
                if let Err(error) = replace(&stream.input, sink, chunk, edits) {
                    stream.abandon();
                    self.unwritten(&stream.input, &error);
                }
            }
        }
        self.stream = Some(stream);
    }

    /// There are no more lines of the stream.
    fn end_stream(&mut self) {
        let Some(mut stream) = self.stream.take() else {
            return;
        };
        match std::mem::replace(&mut stream.target, Target::Nowhere) {
            Target::Diff(diff) => {
                self.out.write_by(|out| diff.finish(out));
            }
            Target::File(Some(sink)) => {
                if let Err(error) = sink.finish() {
                    stream.tally = stream.tally.undone();
                    self.unwritten(&stream.input, &error);
                }
            }
            Target::File(None) | Target::Out | Target::Nowhere => {}
        }
        self.total += stream.tally;
    }

    fn unwritten(&mut self, input: &Input, error: &io::Error) {
        self.unwritten += 1;
        complain(format_args!(
            "cannot write `{}`, which is left as it was: {error}",
            input.name
        ));
    }

    /// What all came to, in one line.
    fn sentence(&self) -> String {
        let Tally {
            before,
            after,
            repairs,
            repaired,
        } = self.total;
        let left = [(after.errors, "error"), (after.warnings, "warning")];
        let left: Vec<_> = left
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| counted(count, unit))
            .collect();
        let is_one = after.errors + after.warnings == 1;
        let left = match (left.is_empty(), self.manners.diff) {
            (true, false) => "nothing is left".to_owned(),
            (true, true) => "nothing would be left".to_owned(),
            (false, true) => format!("{} would be left", left.join(" and ")),
            (false, false) => {
                format!(
                    "{} {} left",
                    left.join(" and "),
                    if is_one { "is" } else { "are" }
                )
            }
        };
        let mut sentence = format!(
            "{} in {repaired} of {}; {left}",
            counted(repairs, "repair"),
            counted(before.documents, "document"),
        );
        for (count, unit, what) in [
            (after.failed, "input", "read"),
            (self.unwritten, "file", "written"),
        ] {
            if count > 0 {
                let failed = format!("; {} could not be {what}", counted(count, unit));
                sentence += &failed;
            }
        }
        sentence
    }
}

impl Stream {
    /// Leaves the file as it is.
    fn abandon(&mut self) {
        self.target = match &self.target {
            Target::File(_) => Target::Nowhere,
            _ => return,
        };
        self.tally = self.tally.undone();
    }
}

/// Writes some lines of a file to what takes its place. That is begun with the first line that
/// changes, so that a file in which nothing does is not touched.
fn replace(
    input: &Input,
    sink: &mut Option<Sink>,
    chunk: &Chunk,
    edits: &[Edit],
) -> io::Result<()> {
    let sink = match (sink, input.path()) {
        (Some(sink), _) => sink,
        (sink, Some(path)) if !edits.is_empty() => {
            let mut begun = Sink::replacing(path)?;
            let before = chunk.offset as u64;
            let copied = io::copy(&mut File::open(path)?.take(before), begun.writer())?;
            if copied != before {
                return Err(io::Error::other("it was changed by someone else meanwhile"));
            }
            sink.insert(begun)
        }
        _ => return Ok(()),
    };
    sink.write_all(&edited(chunk.text(), edits))
}
