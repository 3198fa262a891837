//! Reports differences as text.

use std::fmt::Write;

use super::against::{ChangedRequest, Outcome};
use super::comparison::{Note, NoteKind};
use super::difference::{Change, Difference};
use super::effect::effect;
use super::quote::shown;
use super::results::{Located, Results};
use crate::escape::quote_pointer;
use crate::plural::pluralize;

/// Maximum number of characters of a description to print.
const MAX_DESCRIPTION: usize = 1000;

/// Writes all results. `quiet` omits notes and the summary.
pub(super) fn report(results: &Results<'_>, quiet: bool) -> String {
    let mut out = String::new();
    for difference in &results.differences {
        write_difference(results, difference, &mut out);
    }
    if !quiet {
        for note in &results.notes {
            write_note(results, note, &mut out);
        }
    }
    if let Some(outcome) = &results.against {
        write_requests(results, outcome, &mut out);
    }
    if !quiet {
        let _ = writeln!(out, "{}", summary(results));
    }
    out
}

fn write_difference(results: &Results<'_>, located: &Located<Difference>, out: &mut String) {
    let difference = &located.item;
    let name = difference.change.name();
    let _ = writeln!(out, "difference[{name}]: {}", difference.message());
    write_location(results, located, out);
    if let Change::Description { before, after } = &difference.change {
        for (sign, text) in [('-', before), ('+', after)] {
            if let Some(text) = text.as_deref().filter(|text| !text.is_empty()) {
                let _ = writeln!(out, "  {sign} {}", shown(text, MAX_DESCRIPTION));
            }
        }
    }
    let effect = effect(difference, results.wording()).sentence;
    let _ = writeln!(out, "  = {effect}\n");
}

fn write_note(results: &Results<'_>, located: &Located<Note>, out: &mut String) {
    let Note { at, kind, subject } = &located.item;
    let message = match kind {
        NoteKind::Notation(notation) => format!("{subject} {}", notation.reason()),
        NoteKind::Difference(change, reason) => {
            let difference = Difference {
                at: *at,
                subject: subject.clone(),
                change: change.clone(),
            };
            format!("{}; {reason}", difference.message())
        }
    };
    let _ = writeln!(out, "note[{}]: {message}", kind.name());
    write_location(results, located, out);
    out.push('\n');
}

fn write_location<T>(results: &Results<'_>, located: &Located<T>, out: &mut String) {
    let (line, column) = (located.position.line, located.position.column);
    let name = shown(results.document, usize::MAX);
    let _ = writeln!(out, " --> {name}:{line}:{column}");
}

fn write_requests(results: &Results<'_>, outcome: &Outcome, out: &mut String) {
    for request in &outcome.changed {
        let wording = results.wording();
        let verdict = if request.was_valid {
            wording.becomes_invalid("requests like this")
        } else {
            wording.becomes_valid("requests like this")
        };
        let _ = writeln!(out, "verdict: {verdict}");
        let ChangedRequest {
            source,
            line,
            index,
            ..
        } = request;
        let _ = write!(out, " --> {}:{line}", shown(source, usize::MAX));
        if let Some(index) = index {
            let _ = write!(out, " (element {index})");
        }
        out.push('\n');
        for reason in &request.reasons {
            let pointer = quote_pointer(&reason.pointer);
            let _ = writeln!(out, "  = `{}` at {pointer}", reason.rule);
        }
        out.push('\n');
    }
    if outcome.omitted > 0 {
        let _ = writeln!(out, "{} more requests not listed\n", outcome.omitted);
    }
}

fn summary(results: &Results<'_>) -> String {
    let differences = results.differences.len() + results.omitted;
    let mut line = match differences {
        0 => "no difference".to_owned(),
        count => pluralize(count, "difference"),
    };
    let _ = write!(
        line,
        " from {}, {}",
        results.baseline.describe(),
        pluralize(results.notes.len(), "note")
    );
    if results.omitted > 0 {
        let _ = write!(line, " ({} not listed)", results.omitted);
    }
    if let Some(outcome) = &results.against {
        let changed = outcome.changed.len() + outcome.omitted;
        let requests = pluralize(outcome.requests, "request");
        let _ = write!(line, "; the verdict changes for {changed} of {requests}");
        if outcome.invalid > 0 {
            let _ = write!(line, ", {} stay invalid", outcome.invalid);
        }
        if outcome.failed > 0 {
            let inputs = pluralize(outcome.failed, "input");
            let _ = write!(line, "; {inputs} could not be read");
        }
    }
    line
}
