//! The fast path: a check of a typed value that only finds out whether it is valid.
//!
//! It calls the same checks as the full check, without raw members, paths and spans, which takes half
//! the time. A property test compares both.

use crate::contract::revision::Contract;
use crate::contract::unknown_members::UnknownMembers;
use crate::report::level::{Level, Levels};
use crate::rules::checks::Sink;
use crate::rules::definition::Severity;
use crate::rules::table::{Parameters, Rule};

/// Whether a typed value has errors.
pub(crate) struct FastPath<'l> {
    contract: &'static Contract,
    levels: &'l Levels,
    pub(crate) has_errors: bool,
    /// Errors at the rules' default levels.
    pub(crate) has_default_errors: bool,
}

impl<'l> FastPath<'l> {
    pub(crate) fn new(contract: &'static Contract, levels: &'l Levels) -> Self {
        Self {
            contract,
            levels,
            has_errors: false,
            has_default_errors: false,
        }
    }

    #[inline]
    pub(crate) fn unknown_members(&mut self, members: &UnknownMembers) {
        if !members.is_empty() {
            self.violated(Rule::UnknownProperty);
        }
    }

    #[cold]
    fn violated(&mut self, rule: Rule) {
        self.has_errors |= self.levels.of(rule) == Level::Deny;
        self.has_default_errors |= rule.default_severity() == Severity::Error;
    }
}

impl Sink for FastPath<'_> {
    #[inline]
    fn contract(&self) -> &'static Contract {
        self.contract
    }

    #[inline]
    fn wants(&self, rule: Rule) -> bool {
        !self.has_errors && self.is_decided_by(rule)
    }

    fn is_decided(&self) -> bool {
        self.has_errors
    }

    fn is_decided_by(&self, rule: Rule) -> bool {
        self.levels.of(rule) == Level::Deny
    }

    /// It makes no difference to the verdict: an Anchor proxy stays one, even if its type is `custom`.
    fn allows_custom_proxy(&self) -> bool {
        false
    }

    #[inline]
    fn report<P: Parameters>(&mut self, _: impl FnOnce() -> P) {
        self.violated(P::RULE);
    }
}
