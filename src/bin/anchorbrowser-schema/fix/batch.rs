//! What a job comes to: documents repaired, and what there is to tell of them.

use std::io::{self, IsTerminal};
use std::ops::AddAssign;
use std::sync::Arc;

use anchorbrowser_schema::{Position, Span};

use super::diff::Diff;
use super::draft::{Edit, edited};
use super::mend::{Made, Mended, Mender};
use crate::arguments::{Format, InputFormat};
use crate::chunks::Chunk;
use crate::documents::{self, Judged};
use crate::forms::{self, Form, Style};
use crate::inputs::{Failure, Input};
use crate::jobs::Job;
use crate::positions::Positions;
use crate::sink::Sink;
use crate::summary::Summary;
use crate::visible::visible;

/// How to repair, and how to tell it.
#[derive(Clone, Copy)]
pub(super) struct Manners {
    /// Write nothing, but what would change.
    pub(super) diff: bool,
    /// Tell what is left alone.
    pub(super) quiet: bool,
    /// Tell it in colours.
    pub(super) color: bool,
}

/// Counts over documents.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    /// What was wrong, and what is left of it.
    pub(super) before: Summary,
    pub(super) after: Summary,
    pub(super) repairs: usize,
    /// Documents with repairs.
    pub(super) repaired: usize,
}

impl Tally {
    /// The tally of the same documents, had nothing been repaired.
    pub(super) fn undone(self) -> Self {
        Self {
            after: self.before,
            repairs: 0,
            repaired: 0,
            ..self
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.before.merge(&other.before);
        self.after.merge(&other.after);
        self.repairs += other.repairs;
        self.repaired += other.repaired;
    }
}

/// What a job comes to.
pub(super) struct Batch {
    /// How much was read.
    pub(super) bytes: usize,
    /// What there is to tell.
    pub(super) told: Vec<u8>,
    pub(super) tally: Tally,
    pub(super) work: Work,
}

pub(super) enum Work {
    /// Lines of a stream, still to be written.
    Lines {
        input: Arc<Input>,
        chunk: Chunk,
        edits: Vec<Edit>,
    },
    /// A whole input: what goes to standard output, a text or a diff. A file is written by now.
    Whole(Vec<u8>),
    /// A file that could not be written.
    Unwritten(Arc<Input>, io::Error),
    /// An input that cannot be read, or not further.
    Failed(Failure),
}

impl Batch {
    pub(super) fn of(job: Job, manners: Manners) -> Self {
        match job {
            Job::Failed(failure) => Self::failed(failure),
            Job::Lines(input, chunk) => {
                let repaired = Repaired::of(&input, chunk.text(), chunk.line, manners);
                Self {
                    bytes: chunk.text().len(),
                    told: repaired.told,
                    tally: repaired.tally,
                    work: Work::Lines {
                        input,
                        chunk,
                        edits: repaired.edits,
                    },
                }
            }
            Job::Whole(input) => {
                let mut text = Vec::new();
                match input.read(&mut text) {
                    Err(error) => Self::failed(input.failure(&error)),
                    Ok(()) => Self::whole(input, &text, manners),
                }
            }
        }
    }

    fn whole(input: Arc<Input>, text: &[u8], manners: Manners) -> Self {
        let mut repaired = Repaired::of(&input, text, 1, manners);
        let work = match write(&input, text, &repaired.edits, manners) {
            Ok(out) => Work::Whole(out),
            Err(error) => {
                repaired = Repaired::by(|_| None, &input, text, 1, manners);
                Work::Unwritten(input, error)
            }
        };
        Self {
            bytes: text.len(),
            told: repaired.told,
            tally: repaired.tally,
            work,
        }
    }

    fn failed(failure: Failure) -> Self {
        Self {
            bytes: 0,
            told: Vec::new(),
            tally: Tally::default(),
            work: Work::Failed(failure),
        }
    }
}

/// Writes a whole input's text, if it is that of a file; otherwise hands back what goes to standard
/// output.
fn write(input: &Input, text: &[u8], edits: &[Edit], manners: Manners) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match input.path() {
        _ if manners.diff => {
            let mut diff = new_diff(input);
            diff.add(text, edits, &mut out)?;
            diff.finish(&mut out)?;
        }
        None => out = edited(text, edits),
        Some(path) if !edits.is_empty() => {
            let mut sink = Sink::replacing(path)?;
            sink.write_all(&edited(text, edits))?;
            sink.finish()?;
        }
        Some(_) => {}
    }
    Ok(out)
}

/// The diff of an input, to standard output.
pub(super) fn new_diff(input: &Input) -> Diff {
    Diff::new(&input.name, io::stdout().is_terminal())
}

/// A text of whole documents, repaired. Places that are told are those in the file as it is after
/// the run.
struct Repaired {
    edits: Vec<Edit>,
    told: Vec<u8>,
    tally: Tally,
}

impl Repaired {
    /// The text begins at this line of its source.
    fn of(input: &Input, text: &[u8], line: usize, manners: Manners) -> Self {
        let mender = Mender::new(input.settings());
        Self::by(|document| mender.mend(document), input, text, line, manners)
    }

    /// Documents in which anything is wrong are repaired by `mend`.
    fn by(
        mend: impl Fn(&[u8]) -> Option<Mended>,
        input: &Input,
        text: &[u8],
        line: usize,
        manners: Manners,
    ) -> Self {
        let mut teller = Teller::new(input, text, line, manners);
        let mut edits = Vec::new();
        // The documents that were repaired, by their number in the text.
        let mut repaired = Vec::new();
        let (mut tally, mut number) = (Tally::default(), 0);
        each_document(input, text, line, |judged| {
            tally.before.add(&judged.report);
            let mended = if judged.report.is_empty() {
                None
            } else {
                mend(judged.text.bytes)
            };
            match mended {
                None => {
                    tally.after.add(&judged.report);
                    teller.document(&judged);
                }
                Some(mended) => {
                    tally.repaired += 1;
                    tally.repairs += mended.made.len();
                    let shifted = mended.draft.edits().iter().cloned();
                    edits.extend(shifted.map(|edit| edit.shifted(judged.text.offset)));
                    if manners.diff {
                        let judged = teller.unrepaired(&mended, &judged);
                        tally.after.add(&judged.report);
                        teller.repairs(judged.text.offset, &mended.made, |at| at);
                        teller.document(&judged);
                    }
                    repaired.push((number, mended));
                }
            }
            number += 1;
        });
        let mut told = teller.told;
        if !manners.diff && !repaired.is_empty() {
            let text = edited(text, &edits);
            let mut teller = Teller::new(input, &text, line, manners);
            (tally.after, number) = (Summary::default(), 0);
            let mut repaired = repaired.into_iter().peekable();
            each_document(input, &text, line, |judged| {
                tally.after.add(&judged.report);
                if let Some((_, mended)) = repaired.next_if(|(of, _)| *of == number) {
                    let current = |at| mended.draft.current(at);
                    teller.repairs(judged.text.offset, &mended.made, current);
                }
                teller.document(&judged);
                number += 1;
            });
            told = teller.told;
        }
        Self { edits, told, tally }
    }
}

/// Tells the documents of a text that begins at this line of its source; offsets count from the
/// start of the text.
fn each_document(input: &Input, text: &[u8], line: usize, tell: impl FnMut(Judged<'_>)) {
    if input.format == InputFormat::Ndjson {
        documents::of_lines(input, text, 0, line, tell);
    } else {
        documents::of_text(input, text, tell);
    }
}

/// Tells of a text's documents, one after the other.
struct Teller<'a> {
    input: &'a Input,
    form: Box<dyn Form>,
    manners: Manners,
    of_repairs: Positions<'a>,
    of_violations: Positions<'a>,
    told: Vec<u8>,
}

impl<'a> Teller<'a> {
    fn new(input: &'a Input, text: &'a [u8], line: usize, manners: Manners) -> Self {
        let style = Style {
            color: manners.color,
            quiet: manners.quiet,
        };
        let positions = Positions::from(text, 0, Position::new(line, 1));
        Self {
            input,
            form: forms::form(Format::Human, style),
            manners,
            of_repairs: positions.clone(),
            of_violations: positions,
            told: Vec::new(),
        }
    }

    /// Tells what is wrong with a document.
    fn document(&mut self, judged: &Judged<'_>) {
        self.form.document(judged, &mut self.told);
    }

    /// Tells what was repaired in the document that begins at an offset of the text; `place` tells
    /// where a place of the original stands.
    fn repairs(&mut self, offset: usize, made: &[Made], place: impl Fn(usize) -> usize) {
        if self.manners.quiet {
            return;
        }
        let fixed = if self.manners.diff {
            "would fix"
        } else {
            "fixed"
        };
        for made in made {
            let Position { line, column, .. } = self.of_repairs.at(offset + place(made.at));
            let told = format!(
                "{}:{line}:{column}: {fixed}[{}]: `{}` {}\n",
                visible(&self.input.name),
                made.rule,
                visible(&made.pointer),
                made.done
            );
            self.told.extend_from_slice(told.as_bytes());
        }
    }

    /// What would be left of a document's violations, where they stand as long as nothing is
    /// repaired.
    fn unrepaired<'j>(&mut self, mended: &Mended, judged: &Judged<'j>) -> Judged<'j> {
        let settings = self.input.settings();
        let draft = &mended.draft;
        let report = settings.root.check_json(&settings.validator, draft.text());
        let report = report.with_places(|span| {
            let place = |at| judged.text.offset + draft.original(at);
            let start = place(span.start);
            // Its last byte, since what stands behind it may have been taken out.
            let last = (span.start..span.end).last();
            let span = Span::new(start, last.map_or(start, |last| place(last) + 1));
            (span, self.of_violations.at(span.start))
        });
        Judged { report, ..*judged }
    }
}
