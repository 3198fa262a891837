//! The fast path: a check of a typed value that only finds out whether it is valid.
//!
//! It calls the same checks as the full check, without raw members, paths and spans, which takes half
//! the time. A property test compares both.

use crate::contract::member::ObjectType;
use crate::contract::nullable::Nullable;
use crate::contract::revision::{Contract, Revision};
use crate::contract::unknown_members::UnknownMembers;
use crate::report::level::{Level, Levels};
use crate::rules::checks::Sink;
use crate::rules::definition::Severity;
use crate::rules::table::{Parameters, Rule};
use crate::rules::unknown_property::SCHEMA;

/// Whether a typed value has errors.
pub(crate) struct FastPath<'l> {
    contract: &'static Contract,
    levels: &'l Levels,
    /// Whether members that the revision does not name are reported.
    reports_unknown: bool,
    /// The objects that the root can be. None of them is inside another.
    roots: &'static [&'static ObjectType],
    pub(crate) has_errors: bool,
    /// Errors at the rules' default levels.
    pub(crate) has_default_errors: bool,
}

impl<'l> FastPath<'l> {
    pub(crate) fn new(
        contract: &'static Contract,
        levels: &'l Levels,
        roots: &'static [&'static ObjectType],
    ) -> Self {
        Self {
            contract,
            levels,
            reports_unknown: true,
            roots,
            has_errors: false,
            has_default_errors: false,
        }
    }

    /// Begins the check of an object, and returns what [`leave`](Self::leave) needs.
    #[inline]
    pub(crate) fn enter(&mut self, object: &'static ObjectType) -> bool {
        let before = self.reports_unknown;
        if object.is_open_in(self.contract.revision()) {
            self.reports_unknown = false;
        }
        before
    }

    /// Ends the check of an object.
    #[inline]
    pub(crate) fn leave(&mut self, before: bool) {
        self.reports_unknown = before;
    }

    #[inline]
    pub(crate) fn unknown_members(
        &mut self,
        members: &UnknownMembers,
        object: &'static ObjectType,
    ) {
        if !members.is_empty() {
            self.any_unknown_members(members, object);
        }
    }

    /// In the root `$schema` is not reported.
    #[cold]
    fn any_unknown_members(&mut self, members: &UnknownMembers, object: &'static ObjectType) {
        let is_only_schema = members.len() == 1 && members.get(SCHEMA).is_some();
        let is_root = self.roots.iter().any(|root| root.name() == object.name());
        if self.reports_unknown && !(is_root && is_only_schema) {
            self.violated(Rule::UnknownProperty);
        }
        let revision = self.contract.revision();
        let mut names = members.iter().map(|(name, _)| name);
        if names.any(|name| object.is_named(name, revision)) {
            // A typed field could not hold its value.
            self.violated(Rule::Type);
        }
    }

    /// Whether the revision names a member, which is reported if it does not.
    #[inline]
    pub(crate) fn is_named(&mut self, is_present: bool, since: Revision) -> bool {
        let is_named = since <= self.contract.revision();
        if is_present && !is_named && self.reports_unknown {
            self.violated(Rule::UnknownProperty);
        }
        is_named
    }

    /// Rule `type` of a value that is `null`.
    #[inline]
    pub(crate) fn null<T>(&mut self, value: Option<&Nullable<T>>, since: Revision) {
        if matches!(value, Some(Nullable::Null)) && since > self.contract.revision() {
            self.violated(Rule::Type);
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
        debug_assert!(rule.default_severity() == Severity::Warning);
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
