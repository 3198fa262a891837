//! The results of a run, with positions.

use std::collections::HashMap;

use anchorbrowser_schema::{Position, Revision};

use super::against::Outcome;
use super::comparison::{Comparison, Note};
use super::difference::Difference;
use super::document::Document;
use super::effect::{BEFORE_AND_NOW, HERE_AND_THERE, Wording};
use super::quote::shown;
use crate::positions::Positions;

/// What a document is compared with.
pub(super) enum Baseline<'r> {
    Revision(Revision),
    /// The default revision, because no other was set.
    DefaultRevision(Revision),
    /// The name of a document.
    Document(&'r str),
}

impl Baseline<'_> {
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Revision(revision) => format!("revision `{revision}`"),
            Self::DefaultRevision(revision) => {
                let latest = Revision::LATEST;
                format!("revision `{revision}` (the default; latest: `--revision {latest}`)")
            }
            Self::Document(name) => format!("`{}`", shown(name, usize::MAX)),
        }
    }
}

/// A difference or a note, and where it is in the document.
pub(super) struct Located<T> {
    pub(super) item: T,
    pub(super) position: Position,
}

/// The results of a run.
pub(super) struct Results<'r> {
    pub(super) document: &'r str,
    pub(super) baseline: Baseline<'r>,
    pub(super) differences: Vec<Located<Difference>>,
    pub(super) notes: Vec<Located<Note>>,
    pub(super) omitted: usize,
    pub(super) against: Option<Outcome>,
}

impl Results<'_> {
    pub(super) fn has_differences(&self) -> bool {
        let requests = self.against.as_ref();
        !self.differences.is_empty()
            || self.omitted > 0
            || requests.is_some_and(Outcome::has_changes)
    }

    pub(super) fn has_failures(&self) -> bool {
        self.against
            .as_ref()
            .is_some_and(|outcome| outcome.failed > 0)
    }

    pub(super) fn wording(&self) -> Wording {
        match self.baseline {
            Baseline::Revision(_) | Baseline::DefaultRevision(_) => HERE_AND_THERE,
            Baseline::Document(_) => BEFORE_AND_NOW,
        }
    }
}

/// Computes the positions in a single pass.
pub(super) fn locate<'r>(
    document: &'r Document,
    baseline: Baseline<'r>,
    found: Comparison,
    against: Option<Outcome>,
) -> Results<'r> {
    let differences = found.differences.iter().map(|difference| difference.at);
    let mut offsets: Vec<_> = differences
        .chain(found.notes.iter().map(|note| note.at))
        .collect();
    offsets.sort_unstable();
    let mut positions = Positions::new(&document.text);
    let positions: HashMap<_, _> = offsets
        .into_iter()
        .map(|offset| (offset, positions.at(offset)))
        .collect();
    let position = |at: usize| positions.get(&at).copied().unwrap_or(Position::new(1, 1));
    let differences = found.differences.into_iter().map(|item| Located {
        position: position(item.at),
        item,
    });
    let notes = found.notes.into_iter().map(|item| Located {
        position: position(item.at),
        item,
    });
    Results {
        document: &document.name,
        baseline,
        differences: differences.collect(),
        notes: notes.collect(),
        omitted: found.omitted,
        against,
    }
}
