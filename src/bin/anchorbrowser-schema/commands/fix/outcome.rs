//! The result of a fix job: fixed documents and messages about them.

use std::io;
use std::ops::AddAssign;
use std::sync::Arc;

use anchorbrowser_schema::{Position, Span};

use super::diff::{Diff, DiffStyle};
use super::replacement::Replacement;
use crate::chunks::Chunk;
use crate::cli::InputFormat;
use crate::documents::{self, CheckedDocument};
use crate::escape::quote_pointer;
use crate::failure::Failure;
use crate::fixer::{AppliedFix, Edit, EditBuffer, FixedDocument, Unfixed, apply_edits};
use crate::inputs::Input;
use crate::jobs::Job;
use crate::plural::pluralize;
use crate::positions::Positions;
use crate::rendered::Rendered;
use crate::report_target::Format;
use crate::reporters::{self, Reporter, ReporterOptions};
use crate::source_name::line_start;
use crate::summary::Summary;

/// How to fix documents and report what was done.
#[derive(Clone, Copy)]
pub(super) struct FixOptions {
    /// Write a diff instead of files.
    pub(super) diff: bool,
    /// Also apply fixes that are not safe.
    pub(super) allow_unsafe: bool,
    /// Overwrite files with several hard links.
    pub(super) in_place: bool,
    pub(super) diff_style: DiffStyle,
    /// Print only the remaining violations if quiet.
    pub(super) messages: ReporterOptions,
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
    /// Violations that `--unsafe` would fix.
    pub(super) unsafe_left: usize,
    /// Fixes of inputs that are not written.
    pub(super) unapplied: usize,
}

/// Why the fixes of an input are not written.
pub(super) fn unwritable_reason(input: &Input) -> Option<&'static str> {
    let original = input.original();
    if input.is_compressed() {
        Some("it is compressed")
    } else if original.is_some_and(|original| !original.is_within_paths) {
        Some("it is a link to a file outside of the given paths")
    } else {
        None
    }
}

impl FixSummary {
    pub(super) fn fixes_line(&self) -> String {
        format!(
            "{} in {} of {}",
            pluralize(self.fixes, "fix"),
            self.fixed_documents,
            pluralize(self.before.documents, "document"),
        )
    }

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
        self.unsafe_left += other.unsafe_left;
        self.unapplied += other.unapplied;
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

/// What could be fixed in an input that is not written.
pub(super) fn unapplied_note(input: &Input, unapplied: usize) -> Option<String> {
    let reason = unwritable_reason(input).filter(|_| unapplied > 0)?;
    Some(format!(
        "{}: {} not applied: {reason}\n",
        line_start(&input.name),
        pluralize(unapplied, "fix"),
    ))
}

impl FixOutcome {
    pub(super) fn new(job: Job, options: FixOptions) -> Self {
        match job {
            Job::Skipped(.., failure) | Job::Failed(failure) => Self::failed(failure),
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
        let note =
            unapplied_note(&input, source.summary.unapplied).filter(|_| !options.messages.quiet);
        source.messages.extend(note.unwrap_or_default().bytes());
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
    match input.original() {
        _ if options.diff => {
            let mut diff = new_diff(input, options);
            diff.add(text, edits, &mut out)?;
            diff.finish(&mut out)?;
        }
        None => out = apply_edits(text, edits),
        Some(original) if !edits.is_empty() => {
            let mut replacement = Replacement::new(original, options.in_place)?;
            replacement.write_all(&apply_edits(text, edits))?;
            replacement.finish()?;
        }
        Some(_) => {}
    }
    Ok(out)
}

/// The diff of an input, for standard output.
pub(super) fn new_diff(input: &Input, options: FixOptions) -> Diff {
    let is_yaml = input.format == InputFormat::Yaml;
    Diff::new(&input.name, options.diff_style, is_yaml)
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
        let fixer = input.settings().fixer(options.allow_unsafe);
        let fix =
            |checked: &CheckedDocument<'_>| fixer.fix(checked.document(), checked.text.format);
        let source = match fixer.clean_array(text) {
            Some((cleaned, applied)) if input.format == InputFormat::Array => {
                Self::with(fix, input, cleaned.text().as_bytes(), line, options)
                    .preceded_by(cleaned, &applied, input, options)
            }
            _ => Self::with(fix, input, text, line, options),
        };
        if unwritable_reason(input).is_none() || source.summary.fixes == 0 {
            return source;
        }
        let mut unchanged = Self::with(|_| None, input, text, line, options);
        unchanged.summary.unapplied = source.summary.fixes;
        unchanged
    }

    /// Adds the fix that turned the source into the array whose elements were fixed.
    fn preceded_by(
        mut self,
        mut cleaned: EditBuffer,
        applied: &AppliedFix,
        input: &Input,
        options: FixOptions,
    ) -> Self {
        let mut renderer = ReportRenderer::new(input, b"", 1, options);
        renderer.write_fixes(0, std::slice::from_ref(applied), |_| 0);
        renderer.messages.append(&mut self.messages);
        cleaned.apply(&self.edits);
        self.summary.before.errors += 1;
        self.summary.fixes += 1;
        self.summary.fixed_documents = self.summary.fixed_documents.max(1);
        Self {
            edits: cleaned.edits().to_vec(),
            messages: renderer.messages,
            summary: self.summary,
        }
    }

    /// Applies `fix` to each document that has a violation.
    fn with(
        fix: impl Fn(&CheckedDocument<'_>) -> Option<FixedDocument>,
        input: &Input,
        text: &[u8],
        line: usize,
        options: FixOptions,
    ) -> Self {
        let mut renderer = ReportRenderer::new(input, text, line, options);
        let mut edits = Vec::new();
        // Documents with fixes by their number in the text.
        let mut fixed_documents = Vec::new();
        let (mut summary, mut number) = (FixSummary::default(), 0);
        for_each_document(input, text, line, |checked| {
            summary.before.add(&checked);
            let fixed = if checked.report.is_empty() {
                None
            } else {
                fix(&checked)
            };
            match fixed {
                None => {
                    summary.after.add(&checked);
                    renderer.write_document(&checked);
                }
                Some(fixed) => {
                    let source = fixed.source();
                    summary.fixed_documents += usize::from(!fixed.applied.is_empty());
                    summary.fixes += fixed.applied.len();
                    summary.unsafe_left += fixed.unsafe_left();
                    let shifted = source.edits().iter().cloned();
                    edits.extend(shifted.map(|edit| edit.shifted(checked.offset())));
                    if options.diff || fixed.applied.is_empty() {
                        let offset = checked.offset();
                        let checked = renderer.remaining_violations(&fixed, checked);
                        summary.after.add(&checked);
                        renderer.write_fixes(offset, &fixed.applied, |at| at);
                        renderer.write_document(&checked);
                        renderer.write_unfixed(offset, &fixed.unfixed, |at| at);
                    }
                    fixed_documents.push((number, fixed));
                }
            }
            number += 1;
        });
        let mut messages = renderer.messages;
        if !options.diff && !edits.is_empty() {
            let text = apply_edits(text, &edits);
            let mut renderer = ReportRenderer::new(input, &text, line, options);
            (summary.after, number) = (Summary::default(), 0);
            let mut fixed_documents = fixed_documents.into_iter().peekable();
            for_each_document(input, &text, line, |checked| {
                summary.after.add(&checked);
                match fixed_documents.next_if(|(fixed, _)| *fixed == number) {
                    None => renderer.write_document(&checked),
                    Some((_, fixed)) => {
                        let current = |at| fixed.source().current_offset(at);
                        renderer.write_fixes(checked.offset(), &fixed.applied, current);
                        renderer.write_document(&checked);
                        renderer.write_unfixed(checked.offset(), &fixed.unfixed, current);
                    }
                }
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
    unfixed_positions: Positions<'a>,
    violation_positions: Positions<'a>,
    messages: Vec<u8>,
}

impl<'a> ReportRenderer<'a> {
    fn new(input: &'a Input, text: &'a [u8], line: usize, options: FixOptions) -> Self {
        let positions = Positions::from(text, 0, Position::new(line, 1));
        Self {
            input,
            reporter: reporters::create(Format::Human, options.messages),
            options,
            fix_positions: positions.clone(),
            unfixed_positions: positions.clone(),
            violation_positions: positions,
            messages: Vec::new(),
        }
    }

    /// Renders the violations of a document.
    fn write_document(&mut self, checked: &CheckedDocument<'_>) {
        let mut rendered = Rendered::default();
        self.reporter.write_document(checked, &mut rendered);
        self.messages.append(&mut rendered.into_text());
    }

    /// Renders the fixes of the document at `offset`. `map_offset` maps offsets of the original
    /// document to the text.
    fn write_fixes(
        &mut self,
        offset: usize,
        applied: &[AppliedFix],
        map_offset: impl Fn(usize) -> usize,
    ) {
        if self.options.messages.quiet {
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
                "{}:{line}:{column}: {verb}[{}]: {} {}\n",
                line_start(&self.input.name),
                fix.rule,
                quote_pointer(&fix.pointer),
                fix.description
            );
            self.messages.extend_from_slice(message.as_bytes());
        }
    }

    /// Renders why the violations of the document at `offset` are not fixed.
    fn write_unfixed(
        &mut self,
        offset: usize,
        unfixed: &[Unfixed],
        map_offset: impl Fn(usize) -> usize,
    ) {
        if self.options.messages.quiet {
            return;
        }
        for unfixed in unfixed {
            let at = offset + map_offset(unfixed.at);
            let Position { line, column, .. } = self.unfixed_positions.at(at);
            let message = format!(
                "{}:{line}:{column}: not fixed[{}]: {}: {}\n",
                line_start(&self.input.name),
                unfixed.rule,
                quote_pointer(&unfixed.pointer),
                unfixed.reason
            );
            self.messages.extend_from_slice(message.as_bytes());
        }
    }

    /// The violations that would remain, at their positions in the original text.
    fn remaining_violations<'d>(
        &mut self,
        fixed: &FixedDocument,
        checked: CheckedDocument<'d>,
    ) -> CheckedDocument<'d> {
        if fixed.applied.is_empty() {
            return checked;
        }
        let offset = checked.offset();
        let report = self.input.settings().check(fixed.json());
        let report = report.map_spans(|span| {
            let map_offset = |at| offset + fixed.source().original_offset(at);
            let source = fixed.source_span(span.start..span.end);
            let start = map_offset(source.start);
            // Map the last byte of the span, since the text after it may have been removed.
            let last = source.last();
            let span = Span::new(start, last.map_or(start, |last| map_offset(last) + 1));
            let start = self.violation_positions.at(span.start);
            (span, start..self.violation_positions.clone().at(span.end))
        });
        CheckedDocument { report, ..checked }
    }
}
