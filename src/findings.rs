//! Broken rules, gathered while a document is read and judged.

use std::collections::HashSet;

use crate::level::{Level, Levels};
use crate::place::{Fingerprint, Fingerprints, Place};
use crate::pointer::{Pointer, Segment};
use crate::rules::{Detail, Rule, Severity};
use crate::span::{Position, Positions, Span};
use crate::violation::Violation;

/// What is to be gathered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    pub(crate) levels: Levels,
    /// How many violations are kept at most: the first ones of the report's order. All are counted.
    pub(crate) keep: usize,
    /// The most bytes of pointers that are kept: the first violation whose pointer does not fit is
    /// left out, and all behind it.
    pub(crate) pointer_bytes: usize,
    /// Only errors matter: rules that cost more than a look need not be judged for a warning.
    pub(crate) errors_only: bool,
}

/// What findings are made of: it decides their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// In text they are ordered by their spans.
    Text,
    /// In a typed value they are told in the order of the document's members, and stay in it.
    Value,
}

/// Broken rules: all counted, the first ones kept. As long as none is broken, this is next to
/// nothing.
#[derive(Debug)]
pub(crate) struct Findings {
    scope: Scope,
    source: Source,
    tally: Tally,
    kept: Vec<Violation>,
    /// Bytes of the pointers that came since the last time when only the first ones were kept.
    fresh_pointer_bytes: usize,
    /// What starts behind this offset is not among the first ones.
    horizon: Option<usize>,
    repeated: Option<Box<Repeated>>,
}

/// How many rules are broken, kept or not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Whatever the rule's level.
    pub(crate) total: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Errors at the rules' default levels.
    pub(crate) breaches: usize,
    /// Of rules where there is no value to hand on.
    pub(crate) fatal: usize,
}

impl Tally {
    fn count(&mut self, rule: Rule, level: Level) {
        let is_error = rule.default_severity() == Severity::Error;
        self.total += 1;
        self.errors += usize::from(level == Level::Deny);
        self.warnings += usize::from(level == Level::Warn);
        self.breaches += usize::from(is_error);
        self.fatal += usize::from(rule.is_fixed());
    }
}

/// There is room for so many violations from the first one on.
const FEW: usize = 8;

/// The pointers of repeated keys that were told of.
#[derive(Debug, Default)]
struct Repeated {
    told: HashSet<Fingerprint>,
    fingerprints: Fingerprints,
}

/// Of a violation whose place in the text is not looked up yet.
const NO_POSITION: Position = Position::new(0, 0);

impl Findings {
    pub(crate) fn new(scope: Scope, source: Source) -> Self {
        Self {
            scope,
            source,
            tally: Tally::default(),
            kept: Vec::new(),
            fresh_pointer_bytes: 0,
            horizon: None,
            repeated: None,
        }
    }

    /// Forgets all that was told.
    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.scope, self.source);
    }

    /// How many rules are broken.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether a rule that is not a look alone needs to be judged.
    pub(crate) fn wants(&self, rule: Rule) -> bool {
        !self.scope.errors_only || self.scope.levels.of(rule) == Level::Deny
    }

    /// A rule broken by the document as a whole.
    pub(crate) fn tell_document(&mut self, span: Span, detail: Detail) {
        if let Some(severity) = self.admit(detail.rule(), span) {
            self.keep(severity, Pointer::ROOT, span, detail);
        }
    }

    /// A rule broken by a member or element. Its pointer and its detail are asked for only if it is
    /// kept.
    #[cold]
    pub(crate) fn tell(
        &mut self,
        pointer: impl FnOnce() -> Pointer,
        span: Span,
        rule: Rule,
        detail: impl FnOnce() -> Detail,
    ) {
        if let Some(severity) = self.admit(rule, span) {
            self.keep(severity, pointer(), span, detail());
        }
    }

    /// A repeated key: told once for a pointer, at the first one.
    #[cold]
    pub(crate) fn tell_repeated(&mut self, within: &Place<'_, '_>, step: &Segment<'_>, span: Span) {
        let repeated = self.repeated.get_or_insert_default();
        let key = step.token();
        if repeated.told.insert(repeated.fingerprints.of(within, &key)) {
            let pointer = || within.pointer(step);
            self.tell(pointer, span, Rule::DuplicateKey, || Detail::DuplicateKey {
                key: (*key).into(),
            });
        }
    }

    /// Counts a broken rule, and makes room for it if it is to be kept.
    #[inline(never)]
    fn admit(&mut self, rule: Rule, span: Span) -> Option<Severity> {
        let level = self.scope.levels.of(rule);
        self.tally.count(rule, level);
        let severity = level.severity().filter(|_| self.scope.keep > 0)?;
        if self.kept.is_empty() {
            self.kept.reserve(FEW);
        } else if self.kept.len() >= self.scope.keep.saturating_mul(2)
            || self.fresh_pointer_bytes > self.scope.pointer_bytes
        {
            self.keep_first();
        }
        let is_among_first = self.horizon.is_none_or(|horizon| span.start <= horizon);
        is_among_first.then_some(severity)
    }

    /// One function, not a copy for each kind of detail: the code of a whole report is near the size
    /// of a processor's cache of instructions.
    #[inline(never)]
    fn keep(&mut self, severity: Severity, pointer: Pointer, span: Span, detail: Detail) {
        self.fresh_pointer_bytes += pointer.as_str().len();
        self.kept.push(Violation {
            detail,
            severity,
            pointer,
            place: Some((span, NO_POSITION)),
        });
    }

    /// The first violations in the order of the report, with their places in the text if that is
    /// to be shown.
    pub(crate) fn into_first(mut self, text: Option<&[u8]>) -> Vec<Violation> {
        let fitting = self.keep_first();
        self.kept.truncate(fitting);
        if self.kept.len() <= self.kept.capacity() / 2 {
            self.kept.shrink_to_fit();
        }
        let mut positions = text.map(Positions::new);
        for violation in &mut self.kept {
            match (&mut violation.place, &mut positions) {
                (Some((span, position)), Some(positions)) => *position = positions.at(span.start),
                (place, _) => *place = None,
            }
        }
        self.kept
    }

    /// Sorts, drops what is behind the first ones and the first one that does not fit, and tells how
    /// many are to be listed. It is called once for as many violations, or bytes of pointers, as are kept, so that
    /// all of them cost no more than a sort of twice as many. The pointers of those that are dropped
    /// were written for nothing; `tests/allocations.rs` holds how much that can be.
    fn keep_first(&mut self) -> usize {
        if self.source == Source::Text {
            self.kept.sort_unstable_by(Violation::order);
        }
        // The first one that does not fit stays until the end: what starts behind it is not to be
        // listed, however short its pointer.
        let fitting = self.fitting().min(self.scope.keep);
        let first = self.scope.keep.min(fitting + 1);
        if self.kept.len() > first {
            self.kept.truncate(first);
            let last = self.kept.last().and_then(Violation::span);
            self.horizon = last.map(|span| span.start);
        }
        self.fresh_pointer_bytes = 0;
        fitting
    }

    /// How many violations are listed, as long as their pointers fit.
    fn fitting(&self) -> usize {
        let mut left = self.scope.pointer_bytes;
        let fits = |violation: &&Violation| {
            let rest = left.checked_sub(violation.pointer().len());
            left = rest.unwrap_or_default();
            rest.is_some()
        };
        self.kept.iter().take_while(fits).count()
    }
}
