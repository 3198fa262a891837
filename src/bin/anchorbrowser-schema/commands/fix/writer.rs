//! Writes fixed documents, diffs and messages.

use std::io::{self, Seek, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;

use tempfile::SpooledTempFile;

use super::diff::Diff;
use super::outcome::{
    FixOptions, FixOutcome, FixSummary, OutcomeKind, new_diff, unapplied_note, unwritable_reason,
};
use super::replacement::Replacement;
use crate::chunks::Chunk;
use crate::console::{print_error, print_failure};
use crate::exit_code;
use crate::fixer::{Edit, apply_edits};
use crate::inputs::Input;
use crate::original::Original;
use crate::output::Output;
use crate::plural::pluralize;

/// Bytes of messages about a stream to keep in memory.
const IN_MEMORY: usize = 1024 * 1024;

/// Writes the results of jobs in order.
pub(super) struct FixWriter {
    options: FixOptions,
    /// Documents and diffs.
    out: Output,
    /// Human-readable messages.
    messages: Output,
    stream: Option<StreamOutput>,
    total: FixSummary,
    /// Of the documents on standard output, which count as fixed only if all could be written.
    printed: FixSummary,
    /// Number of files that could not be written.
    unwritten: usize,
    /// Whether anything could not be checked.
    has_failures: bool,
    /// Whether any input is a file that may be replaced.
    writes_files: bool,
}

/// A stream that is being written.
struct StreamOutput {
    input: Arc<Input>,
    target: StreamTarget,
    summary: FixSummary,
    /// Messages about a file, which are printed once it is written.
    messages: SpooledTempFile,
}

/// Where the lines of a stream are written.
enum StreamTarget {
    /// Standard output.
    Out,
    Diff(Diff),
    /// The file that they were read from. The replacement is created at the first change.
    File(Arc<Original>, Option<Replacement>),
    /// Nowhere, because it is not supported.
    Nowhere,
    /// Nowhere, after a failure: nothing is fixed, and nothing is claimed to be.
    Failed,
}

impl FixWriter {
    pub(super) fn new(options: FixOptions, messages: Output, writes_files: bool) -> Self {
        Self {
            options,
            out: Output::stdout(),
            messages,
            stream: None,
            total: FixSummary::default(),
            printed: FixSummary::default(),
            unwritten: 0,
            has_failures: false,
            writes_files,
        }
    }

    pub(super) fn take(&mut self, outcome: FixOutcome) -> ControlFlow<()> {
        let FixOutcome {
            messages,
            summary,
            kind,
            ..
        } = outcome;
        match kind {
            OutcomeKind::Lines {
                input,
                chunk,
                edits,
            } => self.write_lines(input, &chunk, &edits, summary, &messages),
            OutcomeKind::Whole(out) => {
                self.finish_stream();
                self.messages.write(&messages);
                if out.is_empty() || self.options.diff {
                    self.total += summary;
                } else {
                    self.printed += summary;
                }
                self.out.write(&out);
            }
            OutcomeKind::WriteFailed(input, error) => {
                self.finish_stream();
                self.messages.write(&messages);
                self.total += summary;
                self.record_write_failure(&input, &error);
            }
            OutcomeKind::ReadFailed(failure) => {
                if let Some(stream) = &mut self.stream
                    && stream.input.name == failure.source
                {
                    // It was read only in part, so it must not be replaced.
                    stream.discard();
                }
                self.finish_stream();
                self.total.after.failed += usize::from(failure.is_unreadable());
                self.has_failures = true;
                print_failure(&failure);
            }
        }
        // Files are fixed even if nobody reads the messages.
        if self.out.is_open() || self.writes_files {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// Writes what is pending.
    pub(super) fn finish(mut self) -> FinishedFixes {
        self.finish_stream();
        self.out.finish();
        self.total += if self.out.has_failed() {
            self.printed.without_fixes()
        } else {
            self.printed
        };
        if !self.options.messages.quiet {
            let summary_line = format!("{}\n", self.summary_line());
            self.messages.write(summary_line.as_bytes());
        }
        self.messages.finish();
        FinishedFixes {
            has_failed: self.out.has_failed()
                || self.messages.has_failed()
                || self.unwritten > 0
                || self.has_failures,
            is_diff: self.options.diff,
            total: self.total,
        }
    }

    fn write_lines(
        &mut self,
        input: Arc<Input>,
        chunk: &Chunk,
        edits: &[Edit],
        summary: FixSummary,
        messages: &[u8],
    ) {
        let is_current = |stream: &StreamOutput| Arc::ptr_eq(&stream.input, &input);
        if !self.stream.as_ref().is_some_and(is_current) {
            self.finish_stream();
        }
        let options = self.options;
        let mut stream = self.stream.take().unwrap_or_else(|| StreamOutput {
            target: match input.original() {
                _ if unwritable_reason(&input).is_some() => StreamTarget::Nowhere,
                _ if options.diff => StreamTarget::Diff(new_diff(&input, options)),
                Some(original) => StreamTarget::File(Arc::clone(original), None),
                None => StreamTarget::Out,
            },
            input,
            summary: FixSummary::default(),
            messages: SpooledTempFile::new(IN_MEMORY),
        });
        stream.summary += summary;
        match &mut stream.target {
            StreamTarget::File(..) | StreamTarget::Failed => {}
            _ => self.messages.write(messages),
        }
        match &mut stream.target {
            StreamTarget::Nowhere | StreamTarget::Failed => {}
            StreamTarget::Out => self.out.write(&apply_edits(chunk.text(), edits)),
            StreamTarget::Diff(diff) => {
                self.out
                    .write_with(|out| diff.add(chunk.text(), edits, out));
            }
            StreamTarget::File(original, replacement) => {
                let written =
                    write_replacement(original, replacement, chunk, edits, options.in_place);
                let written = written.and_then(|()| stream.messages.write_all(messages));
                if let Err(error) = written {
                    stream.discard();
                    self.record_write_failure(&stream.input, &error);
                }
            }
        }
        self.stream = Some(stream);
    }

    /// Completes the current stream.
    fn finish_stream(&mut self) {
        let Some(mut stream) = self.stream.take() else {
            return;
        };
        match std::mem::replace(&mut stream.target, StreamTarget::Nowhere) {
            StreamTarget::Diff(diff) => {
                self.out.write_with(|out| diff.finish(out));
            }
            StreamTarget::File(_, replacement) => {
                match replacement.map_or(Ok(()), Replacement::finish) {
                    Ok(()) => self.write_messages(&mut stream.messages),
                    Err(error) => {
                        stream.summary = stream.summary.without_fixes();
                        self.record_write_failure(&stream.input, &error);
                    }
                }
            }
            StreamTarget::Failed => stream.summary = stream.summary.without_fixes(),
            StreamTarget::Out => self.printed += std::mem::take(&mut stream.summary),
            StreamTarget::Nowhere => {}
        }
        if !self.options.messages.quiet
            && let Some(note) = unapplied_note(&stream.input, stream.summary.unapplied)
        {
            self.messages.write(note.as_bytes());
        }
        self.total += stream.summary;
    }

    /// Prints the messages about a file that was written.
    fn write_messages(&mut self, messages: &mut SpooledTempFile) {
        self.messages.write_with(|out| {
            messages.rewind()?;
            io::copy(messages, out).map(|_| ())
        });
    }

    fn record_write_failure(&mut self, input: &Input, error: &io::Error) {
        self.unwritten += 1;
        print_error(format_args!(
            "cannot write `{}`, which is left unchanged: {error}",
            input.name
        ));
    }

    /// One line of text.
    fn summary_line(&self) -> String {
        let FixSummary {
            after, unsafe_left, ..
        } = self.total;
        let remaining = [(after.errors, "error"), (after.warnings, "warning")];
        let remaining: Vec<_> = remaining
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| pluralize(count, unit))
            .collect();
        let is_one = after.errors + after.warnings == 1;
        let remaining = match (remaining.is_empty(), self.options.diff) {
            (true, false) => "no violations remain".to_owned(),
            (true, true) => "no violations would remain".to_owned(),
            (false, true) => format!("{} would remain", remaining.join(" and ")),
            (false, false) => {
                format!(
                    "{} {}",
                    remaining.join(" and "),
                    if is_one { "remains" } else { "remain" }
                )
            }
        };
        let mut line = format!("{}; {remaining}", self.total.fixes_line());
        if unsafe_left > 0 {
            let more = format!("; {unsafe_left} more can be fixed with `--unsafe`");
            line += &more;
        }
        for (count, unit, what) in [
            (after.failed, "input", "read"),
            (self.unwritten, "file", "written"),
        ] {
            if count > 0 {
                let failed = format!("; {} could not be {what}", pluralize(count, unit));
                line += &failed;
            }
        }
        if self.out.has_failed() {
            line += "; standard output is incomplete";
        }
        line
    }
}

/// The result of all jobs.
pub(super) struct FinishedFixes {
    has_failed: bool,
    is_diff: bool,
    total: FixSummary,
}

impl FinishedFixes {
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// One line of text.
    pub(super) fn fixes_line(&self) -> String {
        self.total.fixes_line()
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        // A pending change counts as an error.
        let would_change = self.is_diff && self.total.fixed_documents > 0;
        exit_code::from_outcome(
            self.has_failed,
            self.total.after.has_errors() || would_change,
        )
    }
}

impl StreamOutput {
    /// Leaves the file as it is.
    fn discard(&mut self) {
        if let StreamTarget::File(..) = &self.target {
            self.target = StreamTarget::Failed;
        }
    }
}

/// Writes some lines of a file to its replacement, which is created at the first changed line, so
/// that a file without changes is not touched.
fn write_replacement(
    original: &Arc<Original>,
    replacement: &mut Option<Replacement>,
    chunk: &Chunk,
    edits: &[Edit],
    in_place: bool,
) -> io::Result<()> {
    let replacement = match replacement {
        Some(replacement) => replacement,
        None if edits.is_empty() => return Ok(()),
        None => {
            let mut begun = Replacement::new(original, in_place)?;
            begun.copy_start(chunk.offset as u64)?;
            replacement.insert(begun)
        }
    };
    replacement.write_all(&apply_edits(chunk.text(), edits))
}
