//! The result of a fix job: fixed documents and messages about them.

use std::io::{self, IsTerminal};
use std::ops::AddAssign;
use std::sync::Arc;

use anchorbrowser_schema::{Position, Span};

use super::diff::Diff;
use super::edit_buffer::{Edit, apply_edits};
use super::fixer::{AppliedFix, FixedDocument, Fixer};
use crate::chunks::Chunk;
use crate::cli::{Format, InputFormat};
use crate::destination::Destination;
use crate::documents::{self, CheckedDocument};
use crate::escape::escape_invisible;
use crate::inputs::{Failure, Input};
use crate::jobs::Job;
use crate::positions::Positions;
use crate::reporters::{self, Reporter, ReporterOptions};
use crate::summary::Summary;

/// How to fix documents and report what was done.
#[derive(Clone, Copy)]
pub(super) struct FixOptions {
    /// Write a diff instead of files.
    pub(super) diff: bool,
    /// Print only the remaining violations.
    pub(super) quiet: bool,
    /// Color messages.
    pub(super) color: bool,
}

/// Totals over fixed documents.
#[derive(Clone, Copy, Default)]
pub(super) struct FixSummary {
    /// Violations before and after fixing.
    pub(super) before: Summary,
    pub(super) after: Summary,
    pub(super) fixes: usize,
    /// Number of documents with at least one fix.
    pub(super) fixed_documents: usize,
}

impl FixSummary {
    /// The same totals as if nothing had been fixed.
    pub(super) fn without_fixes(self) -> Self {
        Self {
            after: self.before,
            fixes: 0,
            fixed_documents: 0,
            ..self
        }
    }
}

impl AddAssign for FixSummary {
    fn add_assign(&mut self, other: Self) {
        self.before.merge(&other.before);
        self.after.merge(&other.after);
        self.fixes += other.fixes;
        self.fixed_documents += other.fixed_documents;
    }
}

/// The result of a job.
pub(super) struct FixOutcome {
    /// Number of bytes read.
    pub(super) bytes: usize,
    /// Human-readable messages.
    pub(super) messages: Vec<u8>,
    pub(super) summary: FixSummary,
    pub(super) kind: OutcomeKind,
}

pub(super) enum OutcomeKind {
    /// Lines of a stream, not written yet.
    Lines {
        input: Arc<Input>,
        chunk: Chunk,
        edits: Vec<Edit>,
    },
    /// A whole input: the text or diff for standard output. A file has already been written.
    Whole(Vec<u8>),
    /// A file that could not be written.
    WriteFailed(Arc<Input>, io::Error),
    /// An input that cannot be read, or not any further.
    ReadFailed(Failure),
}

impl FixOutcome {
    pub(super) fn new(job: Job, options: FixOptions) -> Self {
        match job {
            Job::Failed(failure) => Self::failed(failure),
            Job::Lines(input, chunk) => {
                let source = FixedSource::new(&input, chunk.text(), chunk.line, options);
                Self {
                    bytes: chunk.text().len(),
                    messages: source.messages,
                    summary: source.summary,
                    kind: OutcomeKind::Lines {
                        input,
                        chunk,
                        edits: source.edits,
                    },
                }
            }
            Job::Whole(input) => {
                let mut text = Vec::new();
                match input.read(&mut text) {
                    Err(error) => Self::failed(input.failure(&error)),
                    Ok(()) => Self::whole(input, &text, options),
                }
            }
        }
    }

    fn whole(input: Arc<Input>, text: &[u8], options: FixOptions) -> Self {
        let mut source = FixedSource::new(&input, text, 1, options);
        let kind = match write_source(&input, text, &source.edits, options) {
            Ok(out) => OutcomeKind::Whole(out),
            Err(error) => {
                source = FixedSource::with(|_| None, &input, text, 1, options);
                OutcomeKind::WriteFailed(input, error)
            }
        };
        Self {
            bytes: text.len(),
            messages: source.messages,
            summary: source.summary,
            kind,
        }
    }

    fn failed(failure: Failure) -> Self {
        Self {
            bytes: 0,
            messages: Vec::new(),
            summary: FixSummary::default(),
            kind: OutcomeKind::ReadFailed(failure),
        }
    }
}

/// Writes the fixed text of a file, or returns what to write to standard output.
fn write_source(
    input: &Input,
    text: &[u8],
    edits: &[Edit],
    options: FixOptions,
) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match input.path() {
        _ if options.diff => {
            let mut diff = new_diff(input);
            diff.add(text, edits, &mut out)?;
            diff.finish(&mut out)?;
        }
        None => out = apply_edits(text, edits),
        Some(path) if !edits.is_empty() => {
            let mut destination = Destination::replace(path)?;
            destination.write_all(&apply_edits(text, edits))?;
            destination.finish()?;
        }
        Some(_) => {}
    }
    Ok(out)
}

/// The diff of an input, for standard output.
pub(super) fn new_diff(input: &Input) -> Diff {
    Diff::new(&input.name, io::stdout().is_terminal())
}

/// Fixed documents of a source. Reported positions refer to the file after the run.
struct FixedSource {
    edits: Vec<Edit>,
    messages: Vec<u8>,
    summary: FixSummary,
}

impl FixedSource {
    /// `line` is the line of the source where the text begins.
    fn new(input: &Input, text: &[u8], line: usize, options: FixOptions) -> Self {
        let fixer = Fixer::new(input.settings());
        Self::with(|document| fixer.fix(document), input, text, line, options)
    }

    /// Applies `fix` to each document that has a violation.
    fn with(
        fix: impl Fn(&[u8]) -> Option<FixedDocument>,
        input: &Input,
        text: &[u8],
        line: usize,
        options: FixOptions,
    ) -> Self {
        let mut renderer = ReportRenderer::new(input, text, line, options);
        let mut edits = Vec::new();
        // Fixed documents by their number in the text.
        let mut fixed_documents = Vec::new();
        let (mut summary, mut number) = (FixSummary::default(), 0);
        for_each_document(input, text, line, |checked| {
            summary.before.add(&checked.report);
            let fixed = if checked.report.is_empty() {
                None
            } else {
                fix(checked.text.bytes)
            };
            match fixed {
                None => {
                    summary.after.add(&checked.report);
                    renderer.write_document(&checked);
                }
                Some(fixed) => {
                    summary.fixed_documents += 1;
                    summary.fixes += fixed.applied.len();
                    let shifted = fixed.buffer.edits().iter().cloned();
                    edits.extend(shifted.map(|edit| edit.shifted(checked.text.offset)));
                    if options.diff {
                        let checked = renderer.remaining_violations(&fixed, &checked);
                        summary.after.add(&checked.report);
                        renderer.write_fixes(checked.text.offset, &fixed.applied, |at| at);
                        renderer.write_document(&checked);
                    }
                    fixed_documents.push((number, fixed));
                }
            }
            number += 1;
        });
        let mut messages = renderer.messages;
        if !options.diff && !fixed_documents.is_empty() {
            let text = apply_edits(text, &edits);
            let mut renderer = ReportRenderer::new(input, &text, line, options);
            (summary.after, number) = (Summary::default(), 0);
            let mut fixed_documents = fixed_documents.into_iter().peekable();
            for_each_document(input, &text, line, |checked| {
                summary.after.add(&checked.report);
                if let Some((_, fixed)) = fixed_documents.next_if(|(fixed, _)| *fixed == number) {
                    let current = |at| fixed.buffer.current_offset(at);
                    renderer.write_fixes(checked.text.offset, &fixed.applied, current);
                }
                renderer.write_document(&checked);
                number += 1;
            });
            messages = renderer.messages;
        }
        Self {
            edits,
            messages,
            summary,
        }
    }
}

/// Checks the documents of a text that begins at this line of its source. Offsets count from the
/// start of the text.
fn for_each_document(
    input: &Input,
    text: &[u8],
    line: usize,
    emit: impl FnMut(CheckedDocument<'_>),
) {
    if input.format == InputFormat::Ndjson {
        documents::check_lines(input, text, 0, line, emit);
    } else {
        documents::check_source(input, text, emit);
    }
}

/// Renders messages about the documents of a text, in order.
struct ReportRenderer<'a> {
    input: &'a Input,
    reporter: Box<dyn Reporter>,
    options: FixOptions,
    fix_positions: Positions<'a>,
    violation_positions: Positions<'a>,
    messages: Vec<u8>,
}

impl<'a> ReportRenderer<'a> {
    fn new(input: &'a Input, text: &'a [u8], line: usize, options: FixOptions) -> Self {
        let reporter_options = ReporterOptions {
            color: options.color,
            quiet: options.quiet,
        };
        let positions = Positions::from(text, 0, Position::new(line, 1));
        Self {
            input,
            reporter: reporters::create(Format::Human, reporter_options),
            options,
            fix_positions: positions.clone(),
            violation_positions: positions,
            messages: Vec::new(),
        }
    }

    /// Renders the violations of a document.
    fn write_document(&mut self, checked: &CheckedDocument<'_>) {
        self.reporter.write_document(checked, &mut self.messages);
    }

    /// Renders the fixes of the document at `offset`. `map_offset` maps offsets of the original
    /// document to the text.
    fn write_fixes(
        &mut self,
        offset: usize,
        applied: &[AppliedFix],
        map_offset: impl Fn(usize) -> usize,
    ) {
        if self.options.quiet {
            return;
        }
        let verb = if self.options.diff {
            "would fix"
        } else {
            "fixed"
        };
        for fix in applied {
            let Position { line, column, .. } = self.fix_positions.at(offset + map_offset(fix.at));
            let message = format!(
                "{}:{line}:{column}: {verb}[{}]: `{}` {}\n",
                escape_invisible(&self.input.name),
                fix.rule,
                escape_invisible(&fix.pointer),
                fix.description
            );
            self.messages.extend_from_slice(message.as_bytes());
        }
    }

    /// The violations that would remain, at their positions in the original text.
    fn remaining_violations<'d>(
        &mut self,
        fixed: &FixedDocument,
        checked: &CheckedDocument<'d>,
    ) -> CheckedDocument<'d> {
        let buffer = &fixed.buffer;
        let report = self.input.settings().check(buffer.text());
        let report = documents::relocate(report, |span| {
            let map_offset = |at| checked.text.offset + buffer.original_offset(at);
            let start = map_offset(span.start);
            // Map the last byte of the span, since the text after it may have been removed.
            let last = (span.start..span.end).last();
            let span = Span::new(start, last.map_or(start, |last| map_offset(last) + 1));
            (span, self.violation_positions.at(span.start))
        });
        CheckedDocument { report, ..*checked }
    }
}
