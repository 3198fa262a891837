//! Where checks report violations.

use crate::contract::revision::Contract;
use crate::rules::table::{Parameters, Rule};

/// What a check reports violations to, and takes lists and limits from.
pub(crate) trait Sink {
    /// What the revision allows.
    fn contract(&self) -> &'static Contract;

    /// Whether a violation of the rule, a warning by default, matters, so that an expensive check is worth it.
    /// The others matter at any level: values that are kept as valid satisfy them.
    fn wants(&self, rule: Rule) -> bool;

    /// Whether only the verdict is asked for, and an error was reported, so that nothing else matters.
    fn is_decided(&self) -> bool;

    /// Whether a violation of this rule would decide the verdict.
    fn is_decided_by(&self, rule: Rule) -> bool;

    /// Whether a proxy can be a custom one here.
    fn allows_custom_proxy(&self) -> bool;

    /// Reports a violation. Its parameters are made only if they are kept.
    fn report<P: Parameters>(&mut self, parameters: impl FnOnce() -> P);
}

/// A sink for the tests of checks.
#[cfg(test)]
pub(crate) mod collected {
    use super::{Parameters, Rule, Sink};
    use crate::contract::revision::{Contract, Revision};
    use crate::rules::table::ViolationKind;

    /// Collects violations, of the default revision.
    #[derive(Default)]
    pub(crate) struct Collected {
        /// Whether rules whose check is expensive are checked too.
        pub(crate) wants_all: bool,
        /// Whether only the verdict matters, which any violation decides.
        pub(crate) wants_verdict: bool,
        pub(crate) kinds: Vec<ViolationKind>,
    }

    impl Sink for Collected {
        fn contract(&self) -> &'static Contract {
            Revision::default().contract()
        }

        fn wants(&self, _: Rule) -> bool {
            self.wants_all
        }

        fn is_decided(&self) -> bool {
            false
        }

        fn is_decided_by(&self, _: Rule) -> bool {
            self.wants_verdict
        }

        fn allows_custom_proxy(&self) -> bool {
            true
        }

        fn report<P: Parameters>(&mut self, parameters: impl FnOnce() -> P) {
            self.kinds.push(parameters().into());
        }
    }

    /// The violations that a check reports.
    pub(crate) fn violations(check: impl FnOnce(&mut Collected)) -> Vec<ViolationKind> {
        let mut collected = Collected::default();
        check(&mut collected);
        collected.kinds
    }
}
