//! Broken rules, gathered while a document is read and judged.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;

use crate::level::{Level, Levels};
use crate::place::{Fingerprint, Fingerprints, Place, PlaceId, Places};
use crate::pointer::Segment;
use crate::rules::{Detail, Rule, Severity};
use crate::span::Span;

/// A broken rule, with what is needed to tell of it later.
#[derive(Debug)]
pub(crate) struct Finding<'a> {
    /// The object or array that the value stands in; of the document itself, the document.
    within: PlaceId,
    /// The step from there to the value; none for the document itself.
    step: Option<Segment<'a>>,
    pub(crate) span: Span,
    pub(crate) detail: Detail<'a>,
}

/// What is to be gathered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    pub(crate) levels: Levels,
    /// How many findings are kept at most: the first ones of the report's order. All are counted.
    pub(crate) keep: usize,
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
pub(crate) struct Findings<'a> {
    scope: Scope,
    source: Source,
    tally: Tally,
    told: Option<Box<Told<'a>>>,
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

/// There is room for so many findings from the first one on.
const FEW: usize = 8;

/// What was told, as far as it is kept.
#[derive(Debug, Default)]
struct Told<'a> {
    kept: Vec<Finding<'a>>,
    /// Findings that start behind this offset are not among the first ones.
    horizon: Option<usize>,
    places: Places<'a>,
    /// The pointers of repeated keys that were told of.
    repeated: HashSet<Fingerprint>,
    fingerprints: Fingerprints,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(scope: Scope, source: Source) -> Self {
        Self {
            scope,
            source,
            tally: Tally::default(),
            told: None,
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
    pub(crate) fn tell_document(&mut self, span: Span, detail: Detail<'a>) {
        self.tell(&Place::root(), None, span, detail);
    }

    /// A rule broken by a member or element.
    pub(crate) fn tell_step(
        &mut self,
        within: &Place<'_, 'a>,
        step: Segment<'a>,
        span: Span,
        detail: Detail<'a>,
    ) {
        self.tell(within, Some(step), span, detail);
    }

    /// A repeated key: told once for a pointer, at the first one.
    #[cold]
    pub(crate) fn tell_repeated(&mut self, within: &Place<'_, 'a>, key: Cow<'a, str>, span: Span) {
        let told = self.told.get_or_insert_default();
        let pointer = told.fingerprints.of(within, &key);
        if told.repeated.insert(pointer) {
            let detail = Detail::DuplicateKey { key: key.clone() };
            self.tell_step(within, Segment::Key(key), span, detail);
        }
    }

    #[cold]
    fn tell(
        &mut self,
        within: &Place<'_, 'a>,
        step: Option<Segment<'a>>,
        span: Span,
        detail: Detail<'a>,
    ) {
        let Scope { levels, keep, .. } = self.scope;
        let rule = detail.rule();
        let level = levels.of(rule);
        self.tally.count(rule, level);
        if keep == 0 || level == Level::Allow {
            return;
        }
        let told = self.told.get_or_insert_default();
        if told.horizon.is_none_or(|horizon| span.start <= horizon) {
            let within = told.places.id(within);
            if told.kept.is_empty() {
                told.kept.reserve(FEW);
            }
            told.kept.push(Finding {
                within,
                step,
                span,
                detail,
            });
            if told.kept.len() >= keep.saturating_mul(2) {
                told.keep_first(keep, self.source);
            }
        }
    }

    /// The first findings in the order of the report, with the places that they stand in.
    pub(crate) fn into_first(self) -> (Vec<Finding<'a>>, Places<'a>) {
        let mut told = self.told.unwrap_or_default();
        told.keep_first(self.scope.keep, self.source);
        (told.kept, told.places)
    }
}

impl Told<'_> {
    /// Sorts, and drops what is behind the first ones. It is called once for as many findings as
    /// are kept, so that all of them cost no more than a sort of twice as many.
    fn keep_first(&mut self, keep: usize, source: Source) {
        if source == Source::Text {
            self.kept.sort_unstable_by(Finding::order);
        }
        if self.kept.len() > keep {
            self.kept.truncate(keep);
            self.horizon = self.kept.last().map(|last| last.span.start);
        }
    }
}

impl<'a> Finding<'a> {
    /// By start, then rule, then pointer. Two findings share start and rule only where an object
    /// lacks two members, whose names decide.
    fn order(&self, other: &Self) -> Ordering {
        self.span.start.cmp(&other.span.start).then_with(|| {
            let (rule, other_rule) = (self.detail.rule().name(), other.detail.rule().name());
            rule.cmp(other_rule)
                .then_with(|| self.member().cmp(other.member()))
        })
    }

    fn member(&self) -> &str {
        match &self.step {
            Some(Segment::Name(name)) => name,
            _ => "",
        }
    }

    pub(crate) fn pointer(&self, places: &Places<'a>) -> String {
        places.pointer(self.within, self.step.as_ref())
    }
}
