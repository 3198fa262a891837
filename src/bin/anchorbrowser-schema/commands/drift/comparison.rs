//! The result of a comparison: differences and notes.

use std::collections::{BTreeMap, HashSet};

use super::difference::{Change, Difference, Subject};
use super::readings::Notation;

/// Maximum number of differences, and of notes, to list.
const MAX_LISTED: usize = 1000;

/// The result of a comparison.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Sorted by their position in the document.
    pub(super) differences: Vec<Difference>,
    pub(super) notes: Vec<Note>,
    /// Number of differences that are not listed.
    pub(super) omitted: usize,
    /// Hashes of the descriptions in the document, by object and member.
    pub(super) descriptions: BTreeMap<String, String>,
}

/// Something that this project reads in its own way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Note {
    /// Offset in the document.
    pub(super) at: usize,
    pub(super) kind: NoteKind,
    pub(super) subject: Subject,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NoteKind {
    Notation(Notation),
    Difference(Change, &'static str),
}

impl NoteKind {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Notation(notation) => notation.name(),
            Self::Difference(change, _) => change.name(),
        }
    }
}

impl Comparison {
    /// Adds a difference, or a note with the reason why it is intended.
    pub(super) fn add(
        &mut self,
        at: usize,
        subject: Subject,
        change: Change,
        reason: Option<&'static str>,
    ) {
        if let Some(reason) = reason {
            self.note(at, NoteKind::Difference(change, reason), subject);
        } else if self.differences.len() < MAX_LISTED {
            self.differences.push(Difference {
                at,
                subject,
                change,
            });
        } else {
            self.omitted += 1;
        }
    }

    pub(super) fn note(&mut self, at: usize, kind: NoteKind, subject: Subject) {
        if self.notes.len() < MAX_LISTED {
            self.notes.push(Note { at, kind, subject });
        }
    }

    /// Sorts like violations of a report: by position, then by name, then by pointer. Removes what
    /// responses of several statuses state in the same way.
    pub(super) fn sorted(mut self) -> Self {
        self.differences.sort_by(|a, b| {
            let order = |difference: &Difference| (difference.at, difference.change.name());
            order(a).cmp(&order(b)).then_with(|| a.cmp(b))
        });
        self.notes.sort_by(|a, b| {
            let order = |note: &Note| (note.at, note.kind.name());
            order(a).cmp(&order(b)).then_with(|| a.cmp(b))
        });
        let mut seen = HashSet::new();
        self.differences
            .retain(|found| seen.insert((found.subject.clone(), found.change.clone())));
        let mut seen = HashSet::new();
        self.notes
            .retain(|found| seen.insert((found.subject.clone(), found.kind.clone())));
        self
    }
}
