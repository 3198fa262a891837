//! Violations, collected while a document is read and checked.

use super::allowed_members::AllowedMembers;
use super::level::{Level, Levels};
use super::path::{PathNode, RecordedPaths};
use super::pointer::{Pointer, Segment};
use super::positions::locate_all;
use super::span::Span;
use super::violation::Violation;
use crate::contract::revision::Contract;
use crate::rules::definition::Severity;
use crate::rules::duplicate_key::DuplicateKey;
use crate::rules::syntax::Syntax;
use crate::rules::table::{Parameters, Rule, ViolationKind};

/// What is collected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'v> {
    /// What the revision allows.
    pub(crate) contract: &'static Contract,
    pub(crate) levels: &'v Levels,
    /// Unknown members that are not reported.
    pub(crate) allowed_members: &'v AllowedMembers,
    /// The most violations that are kept: the first ones in the order of the report. All are
    /// counted.
    pub(crate) keep: usize,
    /// The most bytes of pointers that are kept: the first violation whose pointer does not fit is
    /// left out, and all after it.
    pub(crate) pointer_bytes: usize,
    /// Only errors matter: rules whose check is expensive are not checked for a warning.
    pub(crate) errors_only: bool,
}

/// Where violations come from, which decides their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// From JSON text: they are ordered by their spans.
    Text,
    /// From a typed value: they stay in the order of the document's members.
    Value,
}

/// Violations: all are counted, the first ones are kept. As long as there is none, they cost next to
/// nothing.
#[derive(Debug)]
pub(crate) struct Diagnostics<'v> {
    scope: Scope<'v>,
    order: Order,
    counts: Counts,
    kept: Vec<Violation>,
    /// Bytes of the pointers since the last time that only the first violations were kept.
    new_pointer_bytes: usize,
    /// Violations that start after this offset are not among the first ones.
    cutoff: Option<usize>,
    repeated: RecordedPaths,
    /// A typed value keeps the value of a known member as an unknown one, because its type is wrong:
    /// only reading its text finds all violations.
    pub(crate) needs_text: bool,
}

/// The number of violations, kept or not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// At any level.
    pub(crate) total: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Errors at the rules' default levels.
    pub(crate) default_errors: usize,
    /// Of fixed rules, after which there is no value to return.
    pub(crate) fatal: usize,
}

impl Counts {
    fn count<P: Parameters>(&mut self, level: Level) {
        self.total += 1;
        self.errors += usize::from(level == Level::Deny);
        self.warnings += usize::from(level == Level::Warn);
        self.default_errors += usize::from(matches!(P::SEVERITY, Severity::Error));
        self.fatal += usize::from(P::IS_FIXED);
    }
}

/// The initial capacity, at most 1 KiB. A report keeps it: shrinking the list to fit took a quarter of the
/// instructions of a violation.
const FEW: usize = 8;

impl<'v> Diagnostics<'v> {
    pub(crate) fn new(scope: Scope<'v>, order: Order) -> Self {
        Self {
            scope,
            order,
            counts: Counts::default(),
            kept: Vec::new(),
            new_pointer_bytes: 0,
            cutoff: None,
            repeated: RecordedPaths::None,
            needs_text: false,
        }
    }

    /// Removes all violations.
    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.scope, self.order);
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Whether an unknown member is not reported.
    #[inline]
    pub(crate) fn allows_member(&self, name: &str, pointer: impl Fn() -> Pointer) -> bool {
        let allowed = self.scope.allowed_members;
        !allowed.is_empty() && allowed.contains(name, pointer)
    }

    pub(crate) fn contract(&self) -> &'static Contract {
        self.scope.contract
    }

    /// Whether a rule whose check is expensive has to be checked.
    pub(crate) fn wants(&self, rule: Rule) -> bool {
        debug_assert!(rule.default_severity() == Severity::Warning);
        !self.scope.errors_only || (!self.is_decided() && self.is_decided_by(rule))
    }

    /// Whether only the verdict is asked for, and there is an error, so that nothing else matters.
    pub(crate) fn is_decided(&self) -> bool {
        self.scope.errors_only && self.counts.errors > 0
    }

    /// Whether only the verdict is asked for, and a violation of this rule decides it.
    pub(crate) fn is_decided_by(&self, rule: Rule) -> bool {
        self.scope.errors_only && self.scope.levels.of(rule) == Level::Deny
    }

    /// Records a violation. Its pointer and its parameters are made only if it is kept.
    #[cold]
    pub(crate) fn record<P: Parameters>(
        &mut self,
        pointer: impl FnOnce() -> Pointer,
        span: Span,
        parameters: impl FnOnce() -> P,
    ) {
        if let Some(severity) = self.count::<P>(span) {
            self.keep(severity, pointer(), span, parameters().into());
        }
    }

    /// Records a syntax error, at an offset.
    pub(crate) fn record_syntax(&mut self, at: usize, syntax: Syntax) {
        self.record(|| Pointer::ROOT, Span::empty(at), || syntax);
    }

    /// Records a repeated key, once for each pointer.
    #[cold]
    pub(crate) fn record_repeated(&mut self, within: &PathNode<'_>, step: Segment<'_>, span: Span) {
        if self.is_decided_by(Rule::DuplicateKey) {
            // The verdict is the same for one and for many.
            self.count::<DuplicateKey>(span);
            return;
        }
        let (key, secret) = (step.token(), within.secret());
        let is_new = match secret {
            Some(secret) => self.repeated.insert(secret, None),
            None => self.repeated.insert(within, Some(&key)),
        };
        if is_new {
            match secret {
                Some(secret) => {
                    self.record(|| secret.own_pointer(), span, DuplicateKey::inside_secret);
                }
                None => self.record(|| within.pointer(step), span, || DuplicateKey::of(&key)),
            }
        }
    }

    /// Counts a violation. Returns its severity if it is kept.
    #[inline]
    fn count<P: Parameters>(&mut self, span: Span) -> Option<Severity> {
        let level = self.scope.levels.of(P::RULE);
        self.counts.count::<P>(level);
        let severity = level.severity().filter(|_| self.scope.keep > 0)?;
        self.has_room(span).then_some(severity)
    }

    /// Makes room for a violation if it is among the first ones.
    #[inline(never)]
    fn has_room(&mut self, span: Span) -> bool {
        if self.kept.is_empty() {
            self.kept.reserve(FEW);
        } else if self.kept.len() >= self.scope.keep.saturating_mul(2)
            || self.new_pointer_bytes > self.scope.pointer_bytes
        {
            self.keep_first();
        }
        self.cutoff.is_none_or(|cutoff| span.start <= cutoff)
    }

    /// One function, not a copy for each kind: the code of a whole report is about as large as the
    /// instruction cache.
    #[inline(never)]
    fn keep(&mut self, severity: Severity, pointer: Pointer, span: Span, kind: ViolationKind) {
        self.new_pointer_bytes += pointer.as_str().len();
        self.kept
            .push(Violation::new(kind, severity, pointer, span));
    }

    /// The first violations in the order of the report, with their locations if a text is given.
    pub(crate) fn into_first(mut self, text: Option<&[u8]>) -> Vec<Violation> {
        let fitting = self.keep_first();
        self.kept.truncate(fitting);
        if self.kept.len() <= self.kept.capacity() / 2 {
            self.kept.shrink_to(FEW);
        }
        match text {
            Some(text) => locate_all(
                &mut self.kept,
                text,
                Violation::span,
                Violation::set_positions,
            ),
            None => self.kept.iter_mut().for_each(Violation::remove_location),
        }
        self.kept
    }

    /// Sorts, drops what follows the first violations and the first one that does not fit, and returns
    /// how many are listed. It is called once for as many violations, or bytes of pointers, as are
    /// kept, so that all calls together cost no more than sorting twice as many. The pointers of
    /// violations that are dropped were made in vain; `tests/allocations.rs` bounds how many.
    fn keep_first(&mut self) -> usize {
        // Most are recorded in this order, which sorting detects in one pass.
        if self.order == Order::Text {
            self.kept.sort_unstable_by(Violation::order);
        }
        // The first violation that does not fit stays until the end: what starts after it is not
        // listed, however short its pointer.
        let fitting = self.fitting().min(self.scope.keep);
        let first = self.scope.keep.min(fitting + 1);
        if self.kept.len() > first {
            self.kept.truncate(first);
            let last = self.kept.last().and_then(Violation::span);
            self.cutoff = last.map(|span| span.start);
        }
        self.new_pointer_bytes = 0;
        fitting
    }

    /// The number of violations that are listed because their pointers fit.
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
